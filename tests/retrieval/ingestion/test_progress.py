"""How far an ingest is."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.corpus import read_sources
from retrieval.corpus.opened import watching
from retrieval.ingestion.progress import Meter, Progress
from tests.retrieval.ingestion.articles import lines


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_bytes_are_counted_as_they_lie_there(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """From none to all, compressed ones too, and never fewer than before."""
    path = tmp_path / f"n.jsonl{suffix}"
    path.write_bytes(pack(lines(range(3000))))
    meter, read = Meter([path]), []
    with watching(meter.watch):
        read = [meter.read() for _ in read_sources([path])]
    assert meter.total == path.stat().st_size
    assert read == sorted(read)
    assert read[0] < meter.total == meter.read()
    assert len(set(read)) >= 3


def test_the_files_of_folders_add_up(tmp_path: Path) -> None:
    """Those that are read, in all folders, once each, though one without a suffix is opened twice."""
    for name in ("a.txt", "unnamed", "below/b.txt", ".hidden.txt", ".folder/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("نص طويل بما يكفي.", encoding="utf-8")
    meter = Meter([tmp_path])
    with watching(meter.watch):
        assert len(list(read_sources([tmp_path]))) == 3
    size = (tmp_path / "a.txt").stat().st_size
    assert (meter.read(), meter.total) == (3 * size, 3 * size)


@pytest.mark.parametrize(("paths", "total"), [(["-"], None), (["none", "", "\0"], 0), ([object()], None), ([], 0)])
def test_what_has_no_size_is_not_guessed_at(paths: list[object], total: int | None) -> None:
    """Standard input may be of any length, and what is not there has none."""
    assert Meter(paths).total == total


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (Progress(0, 0, 0, 100), None),
        (Progress(5, 10, 50, 100), 20),
        (Progress(5, 10, 100, 100), 10),
        (Progress(5, 10, 200, 100), 10),
        (Progress(5, 10, 50, None), None),
        (Progress(5, 10, 50, 0), None),
    ],
)
def test_the_number_of_documents_is_estimated(progress: Progress, expected: int | None) -> None:
    """By the share of the bytes that was read, and never fewer than were found."""
    assert progress.expected == expected
