"""In which order? Sentences of the passages found, and quotations of the asked speaker, to ordered candidates.

A candidate's score is the share of the question that it holds, where a concept counts by its inverse document
frequency: whole in the sentence itself, in part where only its passage or title holds it. Every part of a score is
kept, so that it can explain itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.model import Concept, Document, Passage, QuestionKind, Quotation, Sentence

NEAR_WEIGHT = 0.3
PASSAGE_WEIGHT = 0.15
ANSWER_TYPE_WEIGHT = 0.1
SPEAKER_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a candidate stands where it does; each part lies between 0 and 1.

    `own` and `near` are the shares of the topic that the sentence itself and only its surroundings hold, `passage` is
    its passage's BM25 score beside the best one's, `speaker` tells whether the asked speaker says it, `answer_type`
    whether it holds a date or number where one is asked for.
    """

    own: float
    near: float
    passage: float
    speaker: float
    answer_type: float

    @property
    def score(self) -> float:
        """Weigh the parts together."""
        return (
            self.own
            + NEAR_WEIGHT * self.near
            + PASSAGE_WEIGHT * self.passage
            + SPEAKER_WEIGHT * self.speaker
            + ANSWER_TYPE_WEIGHT * self.answer_type
        )

    @property
    def coverage(self) -> float:
        """The share of the topic that the sentence holds, its surroundings counting in part."""
        return self.own + NEAR_WEIGHT * self.near


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer; `statement` is what the asked speaker says in it (None: nobody was asked about)."""

    document: Document
    passage: Passage
    sentence: Sentence
    statement: Quotation | None
    evidence: Evidence

    @property
    def order(self) -> tuple[float, str, int]:
        """Sort key: best first, and always the same way."""
        return -self.evidence.score, self.document.id, self.sentence.span.start


def shares(
    topic: Iterable[Concept], own: frozenset[str], around: frozenset[str], weight_of: Callable[[Concept], float]
) -> tuple[float, float]:
    """Measure how much of a topic a sentence holds.

    Args:
        topic: What was asked about.
        own: The sentence's terms.
        around: The terms of what surrounds it.
        weight_of: What a concept counts for.

    Returns:
        The shares that the sentence and, beyond it, its surroundings hold; (1, 0) where there is no topic.
    """
    weights = {concept: weight_of(concept) for concept in topic}
    total = sum(weights.values())
    if not total:
        return 1.0, 0.0
    inside = {concept: concept.held_by(own) for concept in weights}
    beside = {concept: max(0.0, concept.held_by(around) - held) for concept, held in inside.items()}
    return (
        sum(weights[concept] * held for concept, held in inside.items()) / total,
        sum(weights[concept] * held for concept, held in beside.items()) / total,
    )


def holds_answer_type(kind: QuestionKind, terms: frozenset[str], time_terms: frozenset[str]) -> bool:
    """Tell whether a sentence holds what the question's kind asks for: a number, or a number or a word of time."""
    if kind not in {QuestionKind.HOW_MANY, QuestionKind.WHEN}:
        return False
    return any(map(str.isdigit, terms)) or (kind is QuestionKind.WHEN and not terms.isdisjoint(time_terms))
