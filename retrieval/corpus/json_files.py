"""Which documents stand in a file of JSON that is not lines? A list of records, one record, or a list in an object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO

from retrieval.corpus import records
from retrieval.corpus.columns import find_columns
from retrieval.errors import EncodingError, RecordError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from retrieval.corpus.records import Numbered

_CHUNK = 1 << 16
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


def read_json_list(stream: BinaryIO) -> Iterator[Numbered]:
    """Read the documents of one list of JSON, numbered from 1, piece by piece.

    Raises:
        RecordError: From there on it is no JSON, or a record is too long.
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with records.decoded(stream, newline="\n") as text:
        for number, record in enumerate(_elements(text), 1):
            yield number, records.to_document(record)


def read_json_object(stream: BinaryIO) -> Iterator[Numbered]:
    """Read the documents of one object of JSON: itself, or those of the only list of objects in it.

    Raises:
        RecordError: It is neither, or too long.
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with records.decoded(stream, newline="\n") as text:
        whole = text.read(records.MAX_LINE + 1).removeprefix("\ufeff")
    if len(whole) > records.MAX_LINE:
        raise RecordError(f"is one object of more than {records.MAX_LINE:,} characters: write one document a line.")
    found = records.load_json(whole)
    lists = [] if not isinstance(found, dict) or find_columns(tuple(found))["text"] else _lists_of_objects(found)
    if len(lists) == 1:
        yield from ((number, records.to_document(record)) for number, record in enumerate(lists[0], 1))
    else:
        yield 1, records.to_document(found)


def _lists_of_objects(found: dict[str, object]) -> list[list[object]]:
    return [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]


def _elements(text: io.TextIOWrapper) -> Iterator[object]:
    """Yield the elements of a list; what is held is one element, or a chunk of the file with several."""
    held = text.read(_CHUNK).lstrip("\ufeff \t\r\n").removeprefix("[")
    place = 0
    is_over = not held
    while True:
        place = _end_of_gap(held, place)
        if place < len(held) and held[place] == "]":
            return
        found = _decode(held, place, is_over=is_over)
        if found is not None:
            value, place = found
            yield value
            continue
        more = text.read(max(_CHUNK, len(held) - place))  # twice as much each time: linear in all
        is_over = not more
        held, place = held[place:] + more, 0
        if len(held) > 2 * records.MAX_LINE:
            raise RecordError(f"has a record of more than {records.MAX_LINE:,} characters: split the document.")


def _end_of_gap(held: str, place: int) -> int:
    found = _GAP.match(held, place)
    return found.end() if found else place


def _decode(held: str, place: int, *, is_over: bool) -> tuple[object, int] | None:
    """Decode the value at a place; None where it is not there as a whole yet."""
    try:
        value, end = _DECODER.raw_decode(held, place)
    except json.JSONDecodeError as error:
        if not is_over:
            return None
        raise RecordError(f"is cut short or no valid JSON from here on ({error.msg}): correct the file.") from error
    except (ValueError, RecursionError) as error:
        raise RecordError("is JSON that cannot be read: it nests too deep or holds a number too long.") from error
    if end == len(held) and not is_over:  # a number or word may go on
        return None
    if records.SURROGATE.search(held, place, end):
        raise EncodingError("is not valid text in the file's encoding: save the file as UTF-8.")
    return value, end
