"""Does a bot that runs for weeks grow? Twenty thousand questions, about as many as a newsroom asks in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from tests.bot.load import QUESTIONS, all_answered, ask_all, expected_answers
from tests.bot.process import BotProcess, copied
from tests.bot.test_left_running import LONG_S, settings_for
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from pathlib import Path

READERS = 20
ROUNDS = 100
WARM = 20
GROWTH = 1.05


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_memory_stays_flat_over_twenty_thousand_questions(archive_url: str, tmp_path: Path) -> None:
    """After the first fifth of the rounds the bot's memory grows by less than 5 %, and nobody waits in vain.

    Each round is of other readers, so that what is kept of a reader counts as well. Telegram's limit is lifted, and
    polls are short: what takes a day at the usual pace takes minutes.
    """
    assert READERS * len(QUESTIONS) * ROUNDS == 20_000
    more = {"MESSAGES_PER_S": "1000", "QUESTIONS_WAITING": "100", "KEEP_DAYS": "1"}
    url = copied(archive_url, tmp_path)
    with BotApiServer() as server, BotProcess(tmp_path, **settings_for(server, url, **more)) as bot:
        expected_answers(server)
        memory = [_after_a_round(server, bot) for _ in range(ROUNDS)]
        assert bot.end() == 0
        server.check()
    before, after = max(memory[WARM : WARM + 10]), max(memory[-10:])
    print(f"\n{before / 1e6:.1f} MB after {WARM + 10} rounds, {after / 1e6:.1f} MB after {ROUNDS}")  # noqa: T201
    assert after <= GROWTH * before


def _after_a_round(server: BotApiServer, bot: BotProcess) -> int:
    server.forget()
    readers = [server.add_user() for _ in range(READERS)]
    ask_all(server, readers)
    server.wait_until(lambda: all_answered(server, readers), LONG_S)
    return int(psutil.Process(bot.pid).memory_info().rss)
