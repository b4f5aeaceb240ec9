"""How long does a reader wait when many ask at once? The bot as its own process, over real HTTP to the test server.

    python -m benchmarks.inbox

20 readers ask 10 questions each, spread over 10 seconds and then all at once. A wait counts from the reader's sending
to the arrival of the answer at Telegram's side. Telegram's own limit of 30 messages a second holds: 200 at once take
at least 6.7 seconds. The third row is one more reader who asks one question in the middle of the flood.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval import Retriever
from retrieval.evaluation import CORPUS
from tests.bot.load import QUESTIONS, expected_answers, sendings
from tests.bot.process import BotProcess
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from tests.telegram_server import User

READERS = 20
PATIENCE_S = 120.0


def ask(server: BotApiServer, pause_s: float, bystander: User | None) -> dict[int, list[float]]:
    """Let everybody ask, with a pause between two questions; gives each reader's waits in milliseconds."""
    readers = [server.add_user() for _ in range(READERS)]
    asked: dict[int, list[float]] = {reader.id: [] for reader in readers}
    for question in QUESTIONS:
        for reader in readers:
            asked[reader.id].append(time.monotonic())
            server.send_text(reader, question)
            time.sleep(pause_s)
    if bystander is not None:
        asked[bystander.id] = [time.monotonic()]
        server.send_text(bystander, QUESTIONS[0])
    expected = sum(map(len, asked.values()))
    server.wait_until(lambda: len(_of(server, asked)) >= expected, PATIENCE_S)
    waits: dict[int, list[float]] = {}
    for chat, started in asked.items():
        came = [one.when for one in sendings(server.requests) if one.chat_id == chat]
        waits[chat] = [1000 * (end - begin) for begin, end in zip(started, came, strict=True)]
    return waits


def _of(server: BotApiServer, asked: dict[int, list[float]]) -> list[float]:
    return [one.when for one in sendings(server.requests) if one.chat_id in asked]


def report(name: str, waits_ms: list[float]) -> None:
    """Print a row: median, 95th percentile and maximum."""
    p50, p95 = statistics.median(waits_ms), statistics.quantiles([*waits_ms, *waits_ms], n=20)[-1]
    print(f"{name:28} p50 {p50:8.0f} ms   p95 {p95:8.0f} ms   max {max(waits_ms):8.0f} ms   n {len(waits_ms)}")


def main() -> None:
    """Make an archive, start the bot, and time both."""
    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        with Retriever.open(url, create=True) as retriever:
            retriever.ingest([CORPUS])
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token, "DATABASE_URL": url}
        with BotProcess(Path(folder), **settings) as bot:
            server.wait_until_polled(PATIENCE_S)
            expected_answers(server)
            spread = ask(server, 10 / (READERS * len(QUESTIONS)), None)
            report("200 over 10 s", [wait for waits in spread.values() for wait in waits])
            bystander = server.add_user()
            flood = ask(server, 0, bystander)
            (alone,) = flood.pop(bystander.id)
            report("200 at once", [wait for waits in flood.values() for wait in waits])
            report("one more, behind the 200", [alone])
            bot.end()


if __name__ == "__main__":
    main()
