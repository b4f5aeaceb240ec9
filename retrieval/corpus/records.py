"""Which documents stand in lines of JSON or CSV? One line at a time, so that a file may be longer than memory.

A line that is not a document is refused by its number, and the next one is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from retrieval.corpus.encoding import UTF_8, detect_encoding
from retrieval.corpus.files import MAX_BYTES
from retrieval.errors import EncodingError, RecordError, SourceError
from retrieval.model import DocumentId, RawDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Numbered = tuple[int, RawDocument | SourceError]
"""A line's number, from 1, and the document in it or what is wrong with it."""

MAX_LINE = MAX_BYTES // 4
"""Longest line in code points; of Arabic in UTF-8 about half of `MAX_BYTES`."""

REQUIRED = ("id", "text")
OPTIONAL = ("title", "url", "source", "published", "author")

_HEAD = 1 << 16
_SURROGATE = re.compile("[\ud800-\udfff]")

# The csv module refuses a longer field; its own limit of 131,072 is shorter than some reports. The limit is global to
# the process, and raising it harms nobody.
csv.field_size_limit(MAX_LINE)


def read_json_lines(stream: BinaryIO) -> Iterator[Numbered]:
    """Read one document a line of JSON; blank lines are passed over.

    Raises:
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with _decoded(stream, newline="\n") as text:
        for number, line in _lines(text):
            if isinstance(line, SourceError):
                yield number, line
            elif line.strip():
                yield number, _attempt(line)


def read_csv(stream: BinaryIO) -> Iterator[Numbered]:
    """Read one document a row of CSV whose first row names the columns; commas, semicolons or tabs part them.

    Raises:
        RecordError: There is no column `id` or `text`, so no row can be read.
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with _decoded(stream, newline="") as text:
        delimiter, names = _read_header(text)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        while (row := _next_row(rows)) is not None:
            number, cells = row
            if isinstance(cells, SourceError):
                yield number, cells
            elif cells:
                yield number, _attempt_row(names, cells)


def is_json_record(line: str) -> bool:
    """Tell whether a line by itself is a JSON object."""
    try:
        return isinstance(_loads(line), dict)
    except RecordError:
        return False


def make_document(fields: Mapping[str, Any]) -> RawDocument:
    """Check the fields of a record, and make the document of them; other fields than ours are passed over.

    Raises:
        RecordError: `id` or `text` is missing or empty, or a field is no text.
    """
    required = {name: _required(fields, name) for name in REQUIRED}
    optional = {name: _optional(fields, name) for name in OPTIONAL}
    return RawDocument(id=DocumentId(required["id"]), text=required["text"], **optional)


def _read_header(text: io.TextIOWrapper) -> tuple[str, list[str]]:
    header = text.readline(MAX_LINE).removeprefix("\ufeff")
    delimiter = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    for name in REQUIRED:
        if name not in names:
            raise RecordError(f"has no column named {name}: name the columns in the first line.")
    return delimiter, names


def _attempt(line: str) -> RawDocument | SourceError:
    try:
        record = _loads(line.removeprefix("\ufeff"))
        if not isinstance(record, dict):
            return RecordError("is not a JSON object: write one object with id and text in each line.")
        return make_document(record)
    except SourceError as error:
        return error


def _attempt_row(names: list[str], cells: list[str]) -> RawDocument | SourceError:
    if len(cells) > len(names):
        return RecordError(f"has {len(cells)} cells for {len(names)} columns: quote the text.")
    try:
        return make_document({name: _checked(name, cell) for name, cell in zip(names, cells, strict=False)})
    except SourceError as error:
        return error


def _loads(line: str) -> object:
    if _SURROGATE.search(line):
        raise EncodingError("is not valid text in the file's encoding: save the file as UTF-8.")
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordError(f"is not valid JSON ({error.msg} at column {error.colno}): correct the line.") from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, and brackets nested as deep
        raise RecordError("is JSON that cannot be read: it nests too deep or holds a number too long.") from error


def _required(fields: Mapping[str, Any], name: str) -> str:
    value = _optional(fields, name)
    if value is None or not value.strip("\ufeff \t\r\n"):
        raise RecordError(f"has no {name}: give the document a non-empty {name}.")
    return value


def _optional(fields: Mapping[str, Any], name: str) -> str | None:
    """Take a field's text; what is missing, null or blank is None."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f"gives as {name} no text but {_json_type(value)}: write it in quote marks.")
    return _checked(name, value) if value.strip() else None


def _checked(name: str, value: str) -> str:
    if "\0" in value:
        raise RecordError(f"has a NUL character in its {name}: take it out.")
    if _SURROGATE.search(value):
        raise RecordError(f"has half a character (a lone surrogate) in its {name}: write the file anew as UTF-8.")
    return value


def _json_type(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "another value")


def _next_row(rows: Iterator[list[str]]) -> tuple[int, list[str] | SourceError] | None:
    """Take the next row with the number of its first line in the file, whose header is line 1."""
    reader = cast("Any", rows)
    number = reader.line_num + 2
    try:
        return number, next(rows)
    except StopIteration:
        return None
    except csv.Error as error:
        return number, RecordError(f"is not valid CSV ({error}): check the quote marks from this line on.")


@contextmanager
def _decoded(stream: BinaryIO, *, newline: str) -> Iterator[io.TextIOWrapper]:
    """Read a stream as text in the encoding that its beginning shows; bytes that do not fit become lone surrogates.

    The stream itself stays open: it is its owner's to close.
    """
    buffered = io.BufferedReader(cast("io.RawIOBase", stream), _HEAD)
    encoding = detect_encoding(buffered.peek(_HEAD), partial=True) or UTF_8
    text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline=newline)
    try:
        yield text
    except UnicodeDecodeError as error:  # of UTF-16, which has no bytes to escape
        raise EncodingError(f"is not valid {encoding}: save it as UTF-8.") from error
    finally:
        text.detach()
        buffered.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[int, str | SourceError]]:
    """Number the lines; one that is too long is passed over piece by piece, never held whole."""
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) < MAX_LINE or line.endswith("\n"):
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = text.readline(MAX_LINE)
        yield number, RecordError(f"is longer than {MAX_LINE:,} characters: split the document.")
