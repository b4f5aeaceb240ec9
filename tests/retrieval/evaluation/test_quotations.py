"""Figures of the quotations, and the ones that were accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import DocumentId, Quotation, QuotationKind, Retriever, Span
from retrieval.evaluation import ACCEPTED
from retrieval.evaluation.quotations import GOLD, GoldQuotation, evaluate, is_right, read_quotations
from retrieval.printing import quotation_object, to_json
from retrieval.resources import morphology_path

MARK = GoldQuotation("one", Span(100, 200), "سليم حداد", ("سليم حداد",), "الوزير سليم حداد", "direct", True)
SAID = Quotation(DocumentId("one"), 100, 200, "…", "سليم حداد", None, "قال", QuotationKind.DIRECT)


@pytest.mark.parametrize(
    ("speaker", "right"),
    [
        ("سليم حداد", True),
        ("حداد", True),
        ("الوزير سليم حداد", True),
        ("سليم", False),
        ("الوزير", False),
        ("سامي حداد", False),
        (None, False),
    ],
)
def test_who_counts_as_the_speaker(speaker: str | None, right: bool) -> None:
    """The family name must be right, and no given name wrong; an office alone names nobody."""
    assert is_right(speaker, MARK) is right


def test_a_perfect_run() -> None:
    """What is marked and nothing else is found, credited as it should be."""
    figures = evaluate([SAID], [MARK])
    assert figures == {"precision": 1, "recall": 1, "exact": 1, "kind": 1, "attributed": 1, "misattributed": 0}


def test_nobody_is_no_error_and_somebody_else_is() -> None:
    """A quotation without speaker is not attributed, but not misattributed either."""
    assert evaluate([replace(SAID, speaker=None)], [MARK])["misattributed"] == 0
    figures = evaluate([replace(SAID, speaker="ريم نصار")], [MARK])
    assert (figures["attributed"], figures["misattributed"]) == (0, 1)


def test_limits_and_what_nobody_marked() -> None:
    """A longer quotation is found but not exact; one elsewhere, or a second one of the same words, costs precision."""
    figures = evaluate([replace(SAID, end=260), replace(SAID, start=300, end=320)], [MARK])
    assert (figures["recall"], figures["exact"], figures["precision"]) == (1, 0, 0.5)
    assert evaluate([SAID, replace(SAID, end=199)], [MARK])["precision"] == 0.5


def test_unclear_marks_count_for_nothing() -> None:
    """What annotators were not sure of is neither missed nor spurious."""
    unclear = replace(MARK, span=Span(300, 400), is_clear=False)
    found = [SAID, replace(SAID, start=300, end=400, speaker=None)]
    assert evaluate(found, [MARK, unclear]) == evaluate([SAID], [MARK, unclear]) == evaluate([SAID], [MARK])


def test_quotations_are_as_good_as_accepted(retriever: Retriever) -> None:
    """The marked quotations of the five articles are found no worse than the figures say that were accepted last."""
    figures = evaluate(retriever.quotations(), read_quotations())
    kind = "quotations" if morphology_path() else "quotations_without_morphology"
    for name, value in json.loads(ACCEPTED.read_text(encoding="utf-8"))[kind].items():
        worse = figures[name] - value if name == "misattributed" else value - figures[name]
        assert worse <= 0.0005, f"{name} is {figures[name]:.3f}, accepted {value:.3f}"


def test_our_figures_are_the_scorers(retriever: Retriever, shared: Path, tmp_path: Path) -> None:
    """The scorer that comes with the marks gives the same figures for the same quotations."""
    run = tmp_path / "run.jsonl"
    found = retriever.quotations()
    run.write_text("\n".join(to_json(quotation_object(quotation)) for quotation in found), encoding="utf-8")
    scorer = [sys.executable, str(shared / "eval/score.py"), "quotations", str(GOLD), str(run)]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    theirs["exact"] = theirs["exact_recall"]
    ours = evaluate(found, read_quotations())
    assert ours == pytest.approx({name: theirs[name] for name in ours}, abs=1e-4)
