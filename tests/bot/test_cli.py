"""Tests of starting and ending: the command line as a process."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

from bot.console import PROMPT
from bot.readers import Place, Preferences, Readers
from retrieval import Language
from tests.bot.process import BotProcess, copied, environment, run
from tests.telegram_server import BotApiServer, Fault

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "987654321:AAabcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105  # nobody's
QUESTION = "ماذا قال لافروف عن النصرة؟"


def assert_one_sentence(text: str, *words: str) -> None:
    """Fail unless standard error is one line, without traceback and token, that says these words."""
    assert re.fullmatch(r"[^\n]+\n", text), text
    assert "Traceback" not in text
    assert TOKEN not in text
    assert all(word in text for word in words), text


def read_until(terminal: int, *words: str) -> str:
    """Read what a process writes to its terminal until all words came, one after the other."""
    shown = b""
    for word in words:
        while word.encode() not in shown:
            assert select.select([terminal], [], [], 30)[0], f"{word!r} never came: {shown!r}"
            shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


def test_without_a_token_the_bot_says_what_to_do(tmp_path: Path) -> None:
    """No token: exit status 2 and one sentence that names the setting and the other way to ask."""
    ended = run(folder=tmp_path)
    assert ended.returncode == 2
    assert_one_sentence(ended.stderr, "TELEGRAM_BOT_TOKEN", "--console")


def test_a_bad_setting_is_one_sentence(tmp_path: Path) -> None:
    """A setting that cannot be used: exit status 2 and one sentence."""
    ended = run("--console", folder=tmp_path, TELEGRAM_API_URL="telegram")
    assert ended.returncode == 2
    assert_one_sentence(ended.stderr, "TELEGRAM_API_URL", "'telegram'")


def test_a_missing_archive_is_one_sentence(tmp_path: Path) -> None:
    """No archive: exit status 1, one sentence, and no file made."""
    ended = run(folder=tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    assert ended.returncode == 1
    assert_one_sentence(ended.stderr)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_archive_is_one_sentence(tmp_path: Path) -> None:
    """Another file in the archive's place: exit status 1 and one sentence."""
    (tmp_path / "other.db").write_text("a shopping list", encoding="utf-8")
    ended = run(folder=tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    assert ended.returncode == 1
    assert_one_sentence(ended.stderr)


def test_a_refused_token_is_one_sentence_and_never_shown(tmp_path: Path, archive_url: str) -> None:
    """A token that Telegram refuses: exit status 1; neither it nor a traceback is written."""
    with BotApiServer() as server:
        ended = run(
            folder=tmp_path,
            TELEGRAM_API_URL=server.url,
            TELEGRAM_BOT_TOKEN=TOKEN,
            DATABASE_URL=archive_url,
            LOG_LEVEL="ERROR",
        )
    assert ended.returncode == 1
    assert_one_sentence(ended.stderr, "TELEGRAM_BOT_TOKEN", server.url)


def test_a_token_that_is_revoked_ends_the_bot(tmp_path: Path, archive_url: str) -> None:
    """When Telegram refuses the token later on, the bot says so in one sentence and ends with status 1."""
    with BotApiServer() as server:
        server.fail_next("getUpdates", Fault.unauthorized())
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token, "LOG_LEVEL": "ERROR"}
        ended = run(folder=tmp_path, DATABASE_URL=copied(archive_url, tmp_path), **settings)
    assert ended.returncode == 1
    assert_one_sentence(ended.stderr, "refuses the bot token")


def test_votes_can_be_exported(tmp_path: Path, archive_url: str) -> None:
    """`feedback` needs no token; each vote is a line of JSON."""
    url = copied(archive_url, tmp_path)
    readers = Readers.open(url, 1)
    asked = readers.ask(Place(7, 7, 1), "ماذا قال لافروف؟", date(2026, 1, 2), Preferences())
    readers.vote(asked, 7, Language.ARABIC, [], is_good=False)
    readers.close()
    ended = run("feedback", folder=tmp_path, DATABASE_URL=url)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["question"] == "ماذا قال لافروف؟"


