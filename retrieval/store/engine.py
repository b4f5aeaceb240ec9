"""How is the database reached? URLs, connections, and the database's errors in plain sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event
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
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import create_engine

from retrieval.errors import StoreError, StoreFormatError, StoreLockedError, StoreMissingError

BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another: far longer than a batch takes to write, also on a slow disk."""


def make_engine(url: str, *, create: bool) -> Engine:
    """Connect to an archive's database.

    Args:
        url: `sqlite:///FILE`, or `sqlite://` for an archive in memory.
        create: Whether a missing file is made.

    Raises:
        StoreMissingError: No such file, and `create` is false.
        StoreError: The URL is none that can be used.
    """
    try:
        database = make_url(url)
    except ArgumentError:
        raise StoreError(f"'{url}' is no database URL; write one such as sqlite:///data/archive.db") from None
    if database.get_backend_name() != "sqlite":
        raise StoreError(f"archives live in SQLite, not in '{database.get_backend_name()}'; write sqlite:///FILE")
    if database.drivername not in {"sqlite", "sqlite+pysqlite"} or database.query:
        raise StoreError(f"'{url}' names a driver or options; write just sqlite:///FILE")
    if database.database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _check_file(Path(str(database.database)), create=create)
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _configure)
    return engine


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

    Raises:
        StoreLockedError: Another process held the database for longer than the busy time-out.
        StoreFormatError: The file is no database, not one of ours, or damaged.
        StoreError: Anything else that the database says.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(url, error) from error
    except (NoResultFound, LookupError, ValueError) as error:  # rows that no version of this program writes
        raise StoreFormatError(f"the archive {url} is damaged ({error}); make it anew from its sources") from error


def is_about_rows(error: StoreError) -> bool:
    """Tell that a document cannot be written, though others can, from a full disk or another's lock."""
    return isinstance(error.__cause__, (DataError, IntegrityError, InterfaceError, ProgrammingError, ValueError))


def _translate(url: str, error: DBAPIError) -> StoreError:
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
