"""Names by their sound."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import normalize
from retrieval.question.transliteration import NameIndex, arabic_skeleton, latin_skeleton

NAMES = [
    "لافروف", "كيري", "كيربي", "بيسكوف", "بورودافكين", "أردوغان", "نتنياهو", "منوتشين", "ليندمير", "سالفيني", "بيكيلي",
    "تسفانغيراي", "سيهوفر", "زاخاروفا", "شويغو", "ميركل", "ماكرون", "دوجاريك", "ستولتنبرغ", "مكسيموف",
]  # fmt: skip


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Lavrov", "لافروف"),
        ("Lavrof", "لافروف"),
        ("Kerry", "كيري"),
        ("Kirby", "كيربي"),
        ("Peskov", "بيسكوف"),
        ("Borodavkin", "بورودافكين"),
        ("Erdogan", "أردوغان"),
        ("Netanyahu", "نتنياهو"),
        ("Mnuchin", "منوتشين"),
        ("Seehofer", "سيهوفر"),
        ("Zakharova", "زاخاروفا"),
        ("Shoigu", "شويغو"),
        ("Macron", "ماكرون"),
        ("Stoltenberg", "ستولتنبرغ"),
        ("Maximov", "مكسيموف"),
    ],
)
def test_a_latin_name_finds_the_arabic_one(latin: str, arabic: str) -> None:
    """Any usual spelling leads to the name of the archive first; Kerry and Kirby stay apart."""
    found = NameIndex(map(normalize, NAMES)).sounding_like(latin)
    assert found[:1] == (normalize(arabic),)


@pytest.mark.parametrize("word", ["mastectomy", "penguins", "a", "", "Thatcher"])
def test_a_word_that_sounds_like_no_name_finds_none(word: str) -> None:
    """What the archive does not have is not found by force."""
    assert NameIndex(map(normalize, NAMES)).sounding_like(word) == ()


@given(st.text(max_size=40))
def test_any_word_has_a_skeleton(word: str) -> None:
    """No string makes it fail, and a skeleton has no sound twice in a row."""
    for skeleton in (latin_skeleton(word), arabic_skeleton(word)):
        assert all(one != other for one, other in pairwise(skeleton))
