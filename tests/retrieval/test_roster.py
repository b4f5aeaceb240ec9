"""Whom the archive quotes."""

from __future__ import annotations

import pytest

from retrieval import DocumentId, Quotation, QuotationKind
from retrieval.analysis.analyzer import build_analyzer
from retrieval.question import QuestionParser
from retrieval.roster import Roster

SPEAKERS = (
    ("جون كيري", "كيري"),
    ("معارضو جون كيري", "معارضيه"),
    ("جون كيربي", "المتحدث"),
    ("بيل كلينتون", "كلينتون"),
    ("هيلاري كلينتون", "كلينتون"),
    ("رحيل الأسد", "رحيل الأسد"),
    ("ستيفان دي ميستورا", "المبعوث الأممي"),
    (None, "دبلوماسي غربي"),
)
QUOTATIONS = [
    Quotation(DocumentId(str(i)), 0, 1, "…", speaker, mention, "قال", QuotationKind.INDIRECT)
    for i, (speaker, mention) in enumerate(SPEAKERS)
]


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("ماذا قال جون كيري عن الحرب؟", {"جون كيري"}),
        ("What did Kerry say about the war?", {"جون كيري"}),
        ("ماذا قالت هيلاري كلينتون عن الاقتصاد؟", {"هيلاري كلينتون"}),
        ("What did Bill Clinton say about health care?", {"بيل كلينتون"}),
        ("What did Clinton say?", {"بيل كلينتون", "هيلاري كلينتون"}),
        ("ماذا قال بشار الأسد؟", set()),
        ("ماذا قال المبعوث الأممي؟", {"ستيفان دي ميستورا"}),
        ("ماذا قال دبلوماسي غربي؟", {None}),
        ("ما أخبار الحرب؟", set()),
    ],
)
def test_whose_statements(question: str, speakers: set[str | None]) -> None:
    """A name finds the person with all of that name, and nobody whose name or description only contains it."""
    analyzer = build_analyzer(frozenset())
    roster = Roster(QUOTATIONS, analyzer)
    found = roster.statements_for(QuestionParser(analyzer).parse(question))
    assert {quotation.speaker for quotation in found} == speakers
