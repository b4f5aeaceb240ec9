"""Several processes of one bot over an archive in a file: one receives, another answers."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.cli import RIVAL, WRONG_CALL
from tests.bot.load import QUESTIONS, answers
from tests.bot.process import BotProcess, copied, run
from tests.bot.test_left_running import LONG_S, settings_for
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from pathlib import Path


def test_what_one_receives_another_answers(archive_url: str, tmp_path: Path) -> None:
    """Of one that only polls, a worker and one that stands by, the last one takes over when the others are killed."""
    with BotApiServer() as server, ExitStack() as stack:
        settings = settings_for(server, copied(archive_url, tmp_path), LEASE_S="4")

        def start(*arguments: str) -> BotProcess:
            bot = BotProcess(tmp_path, *arguments, **settings)
            stack.callback(bot.put_away)
            return bot

        poller = start("--poll-only")
        server.wait_until_polled(LONG_S)
        rival = start()
        assert rival.wait() == RIVAL
        assert "another process polls for this bot out of sqlite" in rival.log
        reader = server.add_user()
        asked = server.send_text(reader, QUESTIONS[0])
        server.wait_until_confirmed(asked)
        assert not server.messages()
        worker = start("--worker")
        server.wait_for_answer(asked, LONG_S)
        standby = start("--standby")
        standby.wait_for_log("Standing by")
        poller.kill()
        worker.kill()
        for question in QUESTIONS[1:4]:
            server.send_text(reader, question)
        server.wait_until(lambda: len(server.messages()) == 4, LONG_S)
        assert len(set(answers(server, reader))) == 4
        assert "Update ended" not in poller.log
        assert standby.end() == 0
        server.check()


def test_standing_by_is_for_those_who_poll(tmp_path: Path) -> None:
    """Else it is a wrong call, told in one line."""
    ended = run("--worker", "--standby", folder=tmp_path, TELEGRAM_BOT_TOKEN="1:a")  # noqa: S106 - of nobody
    assert ended.returncode == WRONG_CALL
    assert ended.stderr == "--standby is for a process that polls; start it without --worker and --console.\n"
