"""Which documents does the archive hold, and whom do they quote? Nouns in, nouns out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    func,
    select,
    true,
)

from retrieval.errors import DocumentNotFoundError, SpeakerNotFoundError, StoreError, StoreFormatError
from retrieval.model import (
    ANYTHING,
    Conditions,
    Dating,
    Document,
    DocumentId,
    DocumentSummary,
    IngestOutcome,
    Quotation,
    Speaker,
    SpeakerId,
    SpeakerKey,
)
from retrieval.store import migrations, postgresql, reading, rows, speakers, writing
from retrieval.store.engine import begin_alone, done, is_about_rows, make_engine, plain_errors
from retrieval.store.reading import StoredDocument
from retrieval.store.tables import (
    ARCHIVE,
    BLOCKS,
    DOCUMENTS,
    QUOTATION_SPEAKERS,
    QUOTATIONS,
    SENTENCES,
    SPEAKERS,
)
from retrieval.store.writing import Known

# Statements are made once: to make one takes about as long as to run it.
_BY_NAME = select(DOCUMENTS.c.id).where(DOCUMENTS.c.name == bindparam("document"))
_WHOLE_BY_NAME = select(DOCUMENTS).where(DOCUMENTS.c.name == bindparam("document"))
_BLOCKS = select(BLOCKS).where(BLOCKS.c.document_id == bindparam("number")).order_by(BLOCKS.c.ordinal)
_SENTENCES = select(SENTENCES).where(SENTENCES.c.document_id == bindparam("number")).order_by(SENTENCES.c.ordinal)
_BY_DATE = (DOCUMENTS.c.published_earliest.is_(None), DOCUMENTS.c.published_earliest, DOCUMENTS.c.name)
_VERSION = select(ARCHIVE).where(ARCHIVE.c.key.in_(["id", "revision"]))


class Store:
    """An archive's database. May be shared by threads: every call has a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._url = postgresql.shown(engine.url)
        self._is_on_server = engine.dialect.name != "sqlite"
        # A server wants to be asked about each transaction; most readers have one statement, which is one of its own.
        self._reader = engine.execution_options(isolation_level="AUTOCOMMIT") if self._is_on_server else engine
        self._view = engine.execution_options(isolation_level="REPEATABLE READ") if self._is_on_server else engine

    @classmethod
    def open(cls, url: str, *, create: bool = False) -> Self:
        """Open an archive and bring it to the newest form.

        Args:
            url: `sqlite:///FILE`, `sqlite://` for an archive in memory, or `postgresql://USER:PASSWORD@HOST/DATABASE`.
            create: Whether a missing archive is made; of a server's database the tables, but not itself.

        Raises:
            StoreMissingError: There is no archive, and none was asked for.
            StoreLockedError: Another process holds the database.
            StoreUnreachableError: The database's server does not answer.
            StoreFormatError: The database is no archive, or one of a newer version.
        """
        engine = make_engine(url, create=create)
        store = cls(engine)
        try:
            with plain_errors(store._url):
                if not create and engine.url.database and migrations.revision_of(engine) is None:
                    raise StoreFormatError(f"{store._url} is empty; fill it with: python -m retrieval ingest PATH")
                migrations.upgrade(engine)
            store._tell_speakers_apart()
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def put(self, document: Document, quotations: Sequence[Quotation] = ()) -> IngestOutcome:
        """Add a document with its quotations, or put it in the place of the one with its id; whole or not at all."""
        return self._put([rows.to_rows(document, quotations)])[0]

    def put_each(self, documents: Sequence[rows.DocumentRows]) -> list[IngestOutcome | StoreError]:
        """Add documents, or put them in the place of those with their ids; each whole or not at all.

        They are written in one transaction; where one of them cannot be written, each in its own.

        Returns:
            What became of each, in their order, as if they had been put one after the other.

        Raises:
            StoreError: The archive can be written by nobody now, whatever the documents are.
        """
        if not documents:
            return []
        try:
            return [*self._put(documents)]
        except StoreError as error:
            if not is_about_rows(error):
                raise
            return [error] if len(documents) == 1 else [self.put_each([document])[0] for document in documents]

    def known(self, documents: Collection[DocumentId]) -> dict[DocumentId, Known]:
        """Tell what some documents, those of them that there are, were read from, and how many quotations they have."""
        with self._reading() as connection:
            return writing.known(connection, [name for name in documents if self._can_hold(name)])

    def remove(self, document: DocumentId) -> None:
        """Remove a document and everything found in it.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        done(lambda: self._remove(document))

    def _remove(self, document: DocumentId) -> None:
        with self._writing() as connection:
            known = self._found(connection, _BY_NAME, document)
            speakers.settle(connection, writing.delete_document(connection, known.id))
            connection.execute(writing.GROW)

    def document(self, document: DocumentId) -> Document:
        """Read a document.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        with self._viewing() as connection:
            return _read(connection, self._found(connection, _WHOLE_BY_NAME, document))

    def documents(self) -> Iterator[Document]:
        """Read all documents in the order in which they came, one at a time."""
        one = select(DOCUMENTS).where(DOCUMENTS.c.id == bindparam("number"))
        with self._reading() as connection:
            for number in connection.execute(select(DOCUMENTS.c.id).order_by(DOCUMENTS.c.id)).scalars().all():
                if row := connection.execute(one, {"number": number}).first():
                    yield _read(connection, row)

    def summaries(self, documents: Iterable[DocumentId] | None = None) -> tuple[DocumentSummary, ...]:
        """List all documents, or some, without their texts, by date and id, undated ones last."""
        wanted = None if documents is None else frozenset(documents)
        is_chosen = self._is_one_of(DOCUMENTS.c.name, wanted)
        counted = (
            select(DOCUMENTS.c.id, func.count(SENTENCES.c.ordinal).label("sentences"))
            .join_from(DOCUMENTS, SENTENCES, SENTENCES.c.document_id == DOCUMENTS.c.id, isouter=True)
            .where(is_chosen)
            .group_by(DOCUMENTS.c.id)
        )
        ordered = select(DOCUMENTS).where(is_chosen).order_by(*_BY_DATE)
        with self._viewing() as connection:
            counts = {row.id: row.sentences for row in connection.execute(counted)}
            found = tuple(rows.to_summary(row, counts.get(row.id, 0)) for row in connection.execute(ordered))
        return found if wanted is None else tuple(summary for summary in found if summary.id in wanted)

    def document_ids(self) -> tuple[DocumentId, ...]:
        """List the ids of all documents in the order of `summaries`, which is much quicker."""
        with self._reading() as connection:
            return tuple(map(DocumentId, connection.execute(select(DOCUMENTS.c.name).order_by(*_BY_DATE)).scalars()))

    def quotations(
        self, document: DocumentId | None = None, *, speaker: SpeakerId | None = None
    ) -> tuple[Quotation, ...]:
        """List the quotations of one document, or of all, in the order in which they stand, with their speakers' names.

        Args:
            document: The only document to list; None: all.
            speaker: The only speaker to list, alone or together with others; None: all.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        texts, said = (
            select(DOCUMENTS.c.id, DOCUMENTS.c.name, DOCUMENTS.c.text).order_by(DOCUMENTS.c.id),
            _said(speaker),
        )
        with self._viewing() as connection:
            if document is not None:
                known = self._found(connection, _BY_NAME, document)
                texts, said = texts.where(DOCUMENTS.c.id == known.id), said.where(QUOTATIONS.c.document_id == known.id)
            return tuple(_quotations(connection.execute(texts), connection.execute(said)))

    def speaker(self, speaker: SpeakerId) -> Speaker:
        """Read a speaker.

        Raises:
            SpeakerNotFoundError: No speaker has that number.
        """
        with self._reading() as connection:
            found = speakers.listed(connection, SPEAKERS.c.id == speaker)
        if not found:
            raise SpeakerNotFoundError(f"no speaker of the archive has the number {speaker}")
        return found[0]

    def speakers(self, keys: Iterable[SpeakerKey] | None = None) -> tuple[Speaker, ...]:
        """List whom the archive quotes, or those of them who have one of the keys: the most quoted first."""
        wanted = None if keys is None else frozenset(keys)
        with self._reading() as connection:
            found = speakers.listed(connection, self._is_one_of(SPEAKERS.c.key, wanted))
        return found if wanted is None else tuple(speaker for speaker in found if speaker.key in wanted)

    def numbers(self) -> list[int]:
        """List the numbers of all documents, in the order in which they came; a changed document has a new one."""
        with self._reading() as connection:
            return reading.numbers(connection)

    @property
    def file(self) -> str | None:
        """The database's file; None where it is in memory, or on a server."""
        database = self._engine.url.database
        return None if self._is_on_server or database in {None, "", ":memory:"} else database

    @property
    def is_in_memory(self) -> bool:
        """Tell whether all threads share the one connection to a database in memory."""
        return self.file is None and not self._is_on_server

    @property
    def server_name(self) -> str | None:
        """The server and the database, as HOST-PORT-DATABASE; None where it is on no server."""
        return postgresql.place_name(self._engine.url) if self._is_on_server else None

    def number_of(self, document: DocumentId) -> int:
        """Find the number of a document.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        with self._reading() as connection:
            return int(self._found(connection, _BY_NAME, document).id)

    def contents(self, numbers: Iterable[int]) -> Iterator[StoredDocument]:
        """Read documents with everything found in them, in the order of their numbers, but for those that are gone."""
        with self._viewing() as connection:
            yield from reading.contents(connection, numbers)

    def names(self, speakers: Iterable[int]) -> dict[int, str]:
        """Read the names of speakers; those who are gone have none."""
        with self._reading() as connection:
            return reading.names(connection, speakers)

    def document_names(self, documents: Iterable[int]) -> dict[int, DocumentId]:
        """Read the ids of documents by their numbers; those that are gone have none."""
        with self._reading() as connection:
            return reading.document_names(connection, documents)

    def sources(self) -> frozenset[str]:
        """Collect the outlets of the archive's documents."""
        with self._reading() as connection:
            return reading.sources(connection)

    def datings(self) -> frozenset[Dating]:
        """Collect when documents of the archive were published, to the day."""
        with self._reading() as connection:
            return reading.datings(connection)

    def count_documents(self, conditions: Conditions = ANYTHING, *, dated: bool | None = None) -> int:
        """Count the documents that meet conditions; `dated` counts only those with a date, or only those without."""
        with self._reading() as connection:
            return reading.count_documents(connection, conditions, dated=dated)

    def count_statements(self, speakers: Iterable[int], conditions: Conditions = ANYTHING) -> dict[int, int]:
        """Count the statements of speakers in documents that meet conditions; of one who has none there, nothing."""
        with self._reading() as connection:
            return reading.count_statements(connection, speakers, conditions)

    def cues(self, speaker: int, *, limit: int) -> list[str]:
        """List the words that attribute a speaker's latest statements, where there are such words."""
        with self._reading() as connection:
            return reading.cues(connection, speaker, limit)

    def documents_quoting(self, speakers: Iterable[int]) -> frozenset[int]:
        """Collect the numbers of documents that quote one of some speakers."""
        with self._reading() as connection:
            return reading.documents_quoting(connection, speakers)

    def damage(self) -> str | None:
        """Look through the whole file for what cannot be read or does not fit together; None where all is well.

        A server looks after its own files, and lets no row be written that belongs to nothing.
        """
        if self._is_on_server:
            return None
        try:
            with self._reading() as connection:
                (said,) = connection.exec_driver_sql("PRAGMA integrity_check(1)").one()
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        except StoreFormatError as error:
            return str(error)
        if said != "ok":
            return str(said).replace("\n", " ")
        return f"rows of {lost[0]} belong to nothing" if lost is not None else None

    def altered(self) -> Iterator[DocumentId]:
        """Name the documents that are not what was written, by their fingerprints."""
        with self._reading() as connection:
            written = {row.id: row.digest for row in connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.digest))}
        for stored in self.contents(written):
            if rows.digest(stored.document, stored.quotations) != written[stored.number]:
                yield stored.document.id

    def count_contents(self) -> tuple[int, int]:
        """Count documents and sentences."""
        with self._reading() as connection:
            return reading.count_contents(connection)

    def count_quotations(self) -> tuple[int, int, int]:
        """Count the quotations, the speakers, and the quotations that nobody is credited with."""
        counts = (
            select(func.count()).select_from(QUOTATIONS),
            select(func.count()).select_from(SPEAKERS),
            select(func.count()).select_from(QUOTATIONS).where(QUOTATIONS.c.speaker.is_(None)),
        )
        with self._reading() as connection:
            quotations, known, without = (connection.execute(count).scalar_one() for count in counts)
        return quotations, known, without

    def revision(self) -> int:
        """Read the number that grows with every change of the archive."""
        with self._reading() as connection:
            return int(connection.execute(select(ARCHIVE.c.value).where(writing.REVISION)).scalar_one())

    def version(self) -> tuple[str, int]:
        """Read which archive this is, by a random name that no other has, and its revision."""
        with self._reading() as connection:
            known = {row.key: row.value for row in connection.execute(_VERSION)}
        with plain_errors(self._url):
            return known["id"], int(known["revision"])

    def _put(self, documents: Sequence[rows.DocumentRows]) -> list[IngestOutcome]:
        return done(lambda: self._put_once(documents))

    def _put_once(self, documents: Sequence[rows.DocumentRows]) -> list[IngestOutcome]:
        with self._writing() as connection:
            return writing.put_all(connection, documents)

    def _tell_speakers_apart(self) -> None:
        """See to it that the speakers are told apart by the present rules, in an archive that was made by others."""
        with self._reading() as connection:
            if speakers.is_up_to_date(connection):
                return
        with self._writing() as connection:
            if not speakers.is_up_to_date(connection):  # another process may have been quicker
                if self._is_on_server:
                    postgresql.unhurried(connection)
                speakers.tell_apart_anew(connection)
                connection.execute(writing.GROW)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._url), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _viewing(self) -> Iterator[Connection]:
        """Read by several statements, which on a server see the archive as of one moment."""
        with plain_errors(self._url), self._view.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with plain_errors(self._url), self._engine.begin() as connection:
            begin_alone(connection)
            yield connection

    def _found(self, connection: Connection, statement: Select[Any], document: DocumentId) -> rows.Found:
        """Read the row of a document by its id."""
        found = connection.execute(statement, {"document": document}).first() if self._can_hold(document) else None
        if found is None:
            raise _not_found(document)
        return found

    def _is_one_of(self, column: ColumnElement[str], wanted: Collection[str] | None) -> ColumnElement[bool]:
        """Say in SQL that a text is a wanted one; of more than fit into one statement, or of None, nothing is said."""
        if wanted is None or len(wanted) > speakers.MOST_AT_ONCE:
            return true()
        return column.in_([one for one in wanted if self._can_hold(one)])

    def _can_hold(self, text: str) -> bool:
        """Tell whether the database could have a text; PostgreSQL refuses U+0000, and to be asked for it."""
        return not self._is_on_server or "\0" not in text


