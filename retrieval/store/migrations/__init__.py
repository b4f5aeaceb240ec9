"""How does an old archive become a new one? Alembic's migrations, run when an archive is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from retrieval.errors import StoreFormatError
from retrieval.store.postgresql import shown, unhurried

HEAD = "0006_archive_id"
"""The newest revision in `versions/`, known here so that an archive of that form opens without loading Alembic."""

_FOLDER = Path(__file__).parent
_LOCK = 0x69736E6164
"""What migrations of a server's database wait for: "isnad"."""


def revision_of(engine: Engine) -> str | None:
    """Read an archive's revision; None for an empty database.

    Raises:
        StoreFormatError: The database has tables, but none of ours.
    """
    tables = inspect(engine).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            what = "file" if engine.dialect.name == "sqlite" else "database"
            of_another = "is a database, but not an archive of this project"
            raise StoreFormatError(f"{shown(engine.url)} {of_another}; name another {what}")
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(engine: Engine) -> None:
    """Bring an archive to the newest revision.

    Raises:
        StoreFormatError: The archive was made by a newer version, or is no archive.
    """
    found = revision_of(engine)
    if found == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - half a second that an archive which is up to date need not wait
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreFormatError(
            f"{shown(engine.url)} was made by a newer version (revision {found}); update this program"
        )
    with engine.begin() as connection:
        # Of processes that find a new archive at once, one makes the tables, and the others wait and find them made.
        _wait_for_others(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN IMMEDIATE"))
    else:
        unhurried(connection)
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
