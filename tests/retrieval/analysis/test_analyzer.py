"""Terms that stand for a text."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.analyzer import build_analyzer, stop_words, vocabulary_of
from retrieval.analysis.morphology import Morphology
from retrieval.lexicon import read_table

TEXTS = ("أعلنت وزارة الخارجية الأمريكية أن المفاوضات تتقدم", "مفاوضات جنيف في سورية", "وزير خارجية أميركا في سوريا")


@pytest.mark.parametrize(
    ("one", "other"),
    [("أمريكية", "الأميركية"), ("سورية", "وسوريا"), ("المفاوضات", "مفاوضات"), ("وزارة", "لوزارة")],
)
def test_one_word_in_two_forms_has_one_term(one: str, other: str) -> None:
    """Spellings that newspapers differ in, and words with and without particles, meet in one term."""
    analyzer = build_analyzer(vocabulary_of(TEXTS) | {"لوزاره"})
    assert analyzer.term(one) == analyzer.term(other)


def test_function_words_have_no_term() -> None:
    """Stop words are left out, with a conjunction joined too."""
    assert build_analyzer(frozenset()).terms("في ومن فعلى التي") == []


@pytest.mark.parametrize("word", ["فى", "الى", "التى", "اللذي", "ايضا", "وانه", "بأي", "لهذا", "للذين"])
def test_function_words_have_no_term_in_careless_spellings(word: str) -> None:
    """Many write no hamza, and ى for ي; a demonstrative behind a particle is one word."""
    assert build_analyzer(frozenset()).term(word) is None


@pytest.mark.parametrize("word", ["علي", "امام", "اثر", "جري", "بان"])
def test_words_that_careless_spelling_would_make_function_words_keep_their_term(word: str) -> None:
    """Ali is not «on», and an imam not «before»."""
    assert build_analyzer(frozenset()).term(word) == word


def test_no_stop_word_is_longer_than_a_word() -> None:
    """The list holds single words, as single tokens are looked up in it."""
    assert stop_words()
    assert not [word for word in stop_words() if " " in word]


def test_every_fold_is_a_pair_of_different_words() -> None:
    """A row of the fold table names a variant, the spelling that stands for it, and why."""
    rows = read_table("folds")
    assert rows
    assert all(len(row) == 3 and row[0] != row[1] for row in rows)


@given(st.text(max_size=200))
def test_every_term_points_at_its_own_word(text: str) -> None:
    """Filters change terms, never places: the span holds a word whose term it is."""
    analyzer = build_analyzer(vocabulary_of(TEXTS))
    assert all(analyzer.term(token.span.of(text)) == token.term for token in analyzer.analyze(text))


def test_names_differ_with_the_morphology(morphology: Morphology) -> None:
    """An analyzer says by its name whether it has lemmas, as its terms are others then."""
    assert build_analyzer(frozenset()).name != build_analyzer(frozenset(), morphology).name


@pytest.mark.parametrize(("one", "other"), [("قوات", "القوة"), ("دول", "دولة"), ("يقولون", "قالت"), ("مدن", "المدينة")])
def test_lemmas_join_what_affixes_cannot(morphology: Morphology, one: str, other: str) -> None:
    """With the database broken plurals and conjugated verbs share a term with their dictionary form."""
    analyzer = build_analyzer(frozenset(), morphology)
    assert analyzer.term(one) == analyzer.term(other)


@pytest.mark.parametrize(("one", "other"), [("كيري", "كيربي"), ("كيري", "كير"), ("لافروف", "لاف")])
def test_names_are_kept_apart(morphology: Morphology, one: str, other: str) -> None:
    """The database misreads a foreign name as a word with affixes; such a reading does not count."""
    for analyzer in (build_analyzer(frozenset(), morphology), build_analyzer(frozenset())):
        assert analyzer.term(one) != analyzer.term(other)


@given(st.lists(st.sampled_from(["وزير", "الهدنة", "في", "هدنة", "لافروف", "قال", "ببغداد"])))
def test_words_that_are_looked_up_together_have_the_terms_that_each_has(words: list[str]) -> None:
    """What is known of many words at once, stop words among them, is what is known of each; the rest is found."""
    known: dict[str, str | None] = {"الهدنة": "هدن", "في": None, "لافروف": "لفرف"}

    def term_of(word: str) -> tuple[str | None] | None:
        return (known[word],) if word in known else None

    def terms_of(some: Collection[str]) -> dict[str, str | None]:
        return {word: known[word] for word in some if word in known}

    together = build_analyzer(frozenset(), None, term_of, terms_of)
    alone = build_analyzer(frozenset(), None, term_of)
    assert together.terms_of(words) == [term for word in words if (term := alone.term(word))]
    assert together.terms(" ".join(words)) == [token.term for token in alone.analyze(" ".join(words))]


def test_terms_stand_where_the_text_stands() -> None:
    """Spans point into the longer text that a text was cut out of."""
    (token,) = build_analyzer(frozenset()).analyze("الهدنة", 7)
    assert (token.span.start, token.span.end) == (7, 13)
