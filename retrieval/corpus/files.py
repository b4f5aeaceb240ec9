"""How are the bytes of a path reached? Plain or compressed, a whole file or one piece at a time."""

from __future__ import annotations

import gzip
import lzma
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from retrieval.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 32 * 1024 * 1024
"""Longest single document, in bytes: far above any news item, far below what exhausts a small machine's memory."""

HEAD_BYTES = 8192

# What a damaged or truncated archive raises, by module: gzip, zlib below it, lzma; EOFError for both when cut short.
DAMAGE = (gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError)


def base_name(path: Path) -> str:
    """Name a file as it is called when it is not compressed: `news.csv` for `news.csv.gz`."""
    return path.stem if _is_compressed(path) else path.name


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, decompressing .gz and .xz on the way.

    Raises:
        SourceError: The file cannot be opened or read, or its compression is damaged. It is also raised for an error
            of that kind inside the `with` block, where the bytes are read.
    """
    try:
        with _open(path) as stream:
            yield stream
    except EOFError as error:
        raise SourceError(f"{path.name} is cut short: fetch or compress it again.") from error
    except DAMAGE as error:
        raise SourceError(f"{path.name} is damaged or not compressed as its name says: compress it again.") from error
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read ({error.strerror or error}): check the file.") from error


def read_bytes(path: Path) -> bytes:
    """Read a whole file that holds one document.

    Raises:
        SourceError: As for `open_bytes`, or the file is longer than `MAX_BYTES`.
    """
    with open_bytes(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path.name} is longer than {MAX_BYTES // 1024**2} MB: split it into its documents.")
    return data


def read_head(path: Path) -> bytes:
    """Read the first `HEAD_BYTES` of a file, for telling what it is. Errors are those of `open_bytes`."""
    with open_bytes(path) as stream:
        return stream.read(HEAD_BYTES)


def _is_compressed(path: Path) -> bool:
    return path.suffix.lower() in {".gz", ".xz"}


def _open(path: Path) -> BinaryIO:
    match path.suffix.lower():
        case ".gz":
            return cast("BinaryIO", gzip.open(path, "rb"))
        case ".xz":
            return cast("BinaryIO", lzma.open(path, "rb"))
        case _:
            return path.open("rb")
