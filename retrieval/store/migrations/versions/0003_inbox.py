"""Make the tables of the bot's inbox: what it received, and the chats that it answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003_inbox"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox_update",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("bot", sa.BigInteger, nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("outcome", sa.String),
        sa.Column("error", sa.String),
        sa.Column("received_ms", sa.BigInteger, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger),
        sa.Column("owner", sa.String),
        sa.Column("lease_ms", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("crashes", sa.Integer, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("is_excess", sa.Boolean, nullable=False),
        sa.UniqueConstraint("bot", "update_id", name="uq_inbox_update_bot_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_update_bot_state_number", "inbox_update", ["bot", "state", "number"])
    op.create_index("ix_inbox_update_bot_chat_id_state", "inbox_update", ["bot", "chat_id", "state"])
    op.create_index("ix_inbox_update_bot_user_id_state", "inbox_update", ["bot", "user_id", "state"])
    op.create_table(
        "inbox_chat",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("served_ms", sa.BigInteger, nullable=False),
        sa.Column("unreachable_ms", sa.BigInteger),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("inbox_chat", "inbox_update"):
        op.drop_table(table)
