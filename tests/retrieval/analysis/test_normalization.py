"""Spellings that are one."""

from __future__ import annotations

import pytest
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import clean, dediac, is_bare, normalize
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


@given(st.text(st.characters(min_codepoint=0x620, max_codepoint=0x652), min_size=1, max_size=8).filter(is_bare))
def test_a_bare_word_goes_the_short_way_to_the_same_end(word: str) -> None:
    """It has nothing to clean off, and its letters are merged as camel-tools does, with its hamzas as we do."""
    assert clean(word) == word == normalize_unicode(dediac_ar(word))
    merged = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(word)))
    assert normalize(word) == (merged.replace("ؤ", "و").replace("ئ", "ي").replace("ء", "") or merged)
