"""When was a page published, to the minute? What it states for machines, the surest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from retrieval.corpus.dates import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTICLES = ("article", "posting", "report", "review")
_PAGES = ("webpage", "itempage")
_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "date",
)
_MOST_SCRIPTS, _DEEPEST = 50, 6


def find_published(tree: Any) -> str | None:
    """Find the date that a page states of its publication, as it is written there; None where it states none.

    JSON-LD goes first, then meta elements, microdata and RDFa, then the first `<time>` below the main heading.
    """
    for value in (*_json_ld(tree), *_meta(tree), *_properties(tree), *_times(tree)):
        if parse_published(value):
            return value.strip()[:100]
    return None


def _json_ld(tree: Any) -> list[str]:
    """Collect the dates of articles, then those of pages."""
    found: list[tuple[int, str]] = []
    for script in [*tree.iter("script")]:
        if (script.get("type") or "").strip().lower() == "application/ld+json" and len(found) < _MOST_SCRIPTS:
            found.extend(_dates(_load(script.text or ""), _DEEPEST))
    return [value for _, value in sorted(found, key=lambda rank_value: rank_value[0])]


def _load(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _dates(value: object, depth: int) -> Iterator[tuple[int, str]]:
    """Yield the dates of publication in JSON-LD, each with the rank of what it is the date of."""
    if not depth:
        return
    if isinstance(value, list):
        for one in value:
            yield from _dates(one, depth - 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
        date = value.get("datePublished")
        if isinstance(date, str) and any(name.endswith((*_ARTICLES, *_PAGES)) for name in names):
            yield int(not any(name.endswith(_ARTICLES) for name in names)), date
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _dates(value.get(key), depth - 1)


def _meta(tree: Any) -> list[str]:
    by_name: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name, content = (element.get(attribute) or "").strip().lower(), element.get("content")
            if name and content:
                by_name.setdefault(name, content)
    return [by_name[name] for name in _META if name in by_name]


def _properties(tree: Any) -> Iterator[str]:
    """Yield dates of microdata and RDFa, and those that hAtom hides in a title."""
    for element in tree.iter("span", "div", "time", "abbr", "p"):
        name = f"{element.get('itemprop', '')} {element.get('property', '')}".lower().split()
        if {"datepublished", "dc:date", "dc:created", "schema:datepublished"}.intersection(name):
            yield from filter(None, (element.get("content"), element.get("datetime")))
        if element.tag == "abbr" and "published" in (element.get("class") or "").split():
            yield from filter(None, [element.get("title")])


def _times(tree: Any) -> Iterator[str]:
    """Yield the machine's form of the first `<time>` that follows the first main heading."""
    is_below = False
    for element in tree.iter("h1", "time"):
        if element.tag == "h1":
            is_below = True
        elif is_below and element.get("datetime"):
            yield element.get("datetime")
            return
