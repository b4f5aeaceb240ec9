"""Which documents stand in records of JSON or CSV? One at a time, so that a file may be longer than memory.

A record that is not a document is refused by its number, and the next one is read.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from retrieval.corpus.addresses import is_address, readable
from retrieval.corpus.columns import OPTIONAL, Columns, find_columns
from retrieval.corpus.encoding import UTF_8, detect_encoding
from retrieval.corpus.files import MAX_BYTES
from retrieval.corpus.markup import is_markup, to_text
from retrieval.errors import EncodingError, RecordError, SourceError
from retrieval.model import DocumentId, RawDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Numbered = tuple[int, RawDocument | SourceError]
"""A record's number, from 1 (for lines and rows that of its line), and its document or what is wrong with it."""

MAX_LINE = MAX_BYTES // 4
"""Longest record in code points; of Arabic in UTF-8 about half of `MAX_BYTES`."""

_HEAD = 1 << 16
SURROGATE = re.compile("[\ud800-\udfff]")

# How exports of MongoDB and WordPress wrap a value.
_WRAPPERS = ("$oid", "$date", "$numberLong", "rendered", "name")
_SECONDS, _MILLISECONDS = range(10**8, 10**10), range(10**12, 10**13)  # 1973 to 2286; other numbers are days and years


def read_json_lines(stream: BinaryIO) -> Iterator[Numbered]:
    """Read one document a line of JSON; blank lines are passed over.

    Raises:
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with decoded(stream, newline="\n") as text:
        for number, line in _lines(text):
            if isinstance(line, SourceError):
                yield number, line
            elif line.strip():
                yield number, _attempt(line)


def is_json_record(line: str) -> bool:
    """Tell whether a line by itself is a JSON object."""
    try:
        return isinstance(load_json(line), dict)
    except SourceError:
        return False


def load_json(text: str) -> object:
    """Read a value of JSON.

    Raises:
        EncodingError: Bytes of the text did not fit its encoding.
        RecordError: It is no JSON, or nests too deep.
    """
    if SURROGATE.search(text):
        raise EncodingError("is not valid text in the file's encoding: save the file as UTF-8.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordError(f"is not valid JSON ({error.msg} at column {error.colno}): correct the line.") from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, and brackets nested as deep
        raise RecordError("is JSON that cannot be read: it nests too deep or holds a number too long.") from error


def to_document(record: object) -> RawDocument | SourceError:
    """Make a document of a value of JSON, or say what is wrong with it."""
    try:
        if not isinstance(record, dict):
            return RecordError("is not a JSON object: write one object with id and text in each line.")
        source = record.get("_source")  # where a dump of Elasticsearch has the fields
        fields = {**source, "_id": record.get("_id")} if isinstance(source, dict) else record
        return make_document(fields, find_columns(tuple(fields)))
    except SourceError as error:
        return error


def make_document(fields: Mapping[str, Any], columns: Columns) -> RawDocument:
    """Check the fields of a record, and make the document of them; other fields than ours are passed over.

    A record without an id is called by its address. Markup becomes text, except in the field `text`, which is taken
    as it is.

    Raises:
        RecordError: Id or text is missing or empty, two fields may be the text, or a field is no text.
    """
    optional = {name: _optional(fields, name, columns) for name in OPTIONAL}
    return RawDocument(
        id=DocumentId(_id(fields, columns, optional["url"])), text=_text(fields, columns), **_dated(optional)
    )


@contextmanager
def decoded(stream: BinaryIO, *, newline: str) -> Iterator[io.TextIOWrapper]:
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


def _attempt(line: str) -> RawDocument | SourceError:
    try:
        return to_document(load_json(line.removeprefix("\ufeff")))
    except SourceError as error:
        return error


def _id(fields: Mapping[str, Any], columns: Columns, url: str | None) -> str:
    for name in columns["id"]:
        if (value := _field(fields, name, "id")) is not None:
            return value
    return readable(url) if url and is_address(url) else _missing("id")


def _text(fields: Mapping[str, Any], columns: Columns) -> str:
    """Take the text; of several fields that may be it only one may have a value, or all the same."""
    found = {name: value for name in columns["text"] if (value := _field(fields, name, "text")) is not None}
    if len(set(found.values())) > 1:
        raise RecordError(f"has several fields that may be its text ({', '.join(found)}): name the right one text.")
    for name, value in found.items():
        if name.strip().lower() == "text" or not is_markup(value):
            return value
        return to_text(value) or _missing("text")
    return _missing("text")


def _optional(fields: Mapping[str, Any], field: str, columns: Columns) -> str | None:
    """Take the first of a field's names that has a value."""
    values = (_field(fields, name, field) for name in columns[field])
    return next((value for value in values if value is not None), None)


def _field(fields: Mapping[str, Any], name: str, field: str) -> str | None:
    """Take a field's text; what is missing, null or blank is None.

    Raises:
        RecordError: It is no text, nor a number where one can be meant.
    """
    value = _unwrapped(fields.get(name))
    if value is None:
        return None
    if isinstance(value, list) and field == "author" and all(isinstance(_unwrapped(one), str) for one in value):
        value = "، ".join(map(_unwrapped, value))
    if type(value) is int and field in {"id", "published"}:  # True is an int too
        value = str(value)
    if not isinstance(value, str):
        raise RecordError(f"gives as {name} no text but {_json_type(value)}: write it in quote marks.")
    return checked(name, value) if value.strip("\ufeff \t\r\n") else None


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return next((_unwrapped(value[name]) for name in _WRAPPERS if name in value), value)
    return value


def checked(name: str, value: str) -> str:
    """Check that a value can be stored.

    Raises:
        RecordError: It has a NUL character or half a character.
    """
    if "\0" in value:
        raise RecordError(f"has a NUL character in its {name}: take it out.")
    if SURROGATE.search(value):
        raise RecordError(f"has half a character (a lone surrogate) in its {name}: write the file anew as UTF-8.")
    return value


def _missing(name: str) -> str:
    raise RecordError(f"has no {name}: give the document a non-empty {name}.")


def _dated(optional: dict[str, str | None]) -> dict[str, str | None]:
    """Write a date that is given as seconds or milliseconds since 1970 in ISO 8601, and plain text in the title."""
    published, title = optional["published"], optional["title"]
    if published and published.isascii() and published.isdecimal() and len(published) < 15:
        number = int(published)
        seconds = number if number in _SECONDS else number / 1000 if number in _MILLISECONDS else None
        if seconds is not None:
            optional["published"] = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    if title and is_markup(title):
        optional["title"] = to_text(title).replace("\n", " ") or None
    return optional


def _json_type(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "another value")


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
