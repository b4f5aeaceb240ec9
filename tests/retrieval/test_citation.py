"""Where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from retrieval.citation import Shown, cite
from retrieval.model import (
    Block,
    BlockKind,
    Certainty,
    Citation,
    CitationKind,
    Dating,
    Document,
    DocumentId,
    Span,
)

TEXT = "تابعنا على\nعنوان الخبر\nفقرة أولى.\nفقرة ثانية."
BLOCKS = (
    Block(BlockKind.FURNITURE, Span(0, 10)),
    Block(BlockKind.TITLE, Span(11, 22)),
    Block(BlockKind.PARAGRAPH, Span(23, 33)),
    Block(BlockKind.PARAGRAPH, Span(34, 45)),
)
MAY = Dating(date(2016, 5, 1), date(2016, 5, 31), Certainty.IMPLIED)
DOCUMENT = Document(DocumentId("one"), TEXT, "عنوان الخبر", None, None, None, MAY, BLOCKS, ())


def citation(document: str = "one", score: float = 1.0) -> Citation:
    """Cite the second paragraph."""
    of = replace(DOCUMENT, id=DocumentId(document))
    return cite(of, Span(34, 45), speaker=None, kind=CitationKind.EXCERPT, score=score, highlights=())


def merged(found: Iterable[tuple[Citation, frozenset[str]]], limit: int = 5) -> tuple[Citation, ...]:
    """Show what was found, the best first."""
    shown = Shown(limit)
    for one in found:
        shown.take(*one)
    return shown.citations()


def test_a_citation_is_verbatim() -> None:
    """Its text is what stands in the document between its ends."""
    assert citation().text == TEXT[34:45] == "فقرة ثانية."


def test_a_paragraph_is_counted_without_the_sites_own_words() -> None:
    """The title is the first readable block, so the second paragraph is the third."""
    assert citation().paragraph == 3


def test_a_date_is_as_exact_as_it_is_known() -> None:
    """A month that the text implies is a month, and says how sure it is."""
    assert (citation().published, citation().published_certainty) == ("2016-05", Certainty.IMPLIED)


def test_an_unknown_outlet_stays_unknown() -> None:
    """What the text does not name is not invented."""
    assert citation().source is None


def test_one_statement_in_two_documents_is_shown_once() -> None:
    """The better citation keeps its place, and the other is named below it."""
    terms = frozenset("abcdefghij")
    other = frozenset("xyz")
    shown = merged([(citation("one", 3), terms), (citation("two", 2), other), (citation("three", 1), terms - {"a"})])
    assert [(c.rank, c.document) for c in shown] == [(1, "one"), (2, "two")]
    assert [c.document for c in shown[0].also_in] == ["three"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أكد الوزير أن المصنع سيفتح", "نفى الوزير أن المصنع سيفتح"),
        ("قال إن المصنع سيفتح", "قال إن المصنع لن يفتح"),
        ("قتل 12 شخصا في حريق المصنع", "قتل 21 شخصا في حريق المصنع"),
    ],
)
def test_a_denial_or_another_number_is_another_statement(one: str, other: str) -> None:
    """Two sentences with nearly the same words are both shown where they say different things."""
    terms = frozenset("abcdefghij")
    first, second = replace(citation("one"), text=one), replace(citation("two"), text=other)
    assert len(merged([(first, terms), (second, terms)])) == 2


def test_the_same_words_of_two_speakers_are_two_statements() -> None:
    """Nobody is credited with words because somebody else said them too."""
    terms = frozenset("abcdefghij")
    first, second = replace(citation("one"), speaker="زيد"), replace(citation("two"), speaker="عمرو")
    assert len(merged([(first, terms), (second, terms)])) == 2


def test_two_sentences_of_one_document_are_both_shown() -> None:
    """A document that repeats itself is left as it is."""
    terms = frozenset("abc")
    assert len(merged([(citation(), terms), (citation(), terms)])) == 2


def test_no_more_are_shown_than_asked_for() -> None:
    """The limit counts what is shown, not what is merged into it."""
    found = [(citation(name), frozenset(name)) for name in "abcdef"]
    assert len(merged(found, limit=3)) == 3


def test_of_more_than_are_shown_only_what_is_printed_again_is_cited() -> None:
    """A full answer takes what has words of one of its statements, with others around them, and nothing else."""
    shown = Shown(1)
    assert shown.may_take({"أولى"})
    shown.take(citation("one"), frozenset("ab"))
    assert shown.may_take({"ثانية", "وأضاف", "أن"})
    assert not shown.may_take({"أولى"})
