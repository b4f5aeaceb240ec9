"""Where do documents come from, and what is the readable text?

`read_sources` finds raw documents in files, folders and streams; `parse_document` tells title, text and the site's own
words apart, dates the document and cuts it into sentences; `make_passages` joins sentences to the units of retrieval.
"""

from __future__ import annotations

from retrieval.corpus.parsing import parse_document
from retrieval.corpus.passages import make_passages
from retrieval.corpus.reading import ConvertedDocument, NotedDocument, Refusal
from retrieval.corpus.sources import Source, read_sources

__all__ = [
    "ConvertedDocument",
    "NotedDocument",
    "Refusal",
    "Source",
    "make_passages",
    "parse_document",
    "read_sources",
]
