"""Which rows make the inbox? SQLModel tables in the archive's database; outside this package only frozen rows travel.

Nothing here is peculiar to SQLite, and a row names who answers it and until when, so that several processes can share
the tables where the database lets them. Times are milliseconds since 1970, UTC: every database compares them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

# SQLite counts up only in a column that is declared just so; there an integer has 64 bits anyway.
_NUMBER: Any = BigInteger().with_variant(Integer, "sqlite")


class UpdateRow(SQLModel, table=True):
    """Something that Telegram told a bot: a question, a command, the press of a button.

    Attributes:
        number: Counts up in the order of arrival. Telegram's own numbers begin anew after a quiet week.
        bot: Whose it is; another bot over the same archive has update ids of its own.
        chat_id: Updates of one chat are answered one after the other.
        payload: Telegram's JSON, for as long as it is needed.
        due_ms: Not to be answered before.
        owner: The process that answers it now, until `lease_ms` unless it says that it lives.
        attempts: How often it was begun.
        failures: How often a handler failed.
        crashes: How often a process ended while it answered.
        steps: How many messages of the answer were sent; they are not sent again.
        is_excess: Whether the answer is that the reader has too many waiting.
    """

    __tablename__ = "inbox_update"
    __table_args__ = (
        UniqueConstraint("bot", "update_id", name="uq_inbox_update_bot_update_id"),
        Index("ix_inbox_update_bot_state_number", "bot", "state", "number"),
        Index("ix_inbox_update_bot_chat_id_state", "bot", "chat_id", "state"),
        Index("ix_inbox_update_bot_user_id_state", "bot", "user_id", "state"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=_NUMBER)
    bot: int = Field(sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    user_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    payload: str | None = Field(default=None, sa_type=Text)
    state: str
    outcome: str | None = None
    error: str | None = None
    received_ms: int = Field(sa_type=BigInteger)
    due_ms: int = Field(sa_type=BigInteger)
    ended_ms: int | None = Field(default=None, sa_type=BigInteger)
    owner: str | None = None
    lease_ms: int | None = Field(default=None, sa_type=BigInteger)
    attempts: int = 0
    failures: int = 0
    crashes: int = 0
    steps: int = 0
    is_excess: bool = False


class ChatRow(SQLModel, table=True):
    """When a chat was last answered, and since when the bot may not write to it."""

    __tablename__ = "inbox_chat"

    bot: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    served_ms: int = Field(default=0, sa_type=BigInteger)
    unreachable_ms: int | None = Field(default=None, sa_type=BigInteger)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


UPDATES = _table(UpdateRow)
CHATS = _table(ChatRow)
