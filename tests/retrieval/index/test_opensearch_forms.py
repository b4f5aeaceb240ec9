"""How do passages and queries look to OpenSearch? What can be told without one."""

from __future__ import annotations

import math

import pytest

from retrieval.index.opensearch_forms import MOST_CLAUSES, bounded, counted_by
from retrieval.model import Alternative, Concept, Hint, Query


def concept(alternatives: int) -> Concept:
    """Make a concept of alternatives of two terms each, the surest first."""
    return Concept("x", tuple(Alternative((f"a{n}", f"b{n}"), 1 / (n + 1)) for n in range(alternatives)))


def test_a_query_that_fits_stays_as_it_is() -> None:
    """As all queries do that people write."""
    query = Query((concept(20),) * 10, (("a", "b"),), (Hint("hints", "x", 1.0),))
    assert bounded(query) is query


def test_the_least_sure_alternatives_go_first() -> None:
    """Every concept and every hint is kept while that is enough."""
    cut = bounded(Query((concept(500), concept(100), concept(1)), (), (Hint("hints", "x", 1.0),)))
    assert [len(each.alternatives) for each in cut.concepts] == [250, 100, 1]
    assert cut.concepts[0].alternatives[0].weight == 1
    assert len(cut.hints) == 1


def test_then_hints_and_what_comes_last() -> None:
    """The phrases stay: they are conditions."""
    cut = bounded(Query((concept(3),) * 5000, (("a", "b"),), (Hint("hints", "x", 1.0),)))
    assert (cut.hints, cut.phrases) == ((), (("a", "b"),))
    assert all(each.alternatives == concept(1).alternatives for each in cut.concepts)
    assert MOST_CLAUSES / 2 < 2 * len(cut.concepts) < MOST_CLAUSES


@pytest.mark.parametrize("passages", [1, 10, 100_000, 100_000_000])
def test_a_weight_tells_how_many_are_counted(passages: int) -> None:
    """By the formula turned around."""
    assert counted_by(math.log(1 + 0.5 / (passages + 0.5))) == pytest.approx(passages, rel=1e-6)
