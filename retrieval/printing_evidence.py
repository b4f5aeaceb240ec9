"""How is an explanation shown on the command line? One fact a line, or one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from retrieval.explanation import Contender, Explanation, Missed, Outcome, WeighedConcept
from retrieval.model import Alternative, Language, Period, Question
from retrieval.printing import citation_object, on_one_line
from retrieval.question.filters import Filters
from retrieval.ranking import ENOUGH, JUDGED

_MOST_WAYS = 6
_MOST_CONCEPTS = 12
_MOST_CHARS = 90
_LANGUAGES = {Language.ARABIC: "Arabic", Language.ENGLISH: "English"}


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Write an explanation to be read: the question, its concepts, the best candidates, and what decided."""
    yield from _question_lines(explanation)
    weighed = (*explanation.topic, *explanation.time_words)
    yield from map(_concept_line, weighed[:_MOST_CONCEPTS])
    if len(weighed) > _MOST_CONCEPTS:
        yield f"… and {len(weighed) - _MOST_CONCEPTS} concepts more"
    yield f"candidates: {len(explanation.contenders)} of {explanation.candidates}"
    for number, contender in enumerate(explanation.contenders, 1):
        yield from _contender_lines(number, contender)
    yield f"outcome: {_outcome_text(explanation)}"


def explanation_object(explanation: Explanation) -> dict[str, Any]:
    """Lay an explanation out."""
    question = explanation.question
    return {
        "language": question.language,
        "kind": question.kind,
        "speaker": _speaker_object(explanation),
        "periods": [_period_object(period) for period in question.periods],
        "filters": asdict(explanation.filters)
        | {"earliest": _iso(explanation.filters.earliest), "latest": _iso(explanation.filters.latest)},
        "taken_from_history": list(explanation.taken),
        "concepts": [_concept_object(weighed) for weighed in explanation.topic],
        "time_words": [_concept_object(weighed) for weighed in explanation.time_words],
        "candidates": explanation.candidates,
        "contenders": [_contender_object(contender) for contender in explanation.contenders],
    }


def _question_lines(explanation: Explanation) -> Iterator[str]:
    question = explanation.question
    yield f"question: {_LANGUAGES[question.language]}, asks for: {question.kind.replace('_', ' ')}"
    yield f"speaker: {_speaker_text(explanation)}"
    for period in question.periods:
        yield f"time: {_period_text(period)}"
    if explanation.filters:
        yield f"filters: {_filters_text(explanation.filters)}"
    if explanation.taken:
        yield f"from the turns before: {' · '.join(map(on_one_line, explanation.taken))}"


def _speaker_text(explanation: Explanation) -> str:
    asked = explanation.asked
    if asked.speaker is None:
        return "none"
    unknown = "a description or unknown name"
    how = "a name" if asked.names_speaker else "a description" if explanation.quoted else unknown
    names = [f"{on_one_line(one.speaker)} (statements: {one.statements:,})" for one in explanation.quoted]
    whom = _some(names) or "nobody whom the archive quotes"
    note = "; taken as a part of the topic" if _is_reread(explanation) else ""
    return f"“{on_one_line(asked.speaker.words)}”, {how}: {whom}{note}"


def _some(texts: Sequence[str]) -> str:
    """Join the first of some texts, and count the rest."""
    more = len(texts) - _MOST_WAYS
    return " · ".join((*texts[:_MOST_WAYS], *([f"and {more} more"] if more > 0 else [])))


def _is_reread(explanation: Explanation) -> bool:
    return explanation.asked.speaker is not None and explanation.question.speaker is None


def _period_text(period: Period) -> str:
    if period.is_yearly:
        return f"{period.earliest or date.min:%m-%d} to {period.latest or date.max:%m-%d} of any year"
    return f"{_iso(period.earliest) or '…'} to {_iso(period.latest) or '…'}"


def _filters_text(filters: Filters) -> str:
    dates = [f"from {_iso(filters.earliest)}"] if filters.earliest else []
    dates += [f"to {_iso(filters.latest)}"] if filters.latest else []
    return ", ".join((*dates, *(f"source “{on_one_line(source)}”" for source in filters.sources)))


