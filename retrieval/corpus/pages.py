"""What does a web page say? Its main text, title, date, author and site; the rest of the page is left."""

from __future__ import annotations

import re
from configparser import ConfigParser
from functools import cache
from typing import Any

from retrieval.corpus.encoding import decode
from retrieval.corpus.page_facts import find_published
from retrieval.corpus.page_tree import parse_tree, prepare
from retrieval.errors import EmptySourceError, EncodingError
from retrieval.model import DocumentId, RawDocument

_CHARSET = re.compile(
    rb"""<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,100}?encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # a page declares its encoding within the first 1,024 bytes; many are late

# What browsers take these names for, as the Encoding Standard says: the curly quotes of Windows are in none of them.
_MEANT = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252"}
_WESTERN = "windows-1252"  # what browsers take an undeclared page for
_FEW = 0.02  # share of bytes beyond ASCII in a page of English

_PAGE = re.compile(
    r"(?:\s|<!--.{0,4000}?-->|<\?xml[^<>]{0,200}\?>)*+<(?:!doctype\s{1,9}html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)

_DAMAGED = "\ufffd"

# From how many characters on a text is believed to be the article. Breaking news has one sentence; with the library's
# own 250 it looks for more, and takes the texts of the sidebar too (benchmarks/pages.py).
_SHORTEST = "50"


def looks_like_page(text: str) -> bool:
    """Tell whether text begins like an HTML page."""
    return _PAGE.match(text) is not None


def read_page(data: bytes, name: str, *, charset: str | None = None, url: str | None = None) -> RawDocument:
    """Extract the document from an HTML page; its text is the extracted text.

    Args:
        data: The page's bytes.
        name: What becomes the document's id, and names the page in messages.
        charset: The encoding that the page was sent with.
        url: Where the page was fetched, if it was; what the page says of its address goes before.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know, or the article is damaged.
        EmptySourceError: The page has no readable text.
    """
    page = decode_page(data, name, charset=charset)
    tree = parse_tree(page)
    published = find_published(tree) if tree is not None else None
    found: Any = _extract(tree) if tree is not None else None
    text = (found.text or "").strip() if found else ""
    if not any(map(str.isalnum, text)):
        raise EmptySourceError(f"{name} has no readable text: save the page of one news item.")
    if _DAMAGED in text and _DAMAGED in page and _DAMAGED.encode() not in data:
        raise EncodingError(f"{name} has damaged letters in its article: save the page again as UTF-8.")
    return RawDocument(
        id=DocumentId(name),
        text=text,
        title=found.title or None,
        url=found.url or url,
        source=found.sitename or None,
        published=published or found.date or None,
        author=found.author or None,
    )


def decode_page(data: bytes, name: str, *, charset: str | None = None) -> str:
    """Decode a page by its byte order mark, else as UTF-8, else by its letters, else as it or its server declares.

    Declarations go last: pages are declared wrongly more often than letters can be mistaken. A page that is UTF-8 but
    for some damaged bytes, as where a menu was cut in the middle of a letter, has U+FFFD in their place.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know.
    """
    try:
        return decode(data, name)[0]
    except EncodingError:
        declared = _CHARSET.search(data[:_HEAD])
        for label in (declared[1].decode("ascii") if declared else None, charset, None):
            if text := _decode_as(data, label):
                return text
        if b"\0" not in data and _is_nearly_utf_8(data):
            return data.decode("utf-8", "replace")
        raise


def _decode_as(data: bytes, label: str | None) -> str | None:
    """Decode a page as declared; without a declaration as Western European, if nearly all of it is ASCII."""
    if label is None and (sum(byte > 127 for byte in data) > _FEW * len(data) or b"\0" in data):
        return None
    if label is None and _is_nearly_utf_8(data):
        return None
    codec = _MEANT.get((label or _WESTERN).lower(), label or _WESTERN)
    try:
        text = data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None
    return None if "\0" in text else text


def _is_nearly_utf_8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    beyond = sum(letter > "\x7f" for letter in text)
    return text.count(_DAMAGED) * 10 < beyond


def _extract(tree: Any) -> Any:
    # Imported here: it takes most of a second, which only those who read pages should wait for.
    from trafilatura import bare_extraction  # noqa: PLC0415

    prepare(tree)
    # Its extensive search for a date would take any date on the page; an unknown day is better than a wrong one.
    dates = {"extensive_search": False, "original_date": True}
    return bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=dates, config=_settings()
    )


@cache
def _settings() -> ConfigParser:
    from trafilatura.settings import use_config  # noqa: PLC0415

    settings: ConfigParser = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST)
    settings.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return settings
