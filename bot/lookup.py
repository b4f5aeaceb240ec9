"""Which document does a reader mean? By its number in the list, by its id, or by the key that a button carries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.buttons import key_of
from retrieval import DocumentId, DocumentNotFoundError

if TYPE_CHECKING:
    from retrieval import Document, Retriever

_MAX_DIGITS = 9
_LINK = "d-"


def argument_of(text: str) -> str:
    """Take what follows a command: after its first white space, or after the `_` in `/source_3`."""
    command, *rest = text.split(maxsplit=1)
    return rest[0].strip() if rest else command.partition("@")[0].partition("_")[2]


def document_by_name(retriever: Retriever, name: str) -> Document | None:
    """Find a document by its number in `/sources`, which counts from 1, or else by its id."""
    if name.isdecimal() and len(name) <= _MAX_DIGITS:  # digits of any script: «٣» is 3
        documents = retriever.document_ids()
        if 0 < int(name) <= len(documents):
            name = documents[int(name) - 1]
    return _document(retriever, DocumentId(name))


def document_by_key(retriever: Retriever, key: str) -> Document | None:
    """Find a document by the key that a button carries."""
    found = _by_key(retriever.document_ids()).get(key)
    return _document(retriever, found) if found is not None else None


@lru_cache(maxsize=1)
def _by_key(documents: tuple[DocumentId, ...]) -> dict[str, DocumentId]:
    return {key_of(document): document for document in documents}


def link_to(document: DocumentId) -> str:
    """Give what `https://t.me/BOT?start=` takes to open a document: at most 64 letters, digits, - and _."""
    return f"{_LINK}{key_of(document)}"


def document_by_link(retriever: Retriever, link: str) -> Document | None:
    """Find a document by what a link carries: its id, where that is such a word itself, or what `link_to` gives."""
    found = _document(retriever, DocumentId(link))
    return found or (document_by_key(retriever, link.removeprefix(_LINK)) if link.startswith(_LINK) else None)


def _document(retriever: Retriever, document: DocumentId) -> Document | None:
    try:
        return retriever.document(document)
    except DocumentNotFoundError:
        return None
