"""Why this answer? How a question was read, what each concept weighs, and what became of the best candidates.

Nothing is read or weighed anew here: it is all taken from what `answer` made its answer of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from retrieval.finding import Asked, Finding
from retrieval.model import Answer, Citation, Concept, Question, Quoted
from retrieval.question.filters import Filters
from retrieval.ranking import ENOUGH, NAMES_NEEDED, Candidate, Evidence, worth_citing
from retrieval.timing import MAYBE

SHOWN = 5
"""How many candidates are explained at the least, where there are so many."""


class Outcome(StrEnum):
    """What became of a candidate."""

    CITED = "cited"
    REPEATED = "repeated"  # it stands below a citation with the same words
    SURPLUS = "surplus"  # as good, but more than were wanted
    WEAK = "weak"  # far worse than the best, or of another time
    NOT_ENOUGH = "not enough"  # the best are no answer


class Bound(StrEnum):
    """What a candidate must reach to be an answer."""

    NAMES = "names"  # which share of the names its document holds
    TIME = "time"  # how surely it is of the time that is asked for
    COVERAGE = "coverage"  # which share of the topic a statement holds, its surroundings counting in part
    EVIDENCE = "evidence"  # how much speaks for it, all in all


@dataclass(frozen=True, slots=True)
class Missed:
    """The bound that a candidate did not reach, and by how much."""

    bound: Bound
    reached: float
    needed: float


@dataclass(frozen=True, slots=True)
class WeighedConcept:
    """A concept of the question with its weight, an inverse document frequency."""

    concept: Concept
    weight: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A candidate with what it would be cited as; `rank` is that of the citation that shows it (None: none does)."""

    citation: Citation
    evidence: Evidence
    outcome: Outcome
    rank: int | None
    missed: Missed | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with its evidence.

    `asked` is the question as it was read, `question` as it was understood in the end: without a speaker whom the
    archive does not quote so. `quoted` are those of the archive whom its speaker means, the most quoted first, `taken`
    the words that came from the turns before. `contenders` are the best of the `candidates` weighed.
    """

    answer: Answer
    asked: Question
    question: Question
    filters: Filters
    quoted: tuple[Quoted, ...]
    taken: tuple[str, ...]
    topic: tuple[WeighedConcept, ...]
    time_words: tuple[WeighedConcept, ...]
    contenders: tuple[Contender, ...]
    candidates: int

    @property
    def winners(self) -> tuple[Contender, ...]:
        """Those that became citations, best first."""
        return tuple(contender for contender in self.contenders if contender.outcome is Outcome.CITED)


@dataclass(frozen=True, slots=True)
class Views:
    """What the answerer knows of the things that it weighed."""

    weight_of: Callable[[Concept], float]
    quoted: Callable[[Question], tuple[Quoted, ...]]
    citation_of: Callable[[Candidate], Citation]


def explained(asked: Asked, alone: Question, finding: Finding, answer: Answer, views: Views) -> Explanation:
    """Put together why a finding led to an answer; `alone` is the question as it reads without the turns before."""
    question = finding.question
    contenders = tuple(_contenders(finding, answer, views))
    return Explanation(
        answer=answer,
        asked=asked.question,
        question=question,
        filters=asked.filters,
        quoted=views.quoted(asked.question),
        taken=_taken(asked.question, alone),
        topic=tuple(WeighedConcept(concept, views.weight_of(concept)) for concept in question.topic),
        time_words=tuple(WeighedConcept(concept, views.weight_of(concept)) for concept in question.time_words),
        contenders=contenders,
        candidates=len(finding.candidates),
    )


def missed_by(evidence: Evidence) -> Missed | None:
    """Name the bound that keeps evidence from being enough for an answer; None where it is enough."""
    if evidence.answering >= ENOUGH:
        return None
    if evidence.names < NAMES_NEEDED:
        return Missed(Bound.NAMES, evidence.names, NAMES_NEEDED)
    if not evidence.time:
        return Missed(Bound.TIME, evidence.time, MAYBE)
    if evidence.speaker:
        return Missed(Bound.COVERAGE, evidence.coverage, evidence.coverage_needed)
    return Missed(Bound.EVIDENCE, evidence.answering, ENOUGH)


def _contenders(finding: Finding, answer: Answer, views: Views) -> list[Contender]:
    """Explain the best candidates, and further ones as long as they are shown in the answer."""
    worth = set(map(id, worth_citing(finding.candidates)))
    shown = [(one, Outcome.CITED) for one in answer.citations]
    shown += [(one, Outcome.REPEATED) for cited in answer.citations for one in cited.also_in]
    found: list[Contender] = []
    for number, candidate in enumerate(finding.candidates):
        if number >= SHOWN and not shown:
            break
        citation = views.citation_of(candidate)
        same = next((pair for pair in shown if _place(pair[0]) == _place(citation)), None)
        if same is not None:
            shown.remove(same)
        rank, outcome = (same[0].rank, same[1]) if same else (None, _outcome(finding, is_worth=id(candidate) in worth))
        found.append(Contender(citation, candidate.evidence, outcome, rank, missed_by(candidate.evidence)))
    return found


def _outcome(finding: Finding, *, is_worth: bool) -> Outcome:
    """Tell what became of a candidate that the answer does not show."""
    if finding.reason is not None:
        return Outcome.NOT_ENOUGH
    return Outcome.SURPLUS if is_worth else Outcome.WEAK


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document, citation.start, citation.end


def _taken(question: Question, alone: Question) -> tuple[str, ...]:
    """List the words of a question that it has only with the turns before."""

    def words(read: Question) -> list[str]:
        concepts = (*((read.speaker,) if read.speaker else ()), *read.topic, *read.time_words)
        return [concept.words for concept in concepts]

    own = set(words(alone))
    return tuple(dict.fromkeys(word for word in words(question) if word not in own))
