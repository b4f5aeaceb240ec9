"""What does a piece of HTML say? Its text, a line a paragraph, as records and feeds carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# What is read as markup, not as text with a "<" in it: an end tag, or one that stands alone.
_MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|blockquote|figure|table|section)\s{0,9}>|<(?:br|img|hr|p)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
_BLOCKS = frozenset(
    tag
    for tags in (
        ("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt"),
        ("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        ("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
    for tag in tags
)
_UNREAD = frozenset(
    tag
    for tags in (
        ("audio", "button", "canvas", "embed", "figure", "form", "head", "iframe", "input", "math", "noscript"),
        ("object", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
    )
    for tag in tags
)


def is_markup(text: str) -> bool:
    """Tell whether text is written in HTML."""
    return _MARKUP.search(text) is not None


def to_text(markup: str) -> str:
    """Read the text of a piece of HTML: its paragraphs as lines, without pictures, their captions and scripts."""
    from lxml import etree, html  # noqa: PLC0415 - loaded where there is HTML to read

    if not markup.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    lines = "".join(_pieces(tree)).split("\n")
    return "\n".join(filter(None, (_SPACES.sub(" ", line).strip() for line in lines)))


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text of an element with line breaks around blocks; the parser bounds how deep elements nest."""
    tag = element.tag if isinstance(element.tag, str) else ""
    is_read = tag and tag not in _UNREAD
    edge = "\n" if tag in _BLOCKS else ""
    if is_read:
        yield edge + _inline(element.text)
        for child in element:
            yield from _pieces(child)
    yield edge + _inline(element.tail)


def _inline(text: str | None) -> str:
    """Take the line breaks of the source for the spaces that they are."""
    return (text or "").replace("\n", " ").replace("\r", " ")
