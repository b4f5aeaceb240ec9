"""What does a web page say? Its main text, title, date, author and site; the rest of the page is left."""

from __future__ import annotations

import re
from typing import Any

from retrieval.corpus.encoding import decode
from retrieval.errors import EmptySourceError, EncodingError
from retrieval.model import DocumentId, RawDocument

_CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_HEAD = 4096  # a page declares its encoding within the first 1,024 bytes; many are late


def read_page(data: bytes, name: str) -> RawDocument:
    """Extract the document from an HTML page; its text is the extracted text.

    Args:
        data: The page's bytes.
        name: The file's name, which becomes the document's id.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know.
        EmptySourceError: The page has no readable text.
    """
    found = _extract(_decode_page(data, name))
    text = (found.text or "").strip() if found else ""
    if not text:
        raise EmptySourceError(f"{name} has no readable text: save the page of one news item.")
    return RawDocument(
        id=DocumentId(name),
        text=text,
        title=found.title or None,
        url=found.url or None,
        source=found.sitename or None,
        published=found.date or None,
        author=found.author or None,
    )


def _extract(page: str) -> Any:
    # Imported here: it takes most of a second, which only those who read pages should wait for.
    from trafilatura import bare_extraction  # noqa: PLC0415

    # Its extensive search for a date would take any date on the page; an unknown day is better than a wrong one.
    dates = {"extensive_search": False, "original_date": True}
    return bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=dates)


def _decode_page(data: bytes, name: str) -> str:
    """Decode a page by its byte order mark, else as UTF-8, else as it declares, else by its letters."""
    try:
        return decode(data, name)[0]
    except EncodingError:
        if text := _decode_as_declared(data):
            return text
        raise


def _decode_as_declared(data: bytes) -> str | None:
    declared = _CHARSET.search(data[:_HEAD])
    try:
        return data.decode(declared[1].decode("ascii")) if declared else None
    except (LookupError, UnicodeDecodeError):
        return None
