"""How far is an ingest? Documents so far, and the bytes of the sources that were read, of how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is.

    `done` documents and refused sources have their outcome, `found` were read so far. `bytes_read` of `bytes_total`
    bytes of the sources were read, compressed ones as they lie there; the total is None where standard input is read.
    """

    done: int
    found: int
    bytes_read: int
    bytes_total: int | None

    @property
    def expected(self) -> int | None:
        """Estimate how many documents there are, from the share of the bytes that was read; None: not known."""
        if not self.bytes_total or not self.bytes_read:
            return None
        return max(self.found, round(self.found * self.bytes_total / self.bytes_read))


class Meter:
    """Count the bytes that are read from files which are opened one after the other."""

    def __init__(self, paths: Iterable[object]) -> None:
        self.total = _size(paths)
        self._before = 0
        self._path: Path | None = None
        self._stream: BinaryIO | None = None
        self._position = 0

    def watch(self, path: Path, stream: BinaryIO) -> None:
        """Take note of a file that was just opened; one that is opened again counts once."""
        if path != self._path:
            self._before += self._at()
        self._path, self._stream, self._position = path, stream, 0

    def read(self) -> int:
        """Tell how many bytes were read so far."""
        return self._before + self._at()

    def _at(self) -> int:
        if self._stream is not None and not self._stream.closed:
            self._position = self._stream.tell()
        elif self._path is not None:
            self._position = _size_of(self._path)
            self._stream = None
        return self._position


def _size(paths: Iterable[object]) -> int | None:
    """Add up the sizes of files and of those in folders; None where something else is among them."""
    total = 0
    for path in paths:
        if not isinstance(path, str | Path) or str(path) == "-":
            return None
        total += _size_of_folder(path) if os.path.isdir(path) else _size_of(path)  # noqa: PTH112 - of any string
    return total


def _size_of_folder(folder: str | Path) -> int:
    total = 0
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]  # the walk goes by the list
        total += sum(_size_of(Path(place) / name) for name in names if not name.startswith("."))
    return total


def _size_of(path: str | Path) -> int:
    try:
        return os.stat(path).st_size if str(path) else 0  # noqa: PTH116
    except (OSError, ValueError):
        return 0
