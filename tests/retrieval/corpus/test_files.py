"""How are the bytes of a file reached?"""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.corpus import Refusal, files, read_sources
from retrieval.model import RawDocument

each_way = pytest.mark.parametrize(
    ("suffix", "compress"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)


@each_way
def test_lines_without_an_end_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, compress: Callable[[bytes], bytes]
) -> None:
    """A compressed file of records that only grows is refused before it has taken long."""
    monkeypatch.setattr(files, "FREE_BYTES", 1_000_000)
    (tmp_path / f"a.jsonl{suffix}").write_bytes(compress(b"\n" * 20_000_000))
    (found,) = read_sources([tmp_path])
    assert isinstance(found, Refusal)
    assert "200 times its size" in str(found.error)


@each_way
def test_several_streams_in_a_file_are_one(tmp_path: Path, suffix: str, compress: Callable[[bytes], bytes]) -> None:
    """Compressed files that were joined give all their lines, as rotated logs are joined."""
    lines = [b'{"id": "%d", "text": "text"}\n' % number for number in range(3)]
    (tmp_path / f"a.jsonl{suffix}").write_bytes(b"".join(map(compress, lines)))
    found = list(read_sources([tmp_path]))
    assert [document.id for document in found if isinstance(document, RawDocument)] == ["0", "1", "2"]
