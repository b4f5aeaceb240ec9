"""Passages by their terms, in memory and on disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest
import tantivy as engine

from retrieval.errors import IndexFormatError, IndexLockedError, PassageIndexError
from retrieval.index import tantivy
from retrieval.index.protocol import Index, IndexedPassage
from retrieval.index.tantivy import TantivyIndex
from retrieval.model import Conditions
from tests.retrieval.index.contract import SIX, IndexContract, asked, keys, passage, quoted


class TestTantivyInMemory(IndexContract):
    """tantivy keeps the contract in memory."""

    def make(self) -> Index:
        """Make an empty index."""
        return TantivyIndex.open(None)


class TestTantivyOnDisk(IndexContract):
    """tantivy keeps the contract on disk."""

    folder: ClassVar[str]

    @classmethod
    def setup_class(cls) -> None:
        """Make a folder for the folders."""
        cls.folder = tempfile.mkdtemp()

    @classmethod
    def teardown_class(cls) -> None:
        """Remove them all."""
        shutil.rmtree(cls.folder)

    def make(self) -> Index:
        """Make an empty index in a folder of its own."""
        return TantivyIndex.open(Path(tempfile.mkdtemp(dir=self.folder)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index of six passages."""
    made = tmp_path / "archive" / "index"
    with closing(TantivyIndex.open(made)) as index:
        index.update(SIX)
    return made


@pytest.fixture
def index(folder: Path) -> Iterator[TantivyIndex]:
    """The index in that folder, open."""
    with closing(TantivyIndex.open(folder)) as opened:
        yield opened


def test_an_index_is_found_again(index: TantivyIndex) -> None:
    """What was added by one is there for the next who opens the folder."""
    assert index.size == 6
    assert keys(index.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]
    assert keys(index.search(quoted("إطلاق النار"), limit=9)) == [(2, 0)]


# Who else changes it


def test_what_another_changes_is_seen_after_refreshing(folder: Path, index: TantivyIndex) -> None:
    """Until then an index shows what it showed."""
    with closing(TantivyIndex.open(folder)) as other:
        other.update([passage(9, 0, "قمر")], removed=[1])
    assert index.search(asked("قمر"), limit=9) == []
    assert keys(index.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]
    index.refresh()
    assert keys(index.search(asked("قمر"), limit=9)) == [(9, 0)]
    assert index.search(asked("هدن"), limit=9) == []


def test_an_update_builds_on_what_another_changed(folder: Path, index: TantivyIndex) -> None:
    """Also without refreshing: documents that another added are replaced, not doubled."""
    with closing(TantivyIndex.open(folder)) as other:
        other.update([passage(9, 0, "قمر"), passage(9, 1, "قمر")])
    index.update([passage(9, 0, "شمس")])
    assert index.size == 7
    assert index.search(asked("قمر"), limit=9) == []


