"""Spellings that are one."""

from __future__ import annotations

import pytest
from camel_tools.utils.dediac import dediac_ar
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import clean, dediac, normalize
from tests.tables import read_cases

WORDS = st.text(st.characters(codec="utf-8") | st.sampled_from("ابتةىيءأإآؤئـَُِّْ٠٩ﻻ\u200f"), max_size=12)


@pytest.mark.parametrize(("word", "plain", "merged", "why"), read_cases("normalize.tsv"))
def test_spellings(word: str, plain: str, merged: str, why: str) -> None:
    """Each row of the table is cleaned and normalized as it says."""
    assert (clean(word), normalize(word)) == (plain, merged), why


@given(WORDS)
def test_vowel_marks_are_camel_tools(word: str) -> None:
    """What is taken off is what camel-tools takes off."""
    assert dediac(word) == dediac_ar(word)


@given(WORDS)
def test_normalizing_twice_is_normalizing_once(word: str) -> None:
    """A normalized word stays as it is."""
    assert normalize(normalize(word)) == normalize(word)


@given(WORDS)
def test_cleaning_twice_is_cleaning_once(word: str) -> None:
    """A clean word stays as it is."""
    assert clean(clean(word)) == clean(word)
