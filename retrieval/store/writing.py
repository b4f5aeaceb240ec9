"""How are documents written? A batch of them in one transaction, with their speakers and the archive's revision.

A transaction costs a wait for the disk, and naming a speaker anew a count of all that the speaker says: both are the
same for one document and for many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    String,
    Table,
    bindparam,
    cast,
    delete,
    func,
    select,
    update,
)

from retrieval.model import DocumentId, IngestOutcome
from retrieval.store import speakers
from retrieval.store.rows import DocumentRows, Values
from retrieval.store.tables import ARCHIVE, BLOCKS, DOCUMENTS, QUOTATIONS, SENTENCES, insertion

REVISION = ARCHIVE.c.key == "revision"
GROW = update(ARCHIVE).where(REVISION).values(value=cast(cast(ARCHIVE.c.value, Integer) + 1, String))
"""Lets open readers notice that the archive changed."""

_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_BY_NAMES = select(DOCUMENTS.c.name, DOCUMENTS.c.id, DOCUMENTS.c.digest, DOCUMENTS.c.origin).where(
    DOCUMENTS.c.name.in_(_SOME)
)
_COUNTED = (
    select(
        DOCUMENTS.c.name,
        DOCUMENTS.c.origin,
        func.count(QUOTATIONS.c.ordinal).label("quotations"),
        func.count(QUOTATIONS.c.speaker).label("with_speaker"),
    )
    .join_from(DOCUMENTS, QUOTATIONS, QUOTATIONS.c.document_id == DOCUMENTS.c.id, isouter=True)
    .where(DOCUMENTS.c.name.in_(_SOME), DOCUMENTS.c.origin.is_not(None))
    .group_by(DOCUMENTS.c.id)
)
_DELETE = delete(DOCUMENTS).where(DOCUMENTS.c.id == bindparam("number"))
_READ_ANEW = update(DOCUMENTS).where(DOCUMENTS.c.id == bindparam("number")).values(origin=bindparam("made_of"))


class Known(NamedTuple):
    """What a document of the archive was read from, and how many quotations it has."""

    origin: str
    quotations: int
    without_speaker: int


class _Row(NamedTuple):
    number: int
    digest: str
    origin: str | None


def known(connection: Connection, documents: Collection[DocumentId]) -> dict[DocumentId, Known]:
    """Find the documents of which the archive knows what they were read from."""
    found = (row for names in speakers.batches(documents) for row in connection.execute(_COUNTED, {"some": names}))
    return {DocumentId(row.name): Known(row.origin, row.quotations, row.quotations - row.with_speaker) for row in found}


def put_all(connection: Connection, documents: Sequence[DocumentRows]) -> list[IngestOutcome]:
    """Write documents, each in the place of the one with its id, inside a transaction that can write."""
    batch = _Batch(connection, {document.name for document in documents})
    outcomes = [batch.put(document) for document in documents]
    batch.finish()
    return outcomes


def delete_document(connection: Connection, number: int) -> set[int]:
    """Delete a document with everything below it, and give the numbers of the speakers whom it quoted."""
    quoted = speakers.of_document(connection, number)
    connection.execute(_DELETE, {"number": number})
    return quoted


class _Batch:
    """Documents that are being written; what lies below them is written when all of them have their numbers."""

    def __init__(self, connection: Connection, names: Collection[DocumentId]) -> None:
        self._connection = connection
        self._known = {
            row.name: _Row(row.id, row.digest, row.origin)
            for some in speakers.batches(names)
            for row in connection.execute(_BY_NAMES, {"some": some})
        }
        self._written: dict[int, DocumentRows] = {}
        self._read_anew: dict[int, str | None] = {}
        self._concerned: set[int] = set()
        self._is_changed = False

    def put(self, document: DocumentRows) -> IngestOutcome:
        """Write a document itself, unless the archive has it as it is."""
        before = self._known.get(document.name)
        if before is not None and before.digest == document.digest:
            if before.origin != document.origin:
                self._read_anew[before.number] = document.origin
                self._known[document.name] = before._replace(origin=document.origin)
            return IngestOutcome.UNCHANGED
        if before is not None:
            self._concerned |= delete_document(self._connection, before.number)
            self._written.pop(before.number, None)
            self._read_anew.pop(before.number, None)
        number = self._add_document(document)
        self._written[number] = document
        self._known[document.name] = _Row(number, document.digest, document.origin)
        self._is_changed = True
        return IngestOutcome.ADDED if before is None else IngestOutcome.CHANGED

    def finish(self) -> None:
        """Write what lies below the documents, and bring speakers and revision up to date."""
        if self._read_anew:
            rows = [{"number": number, "made_of": origin} for number, origin in self._read_anew.items()]
            self._connection.execute(_READ_ANEW, rows)
        if not self._is_changed:
            return
        written = self._written.items()
        self._add(BLOCKS, ((number, row) for number, document in written for row in document.blocks))
        self._add(SENTENCES, ((number, row) for number, document in written for row in document.sentences))
        self._add(QUOTATIONS, ((number, row) for number, document in written for row in document.quotations))
        links = [(number, *link) for number, document in written for link in document.links]
        speakers.settle(self._connection, self._concerned | speakers.link(self._connection, links))
        self._connection.execute(GROW)

    def _add_document(self, document: DocumentRows) -> int:
        dialect = self._connection.dialect.name
        added = self._connection.exec_driver_sql(insertion(DOCUMENTS, dialect), document.document)
        return int(added.lastrowid if dialect == "sqlite" else added.scalar_one())

    def _add(self, table: Table, numbered: Iterable[tuple[int, Values]]) -> None:
        rows = [(number, *row) for number, row in numbered]
        if rows:
            self._connection.exec_driver_sql(insertion(table, self._connection.dialect.name), rows)
