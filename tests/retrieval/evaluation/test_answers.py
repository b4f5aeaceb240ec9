"""Figures of the answers, and the ones that were accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import Citation, CitationKind, Retriever, Span
from retrieval.evaluation import ACCEPTED
from retrieval.evaluation.answers import GOLD, GoldSpan, evaluate, read_questions
from retrieval.printing import answer_object, to_json
from retrieval.resources import morphology_path
from tests.conftest import CORPUS

CITATION = Citation(1, "one", None, None, None, None, 100, 200, "…", None, CitationKind.EXCERPT, 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "cites"),
    [
        (Span(100, 200), True),
        (Span(150, 250), True),
        (Span(160, 260), False),
        (Span(100, 120), True),
        (Span(195, 205), True),
        (Span(198, 260), False),
    ],
)
def test_what_counts_as_citing(gold: Span, cites: bool) -> None:
    """Half of the shorter one must be shared, and 30 characters or half of the gold."""
    assert GoldSpan("one", gold, 2).is_cited_by(CITATION) is cites


def test_another_document_or_a_whole_page_cites_nothing() -> None:
    """The same place elsewhere is no citation, nor is an excerpt far longer than the gold."""
    assert not GoldSpan("two", Span(100, 200), 2).is_cited_by(CITATION)
    assert not GoldSpan("one", Span(100, 150), 2).is_cited_by(replace(CITATION, start=0, end=600))


def accepted() -> dict[str, float]:
    """Read the figures accepted for what is installed here."""
    kind = "answers" if morphology_path() else "answers_without_morphology"
    figures: dict[str, float] = json.loads(ACCEPTED.read_text(encoding="utf-8"))[kind]
    return figures


def test_answers_are_as_good_as_accepted(retriever: Retriever) -> None:
    """The golden questions are answered no worse than the figures say that were accepted last."""
    figures = evaluate(retriever, read_questions())
    assert figures["verbatim"] == 1.0
    for name, value in accepted().items():
        slack = 0.0005  # the figures are written with three decimals
        worse = figures[name] - value if name == "refused" else value - figures[name]
        assert worse <= slack, f"{name} is {figures[name]:.3f}, accepted {value:.3f}"


def test_our_figures_are_the_scorers(retriever: Retriever, shared: Path, tmp_path: Path) -> None:
    """The scorer that comes with the gold gives the same figures for the same answers."""
    run = tmp_path / "run.jsonl"
    questions = read_questions()
    answers = (to_json(answer_object(retriever.ask(q.text, history=q.history), q.qid)) for q in questions)
    run.write_text("\n".join(answers), encoding="utf-8")
    scorer = [sys.executable, str(shared / "eval/score.py"), "answers", str(GOLD), str(run), "--corpus", str(CORPUS)]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    ours = evaluate(retriever, questions)
    assert {name: round(value, 4) for name, value in ours.items()} == pytest.approx(
        {n: theirs[n] for n in ours}, abs=1e-4
    )
