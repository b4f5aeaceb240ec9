"""Who said what? Quotations with their speakers, cues and exact words, from Arabic news."""

from __future__ import annotations

from retrieval.quotation.extractor import QuotationExtractor
from retrieval.quotation.morphology import Morphology

__all__ = ["Morphology", "QuotationExtractor"]
