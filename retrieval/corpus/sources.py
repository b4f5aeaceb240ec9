"""Where do documents come from? Files, folders, compressed or not, and standard input, one document at a time.

A path that cannot be read, or a line in it, is refused with its reason, and the reading goes on.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.corpus.encoding import UTF_8, decode, detect_encoding, looks_binary
from retrieval.corpus.files import HEAD_BYTES, base_name, open_bytes, read_bytes, read_head
from retrieval.corpus.pages import read_page
from retrieval.corpus.records import Numbered, is_json_record, read_csv, read_json_lines
from retrieval.errors import EmptySourceError, EncodingError, RecordError, SourceError, SourceMissingError
from retrieval.model import DocumentId, RawDocument


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or line that gave no document: `name` is its path, or `news.jsonl line 17`, and `error` says why."""

    name: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class ConvertedDocument(RawDocument):
    """A document whose file was no Unicode: its text was converted from `encoding`."""

    encoding: str = "windows-1256"


Reading = Iterator[RawDocument | Refusal]
_Reader = Callable[[Path], Reading]


def read_sources(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Reading:
    """Read the documents of files and folders, lazily and in order.

    A folder is read with the folders in it, sorted by name, without hidden files. A file's suffix says what it is
    (.txt, .html, .jsonl, .csv, each also with .gz or .xz); without a known one, its content does.

    Args:
        paths: Files and folders; "-" is JSON lines on standard input.
        stdin: What "-" reads instead of standard input.

    Returns:
        Documents and refusals in the order of reading; a `ConvertedDocument` where a file was converted to Unicode.
    """
    for path in paths:
        if str(path) == "-":
            yield from _read_stdin(stdin)
        elif not str(path):
            yield Refusal("", SourceMissingError("An empty path names no file: write . for the working folder."))
        else:
            yield from _read_path(Path(path))


def _read_stdin(stdin: BinaryIO | None) -> Reading:
    stream = stdin or getattr(sys.stdin, "buffer", None)  # None where the shell closed it
    if stream is None:
        yield Refusal("standard input", SourceMissingError("Standard input is closed: give JSON lines to it."))
    else:
        yield from _read_records(read_json_lines, stream, "standard input")


def _read_path(path: Path) -> Reading:
    name = _display(path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield Refusal(name, SourceMissingError(f"There is no such file or folder as {name}."))
        return
    except (OSError, ValueError) as error:  # a folder on the way that may not be entered, a loop of links
        yield Refusal(name, SourceError(f"{name} cannot be read ({getattr(error, 'strerror', None) or error})."))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path)
    elif stat.S_ISREG(mode):
        yield from _read_file(path)
    else:
        yield Refusal(name, SourceError(f"{name} is no ordinary file: leave it out."))


def _read_folder(folder: Path) -> Reading:
    is_empty = True
    for found in _walk(folder):
        is_empty = False
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _read_file(found)
    if is_empty:
        name = _display(folder)
        yield Refusal(name, SourceMissingError(f"The folder {name} holds no documents: put files into it."))


def _walk(folder: Path) -> Iterator[Path | Refusal]:
    """List the files of a folder and of those in it; what cannot be listed or is no file is refused."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Refusal(_display(folder), SourceError(f"The folder {_display(folder)} cannot be read: {error.strerror}."))
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not path.is_symlink():  # a link may lead back up
                yield from _walk(path)
        elif _is_regular(path):
            yield path
        else:
            yield Refusal(_display(path), SourceError(f"{_display(path)} is no ordinary file: leave it out."))


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _read_file(path: Path) -> Reading:
    """Read a file by its kind; whatever is wrong with it as a whole becomes one refusal."""
    try:
        if _display(path) != str(path):
            raise EncodingError("The file's name is not valid UTF-8: rename it.")
        yield from _choose_reader(path)(path)
    except SourceError as error:
        yield Refusal(_display(path), error)


def _choose_reader(path: Path) -> _Reader:
    suffix = Path(base_name(path)).suffix.lower()
    return _READERS.get(suffix) or _sniff(path)


def _sniff(path: Path) -> _Reader:
    """Tell from its content how to read a file whose name does not say."""
    head = read_head(path)
    if looks_binary(head):
        raise EncodingError(f"{path.name} is not text: give text, HTML, JSON lines or CSV.")
    text = head.decode(detect_encoding(head, partial=True) or UTF_8, errors="replace").lstrip("\ufeff \t\r\n")
    if text[:15].lower().startswith(("<!doctype html", "<html")):
        return _read_html
    first, end, _ = text.partition("\n")
    if is_json_record(first) or (first.startswith('{"') and not end and len(head) == HEAD_BYTES):
        return _read_json_lines
    if Path(base_name(path)).suffix.lower() == ".json":
        raise RecordError(f"{path.name} is not JSON lines: write one object a line.")
    return _read_text


def _read_text(path: Path) -> Reading:
    name = base_name(path)
    text, encoding = decode(read_bytes(path), path.name)
    if not any(map(str.isalnum, text)):
        raise EmptySourceError(f"{path.name} has no word in it: leave it out or fill it.")
    if encoding.startswith("utf"):
        yield RawDocument(DocumentId(name), text)
    else:
        yield ConvertedDocument(DocumentId(name), text, encoding=encoding)


def _read_html(path: Path) -> Reading:
    yield read_page(read_bytes(path), base_name(path))


def _read_json_lines(path: Path) -> Reading:
    with open_bytes(path) as stream:
        yield from _read_records(read_json_lines, stream, _display(path))


def _read_csv(path: Path) -> Reading:
    with open_bytes(path) as stream:
        yield from _read_records(read_csv, stream, _display(path))


def _read_records(read: Callable[[BinaryIO], Iterator[Numbered]], stream: BinaryIO, name: str) -> Reading:
    """Read a stream of records; a refusal is named by its line."""
    is_empty = True
    try:
        for number, found in read(stream):
            is_empty = False
            yield _refuse(f"{name} line {number}", found) if isinstance(found, SourceError) else found
    except (EncodingError, RecordError) as error:  # about the file as a whole
        yield _refuse(name, error)
        return
    if is_empty:
        yield Refusal(name, EmptySourceError(f"{name} holds no records: write one document a line."))


def _refuse(name: str, error: SourceError) -> Refusal:
    """Complete an error's message with the name of what it is about."""
    return Refusal(name, type(error)(f"{name} {error}"))


def _display(path: Path) -> str:
    """Write a path so that it can be printed, even where its bytes are not UTF-8."""
    return os.fsencode(path).decode(UTF_8, "replace")


_READERS: dict[str, _Reader] = {
    **dict.fromkeys((".txt", ".text"), _read_text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _read_html),
    **dict.fromkeys((".jsonl", ".ndjson"), _read_json_lines),
    **dict.fromkeys((".csv", ".tsv"), _read_csv),
}
