"""What does the archive hold under the numbers of its documents? Many at once, for what is made from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, false, func, or_, select

from retrieval.model import Certainty, Conditions, Dating, Days, Document, DocumentId, Quotation, SpeakerId
from retrieval.store import rows
from retrieval.store.tables import BLOCKS, DOCUMENTS, QUOTATION_SPEAKERS, QUOTATIONS, SENTENCES, SPEAKERS

AT_ONCE = 400
"""How many documents are read by one statement."""

_SOME: BindParameter[Sequence[int]] = bindparam("some", expanding=True)
# Statements are made once: to make those of a few documents takes a third of the time of reading them.
_TEXTS = (
    select(*(column for column in DOCUMENTS.c if column.name not in {"digest", "origin"}))
    .where(DOCUMENTS.c.id.in_(_SOME))
    .order_by(DOCUMENTS.c.id)
)
_BELOW = tuple(
    select(table).where(table.c.document_id.in_(_SOME)).order_by(table.c.document_id, table.c.ordinal)
    for table in (BLOCKS, SENTENCES, QUOTATIONS)
)
_VOICES = (
    select(
        QUOTATION_SPEAKERS.c.document_id,
        QUOTATION_SPEAKERS.c.ordinal,
        QUOTATION_SPEAKERS.c.written,
        QUOTATION_SPEAKERS.c.speaker_id,
        SPEAKERS.c.name,
    )
    .join_from(QUOTATION_SPEAKERS, SPEAKERS, SPEAKERS.c.id == QUOTATION_SPEAKERS.c.speaker_id)
    .where(QUOTATION_SPEAKERS.c.document_id.in_(_SOME))
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document under its number, which is never given to another, not even to the same document when it changed.

    `quotations` stand in their order, `speakers` beside them: the numbers of those who say each.
    """

    number: int
    document: Document
    quotations: tuple[Quotation, ...]
    speakers: tuple[frozenset[SpeakerId], ...]


def numbers(connection: Connection) -> list[int]:
    """List the numbers of all documents, in the order in which they came."""
    return list(connection.execute(select(DOCUMENTS.c.id).order_by(DOCUMENTS.c.id)).scalars().all())


def contents(connection: Connection, wanted: Iterable[int]) -> Iterator[StoredDocument]:
    """Read documents with everything found in them, in the order of their numbers; those that are gone are left out."""
    for some in batches(sorted(wanted), AT_ONCE):
        chosen = {"some": some}
        with connection.begin():
            texts = connection.execute(_TEXTS, chosen).all()
            blocks, sentences, said = (_below(connection.execute(below, chosen).all()) for below in _BELOW)
            speakers = _speakers(connection.execute(_VOICES, chosen).all())
        for row in texts:
            number = row.id
            here, quoted = speakers.get(number, {}), said.get(number, ())
            voices = [_in_order(one, here.get(one.ordinal, ())) for one in quoted]
            quotations = [
                rows.to_quotation(one, row, rows.canonical([name for _, name in who]))
                for one, who in zip(quoted, voices, strict=True)
            ]
            yield StoredDocument(
                number,
                rows.to_document(row, blocks.get(number, ()), sentences.get(number, ())),
                tuple(quotations),
                tuple([frozenset([one for one, _ in who]) for who in voices]),
            )


def _below(found: Iterable[rows.Found]) -> Mapping[int, Sequence[rows.Found]]:
    """Group rows by their document, whose number comes first in them."""
    return {document: list(some) for document, some in groupby(found, itemgetter(0))}


Voices = list[tuple[str, SpeakerId, str]]
"""Who says something: as the document writes the name, the number, and the archive's name."""


def _speakers(found: Iterable[rows.Found]) -> Mapping[int, Mapping[int, Voices]]:
    speakers: dict[int, dict[int, Voices]] = defaultdict(lambda: defaultdict(list))
    for document, ordinal, written, speaker, name in found:
        speakers[document][ordinal].append((written, speaker, name))
    return speakers


def _in_order(said: rows.Found, voices: Sequence[tuple[str, SpeakerId, str]]) -> list[tuple[SpeakerId, str]]:
    """Put those who say one thing into the order in which the document has them."""
    ordered = sorted(voices, key=lambda voice: said.speaker.find(voice[0])) if len(voices) > 1 else voices
    return [(number, name) for _, number, name in ordered]


def names(connection: Connection, speakers: Iterable[int]) -> dict[int, str]:
    """Read the names of speakers; those who are gone have none."""
    found: dict[int, str] = {}
    for some in batches(speakers, AT_ONCE):
        chosen = select(SPEAKERS.c.id, SPEAKERS.c.name).where(SPEAKERS.c.id.in_(some))
        found |= {row.id: row.name for row in connection.execute(chosen)}
    return found


