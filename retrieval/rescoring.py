"""In which order do the passages come that an index found? By what their own words show beyond how often terms occur.

BM25 adds up what terms tell, each by itself. Three things more are read from the text of the passages found first:
whether a passage holds the whole question rather than a part of it often, whether neighbours in the question stand
beside each other in it, and whether it opens its document with them.

Sources: coordination is Lucene's of old (TFIDFSimilarity.coord), softened by a power; of proximity the nearest pairs
(Tao & Zhai, An exploration of proximity measures in information retrieval, SIGIR 2007); that a text opens with what it
is about is what summaries of news rest on (Brandow, Mitze & Rau, Automatic condensation of electronic publications by
sentence selection, 1995). The weights are round; `docs/analysis.md` tells what each brings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.model import Concept

RESCORED = 30
"""How many of the passages found first are read; 50 or 100 are no better."""
NEAR_WEIGHT = 0.4
LEAD_WEIGHT = 0.4
COVERED_POWER = 0.3
NEAR = 2
"""How many terms apart neighbours of the question may stand, in either order; stop words are no terms."""
LEAD = 8
"""How many terms are a document's beginning."""

Positions = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A passage that was found, with its terms in order; `opens` tells its document's first."""

    score: float
    terms: Sequence[str]
    opens: bool


def rescored(
    passages: Sequence[Scanned], concepts: Sequence[Concept], weight_of: Callable[[Concept], float]
) -> list[float]:
    """Score passages anew by their own words.

    Args:
        passages: What an index found, with its scores.
        concepts: What was looked for, in the order of the question.
        weight_of: What a concept counts for: its inverse document frequency.

    Returns:
        (score + 0.4 near + 0.4 lead) x covered^0.3: `near` is the weight of neighbours that stand beside each other,
        `lead` the weight of what the document's beginning holds, `covered` the share of all that the passage holds.
    """
    weights = [weight_of(concept) for concept in concepts]
    if not sum(weights):
        return [passage.score for passage in passages]
    wanted = frozenset(term for concept in concepts for way in concept.alternatives for term in way.terms)
    return [_rescore(passage, concepts, weights, _positions(passage.terms, wanted)) for passage in passages]


def _rescore(passage: Scanned, concepts: Sequence[Concept], weights: Sequence[float], positions: Positions) -> float:
    held = [weight * concept.held_by(positions) for concept, weight in zip(concepts, weights, strict=True)]
    covered = sum(weight for share, weight in zip(held, weights, strict=True) if share)
    near = _near(concepts, held, positions)
    begin = frozenset(passage.terms[:LEAD]) if passage.opens else frozenset()
    lead = sum(weight * concept.held_by(begin) for concept, weight in zip(concepts, weights, strict=True))
    score: float = passage.score + NEAR_WEIGHT * near + LEAD_WEIGHT * lead
    return score * float((covered / sum(weights)) ** COVERED_POWER)


def _positions(terms: Sequence[str], wanted: Container[str]) -> Positions:
    """Find where the terms of concepts stand."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(terms):
        if term in wanted:
            found[term].append(place)
    return dict(found)


def _near(concepts: Sequence[Concept], held: Sequence[float], positions: Positions) -> float:
    """Add up what pairs of neighbours weigh that stand beside each other: each the mean of the two."""
    places = [_places(concept, positions) for concept in concepts]
    pairs = pairwise(zip(places, held, strict=True))
    return sum((one + other) / 2 for (here, one), (there, other) in pairs if _are_near(here, there))


def _places(concept: Concept, positions: Positions) -> frozenset[int]:
    ways = (way.terms for way in concept.alternatives if all(term in positions for term in way.terms))
    return frozenset(place for terms in ways for term in terms for place in positions[term])


def _are_near(here: frozenset[int], there: frozenset[int]) -> bool:
    steps = [step for step in range(-NEAR, NEAR + 1) if step]
    return any(place + step in there for place in here for step in steps)
