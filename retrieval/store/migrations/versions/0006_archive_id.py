"""Give each archive a random name of its own, by which an index tells that it was made of another one.

On PostgreSQL texts are put into the order of their code points besides, as in SQLite and Python: a server's language
may have another one. Archives live there only since this revision, so that all tables are empty.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006_archive_id"
down_revision = "0005_readers"


def upgrade() -> None:
    """Note the name, and set the order of texts."""
    archive = sa.table("archive", sa.column("key", sa.String), sa.column("value", sa.String))
    op.bulk_insert(archive, [{"key": "id", "value": uuid.uuid4().hex}])
    if op.get_bind().dialect.name != "postgresql":
        return
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            if isinstance(column["type"], sa.String) and table != "alembic_version":
                kind = type(column["type"])(collation="C")
                op.alter_column(table, column["name"], type_=kind, existing_nullable=column["nullable"])


def downgrade() -> None:
    """Forget the name; the order of texts does no harm."""
    op.execute("DELETE FROM archive WHERE key = 'id'")
