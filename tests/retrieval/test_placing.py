"""Where the words of a quotation stand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import (
    BlockKind,
    Certainty,
    Dating,
    Document,
    DocumentId,
    Passage,
    Quotation,
    QuotationKind,
    Sentence,
    Span,
)
from retrieval.placing import placed

TEXT = "x" * 100
DAY = date(2016, 7, 15)
NAME = DocumentId("a")


def stand(words: Span, sentences: list[Span], passages: list[list[Span]]) -> tuple[Span | None, Span | None]:
    """Place words in a document of these sentences and passages."""

    def sentence(span: Span) -> Sentence:
        return Sentence(BlockKind.PARAGRAPH, 0, span)

    dating = Dating(DAY, DAY, Certainty.STATED)
    document = Document(NAME, TEXT, None, None, None, None, dating, (), tuple(map(sentence, sentences)))
    runs = [Passage(NAME, i, tuple(map(sentence, run))) for i, run in enumerate(passages)]
    quotation = Quotation(NAME, words.start, words.end, words.of(TEXT), None, None, None, QuotationKind.DIRECT)
    (found,) = placed([quotation], document, runs)
    assert (found, found.published) == (quotation, dating)
    return found.sentence, found.passage


SENTENCES = [Span(0, 10), Span(11, 20), Span(21, 30), Span(40, 50)]


@pytest.mark.parametrize(
    ("words", "sentence", "passage"),
    [
        (Span(2, 5), Span(0, 10), Span(0, 20)),
        (Span(0, 10), Span(0, 10), Span(0, 20)),
        (Span(8, 12), Span(0, 20), Span(0, 20)),
        (Span(12, 22), Span(11, 30), Span(0, 30)),
        (Span(10, 11), None, Span(0, 20)),
        (Span(30, 40), None, None),
        (Span(25, 45), Span(21, 50), Span(21, 30)),
        (Span(42, 44), Span(40, 50), None),
    ],
)
def test_words_stand_in_whole_sentences(words: Span, sentence: Span | None, passage: Span | None) -> None:
    """From the first that they touch to the last, and in nothing where they touch none."""
    assert stand(words, SENTENCES, [SENTENCES[:2], SENTENCES[2:3]]) == (sentence, passage)


@given(st.lists(st.integers(0, 100), unique=True, max_size=20).map(sorted), st.integers(0, 99), st.integers(1, 50))
def test_what_is_touched_is_held(edges: list[int], start: int, length: int) -> None:
    """The sentences found are just those that share a letter with the words."""
    sentences = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    words = Span(start, min(start + length, 100))
    touched = [span for span in sentences if span.overlap(words)]
    wanted = Span(touched[0].start, touched[-1].end) if touched else None
    assert stand(words, sentences, []) == (wanted, None)
