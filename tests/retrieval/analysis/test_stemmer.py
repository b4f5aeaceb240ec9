"""Words without their affixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import normalize
from retrieval.analysis.stemmer import LightStemmer
from tests.tables import read_cases


@pytest.mark.parametrize(("word", "vocabulary", "stem", "why"), read_cases("stem.tsv"))
def test_stems(word: str, vocabulary: str, stem: str, why: str) -> None:
    """Each row of the table is stemmed as it says."""
    known = {normalize(entry) for entry in vocabulary.split()}
    assert LightStemmer(known).stem(normalize(word)) == stem, why


@given(st.text("ابتثمنوهيكلفسة", max_size=12), st.frozensets(st.text("ابتثمنوهيكلفس", min_size=3, max_size=6)))
def test_a_stem_is_a_part_of_its_word(word: str, vocabulary: frozenset[str]) -> None:
    """Stemming only ever takes letters off the ends, and leaves at least three of a longer word."""
    stem = LightStemmer(vocabulary).stem(word)
    assert stem in word
    assert len(stem) >= min(3, len(word))
