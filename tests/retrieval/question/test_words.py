"""Asking words and looking up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexicon import alternatives, read_table
from retrieval.model import QuestionKind
from retrieval.question.words import Phrases, Word, is_describing, key_of, question_words, says_little, words_of


def test_the_longest_phrase_is_found() -> None:
    """Of two phrases that begin at a place, the longer one counts."""
    table = Phrases.of({("a",): 1, ("a", "b"): 2})
    words = [Word("a", "a"), Word("b", "b")]
    assert table.at(words, 0) == (2, 2)
    assert table.at(words, 1) is None


def test_accents_case_and_the_genitive_are_no_spelling() -> None:
    """Élysée, elysee and ELYSEE'S are looked up alike."""
    assert key_of("Élysée") == key_of("elysee") == key_of("ELYSEE's")


def test_every_question_word_has_a_kind() -> None:
    """The table names a known kind for every word."""
    kinds = {kind.value for kind in QuestionKind} | {"yes_no", "filler"}
    rows = read_table("question_words")
    assert rows
    assert {row[2] for row in rows} <= kinds
    assert all(question_words().entries[key_of(row[0])] or row[2] == "filler" for row in rows)


@pytest.mark.parametrize("table", ["names", "english_arabic", "question_words"])
def test_the_short_way_to_a_key_is_the_tokenizers(table: str) -> None:
    """Every phrase of the tables has the key that its words would have in a question."""
    phrases = [phrase for row in read_table(table) for cell in row for phrase in alternatives(cell)]
    assert phrases
    assert all(key_of(phrase) == tuple(word.key for word in words_of(phrase)) for phrase in phrases)


@given(st.text(max_size=80))
def test_a_word_is_written_as_the_reader_wrote_it(text: str) -> None:
    """Looking up changes the key, never the words that are shown."""
    assert all(word.written in text and word.key for word in words_of(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("What does the U.S. say?", ["What", "does", "the", "US", "say"]),
        ("What does J.K. Rowling say?", ["What", "does", "J", "K", "Rowling", "say"]),
        ("Merkel's spokesman", ["Merkel", "spokesman"]),
    ],
)
def test_initials_are_one_word_where_they_are_a_name(text: str, written: list[str]) -> None:
    """Full stops between capitals part no word of a known name; a genitive is a mark of the word before."""
    assert [word.written for word in words_of(text)] == written


def test_marks_of_a_word() -> None:
    """Genitives, pauses, and names among small letters."""
    merkel, spokesman, _, may = words_of("Merkel's spokesman, said May")
    assert (merkel.owns, merkel.pauses, spokesman.owns, spokesman.pauses) == (True, False, False, True)
    assert (merkel.is_name, may.is_name) == (False, True)
    assert not any(word.is_name for word in words_of("What May Said"))
    assert [word.is_name for word in words_of("her part in The Good Place")] == [False] * 3 + [False, True, True]


@pytest.mark.parametrize(
    ("word", "says"), [("take", False), ("supposedly", False), ("recently", False), ("family", True), ("Italy", True)]
)
def test_a_word_that_says_little(word: str, says: bool) -> None:
    """Light verbs and adverbs of adjectives do; not all that ends like these."""
    assert says_little(word) is not says


@pytest.mark.parametrize(("key", "describes"), [("لاعبو", True), ("مساعدون", True), ("منظمتا", True), ("رييسي", False)])
def test_plurals_describe_as_their_singulars(key: str, describes: bool) -> None:
    """Aides and players of somebody are not that one; رئيسي is a name."""
    assert is_describing(key) is describes
