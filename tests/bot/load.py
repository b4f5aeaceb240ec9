"""Many readers who ask at once, and what each of them got: for tests and benchmarks of a bot that is left running."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tests.telegram_server import BotApiServer, Request, User

T = TypeVar("T")
PATIENCE_S = 60.0  # a process has to start first
QUESTIONS = (
    "ماذا قال لافروف عن النصرة؟",
    "/source 1",
    "What did Kerry say?",
    "/source nothing-of-that-name",
    "ماذا قال دي ميستورا عن المحادثات؟",
    "/said Lavrov",
    "/weather",
    "ماذا قال لافروف؟ from:yesterdayish",
    "/sources",
    "/help",
)
"""Each has an answer of its own, of one message, which does not depend on those before."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sendMessage of the bot's: to whom, what, when it arrived and whether it took effect."""

    chat_id: int
    text: str
    number: int
    when: float
    has_acted: bool


def sendings(requests: list[Request]) -> list[Sending]:
    """List what the bot sent, in the order of arrival."""
    return [
        Sending(int(one.params["chat_id"]), one.params["text"], one.number, one.when, one.status == 200)
        for one in requests
        if one.method == "sendMessage"
    ]


def expected_answers(server: BotApiServer) -> list[str]:
    """Ask every question once, one after the other, and give the answers."""
    reader = server.add_user()
    for question in QUESTIONS:
        server.wait_for_answer(server.send_text(reader, question), PATIENCE_S)
    texts = [message.text for message in server.messages(reader.id)]
    assert len(set(texts)) == len(QUESTIONS)
    return texts


def ask_all(server: BotApiServer, readers: list[User]) -> None:
    """Let every reader ask every question, all of them side by side."""
    for question in QUESTIONS:
        for reader in readers:
            server.send_text(reader, question)


def answers(server: BotApiServer, reader: User) -> list[str]:
    """Give what a reader was told, the oldest first."""
    return [message.text for message in server.messages(reader.id)]


def without_repeats(told: list[T]) -> list[T]:
    """Count an answer that came twice, one right after the other, as one."""
    return [one for one, _ in groupby(told)]


def all_answered(server: BotApiServer, readers: list[User]) -> bool:
    """Tell whether every reader got the answer to the last question."""
    if len(server.messages()) < len(readers) * len(QUESTIONS):  # the quick way to say no
        return False
    told = [without_repeats(answers(server, reader)) for reader in readers]
    return all(len(texts) >= len(QUESTIONS) for texts in told)
