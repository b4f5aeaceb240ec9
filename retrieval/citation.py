"""Where does it come from? Chosen words to a citation, and statements that several articles print shown once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from retrieval.analysis.normalization import clean
from retrieval.analysis.tokenizer import distinct_words, tokenize
from retrieval.identity import are_same
from retrieval.model import BlockKind, Citation, CitationKind, Document, Span

SAME_STATEMENT = 0.7
"""Share of the terms in common from which two excerpts are one statement: agency copy is reworded at its edges."""

_LEAST_IN_COMMON = 0.35
"""Share of a statement's words, as they stand, without which nothing else has most of its terms."""

# Words that turn a statement round, as they are written without vowel marks: particles, and verbs of denying.
_PARTICLES = {"لا", "لم", "لن", "ليس", "ليست", "غير", "عدم", "دون"}
_DENIALS = {
    "نفى",
    "نفت",
    "ينفي",
    "تنفي",
    "نافيا",
    "أنكر",
    "أنكرت",
    "ينكر",
    "رفض",
    "رفضت",
    "يرفض",
    "ترفض",
    "كذب",
    "كذبت",
}
_POLARITY = frozenset(_PARTICLES | _DENIALS)


def cite(
    document: Document,
    span: Span,
    *,
    speaker: str | None,
    kind: CitationKind,
    score: float,
    highlights: tuple[Span, ...],
) -> Citation:
    """Back words of a document with their source; the rank is given later."""
    dating = document.published
    return Citation(
        rank=0,
        document=document.id,
        title=document.title,
        source=document.source,
        url=document.url,
        published=dating.isoformat() if dating else None,
        start=span.start,
        end=span.end,
        text=span.of(document.text),
        speaker=speaker,
        kind=kind,
        score=round(score, 4),
        published_certainty=dating.certainty if dating else None,
        paragraph=_paragraph(document, span),
        highlights=highlights,
    )


class Shown:
    """The statements that an answer shows, each once: what other documents print of one goes below it.

    Args:
        limit: How many to show.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[tuple[Citation, frozenset[str]]] = []
        self._words: list[set[str]] = []

    def may_take(self, words: Collection[str]) -> bool:
        """Tell whether something might be shown: while there is room, else where it has enough of a statement's words.

        `words` are those that an excerpt would be chosen from. It costs far less to look at them than to cite.
        """
        if len(self._kept) < self._limit:
            return True
        return any(len(own.intersection(words)) >= _LEAST_IN_COMMON * len(own) for own in self._words)

    def take(self, citation: Citation, terms: frozenset[str]) -> None:
        """Take the next best citation, with its terms; one with the terms of an earlier one goes below that."""
        same = next((i for i, other in enumerate(self._kept) if _same_statement(citation, terms, *other)), None)
        if same is not None:
            first, first_terms = self._kept[same]
            self._kept[same] = (replace(first, also_in=(*first.also_in, citation)), first_terms)
        elif len(self._kept) < self._limit:
            self._kept.append((citation, terms))
            self._words.append(distinct_words(citation.text))

    def citations(self) -> tuple[Citation, ...]:
        """Rank what was taken from 1."""
        return tuple(_ranked(citation, rank) for rank, (citation, _) in enumerate(self._kept, 1))


def _same_statement(one: Citation, terms: frozenset[str], other: Citation, other_terms: frozenset[str]) -> bool:
    """Tell whether two documents print one statement: of one speaker, with the same numbers, and not its denial."""
    if one.document == other.document or not terms:
        return False
    if len(terms & other_terms) < SAME_STATEMENT * max(len(terms), len(other_terms)):
        return False
    return are_same(one.speaker, other.speaker) and _turning_points(one.text) == _turning_points(other.text)


def _turning_points(text: str) -> list[str]:
    """List the words that a statement turns on, its numbers and what negates, without a conjunction joined to one."""
    words = [clean(token.term) for token in tokenize(text)]
    plain = [word[1:] if word[:1] in {"و", "ف"} and word[1:] in _POLARITY else word for word in words]
    return sorted(word for word in plain if word in _POLARITY or word.isdecimal())


def _ranked(citation: Citation, rank: int) -> Citation:
    return replace(citation, rank=rank, also_in=tuple(replace(other, rank=rank) for other in citation.also_in))


def _paragraph(document: Document, span: Span) -> int | None:
    """Count the block that a span begins in, from 1, leaving out what is no text."""
    readable = [block for block in document.blocks if block.kind not in {BlockKind.FURNITURE, BlockKind.DATELINE}]
    places = (i for i, block in enumerate(readable, 1) if block.span.start <= span.start < block.span.end)
    return next(places, None)
