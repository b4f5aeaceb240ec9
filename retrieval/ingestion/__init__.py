"""How do sources become an archive? Read, prepared by several processes, and written in batches.

sources -> documents -> unchanged? -> layout, dates, sentences, quotations -> rows -> the store, in their order.
"""

from __future__ import annotations

from retrieval.ingestion.ingester import Ingester
from retrieval.ingestion.progress import Progress

__all__ = ["Ingester", "Progress"]
