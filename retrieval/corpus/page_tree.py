"""Which parts of a web page can hold the article? The page as a tree, without what is the site's beyond doubt.

Extraction decides what the article is; it is misled by few things, and these are taken away before it looks: tables
that only arrange the page, and boxes that name themselves as another article's, a comment's or a banner's.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from retrieval.lexicon import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOXES = ("div", "section", "aside", "ul", "ol", "nav", "footer", "form", "dialog")
_TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")

_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MARKS = re.compile(r"[\W_]+")

_GOOD_PART = 0.25
_NEAR = 12
"""How many elements a box may open before its title."""

_LAYOUT_CELL = 200
"""Longest text of a cell in a table of data, in characters: a cell with more holds paragraphs."""


def parse_tree(page: str) -> Any | None:
    """Parse HTML, however broken; None where there is nothing in it."""
    from lxml import etree, html  # noqa: PLC0415 - read_page says why

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def prepare(tree: Any) -> None:
    """Take away what misleads extraction, in place."""
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _to_boxes(table)
    kept = _possible_articles(tree)
    for box in list(tree.iter(*_BOXES)):
        if box not in kept and box.getparent() is not None and (_is_named_as_furniture(box) or _is_titled_so(box)):
            box.drop_tree()


def _is_layout(table: Any) -> bool:
    """Tell whether a table arranges a page: it is in a page of tables, or its cells hold paragraphs."""
    return any(len(cell.text_content()) > _LAYOUT_CELL for cell in table.iter("td"))


def _to_boxes(table: Any) -> None:
    """Make boxes of a table's rows and cells, but not of the tables of data inside it."""
    for child in list(table):
        if child.tag in _TABLE_TAGS and child.tag != "table":
            _to_boxes(child)
    table.tag = "div"


def _possible_articles(tree: Any) -> set[Any]:
    """Find the boxes that hold a main heading or a good part of the text: whatever their names, they are kept."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(tree.iter())):  # what is inside comes before what it is in
        inside = sum(lengths[child] + len(child.tail or "") for child in element)
        lengths[element] = len(element.text or "") + inside
    part = lengths[tree] * _GOOD_PART
    headings = {box for heading in tree.iter("h1") for box in heading.iterancestors()}
    return headings | {box for box in tree.iter(*_BOXES) if lengths[box] > part}


def _is_named_as_furniture(box: Any) -> bool:
    return any(map(_is_furniture, f"{box.get('class', '')} {box.get('id', '')} {box.get('role', '')}".split()))


def _is_titled_so(box: Any) -> bool:
    """Tell whether a box begins with a phrase that sites set over the headlines of other items."""
    first = next(_texts(islice(box.iter(), _NEAR)), "")
    return len(first) < 40 and _MARKS.sub(" ", first).strip().lower() in _titles()


def _texts(elements: Iterable[Any]) -> Iterator[str]:
    for element in elements:
        if isinstance(element.tag, str) and (text := (element.text or "").strip()):
            yield text


@lru_cache(maxsize=4096)
def _is_furniture(name: str) -> bool:
    parts = {part.lower() for part in _NAME_PART.findall(name[:200])}
    return any(parts >= wanted for wanted in _furniture_names())


@cache
def _furniture_names() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(name.split("-")) for (name, kind) in read_table("page_boxes") if kind == "name")


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for (title, kind) in read_table("page_boxes") if kind == "title")
