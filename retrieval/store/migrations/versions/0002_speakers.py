"""Make the tables of speakers; they are filled when the archive is opened, as after every change of the spellings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quotation_speaker",
        sa.Column("document_id", sa.Integer, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speaker.id"), primary_key=True),
        sa.Column("written", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "ordinal"], ["quotation.document_id", "quotation.ordinal"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_quotation_speaker_speaker_id_written", "quotation_speaker", ["speaker_id", "written"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("quotation_speaker", "speaker"):
        op.drop_table(table)
