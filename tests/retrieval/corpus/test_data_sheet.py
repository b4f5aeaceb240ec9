"""Is the data what its sheet says?"""

from __future__ import annotations

import hashlib
import re

import pytest

from retrieval.corpus import read_sources
from retrieval.lexicon import DATA, read_table
from retrieval.model import RawDocument

SHEET = (DATA / "README.md").read_text(encoding="utf-8")
FILES = re.findall(r"\| `(\S+\.txt)` \| `([0-9a-f]{64})` \| (\d+) \| (\d+) \|", SHEET)
TABLES = re.findall(r"\| `(\w+)\.tsv` \| (\d+) \|", SHEET)


def test_the_sheet_names_every_article() -> None:
    """The sheet has a row for each of the five articles, and no other."""
    assert len(FILES) == 5
    assert [row[0] for row in FILES] == sorted(path.name for path in (DATA / "corpus").iterdir())


@pytest.mark.parametrize(("name", "checksum", "size", "length"), FILES)
def test_articles_are_unchanged(name: str, checksum: str, size: str, length: str) -> None:
    """Each article is byte for byte what was received."""
    data = (DATA / "corpus" / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == checksum
    assert (len(data), len(data.decode())) == (int(size), int(length))


def test_the_first_and_the_last_article() -> None:
    """The folder is read in order, from the first article to the last."""
    documents = [found for found in read_sources([DATA / "corpus"]) if isinstance(found, RawDocument)]
    assert len(documents) == 5
    assert (documents[0].id, documents[-1].id) == ("000_e53b32e58dc53caf.txt", "004_1b6062e7aa3d011d.txt")
    assert documents[0].text.startswith("بعد تقدم الجيش السوري في حلب..كيري")
    assert documents[-1].text.rstrip().endswith("زر الذهاب إلى الأعلى")


@pytest.mark.parametrize(("name", "rows"), TABLES)
def test_tables_have_the_rows_that_the_sheet_counts(name: str, rows: str) -> None:
    """A table has as many rows as the sheet says, all of one width, none twice, and says where it comes from."""
    table = read_table(name)
    assert len(table) == int(rows)
    assert len({len(row) for row in table}) == 1
    assert len({row[:2] for row in table}) == len(table)
    assert (DATA / "lexicon" / f"{name}.tsv").read_text(encoding="utf-8").startswith("# ")


def test_no_table_is_missing() -> None:
    """The sheet counts the tables of this package."""
    assert [name for name, _ in TABLES] == sorted(name for name, _ in TABLES)
    assert len(TABLES) == 10
