"""An archive of the five articles and a few of our own, and a bot over it that polls the test server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from retrieval import Retriever
from tests.bot.desk import Desk
from tests.bot.process import BotProcess, copied
from tests.conftest import CORPUS
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE_ID = "غريب <b>&amp; " + "x" * 40
_HOSTILE_TEXT = "قالت سلمى حداد إن مصنع الزجاج <b>سيفتح</i> أبوابه & إن الأجور ستُدفع كاملة في موعدها &lt;غدا&gt;. "
_BRIDGE = "قال المهندس رائد كنعان إن الجسر الحجري سيُرمَّم قبل الشتاء بأيدي أهل البلدة."


def _records() -> Iterator[dict[str, str]]:
    for number in range(1, 8):
        text = f"افتتح مجلس القرية بئرا جديدة رقمها {number} بعد عام من العمل. وشكر رئيس المجلس المتطوعين."
        yield {
            "id": f"well-{number}",
            "text": text,
            "title": f"بئر جديدة {number}",
            "published": f"2019-03-{number:02}",
        }
    for number, outlet in enumerate(("الصدى", "النهر"), 1):
        yield {
            "id": f"bridge-{number}",
            "text": _BRIDGE,
            "title": f"جسر {number}",
            "source": outlet,
            "published": f"2020-05-0{number}",
        }
    yield {"id": HOSTILE_ID, "text": _HOSTILE_TEXT * 90, "title": "زجاج <script> & \u202eمقلوب", "source": "الصدى"}


@pytest.fixture(scope="package")
def reading_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive of 15 documents, so that its list has two pages; tests that share it only read."""
    folder = tmp_path_factory.mktemp("reading")
    records = folder / "own.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in _records()), encoding="utf-8")
    url = f"sqlite:///{folder}/archive.db"
    with Retriever.open(url, create=True) as retriever:
        retriever.ingest([CORPUS, records])
    return url


@pytest.fixture(scope="package")
def reading(reading_url: str) -> Iterator[Retriever]:
    """The same archive, open in the test's own process, to compare with."""
    with Retriever.open(reading_url) as retriever:
        yield retriever


@pytest.fixture(scope="package")
def running(reading_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BotApiServer, BotProcess]]:
    """A bot that logs everything and polls a server; afterwards it must end cleanly, its token never written."""
    folder = tmp_path_factory.mktemp("bot")
    with BotApiServer() as server:
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token}
        with BotProcess(folder, LOG_LEVEL="DEBUG", DATABASE_URL=copied(reading_url, folder), **settings) as bot:
            server.wait_until_polled(30)
            yield server, bot
            assert bot.end() == 0
            assert "getUpdates" in bot.log
            assert server.token not in bot.log


@pytest.fixture(scope="package")
def shared_desk(reading_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A bot in the test's own process, over the same archive."""
    folder = tmp_path_factory.mktemp("desk")
    with BotApiServer() as server, Desk(server, copied(reading_url, folder)) as desk:
        yield desk


@pytest.fixture
def desk(shared_desk: Desk) -> Iterator[Desk]:
    """The same; a test fails for every rule that the bot broke in it."""
    yield shared_desk
    shared_desk.server.release()
    shared_desk.server.check()


@pytest.fixture
def server(running: tuple[BotApiServer, BotProcess]) -> Iterator[BotApiServer]:
    """The server that the bot polls; a test fails for every rule that the bot broke in it."""
    server = running[0]
    yield server
    server.release()
    server.check()


@pytest.fixture
def bot(running: tuple[BotApiServer, BotProcess]) -> BotProcess:
    """The process of the bot."""
    return running[1]
