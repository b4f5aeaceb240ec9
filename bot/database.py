"""How does the bot reach the archive's database? Its own connections, which overwrite what they delete."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, event, text

from retrieval.store import migrations
from retrieval.store.engine import make_engine, plain_errors

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy.pool import ConnectionPoolEntry


def connected(url: str) -> Engine:
    """Connect to the database of an archive, brought up to date.

    Raises:
        StoreError: The database cannot be used.
    """
    engine = make_engine(url, create=False)
    event.listen(engine, "connect", _overwrite_what_is_deleted)
    with plain_errors(shown(engine)):
        migrations.upgrade(engine)
    return engine


def shown(engine: Engine) -> str:
    """Write the database's URL without a password."""
    return engine.url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read, with the database's errors told as our own."""
    with plain_errors(shown(engine)), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write in one transaction, with the database's errors told as our own."""
    with plain_errors(shown(engine)), engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            # It has one writer at a time; what is read to decide must still hold when it is written.
            connection.execute(text("BEGIN IMMEDIATE"))
        yield connection


def _overwrite_what_is_deleted(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA secure_delete = ON")  # else the texts of readers stay in the file's free pages