def _read(connection: Connection, row: rows.Found) -> Document:
    below = (connection.execute(statement, {"number": row.id}).all() for statement in (_BLOCKS, _SENTENCES))
    return rows.to_document(row, *below)


def _said(speaker: SpeakerId | None) -> Select[Any]:
    """Select quotations in their order, each as many times as it has speakers, with their spelling there and name."""
    said, link = QUOTATIONS.c, QUOTATION_SPEAKERS.c
    here = and_(link.document_id == said.document_id, link.ordinal == said.ordinal)
    found = (
        select(QUOTATIONS, link.written, SPEAKERS.c.name)
        .join_from(QUOTATIONS, QUOTATION_SPEAKERS, here, isouter=True)
        .join(SPEAKERS, SPEAKERS.c.id == link.speaker_id, isouter=True)
        .order_by(said.document_id, said.ordinal)
    )
    if speaker is None:
        return found
    by_them = QUOTATION_SPEAKERS.alias().c
    also_here = and_(by_them.document_id == said.document_id, by_them.ordinal == said.ordinal)
    return found.where(select(by_them.speaker_id).where(by_them.speaker_id == speaker, also_here).exists())


def _quotations(documents: Iterable[rows.Found], said: Iterable[rows.Found]) -> Iterator[Quotation]:
    """Read quotations with their documents, both in the order of the documents' numbers: a text is read once."""
    texts = iter(documents)
    for number, found in groupby(said, key=lambda row: row.document_id):
        document = next(row for row in texts if row.id == number)
        for _ordinal, same in groupby(found, key=lambda row: row.ordinal):
            together = list(same)
            named = [row for row in together if row.name is not None]
            ordered = sorted(named, key=lambda row: row.speaker.find(row.written))
            yield rows.to_quotation(together[0], document, rows.canonical(row.name for row in ordered))


def _not_found(document: str) -> DocumentNotFoundError:
    return DocumentNotFoundError(
        f"no document '{document}' in the archive; list them with: python -m retrieval documents"
    )
