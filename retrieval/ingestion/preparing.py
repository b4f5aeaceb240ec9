"""What is found in a document, and which rows is it written as? The part of an ingest that takes its time.

It needs no archive, so it is done in this process or in another, with the same outcome.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from retrieval.analysis.morphology import Morphology
from retrieval.corpus import parse_document
from retrieval.model import Document, Quotation, RawDocument
from retrieval.store.rows import DocumentRows, to_rows

if TYPE_CHECKING:
    from retrieval.quotation import QuotationExtractor

Request = tuple[RawDocument, str]
"""A document as it was read, and its origin."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's rows, None where it cannot be read at all; `trouble` is what the log should say."""

    rows: DocumentRows | None
    quotations: int = 0
    without_speaker: int = 0
    trouble: str | None = None


class Preparer:
    """Parse documents, and find who is quoted in them. May be shared by threads."""

    def __init__(self, morphology: Morphology | None) -> None:
        self._morphology = morphology

    def prepare_all(self, requests: Sequence[Request]) -> list[Prepared]:
        """Prepare documents, each by itself: one that the rules trip over stops no other."""
        return [self._prepare(raw, origin) for raw, origin in requests]

    def _prepare(self, raw: RawDocument, origin: str) -> Prepared:
        try:
            document = parse_document(raw)
        except Exception:
            return Prepared(None, trouble=f"document {raw.id} cannot be parsed\n{traceback.format_exc()}")
        quotations, trouble = self._quotations_in(document)
        # Whom the rules failed is read again by the next ingest, whatever the reason was.
        rows = to_rows(document, quotations, origin if trouble is None else None)
        nobodys = sum(quotation.speaker is None for quotation in quotations)
        return Prepared(rows, len(quotations), nobodys, trouble)

    def _quotations_in(self, document: Document) -> tuple[tuple[Quotation, ...], str | None]:
        try:
            return self._extractor.extract(document), None
        except Exception:
            # A text that the rules trip over is kept all the same: nobody is credited, and no other document waits.
            return (), f"no quotations could be read in document {document.id}\n{traceback.format_exc()}"

    @cached_property
    def _extractor(self) -> QuotationExtractor:
        # Loaded at the first document: modules and tables take longer to read than a question takes to answer.
        from retrieval.quotation import QuotationExtractor  # noqa: PLC0415

        return QuotationExtractor(self._morphology)
