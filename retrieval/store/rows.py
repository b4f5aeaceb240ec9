"""How does a noun become rows, and rows a noun?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, Table

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
)
from retrieval.store.tables import BLOCKS, QUOTATIONS, SENTENCES

Found = Row[*tuple[Any, ...]]
"""A row as the database gives it, with the names of its table's columns."""

Values = dict[str, Any]
"""A row to be written, by the names of its table's columns."""


def digest(document: Document, quotations: Iterable[Quotation]) -> str:
    """Fingerprint a document with everything found in it, so that a better reading of the same text counts too."""
    content = {field.name: repr(getattr(document, field.name)) for field in fields(document)}
    content["quotations"] = repr(tuple(quotations))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def document_row(document: Document, fingerprint: str) -> Values:
    """Make the row of a document; its number is the database's to give."""
    dating = document.published
    evidence = dating.evidence if dating else None
    return {
        "name": document.id,
        "text": document.text,
        "title": document.title,
        "url": document.url,
        "source": document.source,
        "author": document.author,
        "published_earliest": dating.earliest if dating else None,
        "published_latest": dating.latest if dating else None,
        "published_certainty": dating.certainty.value if dating else None,
        "published_clock": dating.clock if dating else None,
        "evidence_start": evidence.start if evidence else None,
        "evidence_end": evidence.end if evidence else None,
        "digest": fingerprint,
    }


def dependent_rows(
    number: int, document: Document, quotations: Iterable[Quotation]
) -> Iterator[tuple[Table, list[Values]]]:
    """Make the rows below a document, table by table."""
    yield (
        BLOCKS,
        [
            {"document_id": number, "ordinal": i, "kind": b.kind.value, "start": b.span.start, "end": b.span.end}
            for i, b in enumerate(document.blocks)
        ],
    )
    yield (
        SENTENCES,
        [
            {"document_id": number, "ordinal": i, "block": s.paragraph, "start": s.span.start, "end": s.span.end}
            for i, s in enumerate(document.sentences)
        ],
    )
    yield QUOTATIONS, [_quotation_row(number, i, q) for i, q in enumerate(quotations)]


def _quotation_row(number: int, ordinal: int, quotation: Quotation) -> Values:
    mention, cue = quotation.mention_span, quotation.cue_span
    return {
        "document_id": number,
        "ordinal": ordinal,
        "start": quotation.start,
        "end": quotation.end,
        "speaker": quotation.speaker,
        "kind": quotation.kind.value,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
    }


def to_document(row: Found, blocks: Sequence[Found], sentences: Sequence[Found]) -> Document:
    """Make the noun of a document and the rows below it, each in the order of their ordinals."""
    kinds = [BlockKind(block.kind) for block in blocks]
    return Document(
        id=DocumentId(row.name),
        text=row.text,
        title=row.title,
        url=row.url,
        source=row.source,
        author=row.author,
        published=to_dating(row),
        blocks=tuple(Block(kind, Span(b.start, b.end)) for kind, b in zip(kinds, blocks, strict=True)),
        sentences=tuple(Sentence(kinds[s.block], s.block, Span(s.start, s.end)) for s in sentences),
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
    mention, cue = _span(row.mention_start, row.mention_end), _span(row.cue_start, row.cue_end)
    return Quotation(
        document=DocumentId(document.name),
        start=row.start,
        end=row.end,
        text=document.text[row.start : row.end],
        speaker=row.speaker,
        mention=mention.of(document.text) if mention else None,
        cue=cue.of(document.text) if cue else None,
        kind=QuotationKind(row.kind),
        cue_span=cue,
        mention_span=mention,
        canonical=canonical,
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
