"""Old archives become new ones."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import bot.inbox.tables
import bot.readers.tables  # noqa: F401 - the bot keeps its tables in the same database, and in the same metadata
from retrieval.store import Store, migrations
from retrieval.store.engine import make_engine


def test_the_known_head_is_the_newest_migration() -> None:
    """The constant that spares loading Alembic names the last script."""
    assert ScriptDirectory(str(migrations._FOLDER)).get_current_head() == migrations.HEAD


def test_migrations_make_the_tables_that_the_code_uses(new_url: Callable[..., str]) -> None:
    """An archive that was migrated from nothing has just the tables, columns and indexes that the models declare."""
    store = Store.open(new_url(), create=True)
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    store.close()


def test_an_archive_of_the_first_form_keeps_its_data(new_url: Callable[..., str]) -> None:
    """An archive that the first migration made opens with all that was in it, and with its speakers."""
    engine = make_engine(new_url(), create=True)
    config = Config()
    config.set_main_option("script_location", str(migrations._FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_FORM:
            connection.exec_driver_sql(statement)
    engine.dispose()
    store = Store.open(new_url())
    (document,), quotations = store.documents(), store.quotations()
    assert (document.text, document.title) == ("قال سيرغي: نعم.", "عنوان")
    assert [(q.text, q.speaker, q.cue) for q in quotations] == [("نعم", "سيرغي لافروف", "قال"), ("نعم.", None, None)]
    assert [(speaker.name, speaker.quotations) for speaker in store.speakers()] == [("سيرغي لافروف", 1)]
    store.close()


FIRST_FORM = (
    "INSERT INTO document (id, name, text, title, digest) VALUES (7, 'a', 'قال سيرغي: نعم.', 'عنوان', 'x')",
    "INSERT INTO block VALUES (7, 0, 'paragraph', 0, 15)",
    "INSERT INTO sentence VALUES (7, 0, 0, 0, 15)",
    "INSERT INTO quotation VALUES (7, 0, 11, 14, 'سيرغي لافروف', 'direct', 4, 9, 0, 3)",
    "INSERT INTO quotation VALUES (7, 1, 11, 15, NULL, 'direct', NULL, NULL, NULL, NULL)",
)
