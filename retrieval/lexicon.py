"""Where do word lists come from? One reader for the tables in `data/lexicon`.

A table is UTF-8: `#` starts a comment line, columns stand apart by tabs, alternatives in a cell by ` | `, and a cell of
`-` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of `data/lexicon/NAME.tsv`, each with its cells stripped; comments and blank lines are left out."""
    path = DATA / "lexicon" / f"{name}.tsv"
    return tuple(_rows(path.read_text(encoding="utf-8")))


def alternatives(cell: str) -> tuple[str, ...]:
    """Split a cell into its alternatives, the first being the commonest; a cell of "-" has none."""
    return tuple(part.strip() for part in cell.split("|") if part.strip() not in {"", "-"})


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("\t"))
