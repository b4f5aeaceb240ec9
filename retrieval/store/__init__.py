"""Where do documents live? In a relational database, reached only from here."""

from retrieval.store.reading import StoredDocument
from retrieval.store.store import Store

__all__ = ["Store", "StoredDocument"]
