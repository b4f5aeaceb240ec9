"""Make the first tables: documents, their blocks and sentences, quotations, and the archive's own row."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("url", sa.String),
        sa.Column("source", sa.String, index=True),
        sa.Column("author", sa.String),
        sa.Column("published_earliest", sa.Date, index=True),
        sa.Column("published_latest", sa.Date),
        sa.Column("published_certainty", sa.String),
        sa.Column("published_clock", sa.String),
        sa.Column("evidence_start", sa.Integer),
        sa.Column("evidence_end", sa.Integer),
        sa.Column("digest", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "block",
        _document_key(),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_table(
        "sentence",
        _document_key(),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("block", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_table(
        "quotation",
        _document_key(),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("mention_start", sa.Integer),
        sa.Column("mention_end", sa.Integer),
        sa.Column("cue_start", sa.Integer),
        sa.Column("cue_end", sa.Integer),
    )
    archive = op.create_table(
        "archive",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.bulk_insert(archive, [{"key": "revision", "value": "0"}])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("archive", "quotation", "sentence", "block", "document"):
        op.drop_table(table)


def _document_key() -> sa.Column[int]:
    reference = sa.ForeignKey("document.id", ondelete="CASCADE")
    return sa.Column("document_id", sa.Integer, reference, primary_key=True)