def test_what_failed_can_be_listed(tmp_path: Path, archive_url: str) -> None:
    """`failed` needs no token; where nothing has failed it says so."""
    ended = run("failed", "--retry", folder=tmp_path, DATABASE_URL=copied(archive_url, tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "Nothing has failed.\n", "")


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, archive_url: str) -> None:
    """Health that cannot be told ends the bot before it begins."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "HEALTH_PORT": port, "LOG_LEVEL": "ERROR"}
        ended = run(folder=tmp_path, DATABASE_URL=copied(archive_url, tmp_path), **settings)
    assert ended.returncode == 2
    assert_one_sentence(ended.stderr, f"HEALTH_PORT {port}")


def test_without_network_the_bot_waits(tmp_path: Path, archive_url: str) -> None:
    """While Telegram cannot be reached, the log says so and when the next try is; Ctrl-C still ends the bot."""
    with socket.socket() as taken:  # bound, but nobody listens: every connection is refused
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        settings = {"TELEGRAM_API_URL": url, "TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": archive_url}
        with BotProcess(tmp_path, **settings) as bot:
            bot.wait_for_log(f"{url} cannot be reached")
            assert "trying again in 1 s" in bot.log
            assert bot.end(signal.SIGINT) == 0
            assert TOKEN not in bot.log
            assert "Traceback" not in bot.log


def test_a_signal_ends_the_bot_after_its_answers(tmp_path: Path, archive_url: str) -> None:
    """After trouble at the start the bot polls; at a signal it answers what it received and ends with status 0."""
    with BotApiServer() as server:
        server.fail_next("getMe", Fault.internal_error())
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token}
        with BotProcess(tmp_path, DATABASE_URL=copied(archive_url, tmp_path), **settings) as bot:
            bot.wait_for_log("Polling")
            asked = server.send_text(server.add_user(), QUESTION)
            server.wait_until_confirmed(asked)
            assert bot.end(signal.SIGTERM) == 0
            assert "Traceback" not in bot.log
        assert server.wait_for_answer(asked).entities


def test_an_archive_that_is_ruined_ends_the_bot(tmp_path: Path, archive_url: str) -> None:
    """Where nothing can be kept any more, nothing is confirmed: the bot ends with one line, Telegram keeps the rest."""
    shutil.copy(archive_url.removeprefix("sqlite:///"), tmp_path / "a.db")
    with BotApiServer() as server:
        settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token}
        with BotProcess(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/a.db", **settings) as bot:
            server.wait_until_polled(30)
            for file in (path for path in tmp_path.glob("a.db*") if path.is_file()):
                with file.open("r+b") as ruined:  # a file that got shorter would end whoever has mapped it
                    ruined.write(b"ruined" * 5000)
            asked = server.send_text(server.add_user(), QUESTION)
            assert bot.wait() == 1
            assert bot.log.endswith("name another file\n")
            assert "Traceback" not in bot.log
        assert server.pending_updates == [asked]


def test_start_makes_the_archive_once(tmp_path: Path) -> None:
    """`--start` without token makes the archive of data/corpus and chats; the second time the archive is there."""
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    first = run("--start", folder=tmp_path, stdin=f"{QUESTION}\n", **settings)
    second = run("--start", folder=tmp_path, stdin=f"{QUESTION}\n", **settings)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Made the archive: 5 documents." in first.stderr
    assert "Made the archive" not in second.stderr
    assert "Language resources: " in second.stderr
    assert first.stdout == second.stdout
    assert "[1]" in first.stdout


def test_a_chat_at_the_keyboard(tmp_path: Path, archive_url: str) -> None:
    """On a terminal the chat greets, answers with bold words, and ends with Ctrl-D and status 0."""
    ours, theirs = pty.openpty()
    settings = environment(DATABASE_URL=archive_url, TERM="xterm")
    command = [sys.executable, "-m", "bot", "--console"]
    with subprocess.Popen(command, cwd=tmp_path, env=settings, stdin=theirs, stdout=theirs) as chat:
        read_until(ours, PROMPT)
        os.write(ours, f"{QUESTION}\n".encode())
        assert "\x1b[1m" in read_until(ours, "[1]", "\r\n\r\n" + PROMPT)
        os.write(ours, b"\x04")
        assert chat.wait(30) == 0
    os.close(theirs)
    os.close(ours)


def test_the_console_survives_odd_input(tmp_path: Path, archive_url: str) -> None:
    """Bytes that are no text, a line of 10,000 letters and emoji are each answered; the input's end ends the chat."""
    lines = [b"\xff\xfe\x00", "ه".encode() * 10_000, "🙃".encode(), QUESTION.encode()]
    ended = run("--console", folder=tmp_path, stdin=b"\n".join(lines), DATABASE_URL=archive_url)
    assert ended.returncode == 0
    assert not ended.stderr
    assert ended.stdout.startswith("» ")
    assert ended.stdout.count("\n» ") == len(lines) - 1
    assert "[1]" in ended.stdout.rpartition("\n» ")[2]