def test_what_another_process_changes_is_seen(folder: Path, index: TantivyIndex) -> None:
    """Not only what another object does."""
    code = (
        "import sys; from pathlib import Path; from retrieval.index.tantivy import TantivyIndex\n"
        "TantivyIndex.open(Path(sys.argv[1])).update([], removed=[1, 2])"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
    index.refresh()
    assert index.documents() == {3}


def test_one_changes_at_a_time(folder: Path, index: TantivyIndex) -> None:
    """A change while another one is under way is told to come back, and spoils nothing."""

    def changing() -> Iterator[IndexedPassage]:
        with closing(TantivyIndex.open(folder)) as other, pytest.raises(IndexLockedError, match="somebody else"):
            other.update([passage(8, 0, "حلب")])
        yield passage(9, 0, "حلب")

    index.update(changing())
    assert index.documents() == {1, 2, 3, 9}


# What is no index


@pytest.mark.parametrize("kind", ["cut", "gone", "turned"])
def test_a_damaged_index_must_be_built_anew(folder: Path, kind: str) -> None:
    """Each of its files cut, gone or with its bits turned: opening or searching tells it by one error, or is right."""
    files = {path: path.read_bytes() for path in folder.iterdir()}
    refused = 0
    for path, content in files.items():
        damage(path, kind)
        try:
            with closing(TantivyIndex.open(folder)) as index:
                index.search(asked("هدن"), limit=9)
                assert index.size == 6
        except IndexFormatError:
            refused += 1
        path.unlink(missing_ok=True)
        path.write_bytes(content)
    assert refused >= 7  # all but the locks, and what tantivy keeps for documents that it shall give back


def damage(path: Path, kind: str) -> None:
    """Spoil a file, by another in its place: the system kills who reads from a file while it is cut."""
    content = path.read_bytes()
    half = len(content) // 2
    path.unlink()
    if kind == "cut":
        path.write_bytes(content[:half])
    elif kind == "turned":
        path.write_bytes(bytes(255 - byte for byte in content[:half]) + content[half:])


def test_an_index_that_goes_while_it_is_open(folder: Path, index: TantivyIndex) -> None:
    """Refreshing tells it; searching still works, for the files are held."""
    for path in folder.iterdir():
        path.unlink()
    assert keys(index.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]
    with pytest.raises(IndexFormatError):
        index.refresh()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    """It is no index, and nothing is put beside what lies there."""
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(IndexFormatError, match="other files"):
        TantivyIndex.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_index_of_another_schema_must_be_built_anew(tmp_path: Path) -> None:
    """As one that an older version of ours made."""
    builder = engine.SchemaBuilder()
    builder.add_text_field("terms")
    engine.Index(builder.build(), str(tmp_path))
    with pytest.raises(IndexFormatError, match="schema"):
        TantivyIndex.open(tmp_path)


def test_what_the_system_refuses_is_no_damage(folder: Path) -> None:
    """A process that may open no more files is not told to build an index anew that is as it should be."""
    code = (
        "import os, resource, sys; from pathlib import Path; from retrieval.index.tantivy import TantivyIndex\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir('/proc/self/fd')),) * 2)\n"
        "try:\n    TantivyIndex.open(Path(sys.argv[1]))\nexcept Exception as error:\n    print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "PassageIndexError"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way is told by its name."""
    (tmp_path / "file").touch()
    with pytest.raises(PassageIndexError, match="file"):
        TantivyIndex.open(tmp_path / "file")


# What stays of what was removed


def test_removed_passages_count_in_scores_until_they_are_merged_away() -> None:
    """How many these are is told; they are never found and never counted as holders."""
    with closing(TantivyIndex.open(None)) as index:
        index.update([passage(n, 0, "حلب") for n in range(100)])
        index.update([], removed=range(25))
        assert index.stale == pytest.approx(0.25)
        assert (index.size, index.holders("حلب")) == (75, 75)
        assert index.first(limit=1) == [(25, 0)]


def test_many_updates_leave_few_segments(folder: Path, index: TantivyIndex) -> None:
    """Each update waits for its merges, or every document added would make each search a little slower for ever."""
    for n in range(40):
        index.update([passage(100 + n, 0, "حلب")])
    assert index._searcher.num_segments < 12
    assert len([path for path in folder.iterdir() if path.suffix == ".idx"]) < 12
    assert index.size == 46


def test_documents_are_collected_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: the engine gives so many at a time at the most."""
    monkeypatch.setattr(tantivy, "_BUCKETS", 7)
    numbers = {*range(1, 40), 70, 71, 500}
    with closing(TantivyIndex.open(None)) as index:
        index.update(passage(number, ordinal, "حلب") for number in numbers for ordinal in range(2))
        assert index.documents() == numbers


@pytest.mark.parametrize("most_hits", [1, 5_000])
def test_a_large_set_of_documents_that_the_best_are_not_in(monkeypatch: pytest.MonkeyPatch, most_hits: int) -> None:
    """Looked through behind the search or demanded by it, the result is the same."""
    monkeypatch.setattr(tantivy, "_MANY_DOCUMENTS", 10)
    monkeypatch.setattr(tantivy, "_MOST_HITS", most_hits)
    with closing(TantivyIndex.open(None)) as index:
        index.update([passage(n, 0, "حلب" + " نفط" * (n // 50)) for n in range(500)])
        last = Conditions(documents=frozenset(range(450, 600)))
        found = index.search(asked("حلب"), limit=3, conditions=last)
        assert keys(found) == [(450, 0), (451, 0), (452, 0)]
        everywhere = {hit.key: hit.score for hit in index.search(asked("حلب"), limit=500)}
        assert [hit.score for hit in found] == [everywhere[hit.key] for hit in found]


def test_an_ordinal_beyond_all_bounds_is_refused(index: TantivyIndex) -> None:
    """It would be taken for another document's; nothing is changed."""
    with pytest.raises(ValueError, match="at most"):
        index.update([passage(9, 0, "قمر"), passage(9, 2**24, "قمر")])
    assert index.size == 6
