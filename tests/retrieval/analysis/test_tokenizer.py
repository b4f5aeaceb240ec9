"""Words and their places."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.tokenizer import (
    _ORDINARY,
    cut_words,
    placed_words,
    sightings,
    tokenize,
    tokenize_any,
    tokenize_ordinary,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال: «نعم».", ["قال", "نعم"]),
        ("4 و5 أيلول", ["4", "و", "5", "أيلول"]),
        ("15/9/2016", ["15", "9", "2016"]),
        ("😀 … !؟", []),
        ("", []),
        ("al-Nusra's", ["al", "Nusra", "s"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Punctuation and symbols part words and are no words themselves; digits are words of their own."""
    assert [token.term for token in tokenize(text)] == words


LETTERS = "ابتةًَّـﯾ٣۴abcÄéß12"
SIGNS = ".,،؛؟!«»“”-_()[]{}@#$%^&*+=<>/\\|~`'…–—•©®‼∩👍😎✔→\u200b\u200c\u200f\u202b\u202c\u2067 \n\t\r\xa0ﻻ"
ORDINARY = st.text(st.sampled_from(LETTERS + SIGNS), max_size=60)


def test_no_ordinary_character_is_treated_otherwise_by_camel_tools() -> None:
    """Each character that goes the short way is cut the same, between letters, between digits and alone."""
    characters = filter(_ORDINARY.fullmatch, map(chr, range(0x20000)))
    texts = [f"ab{character}cd {character} 1{character}2" for character in characters]
    assert len(texts) > 1000
    assert [text for text in texts if tokenize_ordinary(text) != tokenize_any(text)] == []


@given(ORDINARY)
def test_the_short_way_is_the_tokenizers(text: str) -> None:
    """Ordinary text is cut without camel-tools just as with it."""
    assert tokenize_ordinary(text) == tokenize_any(text)


@given(st.text(max_size=60))
def test_whatever_is_taken_for_ordinary_is_cut_the_same(text: str) -> None:
    """No character that camel-tools treats in a way of its own goes the short way."""
    assert tokenize(text) == tokenize_any(text)


@given(st.text(max_size=200))
def test_every_token_slices_back_to_its_own_word(text: str) -> None:
    """A token's span holds exactly its word; tokens are in order and disjoint."""
    tokens = tokenize(text)
    assert all(token.span.of(text) == token.term for token in tokens)
    assert all(one.span.end <= other.span.start for one, other in pairwise(tokens))


@given(st.text(st.sampled_from("ابتجa1٣ .،«»-\n"), max_size=100))
def test_no_letter_or_digit_is_lost(text: str) -> None:
    """Every letter and digit lies in some token."""
    kept = "".join(token.term for token in tokenize(text))
    assert kept == "".join(letter for letter in text if letter.isalnum())


@given(st.text(max_size=60) | ORDINARY)
def test_words_are_cut_the_same_without_their_spans(text: str) -> None:
    """The quicker ways find the same words, at the same places."""
    tokens = tokenize(text)
    assert cut_words(text) == [token.term for token in tokens]
    assert list(placed_words(text)) == [(token.term, token.span.start) for token in tokens]


@given(
    st.text(st.sampled_from("ابب12 .ـa👍\u200d"), max_size=40),
    st.sets(st.sampled_from(["ا", "ب", "با", "اب", "1", "12"])),
)
def test_words_are_sighted_where_they_stand(text: str, words: set[str]) -> None:
    """A word is not found inside another, nor a number in a longer one."""
    found = [(token.span.start, token.term) for token in tokenize(text) if token.term in words]
    assert sightings(text, words) == found
