"""Where do index and catalogue lie, and who may change them? A folder beside the archive, and locks in it.

Of an archive on a server it is a folder of each machine: what lies there is made of the archive, and can be lost.

The locks are the operating system's: they end with the process that holds them.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2s
from pathlib import Path

from retrieval.errors import StoreError

_CHANGING = "changing.lock"
_FILLING = "filling.lock"
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+|^[.]+")
_LONGEST_NAME = 100


class Place:
    """The folder of an archive's index and catalogue; without one they live in memory. May be shared by threads."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        if folder is not None:
            _make(folder)

    @classmethod
    def beside(cls, database: str | None) -> Place:
        """Name the place of an archive by its database's file; none is in memory."""
        return cls(Path(f"{database}-index") if database else None)

    @classmethod
    def on_this_machine(cls, server_name: str, parent: Path) -> Place:
        """Name the place of an archive on a server: a folder of this machine, which its processes share.

        Args:
            server_name: The server and the database.
            parent: Where the folders of such archives lie; made when missing.
        """
        try:
            parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{parent} cannot be made ({error.strerror}); name another INDEX_FOLDER") from error
        return cls(parent / _safe(server_name))

    @property
    def catalogue(self) -> Path | None:
        """The catalogue's file."""
        return self.folder / "catalogue.db" if self.folder else None

    @property
    def passages(self) -> Path | None:
        """The folder of an index that lives on disk."""
        return self.folder / "passages" if self.folder else None

    def clear(self) -> None:
        """Throw away what lies there but for the locks, inside of `changing`."""
        if self.passages is None:
            return
        if self.passages.exists():
            shutil.rmtree(self.passages)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.catalogue}{suffix}").unlink(missing_ok=True)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change what is there, one at a time over all processes."""
        with self._lock, _locked(self.folder, _CHANGING, fcntl.LOCK_EX):
            yield

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Add documents to the archive, maybe beside other processes: whoever does brings the index up to date."""
        with _locked(self.folder, _FILLING, fcntl.LOCK_SH):
            yield

    def is_being_filled(self) -> bool:
        """Tell whether some process is adding documents."""
        try:
            with _locked(self.folder, _FILLING, fcntl.LOCK_EX | fcntl.LOCK_NB):
                return False
        except BlockingIOError:
            return True


@contextmanager
def _locked(folder: Path | None, name: str, how: int) -> Iterator[None]:
    if folder is None:
        yield
        return
    with (folder / name).open("wb") as file:
        fcntl.flock(file, how)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _safe(name: str) -> str:
    """Make a name that any file system takes, and that two names do not share."""
    plain = _UNUSUAL.sub("_", name)[:_LONGEST_NAME]
    return plain if plain == name else f"{plain}-{blake2s(name.encode(), digest_size=4).hexdigest()}"


def _make(folder: Path) -> None:
    with suppress(FileExistsError):
        try:
            folder.mkdir()
        except PermissionError as error:
            raise StoreError(f"{folder} cannot be made ({error.strerror}); the archive's index lives there") from error
