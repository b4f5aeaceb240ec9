"""Which process polls for a bot, and do others answer beside this one? Locks, let go of however a process ends.

Telegram lets one process poll. On a server the lock is the database's, and ends with the connection that took it;
beside a file it is the operating system's. Of a file's processes the only one knows that what others left half answered
is theirs no more, and need not wait for a lease to run out.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, func, select

from bot.database import lock_key, shown
from retrieval import StoreError
from retrieval.store.engine import make_engine, parsed, plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator


class AnotherProcessError(Exception):
    """Another process polls for the same bot; the message is one sentence."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"another process polls for this bot out of {url}; end one of them, or start this with --standby"
        )


class PollingRight(Protocol):
    """The right to poll for a bot."""

    def take(self) -> None:
        """Take it, or see that it is still ours.

        Raises:
            AnotherProcessError: Another process has it.
            StoreError: The database cannot be asked.
        """

    def let_go(self) -> None:
        """Leave it to others."""


def polling_right(url: str, bot: int) -> PollingRight:
    """Name the right to poll for a bot whose inbox is in an archive."""
    if parsed(url).get_backend_name() != "sqlite":
        return _ServersRight(url, bot)
    path = _file(url)
    return _FilesRight(url, Path(f"{path}.bot-{bot}.lock") if path else None)


class _FilesRight:
    """A lock beside the archive; of one in memory there is no other process."""

    def __init__(self, url: str, path: Path | None) -> None:
        self._url = url
        self._lock = FileLock(path, timeout=0) if path else None

    def take(self) -> None:
        if self._lock is None or self._lock.is_locked:
            return
        try:
            self._lock.acquire()
        except Timeout:
            raise AnotherProcessError(self._url) from None

    def let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()


class _ServersRight:
    """A lock of the server's, held by a connection of its own; a connection that was lost is made anew."""

    def __init__(self, url: str, bot: int) -> None:
        self._engine = make_engine(url, create=False).execution_options(isolation_level="AUTOCOMMIT")
        self._url = shown(self._engine)
        self._key = lock_key("polling", bot)
        self._connection: Connection | None = None

    def take(self) -> None:
        with plain_errors(self._url):
            if self._connection is not None and self._is_alive(self._connection):
                return
            self._connection = self._engine.connect()
            self._connection.detach()
            is_ours = self._connection.execute(select(func.pg_try_advisory_lock(self._key))).scalar_one()
        if not is_ours:
            self.let_go()
            raise AnotherProcessError(self._url)

    def let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_alive(self, connection: Connection) -> bool:
        try:
            with plain_errors(self._url):
                connection.execute(select(1))
        except StoreError:
            connection.invalidate()
            self.let_go()
            return False
        return True


class Presence:
    """Being one of those who answer for a bot; of those over a file only, for on a server leases tell who lives."""

    def __init__(self, file: IO[bytes] | None, *, is_only: bool) -> None:
        self._file = file
        self._is_only = is_only

    def is_alone(self) -> bool:
        """Tell whether nobody else answers; others wait with their beginning until they are let in."""
        if self._file is None:
            return self._is_only
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def let_others_in(self) -> None:
        """Begin to answer beside others."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_SH)


@contextmanager
def among_others(url: str, bot: int) -> Iterator[Presence]:
    """Be one of those who answer for a bot out of an archive."""
    path = _file(url)
    if path is None:
        yield Presence(None, is_only=parsed(url).get_backend_name() == "sqlite")
        return
    with Path(f"{path}.bot-{bot}.answering").open("wb") as file:
        yield Presence(file, is_only=False)  # closing it lets go of the lock


def _file(url: str) -> str | None:
    found = parsed(url)
    is_file = found.get_backend_name() == "sqlite" and found.database not in {None, "", ":memory:"}
    return found.database if is_file else None
