"""What does a raw document say, and when was it published? Layout, dates and sentences, brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.corpus.datelines import find_agency
from retrieval.corpus.dates import find_implied, find_stated, parse_published
from retrieval.corpus.layout import find_blocks
from retrieval.corpus.segmentation import segment
from retrieval.model import Block, BlockKind, Dating, Document, RawDocument, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNREAD = (BlockKind.FURNITURE, BlockKind.DATELINE)


def parse_document(raw: RawDocument) -> Document:
    """Find a document's blocks, date and sentences; its text stays as it is.

    What the record states goes before what the text says. Title, source and date are None where neither tells.
    """
    blocks = find_blocks(raw.text, raw.title)
    return Document(
        id=raw.id,
        text=raw.text,
        title=raw.title or _first(raw.text, blocks, BlockKind.TITLE),
        url=raw.url,
        source=raw.source or find_agency(_first(raw.text, blocks, BlockKind.DATELINE) or ""),
        author=raw.author,
        published=_date(raw, blocks),
        blocks=blocks,
        sentences=tuple(_sentences(raw.text, blocks)),
    )


def _first(text: str, blocks: Iterable[Block], kind: BlockKind) -> str | None:
    return next((block.span.of(text) for block in blocks if block.kind is kind), None)


def _is_update(text: str, span: Span) -> bool:
    return "تحديث" in span.of(text)


def _date(raw: RawDocument, blocks: tuple[Block, ...]) -> Dating | None:
    return (
        parse_published(raw.published)
        or find_stated(raw.text, sorted(_spans(blocks, *_UNREAD), key=lambda span: _is_update(raw.text, span)))
        or find_implied(raw.text, _spans(blocks, BlockKind.DECK, BlockKind.PARAGRAPH))
    )


def _spans(blocks: Iterable[Block], *kinds: BlockKind) -> list[Span]:
    return [block.span for block in blocks if block.kind in kinds]


def _sentences(text: str, blocks: Iterable[Block]) -> Iterator[Sentence]:
    for paragraph, block in enumerate(blocks):
        if block.kind not in _UNREAD:
            for span in segment(text, block.span):
                yield Sentence(block.kind, paragraph, span)
