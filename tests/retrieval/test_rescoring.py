"""The order of passages that were found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Alternative, Concept
from retrieval.rescoring import COVERED_POWER, LEAD, LEAD_WEIGHT, NEAR_WEIGHT, Scanned, rescored

A, B, C = (Concept.of(name, (name,)) for name in "abc")
FILLING = ("x",) * LEAD


def _score(terms: str, concepts: tuple[Concept, ...] = (A, B), *, opens: bool = False, score: float = 1.0) -> float:
    (found,) = rescored([Scanned(score, terms.split(), opens)], concepts, lambda _concept: 1.0)
    return found


def test_a_passage_with_all_of_the_question_keeps_its_score() -> None:
    """What stands apart and not at the beginning gains and loses nothing."""
    assert _score("a x x x b") == pytest.approx(1.0)


def test_a_passage_with_a_part_of_the_question_loses() -> None:
    """The share that is held counts, by the power."""
    assert _score("a x") == pytest.approx(0.5**COVERED_POWER)


@pytest.mark.parametrize("terms", ["a b", "b a", "a x b", "b x a", "a x x x b a"])
def test_neighbours_gain_in_either_order(terms: str) -> None:
    """Neighbours of the question that stand beside each other, once, add the mean of what they weigh."""
    assert _score(terms) == pytest.approx(1.0 + NEAR_WEIGHT)


def test_only_neighbours_of_the_question_gain() -> None:
    """Words that stand together but stood apart in the question gain nothing."""
    assert _score("a c x x x b", (A, B, C)) == pytest.approx(1.0)


def test_one_word_is_no_neighbour_of_itself() -> None:
    """Two concepts that the same word holds do not stand beside each other."""
    assert _score("a x x", (A, Concept.of("also a", ("a",)))) == pytest.approx(1.0)


def test_the_beginning_of_a_document_gains() -> None:
    """What a document opens with is what it is about; another passage's beginning is not."""
    assert _score("a x x x b", opens=True) == pytest.approx(1.0 + 2 * LEAD_WEIGHT)
    assert _score(" ".join((*FILLING, "a x x x b")), opens=True) == pytest.approx(1.0)


def test_an_unsure_way_to_say_it_gains_less() -> None:
    """A synonym near by, or at the beginning, counts by its weight; that it is held counts in full."""
    unsure = Concept("a", (Alternative(("z",)), Alternative(("a",), 0.5)))
    assert _score("a x x x b", (unsure, B), opens=True) == pytest.approx(1.0 + 1.5 * LEAD_WEIGHT)
    assert _score("a b", (unsure, B)) == pytest.approx(1.0 + 0.75 * NEAR_WEIGHT)


def test_all_terms_of_a_way_must_be_held() -> None:
    """Half a name is not that name."""
    assert _score("a x", (Concept.of("a b", ("a", "b")), A)) == pytest.approx(0.5**COVERED_POWER)


@pytest.mark.parametrize("concepts", [(), (A, B)])
def test_scores_stay_where_nothing_has_weight(concepts: tuple[Concept, ...]) -> None:
    """A query without concepts, or with weightless ones, orders passages as the index did."""
    found = [Scanned(2.0, ["a"], True), Scanned(1.0, ["b"], False)]
    assert rescored(found, concepts, lambda _concept: 0.0) == [2.0, 1.0]


@given(st.lists(st.sampled_from("abcx"), max_size=30), st.booleans())
def test_scores_stay_positive_where_something_is_held(terms: list[str], opens: bool) -> None:
    """A passage that was found for a concept stays found."""
    held = not set(terms).isdisjoint("abc")
    assert (_score(" ".join(terms), (A, B, C), opens=opens) > 0) == held
