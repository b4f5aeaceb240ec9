"""In which order? Sentences of the passages found, and quotations of the asked speaker, to ordered candidates.

A candidate's score is the share of the question that it holds, where a concept counts by its inverse document
frequency: whole in the sentence itself, in part where only its passage or title holds it. Every part of a score is
kept, so that it can explain itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from retrieval.model import Concept, Document, Passage, QuestionKind, Quotation, Sentence
from retrieval.shelf import OpenDocument

ENOUGH = 3.0
"""How much evidence there must be that the archive answers (see `Evidence.answering`)."""
OWN_ANSWERS, TOLD_ANSWERS, NAMES_ANSWER = 2.2, 1.0, 2.0
"""What the sentence's share of the topic, its document's, and the names held count for in that: about the weights of a
logistic regression over 251 questions about four archives, fitted without each of them and tried on it."""
COVERED = 0.4
"""Which share of the topic somebody's statement must hold, its surroundings counting in part."""
COVERED_IN_PART, MUCH = 0.25, 0.65
"""Of a question with many words a smaller share is enough, though not less than this: so much that what is held weighs
as this share of a word that the archive lacks. Chosen on 291 questions about four archives, where 8 more are answered
rightly, and none without an answer is answered."""
NEAR_COVERS, FAR_COVERS = 0.38, 0.25
"""What of the topic counts for that which only a statement's surroundings hold, and only its document."""
NEAR_COVERS_REACTION = 0.5
"""The same for surroundings where a reaction is asked for: what it answers to seldom stands in it."""
LIGHT_WORD = 1.0
"""What an English word that says little by itself weighs, however rare its translations are."""
NAMES_NEEDED = 0.5
"""Which share of the names asked for a document must hold at the least."""
WORTH_CITING = 0.5
"""A candidate is cited beside the best one if its score is at least this share of the best."""
NEEDING_TYPE = frozenset({QuestionKind.WHEN, QuestionKind.HOW_MANY})
UNSUITED = 2.0
"""How much speaks against a sentence without a time or a number where one is asked for."""
RARE = 6.5
"""From which inverse document frequency on what is asked for is rare: one of some 700 passages has it."""
WITHOUT_RAREST = 0.7
"""How much speaks against a document that has the rarest of what was asked for nowhere, if that is rare: chosen on 391
questions about six archives, where it refuses 6 more of 23 answered ones without an answer, and 3 more of 126 with one.
"""
JUDGED = 3
"""How many of the best candidates tell whether the archive answers."""
ABSENT_WORD = 0.5
"""What a word that the archive lacks, and that is no name, weighs beside a name that it lacks."""
DOCUMENTS_READ = 5
"""Of how many of the documents found first all sentences are weighed."""
# What the parts of a score count for beside the sentence's own share of the topic; chosen on the development questions.
NEAR_WEIGHT = 0.3
FAR_WEIGHT = 0.15
PASSAGE_WEIGHT = 0.15
ANSWER_TYPE_WEIGHT = 0.1
SPEAKER_WEIGHT = 0.6
TIME_WEIGHT = 0.3
COUNTED_WEIGHT = 0.3
"""Chosen on 53 questions for numbers of things among 943 about thirteen archives, where it answers 7 more of them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a candidate stands where it does; each part lies between 0 and 1.

    `own`, `near` and `far` are the shares of the topic that the sentence itself, beyond it only its surroundings, and
    beyond these only its document hold; `names` is the share of the names asked for that the document holds. `passage`
    is its passage's BM25 score beside the best one's, `speaker` tells whether the asked speaker says it, `answer_type`
    whether it holds what the kind of question asks for, which `needs_type` makes a condition, `time` whether it is of
    the time that is asked for, `lacks_rarest` that its document has nowhere what is rarest of the topic, and is rare.
    `asked` is what the whole topic weighs, in words that the archive lacks, and `reacts` tells a reaction to it.
    `counted` tells a number beside what is to be counted.
    """

    own: float
    near: float
    far: float
    passage: float
    speaker: float
    answer_type: float
    names: float = 1.0
    needs_type: bool = False
    time: float = 1.0
    lacks_rarest: bool = False
    asked: float = 0.0
    reacts: bool = False
    counted: float = 0.0

    @property
    def parts(self) -> dict[str, float]:
        """What each part adds to the score, by its name here."""
        return {
            "own": self.own,
            "near": NEAR_WEIGHT * self.near,
            "far": FAR_WEIGHT * self.far,
            "passage": PASSAGE_WEIGHT * self.passage,
            "speaker": SPEAKER_WEIGHT * self.speaker,
            "answer_type": ANSWER_TYPE_WEIGHT * self.answer_type,
            "counted": COUNTED_WEIGHT * self.counted,
            "time": -TIME_WEIGHT * (1.0 - self.time),
        }

    @property
    def score(self) -> float:
        """Weigh the parts together."""
        told = self.own + NEAR_WEIGHT * self.near + FAR_WEIGHT * self.far + PASSAGE_WEIGHT * self.passage
        suits = SPEAKER_WEIGHT * self.speaker + ANSWER_TYPE_WEIGHT * self.answer_type + COUNTED_WEIGHT * self.counted
        return told + suits - TIME_WEIGHT * (1.0 - self.time)

    @property
    def told(self) -> float:
        """The share of the topic that the sentence holds together with the rest of its document."""
        return self.own + self.near + self.far

    @property
    def answering(self) -> float:
        """How much speaks for it that the document answers: its words, and above all the names that were asked for."""
        if self.names < NAMES_NEEDED or not self.time:
            return 0.0
        lacking = UNSUITED if self.needs_type and not self.answer_type else 0.0
        if self.speaker:
            return ENOUGH * self.coverage / self.coverage_needed - lacking
        lacking += WITHOUT_RAREST if self.lacks_rarest else 0.0
        return OWN_ANSWERS * self.own + TOLD_ANSWERS * self.told + NAMES_ANSWER * self.names - lacking

    @property
    def coverage_needed(self) -> float:
        """The coverage that is enough, less where much is asked."""
        return min(COVERED, max(COVERED_IN_PART, MUCH / self.asked)) if self.asked else COVERED

    @property
    def is_covered(self) -> bool:
        """Tell whether the sentence holds enough of the topic."""
        return self.coverage >= self.coverage_needed

    @property
    def coverage(self) -> float:
        """The share of the topic that the sentence holds, its surroundings counting in part."""
        near_covers = NEAR_COVERS_REACTION if self.reacts else NEAR_COVERS
        return self.own + near_covers * self.near + FAR_COVERS * self.far


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer; `statement` is what the asked speaker says in it (None: nobody was asked about)."""

    source: OpenDocument
    passage: Passage
    sentence: Sentence
    statement: Quotation | None
    evidence: Evidence

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.source.document

    @property
    def order(self) -> tuple[float, str, int]:
        """Sort key: best first, and always the same way."""
        return -self.evidence.score, self.document.id, self.sentence.span.start


def worth_citing(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out ordered candidates that are far worse than the best, and those of another time than is asked for."""
    in_time = [candidate for candidate in candidates if candidate.evidence.time]
    # Where anybody may answer, whoever is named in the question comes first, and puts nobody else out.
    all_say = all(candidate.evidence.speaker for candidate in in_time)
    own = 0.0 if all_say else SPEAKER_WEIGHT
    scores = [candidate.evidence.score - own * candidate.evidence.speaker for candidate in in_time]
    least = WORTH_CITING * max(scores, default=0.0)
    return [candidate for candidate, score in zip(in_time, scores, strict=True) if score >= least]


