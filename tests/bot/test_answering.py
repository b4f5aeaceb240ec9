"""Tests of answering out of the inbox, with an archive that fails and a strict server, in one process."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.answering import Answering, StuckError
from bot.application import build_application
from bot.inbox import Inbox, Outcome, State
from bot.inbox.aside import Aside
from bot.messages import ARABIC
from bot.readers import Readers
from bot.said import SaidPage
from bot.settings import Settings
from retrieval import Retriever, SearchDownError
from retrieval.store import Store
from tests.telegram_server import BotApiServer, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from retrieval import Answer

SECRET = "سؤالي السري"  # noqa: S105 - what a reader wrote


class Odd(Retriever):
    """An archive that does something else for its first questions."""

    def __init__(self, inner: Retriever, act: Callable[[], object], times: int) -> None:
        super().__init__(inner._store, inner._morphology, inner._folder)
        self.act = act
        self.left = times

    def ask(self, question: str, **options: Any) -> Answer:
        """Act as it was told, so often; then answer."""
        self.left -= 1
        if self.left >= 0:
            self.act()
            raise LookupError(f"I cannot answer {question}")
        return super().ask(question, **options)


@asynccontextmanager
async def answering(
    server: BotApiServer, tmp_path: Path, archive: Retriever, **settings: int
) -> AsyncIterator[tuple[Answering, Inbox]]:
    """Answer out of an inbox of its own."""
    url = f"sqlite:///{tmp_path}/inbox.db"
    Store.open(url, create=True).close()
    made = Settings(api_url=server.url, **settings)  # type: ignore[arg-type]
    application = build_application(server.token, made, archive)
    application.bot_data.readers = Readers.open(url, server.bot.id)
    aside, inbox = Aside(), Inbox.open(url, server.bot.id)
    async with application:
        answers = Answering(application, inbox, aside, made, application.bot_data.metrics)
        yield answers, inbox
    application.bot_data.readers.close()
    aside.close()
    inbox.close()


def is_open(inbox: Inbox) -> bool:
    """Tell whether anything waits or is being answered, by one look: between two it could go from one to the other."""
    counts = inbox.counts()
    return bool(counts[State.RECEIVED] or counts[State.ANSWERING])


def answer_all(tmp_path: Path, archive: Retriever, server: BotApiServer, texts: list[str], **settings: int) -> Inbox:
    """Receive questions of one reader, and answer until nothing is left."""

    async def live() -> Inbox:
        async with answering(server, tmp_path, archive, **settings) as (answers, inbox):
            reader = server.add_user()
            inbox.receive([server.send_text(reader, text).raw for text in texts])
            running = asyncio.create_task(answers.run())
            while not running.done() and is_open(inbox):
                await asyncio.wait({running}, timeout=0.02)
            answers.end()
            await running
            return inbox

    return asyncio.run(live())


def shown(server: BotApiServer) -> list[str]:
    """Give what the reader was told, up to the first line's end."""
    return [message.text.partition("\n")[0] for message in server.messages()]


def test_a_failure_that_passes_is_not_noticed(tmp_path: Path, retriever: Retriever) -> None:
    """An answer that failed once is tried again, and comes before that to the next question."""
    with BotApiServer() as server:
        answer_all(tmp_path, Odd(retriever, lambda: None, 1), server, ["ماذا قال لافروف؟", "/weather"])
        assert shown(server)[0].startswith("\u200f[1]")
        assert len(shown(server)) == 2


def test_a_failure_that_stays_is_apologized_for_once(
    tmp_path: Path, retriever: Retriever, caplog: pytest.LogCaptureFixture
) -> None:
    """After its attempts the reader gets one apology; the update is kept, and nothing of its text is logged."""
    caplog.set_level(logging.INFO)
    with BotApiServer() as server:
        inbox = answer_all(tmp_path, Odd(retriever, lambda: None, 99), server, [SECRET, "/weather"], answer_attempts=2)
        assert [text.startswith(ARABIC.failed[:10]) for text in shown(server)] == [True, False]
        (failed,) = inbox.failed()
        assert (failed.outcome, failed.error, failed.attempts) == (Outcome.APOLOGIZED, "LookupError", 2)
    assert SECRET not in caplog.text
    told = [record.fields for record in caplog.records if "could not be handled" in record.message]  # type: ignore[attr-defined]
    assert len(told) == 2
    assert all("in ask" in one["error"] and SECRET not in one["error"] for one in told)


def test_an_outage_of_the_search_is_told_once_and_waited_out(tmp_path: Path, retriever: Retriever) -> None:
    """The question is kept, the reader is told so, and gets the answer when the search is back; it is no failure."""

    def fail() -> None:
        raise SearchDownError("the search cluster cannot be reached")

    with BotApiServer() as server:
        answer_all(tmp_path, Odd(retriever, fail, 2), server, ["ماذا قال لافروف؟"], answer_attempts=1)
        told, answer = shown(server)
        assert told == ARABIC.search_down
        assert answer.startswith("\u200f[1]")


def test_an_apology_waits_for_telegram(tmp_path: Path, retriever: Retriever) -> None:
    """Where the apology cannot be sent for an outage it is sent later, and the answer is not tried again."""
    archive = Odd(retriever, lambda: None, 99)
    with BotApiServer() as server:
        server.fail_next("sendMessage", Fault.internal_error())
        answer_all(tmp_path, archive, server, ["سؤال"], answer_attempts=1)
        assert len(shown(server)) == 1
    assert archive.left == 98


def test_an_answer_of_several_messages_goes_on_where_it_broke(
    tmp_path: Path, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second of three messages could not be sent, the first is not sent again."""
    monkeypatch.setattr("bot.handlers.said._button_to", lambda *_: None)
    monkeypatch.setattr(
        "bot.handlers.said.statement_pages", lambda *_: [SaidPage(one) for one in ("أول", "ثان", "ثالث")]
    )
    with BotApiServer() as server:
        server.fail_next("sendMessage", Fault.slow(0))
        server.fail_next("sendMessage", Fault.bad_gateway())
        answer_all(tmp_path, retriever, server, ["/said Lavrov"])
        assert shown(server) == ["أول", "ثان", "ثالث"]


def test_when_every_thread_hangs_it_is_said(tmp_path: Path, retriever: Retriever) -> None:
    """Handlers that hang one after the other leave no thread to answer in: the process has to be started anew."""
    released = threading.Event()
    archive = Odd(retriever, released.wait, 99)

    async def live() -> None:
        async with answering(server, tmp_path, archive, answers_at_once=2, answer_timeout_s=0) as (answers, inbox):
            inbox.receive([server.send_text(server.add_user(), "سؤال").raw for _ in range(2)])
            try:
                await answers.run()
            finally:
                released.set()

    with BotApiServer() as server, pytest.raises(StuckError):
        asyncio.run(live())
