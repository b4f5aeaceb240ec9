"""Whom the archive quotes."""

from __future__ import annotations

import pytest

from retrieval import DocumentId, Quotation, QuotationKind, Speaker, SpeakerId
from retrieval.identity import key_of
from retrieval.question import Directory, QuestionParser
from retrieval.roster import Roster, nearest
from tests.retrieval.catalogues import analyzer_of, catalogue_of, said_by

TOGETHER = "سيرجي لافروف؛ جون كيري"
SPEAKERS = (
    ("جون كيري", "كيري"),
    ("معارضو جون كيري", "معارضيه"),
    ("جون كيربي", "المتحدث"),
    ("بيل كلينتون", "كلينتون"),
    ("هيلاري كلينتون", "كلينتون"),
    ("رحيل الأسد", "رحيل الأسد"),
    ("ستيفان دي ميستورا", "المبعوث الأممي"),
    (None, "دبلوماسي غربي"),
    (TOGETHER, "الوزيران"),
    ("سيرغي لافروف", "لافروف"),
)
QUOTATIONS = [
    Quotation(
        DocumentId(str(i)),
        0,
        1,
        "…",
        speaker,
        mention,
        "قال",
        QuotationKind.INDIRECT,
        canonical=speaker and speaker.replace("سيرجي", "سيرغي"),
    )
    for i, (speaker, mention) in enumerate(SPEAKERS)
]


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("ماذا قال جون كيري عن الحرب؟", {"جون كيري", TOGETHER}),
        ("What did Kerry say about the war?", {"جون كيري", TOGETHER}),
        ("ماذا قال لافروف؟", {"سيرغي لافروف", TOGETHER}),
        ("ماذا قال الوزيران؟", {TOGETHER}),
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
    catalogue = catalogue_of(quotations=QUOTATIONS)
    asked = QuestionParser(analyzer_of(catalogue), directory=Directory(catalogue.speakers)).parse(question)
    wanted = Roster(catalogue.speakers).voices_for(asked)
    assert {q.speaker for q, voices in said_by(QUOTATIONS) if not wanted.isdisjoint(voices)} == speakers
    assert set(asked.speakers) == speakers - {TOGETHER, None}


def speaker(name: str, quotations: int = 1) -> Speaker:
    """Make a speaker."""
    return Speaker(SpeakerId(1), key_of(name), name, quotations, 1, None, None)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("لافرف", ["سيرغي لافروف"]),
        ("Lavrof", ["سيرغي لافروف"]),
        ("Sergej Lawrow", ["سيرغي لافروف"]),
        ("دونلد ترامب", ["دونالد ترامب"]),
        ("زوكر برغ", ["مارك زوكربرغ"]),
        ("الكيري", ["جون كيري", "كير"]),
        ("Churchill", []),
        ("؟", []),
        ("", []),
    ],
)
def test_the_nearest_names(asked: str, names: list[str]) -> None:
    """A name that nobody has leads to those that sound like it, in either script, and to no others."""
    named = (("كير", 1), ("جون كيري", 4), ("سيرغي لافروف", 2), ("مارك زوكربرغ", 9), ("دونالد ترامب", 3))
    everybody = [*(speaker(name, count) for name, count in named), speaker("مكتب وزير الخارجية الروسي سيرغي لافروف", 9)]
    assert [found.name for found in nearest(asked, everybody, limit=5)] == names
    assert [found.name for found in nearest(asked, everybody, limit=1)] == names[:1]
