"""How does a noun become rows, and rows a noun?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row

from retrieval.identity import JOINT
from retrieval.model import (
    Block,
    BlockKind,
    Certainty,
    Dating,
    Document,
    DocumentId,
    DocumentSummary,
    Quotation,
    QuotationKind,
    Sentence,
    Span,
    SpeakerKey,
)
from retrieval.store.speakers import names_by_key

Found = Row[*tuple[Any, ...]]
"""A row as the database gives it, with the names of its table's columns."""

_BLOCK_KINDS = {kind.value: kind for kind in BlockKind}
_QUOTATION_KINDS = {kind.value: kind for kind in QuotationKind}

Values = tuple[Any, ...]
"""The values of a row to be written, in the order of its table's columns, without the number of the document."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document with everything found in it, ready to be written: plain values, so that processes hand it on quickly.

    `links` are the ordinals of quotations with the key and the spelling of each of those who say them.
    """

    name: DocumentId
    digest: str
    origin: str | None
    document: Values
    blocks: list[Values]
    sentences: list[Values]
    quotations: list[Values]
    links: list[tuple[int, SpeakerKey, str]]


def digest(document: Document, quotations: Iterable[Quotation]) -> str:
    """Fingerprint a document with everything found in it, so that a better reading of the same text counts too."""
    content = {field.name: repr(getattr(document, field.name)) for field in fields(document)}
    content["quotations"] = repr(tuple(quotations))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def to_rows(document: Document, quotations: Sequence[Quotation] = (), origin: str | None = None) -> DocumentRows:
    """Make the rows of a document; its number is the database's to give.

    Args:
        document: The document.
        quotations: Who is quoted in it.
        origin: A fingerprint of what it was read from, and by which rules; None: it is always read again.
    """
    fingerprint = digest(document, quotations)
    return DocumentRows(
        name=document.id,
        digest=fingerprint,
        origin=origin,
        document=_document_values(document, fingerprint, origin),
        blocks=[(i, block.kind.value, block.span.start, block.span.end) for i, block in enumerate(document.blocks)],
        sentences=[(i, s.paragraph, s.span.start, s.span.end) for i, s in enumerate(document.sentences)],
        quotations=[_quotation_values(i, quotation) for i, quotation in enumerate(quotations)],
        links=[
            (i, key, written)
            for i, quotation in enumerate(quotations)
            for key, written in names_by_key(quotation.speaker or "").items()
        ],
    )


def _document_values(document: Document, fingerprint: str, origin: str | None) -> Values:
    dating = document.published
    evidence = dating.evidence if dating else None
    return (
        document.id,
        document.text,
        document.title,
        document.url,
        document.source,
        document.author,
        dating.earliest.isoformat() if dating else None,
        dating.latest.isoformat() if dating else None,
        dating.certainty.value if dating else None,
        dating.clock if dating else None,
        evidence.start if evidence else None,
        evidence.end if evidence else None,
        fingerprint,
        origin,
    )


def _quotation_values(ordinal: int, quotation: Quotation) -> Values:
    mention, cue = quotation.mention_span, quotation.cue_span
    return (
        ordinal,
        quotation.start,
        quotation.end,
        quotation.speaker,
        quotation.kind.value,
        mention.start if mention else None,
        mention.end if mention else None,
        cue.start if cue else None,
        cue.end if cue else None,
    )


def to_document(row: Found, blocks: Sequence[Found], sentences: Sequence[Found]) -> Document:
    """Make the noun of a document and the rows below it, each in the order of their ordinals."""
    # By their places in the tables: to name a column of a row takes as long as to make a span.
    made = [Block(_BLOCK_KINDS[kind], Span(start, end)) for _, _, kind, start, end in blocks]
    return Document(
        id=DocumentId(row.name),
        text=row.text,
        title=row.title,
        url=row.url,
        source=row.source,
        author=row.author,
        published=to_dating(row),
        blocks=tuple(made),
        sentences=tuple([Sentence(made[block].kind, block, Span(start, end)) for _, _, block, start, end in sentences]),
    )


def to_dating(row: Found) -> Dating | None:
    """Read when a document was published; None where nothing is known."""
    if row.published_earliest is None or row.published_latest is None or row.published_certainty is None:
        return None
    return Dating(
        earliest=row.published_earliest,
        latest=row.published_latest,
        certainty=Certainty(row.published_certainty),
        clock=row.published_clock,
        evidence=_span(row.evidence_start, row.evidence_end),
    )


def canonical(names: Iterable[str]) -> str | None:
    """Join the archive's names of those who say one thing, in the order in which the document has them."""
    return JOINT.join(names) or None


def to_summary(row: Found, sentences: int) -> DocumentSummary:
    """Sum a document up for a list."""
    dating = to_dating(row)
    return DocumentSummary(
        id=DocumentId(row.name),
        title=row.title,
        source=row.source,
        url=row.url,
        author=row.author,
        published=dating.isoformat() if dating else None,
        published_certainty=dating.certainty if dating else None,
        length=len(row.text),
        sentences=sentences,
    )


def to_quotation(row: Found, document: Found, canonical: str | None) -> Quotation:
    """Read a quotation, its words cut out of the document's text; `canonical` is the archive's name of the speaker."""
    _, _, start, end, speaker, kind, mention_start, mention_end, cue_start, cue_end, *_ = row
    mention, cue = _span(mention_start, mention_end), _span(cue_start, cue_end)
    text = document.text
    return Quotation(
        document=DocumentId(document.name),
        start=start,
        end=end,
        text=text[start:end],
        speaker=speaker,
        mention=text[mention.start : mention.end] if mention else None,
        cue=text[cue.start : cue.end] if cue else None,
        kind=_QUOTATION_KINDS[kind],
        cue_span=cue,
        mention_span=mention,
        canonical=canonical,
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
