"""How is a file read? By what its name says, else by what its beginning looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from retrieval.corpus.encoding import UTF_8, decode, detect_encoding, looks_binary
from retrieval.corpus.feeds import looks_like_feed, read_feed
from retrieval.corpus.files import HEAD_BYTES, BombError, Input, plain_errors
from retrieval.corpus.json_files import read_json_list, read_json_object
from retrieval.corpus.packed import tar_members, zip_members
from retrieval.corpus.pages import looks_like_page, read_page
from retrieval.corpus.reading import ConvertedDocument, Reading, Refusal, refuse
from retrieval.corpus.records import Numbered, is_json_record, read_json_lines
from retrieval.corpus.tables import is_table, read_csv
from retrieval.errors import EmptySourceError, EncodingError, RecordError, SourceError
from retrieval.model import RawDocument

if TYPE_CHECKING:
    from retrieval.corpus.naming import Names

_Reader = Callable[[Input, "Names"], Reading]

_OTHER_FORMATS = (
    (b"%PDF-", "a PDF file", "save its text as .txt or .html"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save it as text, or as CSV in UTF-8"),
    (b"{\\rtf", "a rich text file", "save it as plain text"),
    (b"Rar!", "a RAR archive", "unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it, or pack it as .zip"),
    (b"\x1f\x8b", "compressed by gzip", "give its name the ending .gz"),
    (b"\xfd7zXZ\0", "compressed by xz", "give its name the ending .xz"),
    (b"BZh", "compressed by bzip2", "give its name the ending .bz2"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", "unpack it with zstd -d"),
    (b"SQLite format 3\0", "an SQLite database", "export its articles as CSV or JSON lines"),
)
_PARTS_OF_PAGES = frozenset({".css", ".js", ".mjs", ".map", ".svg", ".xsl", ".xslt", ".webmanifest"})


def read_input(found: Input, names: Names) -> Reading:
    """Read the documents of a file by its kind.

    Args:
        found: The file, from its beginning.
        names: What documents of files are called already.

    Raises:
        SourceError: Something is wrong with the file as a whole.
    """
    yield from _choose_reader(found)(found, names)


def _choose_reader(found: Input) -> _Reader:
    suffix = PurePath(found.name).suffix.lower()
    if suffix in _PARTS_OF_PAGES:
        raise EncodingError(f"{found.name} is a part of a web page and no document: leave it out.")
    reader = _READERS.get(suffix)
    if reader is _read_text and _holds_table(found):
        return _read_csv
    return reader or _sniff(found, suffix)


def _sniff(found: Input, suffix: str) -> _Reader:
    """Tell from its content how to read a file whose name does not say."""
    head = found.head()
    _refuse_other_formats(found.name, head)
    if looks_binary(head):
        raise EncodingError(f"{found.name} is not text: give text, HTML, JSON lines or CSV.")
    text = _text_of(head)
    if looks_like_page(text):
        return _read_html
    if looks_like_feed(text):
        return _read_feed
    if suffix in {".xml", ".rss", ".atom", ".rdf"} or text.startswith("<?xml"):
        raise RecordError(f"{found.name} is XML, but no feed: give text, HTML, JSON lines or CSV.")
    if suffix == ".json":
        return _sniff_json(found.name, text)
    first, end, _ = text.partition("\n")
    if is_json_record(first) or (first.startswith('{"') and not end and len(head) == HEAD_BYTES):
        return _read_json_lines
    return _read_csv if is_table(first) else _read_text


def _sniff_json(name: str, text: str) -> _Reader:
    first, _, rest = text.partition("\n")
    if text.startswith("["):
        return _read_json_list
    if not text.startswith("{"):
        raise RecordError(f"{name} is not JSON: write one object a line, or a list of objects.")
    return _read_json_lines if rest.strip() and is_json_record(first) else _read_json_object


def _refuse_other_formats(name: str, head: bytes) -> None:
    for magic, what, remedy in _OTHER_FORMATS:
        if head.startswith(magic):
            raise EncodingError(f"{name} is {what}: {remedy}.")
    if head.startswith(b"PK\3\4"):
        if b"[Content_Types].xml" in head or b"word/" in head or b"xl/" in head:
            raise EncodingError(f"{name} is a Word or Excel file: save it as text, or as CSV in UTF-8.")
        raise EncodingError(f"{name} is a zip archive: give its name the ending .zip.")


def _text_of(head: bytes) -> str:
    return head.decode(detect_encoding(head, partial=True) or UTF_8, errors="replace").lstrip("\ufeff \t\r\n")


def _holds_table(found: Input) -> bool:
    return is_table(_text_of(found.head()).partition("\n")[0])


def _read_text(found: Input, names: Names) -> Reading:
    data = found.read()
    _refuse_other_formats(found.name, data[:HEAD_BYTES])
    text, encoding = decode(data, found.name)
    if not any(map(str.isalnum, text)):
        raise EmptySourceError(f"{found.name} has no word in it: leave it out or fill it.")
    name = names.claim(found.place, text)
    yield RawDocument(name, text) if encoding.startswith("utf") else ConvertedDocument(name, text, encoding=encoding)


def _read_html(found: Input, names: Names) -> Reading:
    page = read_page(found.read(), found.name)
    yield replace(page, id=names.claim(found.place, page.text))


def _read_web_archive(found: Input, names: Names) -> Reading:
    """Read the page of an .mhtml file, as browsers save a page with its pictures in one file."""
    message = message_from_bytes(found.read())
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(content, bytes):
        raise EmptySourceError(f"{found.name} holds no page: save the page as HTML.")
    page = read_page(content, found.name, charset=part.get_content_charset())
    yield replace(page, id=names.claim(found.place, page.text))


def _read_feed(found: Input, _names: Names) -> Reading:
    yield from read_feed(found.read(), found.label)


def _read_json_lines(found: Input, _names: Names) -> Reading:
    yield from read_records(read_json_lines, found.stream, found.label)


def _read_json_list(found: Input, _names: Names) -> Reading:
    yield from read_records(read_json_list, found.stream, found.label, "record")


def _read_json_object(found: Input, _names: Names) -> Reading:
    yield from read_records(read_json_object, found.stream, found.label, "record")


def _read_json(found: Input, names: Names) -> Reading:
    yield from _sniff(found, ".json")(found, names)


def _read_csv(found: Input, _names: Names) -> Reading:
    yield from read_records(read_csv, found.stream, found.label)


def _read_zip(found: Input, names: Names) -> Reading:
    yield from _read_members(found, zip_members, names)


def _read_tar(found: Input, names: Names) -> Reading:
    yield from _read_members(found, tar_members, names)


def _read_members(archive: Input, members: Callable[[Input], Iterator[Input | Refusal]], names: Names) -> Reading:
    """Read the files of an archive; one that cannot be read stops no other."""
    if archive.is_member:
        raise SourceError(f"{archive.name} is an archive inside an archive: unpack the outer one.")
    is_empty = True
    for member in members(archive):
        is_empty = False
        if isinstance(member, Refusal):
            yield member
            continue
        try:
            with plain_errors(member.name):
                yield from read_input(member, names)
        except BombError:
            raise
        except SourceError as error:
            yield Refusal(member.label, error)
    if is_empty:
        raise EmptySourceError(f"{archive.name} holds no documents: put files into it.")


def read_records(
    read: Callable[[BinaryIO], Iterator[Numbered]], stream: BinaryIO, name: str, noun: str = "line"
) -> Reading:
    """Read a stream of records; a refusal is named by the number of its line or record."""
    records = read(stream)
    try:
        first = next(records, None)
        if first is None:
            yield Refusal(name, EmptySourceError(f"{name} holds no records: write one document a line."))
            return
        for number, found in chain([first], records):
            yield refuse(f"{name} {noun} {number}", found) if isinstance(found, SourceError) else found
    except (EncodingError, RecordError) as error:  # about the file from there on
        yield refuse(name, error)


_READERS: dict[str, _Reader] = {
    **dict.fromkeys((".txt", ".text"), _read_text),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), _read_html),
    **dict.fromkeys((".mhtml", ".mht"), _read_web_archive),
    **dict.fromkeys((".jsonl", ".ndjson"), _read_json_lines),
    **dict.fromkeys((".csv", ".tsv", ".tab"), _read_csv),
    ".zip": _read_zip,
    ".tar": _read_tar,
}
