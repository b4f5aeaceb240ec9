"""Which rows make an archive? SQLModel tables; outside this package only the frozen nouns travel.

Every `start` and `end` counts code points of `document.text`. Rows below a document go with it.
"""

from __future__ import annotations

import datetime

from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlmodel import Field, SQLModel


def _document_key() -> Column[int]:
    return Column(Integer, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)


class DocumentRow(SQLModel, table=True):
    """A document as received, and what was found out about it. `digest` tells whether it changed."""

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


class ArchiveRow(SQLModel, table=True):
    """What is known of the archive as a whole: `revision` grows with every change."""

    __tablename__ = "archive"

    key: str = Field(primary_key=True)
    value: str
