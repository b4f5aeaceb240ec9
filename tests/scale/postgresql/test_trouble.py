"""What a server may say, in one plain sentence that never holds the password."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from retrieval.errors import (
    DocumentNotFoundError,
    StoreError,
    StoreFormatError,
    StoreLockedError,
    StoreMissingError,
    StoreUnreachableError,
)
from retrieval.model import DocumentId, IngestOutcome
from retrieval.store import Store, engine
from retrieval.store import postgresql as on_postgresql
from retrieval.store.rows import to_rows
from tests.bot.process import run as run_bot
from tests.retrieval.store.test_store import document
from tests.retrieval.test_cli import assert_one_plain_line, run
from tests.scale.postgresql.server import PASSWORD, QUOTED, Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.scale

WRONG = "wrong-one"


def failed(url: str, *, create: bool = True) -> StoreError:
    """Open an archive that cannot be opened; the sentence is one line, and tells no password."""
    with pytest.raises(StoreError) as caught:
        Store.open(url, create=create)
    assert "\n" not in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert QUOTED not in str(caught.value)
    return caught.value


def test_a_wrong_password_is_named(postgresql: Server) -> None:
    """So is a user that there is not."""
    for url in (postgresql.url(password=WRONG), postgresql.url().replace("isnad:", "somebody:")):
        error = failed(url)
        assert "refuses user or password" in str(error)
        assert WRONG not in str(error)


def test_a_missing_database_is_named(postgresql: Server) -> None:
    """The sentence says how to make one."""
    error = failed(postgresql.url("none"))
    assert isinstance(error, StoreMissingError)
    assert "createdb" in str(error)


def test_a_server_that_is_down_is_named(postgresql: Server) -> None:
    """Nothing listens at the port, or no machine has the name."""
    for url in (f"postgresql://isnad:{QUOTED}@127.0.0.1:1/a", f"postgresql://isnad:{QUOTED}@nowhere.invalid/a"):
        error = failed(url)
        assert isinstance(error, StoreUnreachableError)
        assert "cannot be reached" in str(error)
    assert postgresql.run("SELECT 1")


def test_an_empty_database_is_no_archive_yet(new_database: str) -> None:
    """Unless one may be made."""
    assert "is empty; fill it" in str(failed(new_database, create=False))
    Store.open(new_database, create=True).close()
    Store.open(new_database).close()


@pytest.fixture
def new_database(postgresql: Server) -> str:
    """A database without tables."""
    return postgresql.new_database()


def test_a_user_without_permissions_is_told(postgresql: Server, new_database: str) -> None:
    """Who may not make tables, and who may not write into those that are there."""
    postgresql.run(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    url = new_database.replace("isnad:", "reader:")
    assert "has no permission" in str(failed(url))
    Store.open(new_database, create=True).close()
    postgresql.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", new_database.rpartition("/")[2])
    opened = Store.open(url)
    assert opened.numbers() == []
    with pytest.raises(StoreError, match="has no permission"):
        opened.put(document())
    with pytest.raises(StoreError, match="has no permission"):  # nothing is refused for it
        opened.put_each([to_rows(document())])
    opened.close()


def test_a_standby_is_told(postgresql: Server, new_database: str) -> None:
    """A server that allows reading only says so."""
    Store.open(new_database, create=True).close()
    postgresql.run(f"ALTER DATABASE {new_database.rpartition('/')[2]} SET default_transaction_read_only = on")
    opened = Store.open(new_database)
    with pytest.raises(StoreError, match="allows reading only"):
        opened.put(document())
    opened.close()


def test_another_encoding_is_refused(postgresql: Server) -> None:
    """A database that cannot hold every letter is none for an archive."""
    postgresql.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
    error = failed(postgresql.url("latin"))
    assert isinstance(error, StoreFormatError)
    assert "encoded as LATIN1" in str(error)


def test_who_waits_too_long_is_told(new_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that another one keeps waiting gives up with a sentence, and nothing is lost."""
    holder = Store.open(new_database, create=True)
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    opened = Store.open(new_database)
    with holder._writing(), pytest.raises(StoreLockedError, match="in use by another process"):
        opened.put(document())
    assert opened.put(document()) is IngestOutcome.ADDED
    opened.close()
    holder.close()


def test_a_statement_that_takes_too_long_is_told(new_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended by the server."""
    monkeypatch.setattr(on_postgresql, "_LONGEST_STATEMENT_S", 1)
    opened = Store.open(new_database, create=True)
    with pytest.raises(StoreUnreachableError, match="took too long"), opened._reading() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(30)")
    opened.close()


def test_what_the_server_cannot_hold_is_refused_by_name(new_database: str) -> None:
    """U+0000, and an id too long to be looked up by: the other documents are written; asking for such is no error."""
    opened = Store.open(new_database, create=True)
    long_id = "".join(chr(0x4E00 + number) for number in range(5000))
    given = [document("a"), document("b", text="عنوان\nنص\0آخر."), document(long_id), document("d\0"), document("e")]
    outcomes = opened.put_each([to_rows(one) for one in given])
    assert [isinstance(outcome, StoreError) for outcome in outcomes] == [False, True, True, True, False]
    assert "NUL" in engine.cause_of(outcomes[1])  # type: ignore[arg-type]
    assert [found.id for found in opened.summaries()] == ["a", "e"]
    for name in ("d\0", long_id):
        with pytest.raises(DocumentNotFoundError):
            opened.document(DocumentId(name))
        with pytest.raises(DocumentNotFoundError):
            opened.remove(DocumentId(name))
    assert opened.known([DocumentId("d\0")]) == {}
    assert [found.id for found in opened.summaries([DocumentId("a"), DocumentId("d\0")])] == ["a"]
    opened.close()


def test_a_transaction_that_the_server_ended_is_done_again(new_database: str) -> None:
    """Of two that wait for each other one is ended and repeated: both are done."""
    opened = Store.open(new_database, create=True)
    first = threading.Barrier(2)
    tried: list[int] = []

    def change(own: str, other: str) -> Callable[[], None]:
        def action() -> None:
            tried.append(1)
            with engine.plain_errors("x"), opened._engine.begin() as connection:
                lock = "INSERT INTO archive VALUES ('{}', 'x') ON CONFLICT (key) DO UPDATE SET value = 'y'"
                connection.exec_driver_sql(lock.format(own))
                if len(tried) <= 2:
                    first.wait(10)
                connection.exec_driver_sql(lock.format(other))

        return action

    threads = [
        threading.Thread(target=engine.done, args=(change(*names),)) for names in (("left", "right"), ("right", "left"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tried) == 3
    opened.close()


def test_the_command_line_says_it_in_one_line(postgresql: Server, tmp_path: Path) -> None:
    """Status 1, one line, and no password."""
    for url in (postgresql.url("none"), postgresql.url(password=WRONG), "postgresql://h:no-port/db"):
        done = run("stats", "--database", url, INDEX_FOLDER=str(tmp_path))
        assert_one_plain_line(done, 1)
        assert not re.search(f"{QUOTED}|{WRONG}|no-port@", done.stderr)
    assert not list(tmp_path.iterdir())


def test_a_bot_that_cannot_reach_its_archive_says_so(postgresql: Server, tmp_path: Path) -> None:
    """Status 1, one line, and no password."""
    for url in (postgresql.url(password=WRONG), f"postgresql://isnad:{WRONG}@127.0.0.1:1/a"):
        ended = run_bot(folder=tmp_path, TELEGRAM_BOT_TOKEN="1:a", DATABASE_URL=url)  # noqa: S106 - of nobody
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 1
        assert WRONG not in ended.stderr
