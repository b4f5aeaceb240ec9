"""Who is quoted, and under which name? Rows of speakers kept in step with the quotations, inside one transaction.

A speaker's name is a function of the archive's contents alone: the spelling that most of the quotations have, of those
as frequent the longest, of those as long the first of the alphabet. So the order in which documents came does not
matter. Only the speakers of the document that changes are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    String,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from retrieval.identity import key_of, names_in, version
from retrieval.model import Certainty, Dating, Speaker, SpeakerId, SpeakerKey
from retrieval.store.tables import ARCHIVE, DOCUMENTS, QUOTATION_SPEAKERS, QUOTATIONS, SPEAKERS, insertion

Value = TypeVar("Value")
Link = tuple[int, int, SpeakerKey, str]
"""A quotation's document and ordinal, a speaker's key, and the speaker as the document writes the name."""

_IDENTITY = "identity"
MOST_AT_ONCE = 500
"""How many values are put into one statement; SQLite takes a limited number."""

# Statements are made once: to make one takes about as long as to run it.
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_LINK = QUOTATION_SPEAKERS.c
_ADD_SPEAKERS = insert(SPEAKERS)
_BY_KEY = select(SPEAKERS.c.key, SPEAKERS.c.id).where(SPEAKERS.c.key.in_(_SOME))
_BY_NUMBER = select(SPEAKERS.c.id, SPEAKERS.c.name).where(SPEAKERS.c.id.in_(_SOME))
_OF_DOCUMENT = select(_LINK.speaker_id).where(_LINK.document_id == bindparam("document")).distinct()
_SPELLINGS = (
    select(_LINK.speaker_id, _LINK.written, func.count())
    .where(_LINK.speaker_id.in_(_SOME))
    .group_by(_LINK.speaker_id, _LINK.written)
)
# When a document was published, as text that is in the order of time; null where nothing is known.
_DATE = (
    cast(DOCUMENTS.c.published_earliest, String)
    + (" " + cast(DOCUMENTS.c.published_latest, String))
    + (" " + DOCUMENTS.c.published_certainty)
    + (" " + func.coalesce(DOCUMENTS.c.published_clock, ""))
)
_COUNTED = (
    select(
        *SPEAKERS.c,
        func.count().label("quotations"),
        func.count(_LINK.document_id.distinct()).label("documents"),
        func.min(_DATE).label("first"),
        func.max(_DATE).label("last"),
    )
    .join_from(SPEAKERS, QUOTATION_SPEAKERS, _LINK.speaker_id == SPEAKERS.c.id)
    .join(DOCUMENTS, _LINK.document_id == DOCUMENTS.c.id)
)
_RENAME = update(SPEAKERS).where(SPEAKERS.c.id == bindparam("number")).values(name=bindparam("commonest"))
_LET_GO = delete(SPEAKERS).where(SPEAKERS.c.id == bindparam("number"))


def names_by_key(speaker: str) -> dict[SpeakerKey, str]:
    """Tell those who speak apart, each under the name that the document writes."""
    return {key_of(name): name for name in names_in(speaker)}


def link(connection: Connection, links: Sequence[Link]) -> set[int]:
    """Note who says what in documents that were just written, and give the numbers of those who do."""
    numbers = _numbers(connection, {key: written for *_, key, written in links})
    if links:
        rows = [(document, ordinal, numbers[key], written) for document, ordinal, key, written in links]
        connection.exec_driver_sql(insertion(QUOTATION_SPEAKERS, connection.dialect.name), rows)
    return set(numbers.values())


def of_document(connection: Connection, document: int) -> set[int]:
    """Give the numbers of those whom a document quotes."""
    return set(connection.execute(_OF_DOCUMENT, {"document": document}).scalars())


def settle(connection: Connection, speakers: Iterable[int]) -> None:
    """Name speakers whose quotations changed anew, and let go of those who have none left."""
    for numbers in batches(speakers):
        names = _commonest(connection, numbers)
        for number, name in connection.execute(_BY_NUMBER, {"some": numbers}).all():
            if number not in names:
                connection.execute(_LET_GO, {"number": number})
            elif names[number] != name:
                connection.execute(_RENAME, {"number": number, "commonest": names[number]})


def is_up_to_date(connection: Connection) -> bool:
    """Tell whether the speakers of an archive were told apart by the present rules."""
    made_by = select(ARCHIVE.c.value).where(ARCHIVE.c.key == _IDENTITY)
    return connection.execute(made_by).scalar() == version()


def tell_apart_anew(connection: Connection) -> None:
    """Make the speakers of all quotations by the present rules; those whose key is the same keep their number."""
    before = set(connection.execute(select(SPEAKERS.c.id)).scalars())
    connection.execute(delete(QUOTATION_SPEAKERS))
    said = select(QUOTATIONS.c.document_id, QUOTATIONS.c.ordinal, QUOTATIONS.c.speaker)
    spoken = connection.execute(said.where(QUOTATIONS.c.speaker.is_not(None))).all()
    links = [
        (document, ordinal, key, written)
        for document, ordinal, speaker in spoken
        for key, written in names_by_key(speaker).items()
    ]
    settle(connection, before | link(connection, links))
    connection.execute(delete(ARCHIVE).where(ARCHIVE.c.key == _IDENTITY))
    connection.execute(insert(ARCHIVE), {"key": _IDENTITY, "value": version()})


def listed(connection: Connection, where: ColumnElement[bool]) -> tuple[Speaker, ...]:
    """Read the speakers for whose rows a condition holds: the most quoted first, then by name."""
    counted = _COUNTED.where(where).group_by(SPEAKERS.c.id)
    ordered = counted.order_by(func.count().desc(), SPEAKERS.c.name)
    return tuple(_speaker(row) for row in connection.execute(ordered))


def _speaker(row: Row[*tuple[Any, ...]]) -> Speaker:
    return Speaker(
        id=SpeakerId(row.id),
        key=SpeakerKey(row.key),
        name=row.name,
        quotations=row.quotations,
        documents=row.documents,
        first=_dating(row.first),
        last=_dating(row.last),
    )


def _dating(written: str | None) -> Dating | None:
    """Read what `_DATE` wrote."""
    if written is None:
        return None
    earliest, latest, certainty, clock = written.split(" ", 3)
    return Dating(date.fromisoformat(earliest), date.fromisoformat(latest), Certainty(certainty), clock or None)


def _numbers(connection: Connection, names: dict[SpeakerKey, str]) -> dict[str, int]:
    """Find the numbers of speakers by their keys, and add those who are new."""
    known = _known(connection, names)
    new = [key for key in names if key not in known]
    if new:
        connection.execute(_ADD_SPEAKERS, [{"key": key, "name": names[key]} for key in new])
        known |= _known(connection, new)
    return known


def _known(connection: Connection, keys: Iterable[SpeakerKey]) -> dict[str, int]:
    return {key: number for some in batches(keys) for key, number in connection.execute(_BY_KEY, {"some": some})}


def _commonest(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    spellings: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for number, written, count in connection.execute(_SPELLINGS, {"some": numbers}):
        spellings[number].append((-count, -len(written), written))
    return {number: min(found)[2] for number, found in spellings.items()}


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Divide values so that each part fits into one statement."""
    rest = iter(values)
    while batch := list(islice(rest, MOST_AT_ONCE)):
        yield batch