def document_names(connection: Connection, documents: Iterable[int]) -> dict[int, DocumentId]:
    """Read the ids of documents by their numbers; those that are gone have none."""
    found: dict[int, DocumentId] = {}
    for some in batches(documents, AT_ONCE):
        chosen = select(DOCUMENTS.c.id, DOCUMENTS.c.name).where(DOCUMENTS.c.id.in_(some))
        found |= {row.id: DocumentId(row.name) for row in connection.execute(chosen)}
    return found


def sources(connection: Connection) -> frozenset[str]:
    """Collect the outlets of the archive's documents."""
    chosen = select(DOCUMENTS.c.source).where(DOCUMENTS.c.source.is_not(None)).distinct()
    return frozenset(connection.execute(chosen).scalars())


def datings(connection: Connection) -> frozenset[Dating]:
    """Collect when documents of the archive were published, to the day."""
    columns = (
        DOCUMENTS.c.published_earliest,
        DOCUMENTS.c.published_latest,
        DOCUMENTS.c.published_certainty,
    )
    found = connection.execute(select(*columns).where(columns[0].is_not(None)).distinct())
    return frozenset(Dating(earliest, latest, Certainty(certainty)) for earliest, latest, certainty in found)


def count_documents(connection: Connection, conditions: Conditions, *, dated: bool | None = None) -> int:
    """Count the documents that meet conditions; `dated` counts only those with a date, or only those without."""
    earliest = DOCUMENTS.c.published_earliest
    wanted = [_meets(conditions)]
    if dated is not None:
        wanted.append(earliest.is_not(None) if dated else earliest.is_(None))
    return int(connection.execute(select(func.count()).select_from(DOCUMENTS).where(*wanted)).scalar_one())


def count_statements(connection: Connection, speakers: Iterable[int], conditions: Conditions) -> dict[int, int]:
    """Count the statements of speakers in the documents that meet conditions; of one who has none, nothing."""
    link = QUOTATION_SPEAKERS.c
    counted = (
        select(link.speaker_id, func.count())
        .join_from(QUOTATION_SPEAKERS, DOCUMENTS, DOCUMENTS.c.id == link.document_id)
        .where(link.speaker_id.in_(list(speakers)), _meets(conditions))
        .group_by(link.speaker_id)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def cues(connection: Connection, speaker: int, limit: int) -> list[str]:
    """List the words that attribute a speaker's latest statements, where there are such words, of at most `limit`."""
    said, link = QUOTATIONS.c, QUOTATION_SPEAKERS.c
    latest = (
        select(link.document_id, link.ordinal)
        .where(link.speaker_id == speaker)
        .order_by(link.document_id.desc(), link.ordinal)
        .limit(limit)
        .subquery()
    )
    here = and_(latest.c.document_id == said.document_id, latest.c.ordinal == said.ordinal)
    chosen = (
        select(func.substr(DOCUMENTS.c.text, said.cue_start + 1, said.cue_end - said.cue_start))
        .join_from(latest, QUOTATIONS, here)
        .join(DOCUMENTS, DOCUMENTS.c.id == said.document_id)
        .where(said.cue_start.is_not(None))
        .order_by(said.document_id.desc(), said.ordinal)
    )
    return list(connection.execute(chosen).scalars())


def count_contents(connection: Connection) -> tuple[int, int]:
    """Count documents and sentences."""
    documents = connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()
    sentences = connection.execute(select(func.count()).select_from(SENTENCES)).scalar_one()
    return int(documents), int(sentences)


def documents_quoting(connection: Connection, speakers: Iterable[int]) -> frozenset[int]:
    """Collect the numbers of documents that quote one of some speakers."""
    link = QUOTATION_SPEAKERS.c
    chosen = select(link.document_id).where(link.speaker_id.in_(list(speakers))).distinct()
    return frozenset(connection.execute(chosen).scalars())


def _meets(conditions: Conditions) -> ColumnElement[bool]:
    """Say in SQL that a document meets conditions; speakers are none of its own."""
    wanted: list[ColumnElement[bool]] = []
    if conditions.documents is not None:
        wanted.append(DOCUMENTS.c.id.in_(conditions.documents))
    if conditions.sources is not None:
        wanted.append(DOCUMENTS.c.source.in_(conditions.sources))
    wanted += (or_(false(), *map(_touches, group)) for group in conditions.published)
    return and_(DOCUMENTS.c.id.is_not(None), *wanted)


def _touches(days: Days) -> ColumnElement[bool]:
    first, last = DOCUMENTS.c.published_earliest, DOCUMENTS.c.published_latest
    wanted: list[ColumnElement[bool]] = [first.is_not(None)]
    if days.earliest is not None:
        wanted.append(last >= days.earliest)
    if days.latest is not None:
        wanted.append(first <= days.latest)
    return and_(*wanted)


def batches(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """Cut values into lists of at most some size."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
