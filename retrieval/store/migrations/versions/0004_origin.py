"""Note what each document was read from, so that what is read again is told before it is parsed."""

import sqlalchemy as sa
from alembic import op

revision = "0004_origin"
down_revision = "0003_inbox"


def upgrade() -> None:
    """Add the column; documents of older archives have none until they are read again."""
    op.add_column("document", sa.Column("origin", sa.String))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("document", "origin")
