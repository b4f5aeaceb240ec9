"""Tests of what accompanies a reply: typing and buttons."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import NetworkError

from bot import replies
from bot.buttons import SourcesButton
from bot.messages import ARABIC, ENGLISH
from bot.replies import numbered_keyboard, page_keyboard, stacked, typing
from retrieval import Language


class TypingMessage:
    """A message whose chat counts the actions shown in it, and fails each second time."""

    is_topic_message = False

    def __init__(self, enough: int) -> None:
        self.chat = self
        self.shown = 0
        self._enough = enough
        self.reached = asyncio.Event()

    async def send_action(self, action: str, **_options: object) -> None:
        """Count an action."""
        assert action == "typing"
        self.shown += 1
        if self.shown == self._enough:
            self.reached.set()
        if self.shown % 2 == 0:
            raise NetworkError("lost")


def test_typing_is_shown_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typing is shown for as long as the work lasts, whatever becomes of it, and no longer."""
    monkeypatch.setattr(replies, "TYPING_AFTER_S", 0.0)
    monkeypatch.setattr(replies, "TYPING_EVERY_S", 0.001)

    async def work() -> tuple[int, int]:
        message = TypingMessage(enough=5)
        async with typing(message):  # type: ignore[arg-type]
            await message.reached.wait()
        shown = message.shown
        await asyncio.sleep(0)
        return shown, len(asyncio.all_tasks())

    assert asyncio.run(work()) == (5, 1)


def test_a_quick_answer_shows_no_typing() -> None:
    """Where the answer is there at once, no request is spent on the courtesy."""

    async def work() -> int:
        message = TypingMessage(enough=1)
        async with typing(message):  # type: ignore[arg-type]
            await asyncio.sleep(0)
        return message.shown

    assert asyncio.run(work()) == 0


def test_typing_hides_no_error() -> None:
    """An error of the work goes on to the error handler."""

    async def work() -> None:
        async with typing(TypingMessage(enough=1)):  # type: ignore[arg-type]
            raise LookupError("the work")

    with pytest.raises(LookupError, match="the work"):
        asyncio.run(work())


@pytest.mark.parametrize(
    ("page", "language", "labels"),
    [
        (0, Language.ENGLISH, [ENGLISH.next]),
        (1, Language.ENGLISH, [ENGLISH.previous, ENGLISH.next]),
        (2, Language.ENGLISH, [ENGLISH.previous]),
        (1, Language.ARABIC, [ARABIC.next, ARABIC.previous]),
    ],
)
def test_pages_are_turned_in_reading_direction(page: int, language: Language, labels: list[str]) -> None:
    """The next page lies to the right in English and to the left in Arabic; beyond the ends lies nothing."""
    keyboard = page_keyboard(page, 3, language, lambda to: SourcesButton(language, to))
    assert keyboard is not None
    assert [button.text for row in keyboard.inline_keyboard for button in row] == labels


def test_a_single_page_has_no_buttons() -> None:
    """Where there is nothing to turn, there is no keyboard."""
    assert page_keyboard(0, 1, Language.ARABIC, lambda to: SourcesButton(Language.ARABIC, to)) is None
    assert numbered_keyboard([], Language.ARABIC) is None


def test_many_citations_have_rows_of_buttons() -> None:
    """At most five buttons stand in a row, in Arabic counted from the right."""
    numbered = [(number, SourcesButton(Language.ARABIC, number)) for number in range(1, 8)]
    keyboard = numbered_keyboard(numbered, Language.ARABIC)
    assert keyboard is not None
    rows = [[button.text for button in row] for row in keyboard.inline_keyboard]
    assert rows == [["📄 5", "📄 4", "📄 3", "📄 2", "📄 1"], ["📄 7", "📄 6"]]


def test_keyboards_are_stacked() -> None:
    """Rows stand below each other in their order; of nothing comes nothing."""
    one = numbered_keyboard([(1, SourcesButton(Language.ENGLISH, 1))], Language.ENGLISH)
    other = page_keyboard(0, 2, Language.ENGLISH, lambda to: SourcesButton(Language.ENGLISH, to))
    both = stacked(one, None, other)
    assert both is not None
    assert [[button.text for button in row] for row in both.inline_keyboard] == [["📄 1"], [ENGLISH.next]]
    assert stacked(None, None) is None
