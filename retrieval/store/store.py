"""Which documents does the archive hold? Nouns in, nouns out; one transaction a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Engine, delete, func, text
from sqlmodel import Session, col, select

from retrieval.errors import DocumentNotFoundError, StoreFormatError
from retrieval.model import Document, DocumentId, DocumentSummary, IngestOutcome, Quotation
from retrieval.store import migrations, rows
from retrieval.store.engine import make_engine, plain_errors
from retrieval.store.tables import ArchiveRow, BlockRow, DocumentRow, QuotationRow, SentenceRow


class Store:
    """An archive's database. May be shared by threads: every call has a session of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._url = engine.url.render_as_string(hide_password=True)

    @classmethod
    def open(cls, url: str, *, create: bool = False) -> Self:
        """Open an archive and bring it to the newest form.

        Args:
            url: `sqlite:///FILE`, or `sqlite://` for an archive in memory.
            create: Whether a missing archive is made.

        Raises:
            StoreMissingError: There is no archive, and none was asked for.
            StoreLockedError: Another process holds the database.
            StoreFormatError: The file is no archive, or one of a newer version.
        """
        engine = make_engine(url, create=create)
        store = cls(engine)
        try:
            with plain_errors(store._url):
                if not create and engine.url.database and migrations.revision_of(engine) is None:
                    raise StoreFormatError(f"{store._url} is empty; fill it with: python -m retrieval ingest PATH")
                migrations.upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def put(self, document: Document, quotations: Sequence[Quotation] = ()) -> IngestOutcome:
        """Add a document with its quotations, or put it in the place of the one with its id; whole or not at all."""
        fingerprint = rows.digest(document, quotations)
        with self._writing() as session:
            known = session.exec(select(DocumentRow).where(DocumentRow.name == document.id)).first()
            if known is not None and known.digest == fingerprint:
                return IngestOutcome.UNCHANGED
            if known is not None:
                session.delete(known)
                session.flush()
            row = rows.document_row(document, fingerprint)
            session.add(row)
            session.flush()
            assert row.id is not None  # noqa: S101 - the flush gave it
            session.add_all(rows.dependent_rows(row.id, document, quotations))
            _grow_revision(session)
            return IngestOutcome.ADDED if known is None else IngestOutcome.CHANGED

    def remove(self, document: DocumentId) -> None:
        """Remove a document and everything found in it.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        with self._writing() as session:
            found = session.exec(delete(DocumentRow).where(col(DocumentRow.name) == document))
            if not found.rowcount:
                raise _not_found(document)
            _grow_revision(session)

    def document(self, document: DocumentId) -> Document:
        """Read a document.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        with self._reading() as session:
            row = session.exec(select(DocumentRow).where(DocumentRow.name == document)).first()
            if row is None:
                raise _not_found(document)
            return _read(session, row)

    def documents(self) -> Iterator[Document]:
        """Read all documents in the order in which they came, one at a time."""
        with self._reading() as session:
            for number in session.exec(select(DocumentRow.id).order_by(col(DocumentRow.id))).all():
                if row := session.get(DocumentRow, number):
                    yield _read(session, row)
                    session.expunge_all()

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """List all documents without their texts, by date and id, undated ones last."""
        counted = select(SentenceRow.document_id, func.count()).group_by(col(SentenceRow.document_id))
        ordered = select(DocumentRow).order_by(
            col(DocumentRow.published_earliest).is_(None), col(DocumentRow.published_earliest), col(DocumentRow.name)
        )
        with self._reading() as session:
            counts = dict(session.exec(counted).all())
            return tuple(rows.to_summary(row, counts.get(row.id or 0, 0)) for row in session.exec(ordered))

    def quotations(self, document: DocumentId | None = None) -> tuple[Quotation, ...]:
        """List the quotations of one document, or of all, in the order in which they stand.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        chosen = select(DocumentRow.id, DocumentRow.name, DocumentRow.text).order_by(col(DocumentRow.id))
        if document is not None:
            chosen = chosen.where(DocumentRow.name == document)
        found: list[Quotation] = []
        with self._reading() as session:
            # A text is read once, not once for each quotation in it.
            for number, name, body in session.exec(chosen):
                of_it = select(QuotationRow).where(QuotationRow.document_id == number)
                ordered = of_it.order_by(col(QuotationRow.ordinal))
                found += (rows.to_quotation(row, DocumentId(name), body) for row in session.exec(ordered))
            if document is not None and not self._has(session, document):
                raise _not_found(document)
        return tuple(found)

    def revision(self) -> int:
        """Read the number that grows with every change of the archive."""
        with self._reading() as session:
            return int(session.exec(select(ArchiveRow.value).where(ArchiveRow.key == "revision")).one())

    def _has(self, session: Session, document: DocumentId) -> bool:
        return session.exec(select(DocumentRow.id).where(DocumentRow.name == document)).first() is not None

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with plain_errors(self._url), Session(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with plain_errors(self._url), Session(self._engine, expire_on_commit=False) as session, session.begin():
            # SQLite would take the write lock at the first change, after the digest was read; two processes that
            # ingest the same document must not both find it missing.
            session.connection().execute(text("BEGIN IMMEDIATE"))
            yield session


def _read(session: Session, row: DocumentRow) -> Document:
    blocks = select(BlockRow).where(BlockRow.document_id == row.id).order_by(col(BlockRow.ordinal))
    sentences = select(SentenceRow).where(SentenceRow.document_id == row.id).order_by(col(SentenceRow.ordinal))
    return rows.to_document(row, session.exec(blocks).all(), session.exec(sentences).all())


def _grow_revision(session: Session) -> None:
    row = session.exec(select(ArchiveRow).where(ArchiveRow.key == "revision")).one()
    row.value = str(int(row.value) + 1)
    session.add(row)


def _not_found(document: Iterable[str]) -> DocumentNotFoundError:
    return DocumentNotFoundError(
        f"no document '{document}' in the archive; list them with: python -m retrieval documents"
    )
