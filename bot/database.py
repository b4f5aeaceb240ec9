"""How does the bot reach the archive's database? Its own connections; to a file, such as overwrite what they delete."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.store import migrations
from retrieval.store.engine import done, make_engine, plain_errors
from retrieval.store.postgresql import shown as without_password

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["connected", "done", "insertion", "is_on_server", "lock_key", "reading", "shown", "writing"]


def connected(url: str) -> Engine:
    """Connect to the database of an archive, brought up to date.

    Raises:
        StoreError: The database cannot be used.
    """
    engine = make_engine(url, create=False)
    if not is_on_server(engine):
        event.listen(engine, "connect", _overwrite_what_is_deleted)
    with plain_errors(shown(engine)):
        migrations.upgrade(engine)
    return engine


def is_on_server(engine: Engine) -> bool:
    """Tell a database that processes of several machines can share from a file."""
    return engine.dialect.name != "sqlite"


def shown(engine: Engine) -> str:
    """Write the database's URL without a password."""
    return without_password(engine.url)


def insertion(engine: Engine, table: Table) -> Any:
    """Begin an INSERT that can tell what to do where a row is there already."""
    return postgresql.insert(table) if is_on_server(engine) else sqlite.insert(table)


def lock_key(purpose: str, bot: int) -> int:
    """Number what a bot's processes wait for, as a server's advisory locks are numbered: 64 bits with a sign."""
    return int.from_bytes(blake2s(f"isnad {purpose} {bot}".encode(), digest_size=8).digest(), signed=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read, with the database's errors told as our own."""
    with plain_errors(shown(engine)), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, turn: int | None = None) -> Iterator[Connection]:
    """Write in one transaction, with the database's errors told as our own.

    Args:
        engine: The database.
        turn: The bot for which only one process at a time may do this. SQLite has one writer at a time in any case;
            what is read to decide must still hold when it is written.
    """
    with plain_errors(shown(engine)), engine.begin() as connection:
        if not is_on_server(engine):
            connection.execute(text("BEGIN IMMEDIATE"))
        elif turn is not None:
            connection.execute(select(func.pg_advisory_xact_lock(lock_key("inbox", turn))))
        yield connection


def _overwrite_what_is_deleted(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA secure_delete = ON")  # else the texts of readers stay in the file's free pages
