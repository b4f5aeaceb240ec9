"""Readings of a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.analyzer import words_of
from retrieval.analysis.morphology import FORMAT, Morphology, compile_database
from retrieval.errors import ResourceError
from tests.conftest import CORPUS


def small_database() -> SimpleNamespace:
    """Make a database as camel-tools parses one: two prefixes, two stems and two suffixes, written for this test."""
    writer = {"diac": "كاتِب", "lex": "كاتِب", "pos": "noun", "gloss": "writer", "pos_lex_logprob": "-4.5"}
    forms = {"form_gen": "m", "form_num": "s", "gen": "-", "num": "-"}
    bellows = {"diac": "كِير", "lex": "كِير", "pos": "noun", "gloss": "bellows", "pos_lex_logprob": "-99"}
    return SimpleNamespace(
        prefix_hash={"": [("P0", {})], "و": [("PW", {"diac": "وَ", "prc2": "wa_conj"})]},
        suffix_hash={"": [("S0", {})], "ه": [("SF", {"diac": "َة", "form_gen": "f", "form_num": "s"})]},
        stem_hash={"كاتب": [("N", writer | forms)], "كير": [("N", bellows)]},
        prefix_stem_compat={"P0": {"N"}, "PW": {"N"}},
        stem_suffix_compat={"N": {"S0", "SF"}},
        prefix_suffix_compat={"P0": {"S0", "SF"}, "PW": {"S0"}},
    )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Morphology]:
    """A compiled database of two stems."""
    compile_database(small_database(), "small", tmp_path / "small.sqlite")
    opened = Morphology.open(tmp_path / "small.sqlite")
    yield opened
    opened.close()


def test_affixes_add_their_features(small: Morphology) -> None:
    """The suffix makes the stem feminine, and the prefix adds its conjunction."""
    (feminine,), (joined,) = small.analyses("كاتبة"), small.analyses("وكاتب")
    assert (feminine.gender, feminine.lemma, feminine.exact) == ("f", "كاتِب", True)
    assert (joined.conjunction, joined.gender) == ("wa_conj", "m")


def test_categories_that_do_not_go_together_are_no_reading(small: Morphology) -> None:
    """A prefix and a suffix that the tables keep apart give nothing, though each goes with the stem."""
    assert small.analyses("وكاتبة") == ()


def test_a_loose_spelling_is_read_but_marked(small: Morphology) -> None:
    """ه for ة is the same key, and not the exact spelling."""
    (reading,) = small.analyses("كاتبه")
    assert not reading.exact


def test_a_word_that_the_treebank_never_had_has_no_lemma(small: Morphology) -> None:
    """A stem of log-probability -99 is a reading, but gives no lemma."""
    assert small.analyses("كير")
    assert small.entry("كير") is None


def test_the_dictionary_reads_backwards(small: Morphology) -> None:
    """An English word leads to the lemmas that it translates, but not to those that the treebank never had."""
    assert small.translations("writer") == ("كاتِب",)
    assert small.translations("bellows") == ()


@given(st.text(max_size=20))
def test_any_word_can_be_asked(word: str) -> None:
    """No string makes the analysis fail; an unknown one has no reading."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE meta (key, value); CREATE TABLE affix (kind, form, category, plain, features);"
        "CREATE TABLE stem (form, category, plain, lemma, pos, gloss, logprob, features);"
        "CREATE TABLE compatible (kind, left_category, right_category);"
        "INSERT INTO meta VALUES ('name', 'empty');"
        "INSERT INTO affix VALUES ('prefix', '', 'P0', '', '{}'), ('suffix', '', 'S0', '', '{}');"
    )
    empty = Morphology(connection)
    assert empty.analyses(word) == ()
    empty.close()


def test_the_entry_is_that_of_the_first_reading(morphology: Morphology) -> None:
    """The short way to lemma and root gives what the whole analysis gives."""
    words = words_of(path.read_text(encoding="utf-8") for path in CORPUS.glob("*.txt"))
    assert len(words) > 1000
    for word in words:
        best = next((a for a in morphology.analyses(word) if a.is_known), None)
        entry = morphology.entry(word)
        assert (entry and (entry.lemma, entry.root)) == (best and (best.lemma, best.root)), word


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    """A database that another version compiled is named with what to do."""
    path = tmp_path / "old.sqlite"
    compile_database(small_database(), "small", path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (f"{FORMAT}x",))
    connection.close()
    with pytest.raises(ResourceError, match="make resources"):
        Morphology.open(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """So is one that is not there; it is not made by looking."""
    with pytest.raises(ResourceError):
        Morphology.open(tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("word", "lemma", "pos"),
    [("وأكدت", "أَكَّد", "verb"), ("المفاوضات", "مُفاوَضَة", "noun"), ("بلاده", "بَلَد", "noun"), ("على", "عَلَى", "prep")],
)
def test_the_installed_database_knows_common_words(morphology: Morphology, word: str, lemma: str, pos: str) -> None:
    """The likeliest reading of a common word is the one that a reader takes."""
    best = morphology.analyses(word)[0]
    assert (normalize("NFC", best.lemma), best.pos) == (normalize("NFC", lemma), pos)
