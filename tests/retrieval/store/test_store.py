"""Documents in a real SQLite database."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import (
    DocumentNotFoundError,
    StoreError,
    StoreFormatError,
    StoreLockedError,
    StoreMissingError,
)
from retrieval.model import (
    Block,
    BlockKind,
    Certainty,
    Dating,
    Document,
    DocumentId,
    IngestOutcome,
    Quotation,
    QuotationKind,
    Sentence,
    Span,
)
from retrieval.store import Store, engine
from tests.databases import ON_A_SERVER, beside_a_file

TEXT = "عنوان\nقال الوزير: «نعم»."
DATING = Dating(date(2016, 7, 15), date(2016, 7, 15), Certainty.IMPLIED, clock="11:50", evidence=Span(0, 5))


def document(name: str = "one", text: str = TEXT, published: Dating | None = DATING) -> Document:
    """Make a document with a title and one sentence."""
    blocks = (Block(BlockKind.TITLE, Span(0, 5)), Block(BlockKind.PARAGRAPH, Span(6, len(text))))
    sentences = (Sentence(BlockKind.TITLE, 0, Span(0, 5)), Sentence(BlockKind.PARAGRAPH, 1, Span(6, len(text))))
    return Document(DocumentId(name), text, "عنوان", None, "أمد", None, published, blocks, sentences)


def quotation(of: Document) -> Quotation:
    """Make the quotation that stands in `TEXT`."""
    return Quotation(
        of.id, 19, 22, of.text[19:22], "فلان", "الوزير", "قال", QuotationKind.DIRECT, Span(6, 9), Span(10, 16)
    )


@pytest.fixture
def store(fresh_url: Callable[[], str]) -> Iterator[Store]:
    """An archive that is empty."""
    opened = Store.open(fresh_url(), create=True)
    yield opened
    opened.close()


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    """Text, layout, date and evidence are kept whole."""
    store.put(document())
    assert store.document(DocumentId("one")) == document()


def test_quotations_come_back_as_they_went_in(store: Store) -> None:
    """So are the quotations, with their places."""
    store.put(document(), [quotation(document())])
    assert store.quotations() == (quotation(document()),)
    assert store.quotations(DocumentId("one")) == store.quotations()


def test_the_same_document_again_changes_nothing(store: Store) -> None:
    """Putting a document twice leaves the revision as it was."""
    assert store.put(document()) is IngestOutcome.ADDED
    before = store.revision()
    assert store.put(document()) is IngestOutcome.UNCHANGED
    assert store.revision() == before


def test_a_changed_document_replaces_the_one_before(store: Store) -> None:
    """Another text under the same id takes its place, with its quotations; nothing of the old one is left."""
    store.put(document(), [quotation(document())])
    changed = document(text="عنوان\nنص آخر.")
    assert store.put(changed) is IngestOutcome.CHANGED
    assert list(store.documents()) == [changed]
    assert store.quotations() == ()


def test_a_better_reading_of_the_same_text_counts_as_a_change(store: Store) -> None:
    """A document whose quotations were found since is stored anew."""
    store.put(document())
    assert store.put(document(), [quotation(document())]) is IngestOutcome.CHANGED


def test_a_removed_document_is_gone(store: Store) -> None:
    """Removing takes the rows below a document too, and is an error for one that is not there."""
    store.put(document(), [quotation(document())])
    store.remove(DocumentId("one"))
    assert list(store.documents()) == []
    assert store.quotations() == ()
    with pytest.raises(DocumentNotFoundError, match="one"):
        store.remove(DocumentId("one"))


def test_every_change_grows_the_revision(store: Store) -> None:
    """Readers tell by it that the archive is another."""
    seen = [store.revision()]
    store.put(document())
    seen.append(store.revision())
    store.remove(DocumentId("one"))
    seen.append(store.revision())
    assert seen == sorted(set(seen))


def test_documents_are_listed_by_date(store: Store) -> None:
    """Summaries are in the order of their dates, then of their ids; undated ones stand last."""
    later = replace(DATING, earliest=date(2017, 1, 1), latest=date(2017, 1, 1))
    for name, dating in (("c", None), ("b", later), ("d", DATING), ("a", DATING)):
        store.put(document(name, published=dating))
    assert [summary.id for summary in store.summaries()] == ["a", "d", "b", "c"]
    assert store.summaries()[0].published == "2016-07-15T11:50"


def test_an_unknown_document_is_an_error(store: Store) -> None:
    """Reading, and listing the quotations of, a document that is not there names it."""
    with pytest.raises(DocumentNotFoundError, match="nothing"):
        store.document(DocumentId("nothing"))
    with pytest.raises(DocumentNotFoundError, match="nothing"):
        store.quotations(DocumentId("nothing"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0" if ON_A_SERVER else ""), min_size=6))
def test_any_text_is_kept_to_the_letter(fresh_url: Callable[[], str], text: str) -> None:
    """Line ends, NUL, invisible characters: the database gives back what it was given."""
    opened = Store.open(fresh_url(), create=True)
    opened.put(document(text=text))
    assert opened.document(DocumentId("one")).text == text
    opened.close()


@beside_a_file
def test_the_database_is_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    """Readers go on while one writes, and no row outlives its document."""
    opened = Store.open(f"sqlite:///{tmp_path}/a.db", create=True)
    with opened._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    opened.close()


def test_a_failure_half_way_leaves_the_old_document(new_url: Callable[..., str]) -> None:
    """Storing is atomic: a row that cannot be written takes the whole document back."""
    opened = Store.open(new_url(), create=True)
    opened.put(document())
    broken = replace(quotation(document()), start=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        opened.put(document(text="عنوان\nنص آخر."), [broken])
    assert list(opened.documents()) == [document()]
    opened.close()


def test_two_writers_at_once_store_a_document_once(new_url: Callable[..., str]) -> None:
    """Of threads that put the same document, one adds it and the others find it unchanged."""
    url = new_url()
    stores = [Store.open(url, create=True) for _ in range(4)]
    outcomes: list[IngestOutcome] = []
    threads = [threading.Thread(target=lambda s=s: outcomes.append(s.put(document()))) for s in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for opened in stores:
        opened.close()
    assert sorted(outcomes) == [IngestOutcome.ADDED, *[IngestOutcome.UNCHANGED] * 3]


@beside_a_file
def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    """Nothing is made by reading; the sentence says how to make one."""
    with pytest.raises(StoreMissingError, match="ingest"):
        Store.open(f"sqlite:///{tmp_path}/none.db")
    assert not list(tmp_path.iterdir())


@beside_a_file
def test_a_locked_archive_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that another process keeps waiting gives up with a sentence, and nothing is lost."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    opened = Store.open(f"sqlite:///{tmp_path}/a.db", create=True)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLockedError, match="in use"):
        opened.put(document())
    other.execute("ROLLBACK")
    other.close()
    assert opened.put(document()) is IngestOutcome.ADDED
    opened.close()


@beside_a_file
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no database at all, only some words that go on and on " * 20, "not an archive"), (b"", "empty")],
)
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """It is named and left as it was."""
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(StoreFormatError, match=said):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes()[: len(content)] == content


def test_another_programs_database_is_refused(new_url: Callable[..., str]) -> None:
    """Its tables are not touched, also not when an archive may be made."""
    run(new_url(), "CREATE TABLE theirs (x INTEGER)")
    for create in (False, True):
        with pytest.raises(StoreFormatError, match="not an archive of this project"):
            Store.open(new_url(), create=create)


def test_an_archive_of_a_newer_version_is_refused(new_url: Callable[..., str]) -> None:
    """A revision that this program does not know is not guessed at."""
    Store.open(new_url(), create=True).close()
    run(new_url(), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreFormatError, match="newer version"):
        Store.open(new_url())


def run(url: str, statement: str) -> None:
    """Change a database by hand."""
    changed = engine.make_engine(url, create=True)
    with changed.begin() as connection:
        connection.exec_driver_sql(statement)
    changed.dispose()


def test_each_archive_has_a_name_of_its_own(new_url: Callable[..., str]) -> None:
    """It stays the same, and no other archive has it."""
    names = []
    for name in ("a", "b", "a"):
        opened = Store.open(new_url(name), create=True)
        names.append(opened.version()[0])
        opened.close()
    assert names[0] == names[2] != names[1]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"sqlite:///{'x' * 400}.db", "cannot be used"),
        ("nonsense", "no database URL"),
        ("mysql://host/db", "SQLite or PostgreSQL"),
        ("postgresql+asyncpg://host/db", "SQLite or PostgreSQL"),
        ("postgresql://host", "names no database"),
        ("postgresql://host:port/db", "no database URL"),
        ("sqlite:///no/such/folder/a.db", "folder"),
    ],
)
def test_a_url_that_cannot_be_used_is_named(url: str, said: str) -> None:
    """The sentence says what is wrong with it."""
    with pytest.raises(StoreError, match=said):
        Store.open(url, create=True)
