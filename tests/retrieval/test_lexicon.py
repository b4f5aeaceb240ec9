"""The tables of data/lexicon."""

from __future__ import annotations

import unicodedata

import pytest

from retrieval.lexicon import DATA, alternatives, read_table

TABLES = sorted(str(path.relative_to(DATA / "lexicon").with_suffix("")) for path in (DATA / "lexicon").rglob("*.tsv"))


def test_there_are_tables() -> None:
    """A test over no files would pass forever."""
    assert {"names", "english_arabic", "stop_words", "question_words", "folds"} <= set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_where_it_comes_from(name: str) -> None:
    """Every table begins with a comment, holds rows, and is in composed Unicode."""
    text = (DATA / "lexicon" / f"{name}.tsv").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert unicodedata.is_normalized("NFC", text)
    assert all(all(row) for row in read_table(name)), "a cell is empty; write - for nothing"
    assert read_table(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_row_stands_once(name: str) -> None:
    """No row is written twice."""
    rows = read_table(name)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("cell", "parts"), [("a | b c", ("a", "b c")), ("a", ("a",)), ("-", ()), ("", ()), ("a |  | b", ("a", "b"))]
)
def test_alternatives(cell: str, parts: tuple[str, ...]) -> None:
    """A bar parts alternatives; a lone dash is an empty cell."""
    assert alternatives(cell) == parts
