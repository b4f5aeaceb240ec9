"""How are the bytes of a file reached? Plain or compressed, one piece at a time, and never more than can be meant."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, cast

from retrieval.corpus.opened import tell_opened
from retrieval.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 32 * 1024 * 1024
"""Longest single document, in bytes: far above any news item, far below what exhausts a small machine's memory."""

HEAD_BYTES = 8192

# Pages and records shrink to a third or a tenth; only what was made to do harm becomes 200 times as long.
MOST_EXPANSION = 200
FREE_BYTES = 64 * 1024 * 1024
"""How much may come out of a compressed file, in bytes, before it is asked how much went in."""

# What a damaged archive raises, by module: gzip, zlib below it, lzma, zipfile, tarfile; EOFError when cut short.
_DAMAGE = (gzip.BadGzipFile, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)

_OPENERS: dict[str, Callable[[BinaryIO], io.BufferedIOBase]] = {
    ".gz": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
    ".xz": lzma.LZMAFile,
    ".bz2": bz2.BZ2File,
}
_SHORT_FORMS = {".tgz": ".gz", ".txz": ".xz", ".tbz2": ".bz2"}
_UNREAD = {
    ".zst": "zstd -d",
    ".lz4": "lz4 -d",
    ".br": "brotli -d",
    ".z": "uncompress",
}


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes with a name, ready to be read from the beginning.

    `label` names them in messages. `place` are the folders and the file's name, without that of compression, from what
    was asked for down to it. `is_member` tells what lies inside a zip or tar archive.
    """

    label: str
    place: tuple[str, ...]
    stream: io.BufferedReader
    is_member: bool = False

    @property
    def name(self) -> str:
        """What the file is called when it is not compressed: `news.csv` for `news.csv.gz`."""
        return self.place[-1]

    def head(self) -> bytes:
        """Look at the first `HEAD_BYTES`, which are read again afterwards."""
        return self.stream.peek(HEAD_BYTES)[:HEAD_BYTES]

    def read(self) -> bytes:
        """Read everything, for what holds one document.

        Raises:
            SourceError: It is longer than `MAX_BYTES`.
        """
        data = self.stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SourceError(f"{self.name} is longer than {MAX_BYTES // 1024**2} MB: split it into its documents.")
        return data


def display(path: PurePath) -> str:
    """Write a path so that it can be printed, even where its bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


@contextmanager
def open_input(path: Path, folders: tuple[str, ...]) -> Iterator[Input]:
    """Open a file for reading, decompressing .gz, .xz and .bz2 on the way.

    Raises:
        SourceError: The file cannot be opened or read, or its compression is damaged or a bomb. It is also raised for
            an error of that kind inside the `with` block, where the bytes are read.
    """
    with plain_errors(path.name), path.open("rb") as file:
        tell_opened(path, file)
        yield compressed_input(display(path), (*folders, path.name), file, file.tell)


def compressed_input(
    label: str, place: tuple[str, ...], file: BinaryIO, consumed: Callable[[], int], *, is_member: bool = False
) -> Input:
    """Read bytes through the decompression that their name tells.

    Args:
        label: What to call them in messages.
        place: As in `Input`, but with the name as it is.
        file: The bytes.
        consumed: Tells how many bytes of storage have been read so far.
        is_member: As in `Input`.

    Raises:
        SourceError: They are compressed in a way that is not read.
    """
    name = PurePath(place[-1])
    suffix = name.suffix.lower()
    if suffix in _UNREAD:
        raise SourceError(f"{name} is compressed in a way that is not read: unpack it with {_UNREAD[suffix]}.")
    open_it = _OPENERS.get(_SHORT_FORMS.get(suffix, suffix))
    if open_it is None:
        return Input(label, place, buffered(file), is_member)
    inner = f"{name.stem}.tar" if suffix in _SHORT_FORMS else name.stem
    metered = Metered(cast("BinaryIO", open_it(file)), Meter(name.name, consumed))
    return Input(label, (*place[:-1], inner), buffered(metered), is_member)


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what goes wrong with bytes into one sentence.

    Raises:
        SourceError: The file `name` cannot be read.
    """
    try:
        yield
    except EOFError as error:
        raise SourceError(f"{name} is cut short: fetch or compress it again.") from error
    except _DAMAGE as error:
        raise _damaged(name) from error
    except OSError as error:
        if error.errno is None:  # bz2 says so
            raise _damaged(name) from error
        raise SourceError(f"{name} cannot be read ({error.strerror or error}): check the file.") from error


class BombError(SourceError):
    """Far more comes out of compressed bytes than went in; nothing more is read of what they lie in."""


class Meter:
    """Count what comes out of compressed bytes, of one file or of all in an archive.

    Args:
        name: What to call them in a message.
        consumed: Tells how many compressed bytes there are, or have been read so far.
    """

    def __init__(self, name: str, consumed: Callable[[], int]) -> None:
        self._name = name
        self._consumed = consumed
        self._given = 0

    def add(self, count: int) -> None:
        """Count some more.

        Raises:
            BombError: It is more than can be meant.
        """
        self._given += count
        if self._given > FREE_BYTES and self._given > MOST_EXPANSION * max(1, self._consumed()):
            raise BombError(
                f"{self._name} unpacks to more than {MOST_EXPANSION} times its size, as no news does: leave it out."
            )


class Metered(io.RawIOBase):
    """A stream whose bytes are counted as they are read."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        self._file = file
        self._meter = meter

    def readable(self) -> bool:
        """Say that this is read from."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Read into a buffer; raises `BombError` as the meter does."""
        view = memoryview(cast("bytearray", buffer))
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._meter.add(len(data))
        return len(data)


def buffered(file: BinaryIO | io.RawIOBase) -> io.BufferedReader:
    """Give a stream of bytes a head that can be looked at."""
    return io.BufferedReader(cast("io.RawIOBase", file), HEAD_BYTES)


def _damaged(name: str) -> SourceError:
    return SourceError(f"{name} is damaged or not compressed as its name says: compress it again.")
