"""Tests of explanations, over the five articles."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import Filters, Language, Reason, Retriever
from retrieval.evaluation.answers import read_questions
from retrieval.explanation import Bound, Outcome, missed_by
from retrieval.model import QuestionKind
from retrieval.ranking import COVERED, ENOUGH, NAMES_NEEDED, Evidence

LAVROV_ON_NUSRA = "What did Lavrov say about al-Nusra?"
TODAY = date(2016, 9, 1)


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_what_wins_is_what_is_cited(retriever: Retriever, limit: int) -> None:
    """For every question of the gold, `explain` has the answer of `ask`, and its winners are the citations of that."""
    questions = read_questions()
    assert questions
    for asked in questions:
        answer = retriever.ask(asked.text, limit=limit, today=TODAY)
        explanation = retriever.explain(asked.text, limit=limit, today=TODAY)
        assert explanation.answer == answer
        cited = [(one.rank, one.document, one.start, one.end) for one in answer.citations]
        winners = [(w.rank, w.citation.document, w.citation.start, w.citation.end) for w in explanation.winners]
        assert winners == cited
        assert [w.citation.score for w in explanation.winners] == [one.score for one in answer.citations]


def test_the_parts_of_a_score_add_up(retriever: Retriever) -> None:
    """What each part adds makes the score that the citation has."""
    for contender in retriever.explain("متى اجتمع كيري مع بوتين في تموز 2016؟", today=TODAY).contenders:
        assert contender.citation.score == pytest.approx(sum(contender.evidence.parts.values()), abs=1e-4)


def test_the_reading_is_told(retriever: Retriever) -> None:
    """Language, kind, speaker with the number of statements, concepts with terms and weight."""
    explanation = retriever.explain(LAVROV_ON_NUSRA)
    assert (explanation.asked.language, explanation.asked.kind) == (Language.ENGLISH, QuestionKind.SAID)
    assert explanation.asked.names_speaker
    ((speaker, count),) = [(one.speaker, one.statements) for one in explanation.quoted]
    assert speaker == "سيرغي لافروف"
    assert count == len(retriever.quotations(speaker="Lavrov"))
    assert any("نصره" in way.terms for way in explanation.topic[0].concept.alternatives)
    assert all(weighed.weight > 0 for weighed in explanation.topic)


def test_what_comes_from_the_turns_before_is_told(retriever: Retriever) -> None:
    """A follow-up names what it took, a question by itself nothing."""
    assert retriever.explain("وعن داعش؟", history=["ماذا قال لافروف عن النصرة؟"]).taken == ("لافروف",)
    assert retriever.explain(LAVROV_ON_NUSRA, history=["ماذا قال كيري عن الهدنة؟"]).taken == ()


def test_filters_are_told(retriever: Retriever) -> None:
    """Filters of the question and of the call are joined."""
    explanation = retriever.explain(f"{LAVROV_ON_NUSRA} from:2016-07", filters=Filters.of(None, "2016-08"))
    assert (explanation.filters.earliest, explanation.filters.latest) == (date(2016, 7, 1), date(2016, 8, 31))


def test_why_nothing_was_enough_is_told(retriever: Retriever) -> None:
    """Of a question without an answer the best candidates miss a bound, and nothing wins."""
    explanation = retriever.explain("ماذا قال لافروف عن اليمن؟")
    assert explanation.answer.reason is Reason.SPEAKER_NOT_QUOTED
    assert explanation.winners == ()
    assert {contender.outcome for contender in explanation.contenders} == {Outcome.NOT_ENOUGH}
    missed = explanation.contenders[0].missed
    assert missed is not None
    assert (missed.bound, missed.needed) == (Bound.COVERAGE, COVERED)
    assert missed.reached < missed.needed


def test_a_speaker_who_became_a_part_of_the_topic_is_told(retriever: Retriever) -> None:
    """Who is described and not quoted is asked about instead: the question as it was read keeps the speaker."""
    explanation = retriever.explain("ماذا تقول الوثيقة المسربة عن ضرب جبهة النصرة؟")
    assert explanation.asked.speaker is not None
    assert explanation.question.speaker is None


@pytest.mark.parametrize("text", ["", "؟؟؟", "كلمة " * 2000])
def test_what_cannot_be_asked_is_explained_too(retriever: Retriever, text: str) -> None:
    """A question without a word has a reason and no candidates."""
    explanation = retriever.explain(text)
    assert explanation.answer == retriever.ask(text)
    assert explanation.contenders == ()


@pytest.mark.parametrize(
    ("evidence", "bound"),
    [
        (Evidence(1.0, 0.0, 0.0, 1.0, 1.0, 0.0), None),
        (Evidence(0.1, 0.2, 0.0, 1.0, 1.0, 0.0), Bound.COVERAGE),
        (Evidence(0.3, 0.0, 0.0, 1.0, 1.0, 0.0, asked=1.0), Bound.COVERAGE),
        (Evidence(0.3, 0.0, 0.0, 1.0, 1.0, 0.0, asked=3.0), None),
        (Evidence(0.2, 0.0, 0.0, 1.0, 1.0, 0.0, asked=9.0), Bound.COVERAGE),
        (Evidence(0.0, 1.0, 0.0, 1.0, 1.0, 0.0), Bound.COVERAGE),
        (Evidence(0.0, 1.0, 0.0, 1.0, 1.0, 0.0, reacts=True), None),
        (Evidence(0.5, 0.0, 0.0, 1.0, 1.0, 0.0, needs_type=True), Bound.COVERAGE),
        (Evidence(0.5, 0.0, 0.0, 1.0, 1.0, 1.0, needs_type=True), None),
        (Evidence(1.0, 0.0, 0.0, 1.0, 1.0, 0.0, names=NAMES_NEEDED / 2), Bound.NAMES),
        (Evidence(1.0, 0.0, 0.0, 1.0, 0.0, 0.0, time=0.0), Bound.TIME),
        (Evidence(0.1, 0.0, 0.0, 1.0, 0.0, 0.0), Bound.EVIDENCE),
        (Evidence(0.4, 0.0, 0.0, 1.0, 0.0, 0.0), None),
        (Evidence(0.4, 0.0, 0.0, 1.0, 0.0, 0.0, lacks_rarest=True), Bound.EVIDENCE),
    ],
)
def test_the_missed_bound_is_the_one_that_decides(evidence: Evidence, bound: Bound | None) -> None:
    """A bound is missed exactly where the evidence is too little for an answer."""
    missed = missed_by(evidence)
    assert (missed.bound if missed else None) == bound
    assert (missed is None) == (evidence.answering >= ENOUGH)
