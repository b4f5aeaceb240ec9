"""Which field of a record is which? Ours by our names, else by names that newsrooms and their programs use."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from retrieval.errors import RecordError
from retrieval.lexicon import alternatives, read_table

REQUIRED = ("id", "text")
OPTIONAL = ("title", "url", "source", "published", "author")

Columns = dict[str, tuple[str, ...]]
"""For each of our fields the names in a record that may be it, the surest first; our own name stands alone."""

_PARTS = re.compile(r"[\s_-]+")


@lru_cache(maxsize=256)
def find_columns(names: tuple[str, ...]) -> Columns:
    """Tell which names of a record or header mean which of our fields."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    return {field: _named(field, names) or _known_as(field, by_key) for field in (*REQUIRED, *OPTIONAL)}


def check_header(names: list[str]) -> Columns:
    """Tell the columns of a table by the names in its first line.

    Raises:
        RecordError: There is no column for the text, or none to tell documents by, or two could be the text.
    """
    columns = find_columns(tuple(names))
    if not columns["text"]:
        raise RecordError("has no column named text: name the columns in the first line.")
    if not columns["id"] and not columns["url"]:
        raise RecordError("has no column named id or url: name the columns in the first line.")
    if len(columns["text"]) > 1 or names.count(columns["text"][0]) > 1:
        raise RecordError(f"has several columns that may be the text ({', '.join(columns['text'])}): name one text.")
    return columns


def is_header(names: list[str]) -> bool:
    """Tell whether these are the names of columns: the text's, and that of an id, an address or a title."""
    columns = find_columns(tuple(names))
    return bool(columns["text"] and (columns["id"] or columns["url"] or columns["title"]))


def _named(field: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return next(((name,) for name in names if name.strip().lower() == field), ())


def _known_as(field: str, by_key: dict[str, str]) -> tuple[str, ...]:
    return tuple(by_key[key] for key in _other_names()[field] if key in by_key)


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    return {field: tuple(map(_key, alternatives(names))) for field, names in read_table("columns")}


def _key(name: str) -> str:
    return _PARTS.sub("", name.lower())
