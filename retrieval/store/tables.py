"""Which rows make an archive? SQLModel tables; outside this package only the frozen nouns travel.

The classes declare the tables; rows are read and written through the tables themselves (`DOCUMENTS` and so on), for to
make an object of each of some hundred thousand sentences takes several times as long as to read them.
Every `start` and `end` counts code points of `document.text`. Rows below a document go with it.
"""

from __future__ import annotations

import datetime
from functools import cache

from sqlalchemy import Column, Dialect, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text, insert
from sqlalchemy.dialects import sqlite
from sqlmodel import Field, SQLModel


def _document_key() -> Column[int]:
    return Column(Integer, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)


class DocumentRow(SQLModel, table=True):
    """A document as received, and what was found out about it.

    `digest` tells whether it changed, `origin` from which record and by which rules it was made (null: not known).
    """

    __tablename__ = "document"
    __table_args__ = {"sqlite_autoincrement": True}  # a removed document's number is never given to another

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    text: str = Field(sa_type=Text)
    title: str | None = None
    url: str | None = None
    source: str | None = Field(default=None, index=True)
    author: str | None = None
    published_earliest: datetime.date | None = Field(default=None, index=True)
    published_latest: datetime.date | None = None
    published_certainty: str | None = None
    published_clock: str | None = None
    evidence_start: int | None = None
    evidence_end: int | None = None
    digest: str
    origin: str | None = None


class BlockRow(SQLModel, table=True):
    """A run of lines with one purpose; `ordinal` counts from 0 within the document."""

    __tablename__ = "block"

    document_id: int = Field(sa_column=_document_key())
    ordinal: int = Field(primary_key=True)
    kind: str
    start: int
    end: int


class SentenceRow(SQLModel, table=True):
    """A sentence of a block."""

    __tablename__ = "sentence"

    document_id: int = Field(sa_column=_document_key())
    ordinal: int = Field(primary_key=True)
    block: int
    start: int
    end: int


class QuotationRow(SQLModel, table=True):
    """Words that a document attributes to a speaker; mention and cue are null where they are elided."""

    __tablename__ = "quotation"

    document_id: int = Field(sa_column=_document_key())
    ordinal: int = Field(primary_key=True)
    start: int
    end: int
    speaker: str | None = Field(default=None, index=True)
    kind: str
    mention_start: int | None = None
    mention_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None


class SpeakerRow(SQLModel, table=True):
    """Somebody who is quoted; `name` is the spelling that the quotations have most often."""

    __tablename__ = "speaker"
    __table_args__ = {"sqlite_autoincrement": True}  # a number that a button carries is never another speaker's

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str


class QuotationSpeakerRow(SQLModel, table=True):
    """Who says the words of a quotation, several for words said together, and as what the document names them."""

    __tablename__ = "quotation_speaker"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "ordinal"], ["quotation.document_id", "quotation.ordinal"], ondelete="CASCADE"
        ),
        Index("ix_quotation_speaker_speaker_id_written", "speaker_id", "written"),
    )

    document_id: int = Field(primary_key=True)
    ordinal: int = Field(primary_key=True)
    speaker_id: int = Field(primary_key=True, foreign_key="speaker.id")
    written: str


class ArchiveRow(SQLModel, table=True):
    """What is known of the archive as a whole.

    `revision` grows with every change, `identity` is the version of the rules by which its speakers were told apart,
    `id` a random name that no other archive has.
    """

    __tablename__ = "archive"

    key: str = Field(primary_key=True)
    value: str


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


DOCUMENTS = _table(DocumentRow)
BLOCKS = _table(BlockRow)
SENTENCES = _table(SentenceRow)
QUOTATIONS = _table(QuotationRow)
SPEAKERS = _table(SpeakerRow)
QUOTATION_SPEAKERS = _table(QuotationSpeakerRow)
ARCHIVE = _table(ArchiveRow)


@cache
def insertion(table: Table, database: str) -> str:
    """Write the SQL that adds a row, whose values come in the order of the table's columns without a number of its own.

    SQLAlchemy takes several times as long to bind the values of a row as SQLite takes to write it, and an ingest writes
    millions.

    Args:
        table: Where the row goes.
        database: The dialect's name. PostgreSQL gives the number of a row back, where it has one of its own.
    """
    columns = [column.name for column in table.columns if column is not table.autoincrement_column]
    return str(insert(table).compile(dialect=_dialect(database), column_keys=columns))


def _dialect(database: str) -> Dialect:
    if database == "sqlite":
        return sqlite.dialect()
    # Loaded where it is needed: it takes a while.
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: PLC0415

    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