def shares(topic: Sequence[tuple[Concept, float]], circles: Sequence[frozenset[str]]) -> tuple[float, ...]:
    """Measure how much of a topic a sentence and its surroundings hold.

    Args:
        topic: What was asked about, each with what it counts for.
        circles: The terms of the sentence, of what surrounds it, and so on, each holding those before.

    Returns:
        For each circle the share that it holds beyond those before it; (1, 0, ...) where there is no topic.
    """
    total = sum(weight for _, weight in topic)
    if not total:
        return (1.0, *(0.0 for _ in circles[1:]))
    found = []
    held = [0.0] * len(topic)
    last: frozenset[str] | None = None
    for circle in circles:
        if circle == last:  # as where nothing but the sentence holds a term
            found.append(0.0)
            continue
        last = circle
        now = [max(before, concept.held_by(circle)) for (concept, _), before in zip(topic, held, strict=True)]
        gained = (weight * (gain - before) for (_, weight), gain, before in zip(topic, now, held, strict=True))
        found.append(sum(gained) / total)
        held = now
    return tuple(found)


def holds_answer_type(
    kind: QuestionKind, words_in: Callable[[], Collection[str]], answering: Mapping[QuestionKind, frozenset[str]]
) -> bool:
    """Tell whether a sentence holds what the question's kind asks for.

    Args:
        kind: What is asked for: a number and a date may be digits, everything else is words.
        words_in: Lists the sentence's words, normalized.
        answering: The words that answer each kind.
    """
    if kind not in {QuestionKind.HOW_MANY, QuestionKind.WHEN} and kind not in answering:
        return False
    words = words_in()
    if kind in {QuestionKind.HOW_MANY, QuestionKind.WHEN} and any(map(str.isdigit, words)):
        return True
    return not answering.get(kind, frozenset()).isdisjoint(words)
