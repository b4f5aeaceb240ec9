"""Make the tables of what the bot keeps of its readers: questions, votes and the settings of chats."""

import sqlalchemy as sa
from alembic import op

revision = "0005_readers"
down_revision = "0004_origin"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "reader_question",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("history", sa.Text, nullable=False),
        sa.Column("today", sa.Date, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("results", sa.Integer, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("answer_id", sa.BigInteger),
        sa.Column("is_turn", sa.Boolean, nullable=False),
        sa.Column("asked_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("bot", "chat_id", "message_id", name="uq_reader_question_bot_chat_id_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reader_question_bot_user_id_chat_id", "reader_question", ["bot", "user_id", "chat_id"])
    op.create_table(
        "reader_vote",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("is_good", sa.Boolean, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("history", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("today", sa.Date, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("voted_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("bot", "asked", "user_id", name="uq_reader_vote_bot_asked_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reader_chat",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String),
        sa.Column("results", sa.Integer, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("reader_chat", "reader_vote", "reader_question"):
        op.drop_table(table)
