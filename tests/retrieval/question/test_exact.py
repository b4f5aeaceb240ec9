"""Words that must stand in the text just as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import normalize
from retrieval.question.exact import absent, asks, demanded, quoted_phrases
from tests.tables import read_cases

QUESTION = 'من كتب "قصة مدينتين"؟'
SEARCH = '"قصة مدينتين" "Blue Book"'


def _known(*known: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(known)


@pytest.mark.parametrize(("text", "expected", "why"), read_cases("quoted.tsv"))
def test_quote_marks_make_phrases(text: str, expected: str, why: str) -> None:
    """Each row of the table holds."""
    phrases = () if expected == "-" else tuple(tuple(phrase.split("+")) for phrase in expected.split())
    assert quoted_phrases(text) == phrases, why


@pytest.mark.parametrize("text", ["ما هي الأزمة", "who is he", "الأزمة؟", "the crisis?"])
def test_questions_ask(text: str) -> None:
    """A question begins with a word that asks, or ends with its mark."""
    assert asks(text)


@pytest.mark.parametrize("text", ["الأزمة في حلب", "تصريحات الوزير", "Aleppo", ""])
def test_words_to_look_for_do_not_ask(text: str) -> None:
    """Words alone ask nothing, nor do nouns of saying."""
    assert not asks(text)


def test_a_search_demands_what_no_passage_holds() -> None:
    """What is searched for word for word and is nowhere must find nothing, but for Latin letters."""
    assert demanded(SEARCH, _known().__contains__) == (("قصه", "مدينتين"),)


def test_latin_letters_are_demanded_where_the_archive_has_them() -> None:
    """A name in Latin letters that stands in the archive is looked for as it is."""
    assert demanded(SEARCH, _known(("blue", "book")).__contains__) == (("قصه", "مدينتين"), ("blue", "book"))


def test_a_question_demands_only_what_some_passage_holds() -> None:
    """A question may call a work by another name than the archive."""
    assert demanded(QUESTION, _known().__contains__) == ()
    assert demanded(QUESTION, _known(("قصه", "مدينتين")).__contains__) == (("قصه", "مدينتين"),)


def test_absent_phrases_are_told() -> None:
    """What is nowhere in the archive is named, but for Latin letters."""
    assert absent(SEARCH, _known().__contains__) == (("قصه", "مدينتين"),)
    assert absent(SEARCH, _known(("قصه", "مدينتين")).__contains__) == ()


@given(st.text(alphabet='ابه "«»“”„5.وـ', max_size=60))
def test_phrases_are_normalized_words_of_the_text(text: str) -> None:
    """Whatever the marks, phrases hold normalized words, and none is empty."""
    phrases = quoted_phrases(text)
    assert all(phrase and all(word and normalize(word) == word for word in phrase) for phrase in phrases)


@given(st.text(alphabet="ابه 5.وـ'", max_size=60))
def test_text_without_marks_demands_nothing(text: str) -> None:
    """No mark, no phrase."""
    assert quoted_phrases(text) == ()
