"""How is the database reached? URLs, connections, and the database's errors in plain sentences."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoResultFound,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import create_engine

from retrieval.errors import StoreError, StoreFormatError, StoreLockedError, StoreMissingError
from retrieval.store import postgresql
from retrieval.store.tables import ARCHIVE

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another: far longer than a batch takes to write, also on a slow disk."""

_ONE_AT_A_TIME = select(ARCHIVE.c.key).where(ARCHIVE.c.key == "revision").with_for_update()
_MOST_CONFLICTS = 5
_PASSWORD = re.compile(r":[^:@/]*@")

Value = TypeVar("Value")


def make_engine(url: str, *, create: bool) -> Engine:
    """Connect to an archive's database.

    Args:
        url: `sqlite:///FILE`, `sqlite://` for an archive in memory, or `postgresql://USER:PASSWORD@HOST/DATABASE`.
        create: Whether a missing file is made; a database on a server is made by nobody but its administrator.

    Raises:
        StoreMissingError: No such file, and `create` is false.
        StoreError: The URL is none that can be used.
    """
    database = parsed(url)
    if database.drivername in postgresql.NAMES:
        return postgresql.make_server_engine(database, lock_timeout_s=BUSY_TIMEOUT_S)
    if database.drivername not in {"sqlite", "sqlite+pysqlite"} or database.query:
        raise StoreError(f"'{postgresql.shown(database)}' names a driver or options; write just sqlite:///FILE")
    if database.database in (None, "", ":memory:"):
        engine = create_engine(database, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _check_file(Path(str(database.database)), create=create)
        engine = create_engine(database, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _configure)
    return engine


def parsed(url: str) -> URL:
    """Read the URL of an archive.

    Raises:
        StoreError: It is none, or one of a database in which archives cannot live.
    """
    try:
        database = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        hidden = _PASSWORD.sub(":***@", url)
        raise StoreError(f"'{hidden}' is no database URL; write one such as sqlite:///data/archive.db") from None
    name = database.drivername.partition("+")[0]
    if name != "sqlite" and database.drivername not in postgresql.NAMES:
        ours = "write sqlite:///FILE or postgresql://USER@HOST/DATABASE"
        raise StoreError(f"archives live in SQLite or PostgreSQL, not in '{database.drivername}'; {ours}")
    return database


def begin_alone(connection: Connection) -> None:
    """Begin to write as the only one, before anything is read that is decided by.

    SQLite would take the write lock at the first change only; two processes that ingest the same document must not both
    find it missing. On a server the archive's own row is what writers wait for, each for the others' whole transaction,
    so that they cannot block each other, and revisions come to be seen in their order.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN IMMEDIATE"))
    else:
        connection.execute(_ONE_AT_A_TIME)


def _check_file(path: Path, *, create: bool) -> None:
    try:
        _check_path(path, create=create)
    except (OSError, ValueError) as error:  # a name that is too long, or of NUL; a folder that may not be entered
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} cannot be used ({reason}); name another file") from error


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not an archive; name a file")
    if path.exists():
        return
    if not create:
        raise StoreMissingError(f"there is no archive at {path}; make one with: python -m retrieval ingest PATH")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; make it, or name another file")


def _configure(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    # WAL lets readers go on while one writes; it and the checks below are off in SQLite unless asked for.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


@contextmanager
def plain_errors(url: str) -> Iterator[None]:
    """Tell the database's errors as our own.

    Args:
        url: The archive's, without its password.

    Raises:
        StoreLockedError: Another process held the database for longer than the busy time-out.
        StoreUnreachableError: The database's server is down, or did not answer in time.
        StoreFormatError: The database is no database, not one of ours, or damaged.
        StoreError: Anything else that the database says.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(url, error) from error
    except PoolTimeoutError as error:
        raise StoreLockedError(f"too many ask {url} at once; try again when they have finished") from error
    except (NoResultFound, LookupError, ValueError) as error:  # rows that no version of this program writes
        raise StoreFormatError(f"the archive {url} is damaged ({error}); make it anew from its sources") from error


def is_about_rows(error: StoreError) -> bool:
    """Tell that a document cannot be written, though others can, from a full disk or another's lock."""
    cause = error.__cause__
    if isinstance(cause, DBAPIError) and not isinstance(cause.orig, sqlite3.Error):
        return isinstance(cause, (DataError, IntegrityError)) or postgresql.is_too_long(cause)
    return isinstance(cause, (DataError, IntegrityError, InterfaceError, ProgrammingError, ValueError))


def cause_of(error: StoreError) -> str:
    """Say on one line what the database said, without what was to be written."""
    cause = error.__cause__
    return " ".join(str(cause.orig if isinstance(cause, DBAPIError) else cause).split())


def done(action: Callable[[], Value]) -> Value:
    """Do what is one transaction, and again where the server ended it for the sake of another one.

    Raises:
        StoreError: As the action does.
    """
    for _ in range(_MOST_CONFLICTS):
        try:
            return action()
        except StoreLockedError as error:
            if not (isinstance(error.__cause__, DBAPIError) and postgresql.is_conflict(error.__cause__)):
                raise
    return action()


def _translate(url: str, error: DBAPIError) -> StoreError:
    if not isinstance(error.orig, sqlite3.Error):
        return postgresql.translate(url, error)
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return StoreLockedError(f"the archive {url} is in use by another process; try again when it has finished")
    if "not a database" in said or "malformed" in said:
        return StoreFormatError(f"{url} is not an archive, or is damaged ({said}); name another file")
    if "no such table" in said or "no such column" in said:
        return StoreFormatError(f"{url} is a database, but not an archive of this project; name another file")
    if isinstance(error, OperationalError) and "readonly" in said:
        return StoreError(f"the archive {url} cannot be written; check the permissions of the file and its folder")
    return StoreError(f"the archive {url} cannot be used: {said}")
