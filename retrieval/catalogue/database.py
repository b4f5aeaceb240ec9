"""Where does the catalogue lie? One SQLite file, or memory; many readers, and one writer at a time.

Everything in it follows from the store, so that a file of another form, or a damaged one, is thrown away and made anew.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]

FORMAT = "7"
"""Grows with every change of the tables below, or of what is written into them."""

_BUSY_TIMEOUT_S = 60.0
_CACHE_KIB = 8_000
_CACHE_OF_WRITER_KIB = 32_000
"""Whoever writes goes through all of the file, and would have it in memory in the end, were it mapped."""
_MAPPED = 1 << 32
"""Bytes that are read where the operating system keeps them, in a third of the time that copying pages takes. The store
is not: a file that somebody cuts short under a reader ends the process, and this one can be made anew."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE document (number INTEGER PRIMARY KEY, words BLOB NOT NULL);

CREATE TABLE word (
    id INTEGER PRIMARY KEY, written TEXT NOT NULL UNIQUE, key TEXT NOT NULL, term TEXT, root TEXT, skeleton TEXT,
    ordinary INTEGER NOT NULL, count INTEGER NOT NULL
);
CREATE INDEX word_key ON word (key);
CREATE INDEX word_term ON word (term, written) WHERE term IS NOT NULL;
CREATE INDEX word_root ON word (root, term) WHERE root IS NOT NULL AND term IS NOT NULL;
CREATE INDEX word_skeleton ON word (skeleton) WHERE skeleton IS NOT NULL;
CREATE TABLE stripped (
    skeleton TEXT NOT NULL, rest TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (skeleton, rest, word)
) WITHOUT ROWID;

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, keys TEXT NOT NULL, statements INTEGER NOT NULL
);
CREATE INDEX speaker_name ON speaker (name);
CREATE TABLE name_key (
    kind TEXT NOT NULL, key TEXT NOT NULL, speaker INTEGER NOT NULL, PRIMARY KEY (kind, key, speaker)
) WITHOUT ROWID;
CREATE INDEX name_key_speaker ON name_key (speaker);

CREATE TABLE mention (
    id INTEGER PRIMARY KEY, speaker INTEGER NOT NULL, mention TEXT NOT NULL, head TEXT, length INTEGER,
    times INTEGER NOT NULL, UNIQUE (speaker, mention)
);
CREATE INDEX mention_new ON mention (speaker) WHERE length IS NULL;
CREATE TABLE mention_term (term TEXT NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (term, mention)) WITHOUT ROWID;
CREATE INDEX mention_term_mention ON mention_term (mention);
CREATE TABLE describing (
    key TEXT NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (key, mention)
) WITHOUT ROWID;
CREATE INDEX describing_mention ON describing (mention);

CREATE TABLE sketch (document INTEGER PRIMARY KEY, minima BLOB NOT NULL);
CREATE TABLE band (hash INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (hash, document)) WITHOUT ROWID;
CREATE INDEX band_document ON band (document);

CREATE TABLE said (
    document INTEGER NOT NULL, speaker INTEGER NOT NULL, mention TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (document, speaker, mention)
) WITHOUT ROWID;
"""


class Database:
    """The catalogue's database. May be shared by threads: each reads through a connection of its own."""

    def __init__(self, path: Path | None) -> None:
        """Open a file, made anew where it is missing, of another form or damaged; None: in memory."""
        self._path = path
        self._lock = threading.RLock()
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        # In memory there is one connection, which threads take in turn.
        self._only = None if path else self._connect()
        if self._only is not None:
            _make(self._only)
        elif not self._is_ours():
            self._start_anew()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()

    def query(self, statement: str, values: Values = ()) -> list[Row]:
        """Read rows; inside of `writing`, with what was written there."""
        if self._only is not None:
            with self._lock:
                return self._only.execute(statement, values).fetchall()
        return self._mine().execute(statement, values).fetchall()

    def one(self, statement: str, values: Values = ()) -> Row | None:
        """Read the first row; None where there is none."""
        found = self.query(statement, values)
        return found[0] if found else None

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row, inside of `writing`."""
        self._mine().executemany(statement, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write as one transaction: all of it, or, where something fails, nothing."""
        with self._lock:
            connection = self._mine()
            _set_memory(connection, cached_kib=_CACHE_OF_WRITER_KIB, mapped=0)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.rollback()
                raise
            else:
                connection.commit()
            finally:
                _set_memory(connection)

    def clear(self) -> None:
        """Empty all tables, inside of `writing`."""
        names = [name for (name,) in self.query("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for name in names:
            self.write(f"DELETE FROM {name}", [()])  # noqa: S608 - our own
        self.write("INSERT INTO meta VALUES ('format', ?)", [(FORMAT,)])

    def _mine(self) -> sqlite3.Connection:
        if self._only is not None:
            return self._only
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Transactions are begun by hand; a thread that ends leaves its connection to `close`.
        connection = sqlite3.connect(
            self._path or ":memory:", timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        # What is lost when the machine fails is made anew from the store.
        connection.execute("PRAGMA synchronous = NORMAL")
        _set_memory(connection)
        with self._lock:
            self._opened.append(connection)
        return connection

    def _is_ours(self) -> bool:
        if self._path is None or not self._path.exists():
            return False
        try:
            return self.query("SELECT value FROM meta WHERE key = 'format'") == [(FORMAT,)]
        except sqlite3.DatabaseError:
            return False

    def _start_anew(self) -> None:
        self.close()
        self._local = threading.local()
        assert self._path is not None  # noqa: S101 - in memory there is nothing to replace
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        _make(self._mine())


def _set_memory(connection: sqlite3.Connection, *, cached_kib: int = _CACHE_KIB, mapped: int = _MAPPED) -> None:
    connection.execute(f"PRAGMA cache_size = -{cached_kib}")
    connection.execute(f"PRAGMA mmap_size = {mapped}")


def _make(connection: sqlite3.Connection) -> None:
    connection.executescript(f"BEGIN; {_TABLES} INSERT INTO meta VALUES ('format', '{FORMAT}'); COMMIT;")  # noqa: S608
