"""Tests of how explanations look."""

from __future__ import annotations

import json

import pytest

from retrieval import Filters, Retriever
from retrieval.printing import to_json
from retrieval.printing_evidence import explanation_lines, explanation_object
from tests.retrieval.test_cli import QUESTION, run

QUESTIONS = (
    QUESTION,
    "What did Lavrov say about Yemen?",
    "متى اجتمع كيري مع بوتين في تموز 2016؟",
    "What did Churchill say about bitcoin?",
    "",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_explanation_fits_a_screen(retriever: Retriever, question: str) -> None:
    """A fact stands on one line, and a usual question takes at most forty."""
    lines = list(explanation_lines(retriever.explain(question)))
    assert 3 <= len(lines) <= 40
    assert not any("\n" in line for line in lines)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_explanation_is_json(retriever: Retriever, question: str) -> None:
    """The object can be written as JSON, and has the contenders in the order of the lines."""
    explanation = retriever.explain(question, filters=Filters.of("2016"))
    found = json.loads(to_json(explanation_object(explanation)))
    assert [one["citation"]["document"] for one in found["contenders"]] == [
        one.citation.document for one in explanation.contenders
    ]
    assert found["filters"]["earliest"] == "2016-01-01"


def test_what_is_read(retriever: Retriever) -> None:
    """Speaker, concept with terms and weight, score in parts and outcome are told."""
    text = "\n".join(explanation_lines(retriever.explain("What did Lavrov say about al-Nusra? from:2016")))
    parts = ("“Lavrov”, a name: سيرغي لافروف", "from 2016-01-01", "name “al Nusra”, weight ", "own +1.00", "as [1]")
    assert not [part for part in parts if part not in text]


def test_what_was_missed(retriever: Retriever) -> None:
    """The bound that the best candidates miss is named, with by how much."""
    text = "\n".join(explanation_lines(retriever.explain("ماذا قال لافروف عن اليمن؟")))
    assert "not enough: coverage 0.25 of 0.40 (0.15 short)" in text
    assert text.splitlines()[-1].startswith("outcome: no answer, speaker not quoted; the best lacks coverage")


def test_explain_on_the_command_line(archive_url: str) -> None:
    """`--explain` shows the evidence in place of the answer; with `--json` the answer's object has it."""
    shown = run("ask", "--explain", QUESTION, "--database", archive_url).stdout.splitlines()
    assert shown[0] == "question: Arabic, asks for: said"
    found = json.loads(run("ask", "--explain", QUESTION, "--json", "--limit", "2", "--database", archive_url).stdout)
    plain = json.loads(run("ask", QUESTION, "--json", "--limit", "2", "--database", archive_url).stdout)
    assert {name: found[name] for name in plain} == plain
    winners = [one["citation"] for one in found["explanation"]["contenders"] if one["outcome"] == "cited"]
    cited = [(one["rank"], one["start"]) for one in plain["citations"]]
    assert [(one["rank"], one["start"]) for one in winners] == cited
