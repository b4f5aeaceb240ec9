"""Old archives become new ones."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from retrieval.store import Store, migrations


def test_the_known_head_is_the_newest_migration() -> None:
    """The constant that spares loading Alembic names the last script."""
    assert ScriptDirectory(str(migrations._FOLDER)).get_current_head() == migrations.HEAD


def test_migrations_make_the_tables_that_the_code_uses() -> None:
    """An archive that was migrated from nothing has just the tables, columns and indexes that the models declare."""
    store = Store.open("sqlite://", create=True)
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    store.close()
