"""An archive on a server answers as one in a file does, and its index is never another archive's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval import IngestOutcome, Retriever, StoreError
from retrieval.place import Place
from retrieval.store import Store
from retrieval.store.rows import to_rows
from tests.conftest import CORPUS
from tests.retrieval.store.test_store import document
from tests.scale.postgresql.server import Server

pytestmark = pytest.mark.scale

QUESTIONS = (
    "ماذا قال لافروف عن النصرة؟",
    "What did Kerry say about Aleppo?",
    "ماذا قال دي ميستورا؟ from:2016-07",
    "ما سعر البيتكوين؟",
)


def records(path: Path, *texts: str) -> Path:
    """Write documents as JSON lines."""
    rows = ({"id": f"d{number}", "text": text} for number, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_it_answers_as_a_file_does(five: str, retriever: Retriever, index_folder: Path) -> None:
    """Answers, passages, statements, speakers and documents are the same, one for one."""
    with Retriever.open(five, index_folder=index_folder) as served:
        for question in QUESTIONS:
            assert served.ask(question) == retriever.ask(question)
            assert served.search(question) == retriever.search(question)
        assert served.quotations() == retriever.quotations()
        assert served.quotations(speaker="لافروف") == retriever.quotations(speaker="لافروف")
        assert [one.name for one in served.speakers()] == [one.name for one in retriever.speakers()]
        assert served.documents() == retriever.documents()
        assert served.stats() == retriever.stats()
        assert served.check() == ()


def test_the_index_lies_in_a_folder_of_its_own(five: str, index_folder: Path, postgresql: Server) -> None:
    """It is named by server and database, made when missing, and used again by the next one."""
    for _ in range(2):
        with Retriever.open(five, index_folder=index_folder) as served:
            assert served.ask(QUESTIONS[0]).answerable
    (folder,) = index_folder.iterdir()
    assert folder.name == f"127.0.0.1-{postgresql.port}-{five.rpartition('/')[2]}"
    assert (folder / "catalogue.db").exists()


@pytest.mark.parametrize("words", ["ماذا\0 قال لافروف؟", "\0", "«\0»", "ماذا قال \0؟ source:ا\0ل", "\0 said"])
def test_what_the_server_does_not_take_may_be_asked(five: str, index_folder: Path, words: str) -> None:
    """U+0000 in a question is no error, in whatever place."""
    with Retriever.open(five, index_folder=index_folder) as served:
        served.ask(words, history=[words])
        served.search(words)
        assert served.quotations(speaker=words) is not None
        assert served.speakers(words) is not None
        assert served.nearest_speakers(words) is not None


@pytest.mark.parametrize("name", ["a/../b", "..", "قاعدة", "a b", "x" * 300])
def test_folders_have_safe_names_that_differ(tmp_path: Path, name: str) -> None:
    """Whatever a database is called, its folder lies where it should, and no other one is called the same."""
    place, other = Place.on_this_machine(name, tmp_path), Place.on_this_machine(name.replace("/", "_") + " ", tmp_path)
    assert place.folder is not None
    assert place.folder.parent == tmp_path
    assert place.folder.is_dir()
    assert place.folder.name.isascii()
    assert place.folder != other.folder


@pytest.mark.parametrize("is_running", [False, True])
def test_another_archive_under_the_same_name_is_noticed(
    postgresql: Server, tmp_path: Path, index_folder: Path, is_running: bool
) -> None:
    """Dropped and made anew with other documents under the same numbers: nothing of the old index is answered from."""
    url = postgresql.new_database()
    old = records(tmp_path / "old.jsonl", "قال الوزير سامر الحلبي إن الجسر الحجري سيفتح غدا.")
    new = records(tmp_path / "new.jsonl", "قالت النائبة سلمى حداد إن مصنع الزجاج سيغلق أبوابه.")
    first = Retriever.open(url, create=True, index_folder=index_folder, engine="tantivy")
    first.ingest([old])
    assert first.ask("ماذا قال سامر الحلبي عن الجسر؟").answerable
    if not is_running:
        first.close()
    postgresql.drop(url)
    postgresql.run(f"CREATE DATABASE {url.rpartition('/')[2]} TEMPLATE template0")
    with Retriever.open(url, create=True, index_folder=tmp_path / "elsewhere") as other:
        other.ingest([new])
    served = first if is_running else Retriever.open(url, index_folder=index_folder, engine="tantivy")
    answer = served.ask("ماذا قالت سلمى حداد عن المصنع؟")
    assert [citation.speaker for citation in answer.citations] == ["سلمى حداد"]
    assert not served.search("الجسر")
    assert served.check() == ()
    served.close()


def test_an_older_state_that_was_brought_back_is_noticed(
    postgresql: Server, tmp_path: Path, index_folder: Path
) -> None:
    """After a restore from a backup numbers are given again: the index of the lost documents is thrown away."""
    url = postgresql.new_database()
    name = url.rpartition("/")[2]
    with Retriever.open(url, create=True, index_folder=index_folder, engine="tantivy") as first:
        first.ingest([records(tmp_path / "a.jsonl", "افتتح المجلس بئرا.")])
    backup = postgresql.copy(url)
    with Retriever.open(url, index_folder=index_folder, engine="tantivy") as first:
        first.ingest(
            [records(tmp_path / "b.jsonl", "افتتح المجلس بئرا.", "قال الوزير إن الجسر سيفتح.", "تأخر القطار.")]
        )
        first.remove(["d2"])
        assert first.search("الجسر")
    postgresql.drop(url)
    postgresql.run(f"ALTER DATABASE {backup.rpartition('/')[2]} RENAME TO {name}")
    with Retriever.open(url, index_folder=tmp_path / "elsewhere") as other:
        other.ingest([records(tmp_path / "c.jsonl", "افتتح المجلس بئرا.", "أغلق المصنع أبوابه.")])
    with Retriever.open(url, index_folder=index_folder, engine="tantivy") as served:
        assert not served.search("الجسر")
        assert served.search("المصنع")
        assert served.check() == ()


def test_what_is_committed_later_under_a_lower_number_is_indexed(
    postgresql: Server, tmp_path: Path, index_folder: Path
) -> None:
    """Numbers may come to be seen in another order than they were given in, and with gaps."""
    url = postgresql.new_database()
    name = url.rpartition("/")[2]
    with Retriever.open(url, create=True, index_folder=index_folder) as served:
        postgresql.run("ALTER SEQUENCE document_id_seq RESTART WITH 1000", name)
        served.ingest([records(tmp_path / "a.jsonl", "قال الوزير إن الجسر سيفتح.")])
        assert served.search("الجسر")
        postgresql.run("ALTER SEQUENCE document_id_seq RESTART WITH 7", name)
        late = tmp_path / "late"
        late.mkdir()
        with Retriever.open(url, index_folder=tmp_path / "elsewhere") as other:
            (late / "b.txt").write_text("أغلق المصنع أبوابه أمس بعد حريق كبير.\n", encoding="utf-8")
            other.ingest([late])
        assert served.search("المصنع")
        assert served.search("الجسر")


def test_ids_are_listed_by_code_points(postgresql: Server) -> None:
    """Not in the order of the server's language, in which the same archive would be listed in another way elsewhere."""
    names = ["Zebra", "apple", "Äpfel", "_x", "0", "ياسمين", "أحمد", "اعلان", "a b", "a-b", "aB"]
    url = postgresql.new_database()
    opened = Store.open(url, create=True)
    rows = [to_rows(document(name, published=None)) for name in names]
    assert opened.put_each(rows) == [IngestOutcome.ADDED] * len(names)
    assert [found.id for found in opened.summaries()] == sorted(names)
    opened.close()
    listed = postgresql.run('SELECT name FROM document ORDER BY name COLLATE "default"', url.rpartition("/")[2])
    assert [name for (name,) in listed] != sorted(names)  # else this test would show nothing


def test_without_the_library_the_sentence_says_what_to_install(five: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Psycopg is optional."""
    monkeypatch.setattr("retrieval.store.postgresql.find_spec", lambda _name: None)
    with pytest.raises(StoreError, match=r"install psycopg\[binary\]"):
        Store.open(five)


def test_the_five_articles_are_there(five: str) -> None:
    """The archive that the other tests copy is whole."""
    opened = Store.open(five)
    assert {found.id for found in opened.summaries()} == {path.name for path in CORPUS.iterdir()}
    opened.close()
