"""Which rows are kept of readers? SQLModel tables in the archive's database. Times are milliseconds since 1970, UTC."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

# SQLite counts up only in a column that is declared just so; there an integer has 64 bits anyway.
_NUMBER: Any = BigInteger().with_variant(Integer, "sqlite")


class AskedRow(SQLModel, table=True):
    """A question, for as long as its buttons work.

    Attributes:
        number: Counts up, and is never given again: buttons carry it.
        history: The questions before that it leans on, as a JSON array.
        language, results, filters: The settings of the chat when it was asked; filters are a JSON object.
        answer_id: The message that answers it.
        is_turn: Whether later questions lean on it.
    """

    __tablename__ = "reader_question"
    __table_args__ = (
        UniqueConstraint("bot", "chat_id", "message_id", name="uq_reader_question_bot_chat_id_message_id"),
        Index("ix_reader_question_bot_user_id_chat_id", "bot", "user_id", "chat_id"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    bot: int = Field(sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    question: str = Field(sa_type=Text)
    history: str = Field(sa_type=Text)
    today: datetime.date
    language: str | None = None
    results: int
    filters: str = Field(sa_type=Text)
    answer_id: int | None = Field(default=None, sa_type=BigInteger)
    is_turn: bool = False
    asked_ms: int = Field(sa_type=BigInteger)


class VoteRow(SQLModel, table=True):
    """What a reader thought of an answer, with what was asked and shown; one vote of each reader on each answer."""

    __tablename__ = "reader_vote"
    __table_args__ = (
        UniqueConstraint("bot", "asked", "user_id", name="uq_reader_vote_bot_asked_user_id"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    bot: int = Field(sa_type=BigInteger)
    asked: int = Field(sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    is_good: bool
    question: str = Field(sa_type=Text)
    history: str = Field(sa_type=Text)
    language: str
    today: datetime.date
    filters: str = Field(sa_type=Text)
    shown: str = Field(sa_type=Text)
    voted_ms: int = Field(sa_type=BigInteger)


class ChatSettingsRow(SQLModel, table=True):
    """The settings of a chat, where somebody changed them."""

    __tablename__ = "reader_chat"

    bot: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    language: str | None = None
    results: int
    filters: str = Field(sa_type=Text)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


ASKED = _table(AskedRow)
VOTES = _table(VoteRow)
CHATS = _table(ChatSettingsRow)
