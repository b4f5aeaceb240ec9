"""What do answers read? Documents by their numbers, with passages, statements and words, kept while they are used."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.tokenizer import cut_words, distinct_words
from retrieval.catalogue.speakers import voices_of
from retrieval.corpus import make_passages
from retrieval.model import Document, Passage, Quotation, Span, Token
from retrieval.placing import placed
from retrieval.store import StoredDocument

_KEPT = 500

Voiced = tuple[Span, Quotation, frozenset[int]]
"""A statement with its place, and who says it."""


class OpenDocument:
    """A document that is being read. Immutable but for what it remembers, so threads may share it."""

    def __init__(self, stored: StoredDocument, analyzer: Analyzer) -> None:
        self._stored = stored
        self._analyzer = analyzer
        self._tokens: dict[int, tuple[Token, ...]] = {}

    @property
    def number(self) -> int:
        """The number that the store gave it."""
        return self._stored.number

    @property
    def document(self) -> Document:
        """The document itself."""
        return self._stored.document

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, by their ordinals."""
        return make_passages(self.document)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Its statements in order."""
        return self._stored.quotations

    @cached_property
    def placed_quotations(self) -> tuple[Quotation, ...]:
        """Its statements in order, with where they stand, which only lists of them tell."""
        return tuple(placed(self._stored.quotations, self.document, self.passages))

    @cached_property
    def voices(self) -> tuple[frozenset[int], ...]:
        """Who says each of its statements, by number (see `voices_of`)."""
        said = zip(self.quotations, self._stored.speakers, strict=True)
        return tuple(frozenset(voices_of(quotation, who)) for quotation, who in said)

    @cached_property
    def said(self) -> tuple[tuple[Span, Quotation], ...]:
        """Its statements in order, with their places."""
        return tuple((quotation.span, quotation) for quotation in self.quotations)

    @cached_property
    def voiced(self) -> tuple[Voiced, ...]:
        """Its statements in order, with their places and who says them."""
        return tuple((span, said, who) for (span, said), who in zip(self.said, self.voices, strict=True))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its whole text."""
        return frozenset(distinct_words(self.document.text))

    @cached_property
    def outside(self) -> frozenset[str]:
        """The terms of what stands in no passage, as its title."""
        return frozenset(self._analyzer.terms_of(self._outside_words))

    @cached_property
    def _outside_words(self) -> list[str]:
        return cut_words("\n".join(self._gaps()))

    def _gaps(self) -> Iterator[str]:
        text, end = self.document.text, 0
        for passage in self.passages:
            yield text[end : passage.sentences[0].span.start]
            end = passage.sentences[-1].span.end
        yield text[end:]

    @cached_property
    def title_terms(self) -> frozenset[str]:
        """The terms of its title."""
        return frozenset(self._analyzer.terms_of(self._title_words))

    @cached_property
    def _title_words(self) -> list[str]:
        return cut_words(self.document.title or "")

    @property
    def frame(self) -> Iterable[str]:
        """The words whose terms each question asks for: those of its title, and of what stands in no passage."""
        return chain(self._title_words, self._outside_words)

    def terms_in(self, passage: Passage) -> list[str]:
        """List the terms of one of its passages in their order."""
        return self._analyzer.terms_of(cut_words(passage.span.of(self.document.text)))

    def tokens(self, passage: Passage) -> tuple[Token, ...]:
        """Cut one of its passages into terms at their places in the text."""
        if passage.ordinal not in self._tokens:
            self._tokens[passage.ordinal] = tuple(self.tokens_in(passage.span))
        return self._tokens[passage.ordinal]

    def tokens_in(self, place: Span) -> list[Token]:
        """Cut a place that parts no word into terms at their places in the text."""
        return self._analyzer.analyze(place.of(self.document.text), place.start)

    def quotations_over(self, place: Span) -> Iterator[Quotation]:
        """List its statements that share words with a place."""
        return (quotation for span, quotation in self.said if span.start < place.end and place.start < span.end)


class Shelf:
    """Opens documents, and keeps those that were opened last. May be shared by threads.

    Args:
        read: Reads documents by their numbers; those that are gone are left out.
        analyzer: The analyzer that the index was built with.
    """

    def __init__(self, read: Callable[[Iterable[int]], Iterable[StoredDocument]], analyzer: Analyzer) -> None:
        self._read = read
        self._analyzer = analyzer
        self._kept: OrderedDict[int, OpenDocument] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, numbers: Iterable[int]) -> Mapping[int, OpenDocument]:
        """Open documents; one that was removed meanwhile is not there."""
        wanted = dict.fromkeys(numbers)
        with self._lock:
            found = {number: self._kept[number] for number in wanted if number in self._kept}
            for number in found:
                self._kept.move_to_end(number)
        lacking = [number for number in wanted if number not in found]
        opened = {one.number: OpenDocument(one, self._analyzer) for one in self._read(lacking)} if lacking else {}
        self._analyzer.look_up(word for one in opened.values() for word in one.frame)
        with self._lock:
            self._kept.update(opened)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found | opened
