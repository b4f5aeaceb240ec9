"""The English-Arabic word list."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.analysis.word_list import WordList
from retrieval.errors import ResourceError
from retrieval.resources import word_list_path


def write_list(folder: Path) -> Path:
    """Write a list of three entries, of which two have one headword."""
    entries = ["Well /w/\nبئر\n", "Well /w/\nحسنا\nجيدا\n", "Moon /m/\nقمر\n"]
    data, index, start = b"", "", 0
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for entry in entries:
        length = len(entry.encode())
        index += f"{entry.split()[0]}\t{alphabet[start]}\t{alphabet[length]}\n"
        data, start = data + entry.encode(), start + length
    path = folder / "small.dict"
    path.write_bytes(data)
    path.with_suffix(".index").write_text(index, encoding="utf-8")
    return path


def test_translations(tmp_path: Path) -> None:
    """All entries of a headword are read, each line a translation, whatever the case of the question."""
    words = WordList(write_list(tmp_path))
    assert words.translations("WELL") == ("بئر", "حسنا", "جيدا")
    assert words.translations("moon") == ("قمر",)
    assert words.translations("sun") == ()


@pytest.mark.parametrize("index", ["", "moon\tA\n", "moon\t!\tA\n"])
def test_a_damaged_list_is_an_error_with_what_to_do(tmp_path: Path, index: str) -> None:
    """An index that cannot be read, or is not there, is named."""
    path = write_list(tmp_path)
    path.with_suffix(".index").unlink()
    if index:
        path.with_suffix(".index").write_text(index, encoding="utf-8")
    with pytest.raises(ResourceError, match="make resources"):
        WordList(path).translations("moon")


def test_the_installed_list_knows_common_words() -> None:
    """FreeDict's list is read as it is installed."""
    path = word_list_path()
    if path is None:
        pytest.skip("no word list is installed; make resources installs one")
    assert any("الفضيحة" in phrase for phrase in WordList(path).translations("scandal"))
