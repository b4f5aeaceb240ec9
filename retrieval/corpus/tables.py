"""Which documents stand in the rows of a table? CSV as programs and Excel write it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from retrieval.corpus.columns import check_header, find_columns, is_header
from retrieval.corpus.records import MAX_LINE, checked, decoded, make_document
from retrieval.errors import RecordError, SourceError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from retrieval.corpus.columns import Columns
    from retrieval.corpus.records import Numbered
    from retrieval.model import RawDocument

_DELIMITERS = ",;\t|"

# The csv module refuses a longer field; its own limit of 131,072 is shorter than some reports. The limit is global to
# the process, and raising it harms nobody.
csv.field_size_limit(MAX_LINE)


def read_csv(stream: BinaryIO) -> Iterator[Numbered]:
    """Read one document a row of CSV whose first row names the columns; commas, semicolons, tabs or bars part them.

    Raises:
        RecordError: The columns for text, or for id and url, are missing, so no row can be read.
        OSError, EOFError and the errors of decompression, from the stream.
    """
    with decoded(stream, newline="") as text:
        delimiter, names, before = _read_header(text)
        columns = check_header(names)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        while (row := _next_row(rows, before)) is not None:
            number, cells = row
            if isinstance(cells, SourceError):
                yield number, cells
            elif any(cells):  # Excel ends a table with rows of empty cells
                yield number, _attempt(names, columns, cells)


def is_table(first_line: str) -> bool:
    """Tell whether a line names the columns of a table that tabs part, as Excel's «Unicode text» has it."""
    return "\t" in first_line and is_header(_cells(first_line, "\t"))


def _read_header(text: io.TextIOWrapper) -> tuple[str, list[str], int]:
    """Read the delimiter, the names of the columns, and how many lines they take."""
    header = text.readline(MAX_LINE).removeprefix("\ufeff")
    if header.lower().startswith("sep=") and len(header.strip()) <= len("sep=;"):  # Excel's own note
        delimiter = header.rstrip("\r\n")[len("sep=") :] or "\t"
        return delimiter, _cells(text.readline(MAX_LINE), delimiter), 2
    delimiter = max(_DELIMITERS, key=lambda mark: (_known(_cells(header, mark)), header.count(mark)))
    return delimiter, _cells(header, delimiter), 1


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _known(names: list[str]) -> int:
    """Count the names that mean a field of ours."""
    return sum(bool(found) for found in find_columns(tuple(names)).values())


def _attempt(names: list[str], columns: Columns, cells: list[str]) -> RawDocument | SourceError:
    if len(cells) > len(names) and any(cells[len(names) :]):
        return RecordError(f"has {len(cells)} cells for {len(names)} columns: quote the text.")
    try:
        return make_document({name: checked(name, cell) for name, cell in zip(names, cells, strict=False)}, columns)
    except SourceError as error:
        return error


def _next_row(rows: Iterator[list[str]], before: int) -> tuple[int, list[str] | SourceError] | None:
    """Take the next row with the number of its first line in the file, which begins with the header."""
    reader = cast("Any", rows)
    number = reader.line_num + before + 1
    try:
        return number, next(rows)
    except StopIteration:
        return None
    except csv.Error as error:
        return number, RecordError(f"is not valid CSV ({error}): check the quote marks from this line on.")
