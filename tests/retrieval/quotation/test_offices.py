"""Offices, and who holds them."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.quotation.lexicon import default_lexicon
from retrieval.quotation.offices import Office, office_of
from retrieval.quotation.register import Register
from retrieval.quotation.spelling import loose
from retrieval.quotation.words import Words

words = Words(default_lexicon())
register = Register(default_lexicon().holders, words)


def office(text: str) -> Office:
    """Read an office that the text must name."""
    found = office_of([words[word] for word in text.split()])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("وزير الخارجية الروسي", "الوزير الروسي"),
        ("المتحدث باسم وزارة الدفاع الأميركية", "المتحدث باسم البنتاغون"),
        ("الناطق باسم الخارجية الأميركية", "المتحدث باسم وزارة الخارجية الأمريكية"),
        ("رئيس الحكومة اليمنية", "رئيس الوزراء اليمني"),
        ("مبعوث الأمم المتحدة الخاص لسورية", "المبعوث الأممي"),
        ("وزير الخارجية الروسي", "رئيس الدبلوماسية الروسية"),
    ],
)
def test_a_short_office_can_mean_the_full_one(full: str, short: str) -> None:
    """Fewer words, other words for the same house, and countries by name or adjective."""
    assert office(full).holds(office(short))


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("رئيس الوزراء الفرنسي", "الرئيس الفرنسي"),
        ("وزير الخارجية الروسي", "الوزير الأميركي"),
        ("نائب الرئيس الأميركي", "الرئيس الأميركي"),
    ],
)
def test_another_office_is_not_meant(held: str, asked: str) -> None:
    """A president is no prime minister, and no deputy; countries count."""
    assert not office(held).holds(office(asked))


def test_words_without_an_office_are_none() -> None:
    """A run of words that starts with no noun of the table names no office."""
    assert office_of([words["جميل"], words["جدا"]]) is None
    assert office_of([]) is None


def test_the_register_knows_who_held_an_office_on_a_day() -> None:
    """The same office has other holders in other years."""
    asked = office("وزير الخارجية الأميركي")
    assert register.holders(asked, date(2016, 7, 1)) == {"جون كيري"}
    assert register.holders(asked, date(2018, 9, 1)) == {"مايك بومبيو"}
    assert register.holders(asked, date(1950, 1, 1)) == set()


def test_the_register_writes_known_names_in_full() -> None:
    """A last name that one person of the table has is written in full, an unknown one is left alone."""
    assert register.full_name(tuple(loose("بوتن").split())) == "فلاديمير بوتين"
    assert register.full_name(("لااحد",)) is None


def test_the_names_of_the_table_resolve_to_themselves() -> None:
    """No spelling in the table belongs to two people."""
    assert default_lexicon().holders
    for holder in default_lexicon().holders:
        for name in (holder.name, *holder.aliases):
            found = register.full_name(tuple(loose(name).split()))
            assert found == holder.name or (found is None and " " not in name), name