def _concept_line(weighed: WeighedConcept) -> str:
    concept = weighed.concept
    ways = _some([_way_text(way) for way in concept.alternatives]) or "no word for it is known"
    kind = "name" if concept.is_name else "concept"
    return f"{kind} “{on_one_line(concept.words)}”, weight {weighed.weight:.2f}: {ways}"


def _way_text(way: Alternative) -> str:
    terms = on_one_line("+".join(way.terms))
    return terms if way.weight == 1.0 else f"{terms} ×{way.weight:.2f}"


def _contender_lines(number: int, contender: Contender) -> Iterator[str]:
    citation, evidence = contender.citation, contender.evidence
    text = on_one_line(citation.text)
    short = text if len(text) <= _MOST_CHARS else f"{text[:_MOST_CHARS].rstrip()}…"
    speaker = f"{on_one_line(citation.speaker)}: " if citation.speaker else ""
    parts = " ".join(f"{name.replace('_', ' ')} {value:+.2f}" for name, value in evidence.parts.items() if value)
    yield f"({number}) {speaker}{short}  [{on_one_line(citation.document)} {citation.start}–{citation.end}]"
    held = f"names held {evidence.names:.2f}, time {evidence.time:.2f}"
    yield f"    score {evidence.score:.2f} = {parts or 'nothing'}; {held}"
    yield f"    {_contender_outcome(contender)}"


def _contender_outcome(contender: Contender) -> str:
    rank, missed = contender.rank, contender.missed
    reached = "" if missed else f"; evidence {contender.evidence.answering:.2f}, needed {ENOUGH:.2f}"
    lacks = f"; alone not enough: {_missed_text(missed)}" if missed else ""
    if contender.outcome is Outcome.NOT_ENOUGH:
        return f"not enough: {_missed_text(missed)}" if missed else f"not among the best{reached}"
    texts = {
        Outcome.CITED: f"cited as [{rank}]",
        Outcome.REPEATED: f"shown below [{rank}], which has the same words",
        Outcome.SURPLUS: "left out: as many were cited as were wanted",
        Outcome.WEAK: "left out: far worse than the best, or of another time",
    }
    return f"{texts[contender.outcome]}{reached}{lacks}"


def _missed_text(missed: Missed) -> str:
    return f"{missed.bound} {missed.reached:.2f} of {missed.needed:.2f} ({missed.needed - missed.reached:.2f} short)"


def _outcome_text(explanation: Explanation) -> str:
    answer = explanation.answer
    if answer.reason is None:
        return f"answered with {len(answer.citations)} citation{'' if len(answer.citations) == 1 else 's'}"
    judged = explanation.contenders[:JUDGED]
    best = max(judged, key=lambda contender: contender.evidence.answering, default=None)
    lacking = f"; the best lacks {_missed_text(best.missed)}" if best is not None and best.missed is not None else ""
    return f"no answer, {answer.reason}{lacking}"


def _speaker_object(explanation: Explanation) -> dict[str, Any] | None:
    asked: Question = explanation.asked
    if asked.speaker is None:
        return None
    return {
        "words": asked.speaker.words,
        "is_name": asked.names_speaker,
        "means": [asdict(one) for one in explanation.quoted],
        "became_topic": _is_reread(explanation),
    }


def _period_object(period: Period) -> dict[str, Any]:
    return {"earliest": _iso(period.earliest), "latest": _iso(period.latest), "is_yearly": period.is_yearly}


def _concept_object(weighed: WeighedConcept) -> dict[str, Any]:
    concept = weighed.concept
    return {
        "words": concept.words,
        "is_name": concept.is_name,
        "weight": round(weighed.weight, 4),
        "alternatives": [{"terms": list(way.terms), "weight": way.weight} for way in concept.alternatives],
    }


def _contender_object(contender: Contender) -> dict[str, Any]:
    evidence, missed = contender.evidence, contender.missed
    return {
        "citation": citation_object(contender.citation) | {"rank": contender.rank},
        "outcome": contender.outcome,
        "score": evidence.score,
        "parts": evidence.parts,
        "names": evidence.names,
        "time": evidence.time,
        "evidence": evidence.answering,
        "needed": ENOUGH,
        "missed": asdict(missed) if missed else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
