"""Isnad's retriever: ask an archive of Arabic news who said what, and get verbatim, cited excerpts.

This is the door: what is not named here is private.

    from retrieval import Retriever
    with Retriever.open("sqlite:///archive.db", create=True) as retriever:
        retriever.ingest(["data/corpus"])
        answer = retriever.ask("ماذا قال لافروف عن النصرة؟")
"""

from retrieval.errors import (
    DocumentNotFoundError,
    EmptySourceError,
    EncodingError,
    RecordError,
    ResourceError,
    RetrievalError,
    SettingsFileError,
    SourceError,
    SourceMissingError,
    StoreError,
    StoreFormatError,
    StoreLockedError,
    StoreMissingError,
)
from retrieval.model import (
    Answer,
    Block,
    BlockKind,
    Certainty,
    Citation,
    CitationKind,
    Dating,
    Document,
    DocumentId,
    DocumentSummary,
    Hit,
    IngestedDocument,
    IngestOutcome,
    IngestReport,
    Language,
    Quotation,
    QuotationKind,
    Reason,
    Sentence,
    Span,
    Stats,
)
from retrieval.retriever import Retriever
from retrieval.settings import DEFAULT_DATABASE_URL, read_environment

__all__ = [
    "DEFAULT_DATABASE_URL",
    "Answer",
    "Block",
    "BlockKind",
    "Certainty",
    "Citation",
    "CitationKind",
    "Dating",
    "Document",
    "DocumentId",
    "DocumentNotFoundError",
    "DocumentSummary",
    "EmptySourceError",
    "EncodingError",
    "Hit",
    "IngestOutcome",
    "IngestReport",
    "IngestedDocument",
    "Language",
    "Quotation",
    "QuotationKind",
    "Reason",
    "RecordError",
    "ResourceError",
    "RetrievalError",
    "Retriever",
    "Sentence",
    "SettingsFileError",
    "SourceError",
    "SourceMissingError",
    "Span",
    "Stats",
    "StoreError",
    "StoreFormatError",
    "StoreLockedError",
    "StoreMissingError",
    "read_environment",
]
