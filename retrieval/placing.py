"""Where do the words of a quotation stand? In which sentences and passages, and in a document of which date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.model import Document, Passage, Quotation, Span


def placed(quotations: Iterable[Quotation], document: Document, passages: Iterable[Passage]) -> Iterator[Quotation]:
    """Tell of each quotation of a document where it stands.

    Args:
        quotations: Quotations of the document.
        document: The document.
        passages: Its passages, in order.
    """
    sentences = [sentence.span for sentence in document.sentences]
    runs = [passage.span for passage in passages]
    for quotation in quotations:
        sentence, passage = _around(quotation.span, sentences), _around(quotation.span, runs)
        yield replace(quotation, sentence=sentence, passage=passage, published=document.published)


def _around(words: Span, spans: Sequence[Span]) -> Span | None:
    """Reach from the first to the last of ordered, disjoint spans that words touch; None where they touch none."""
    first = bisect_right(spans, words.start, key=lambda span: span.end)
    behind = bisect_left(spans, words.end, key=lambda span: span.start)
    return Span(spans[first].start, spans[behind - 1].end) if first < behind else None
