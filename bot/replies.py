"""How does a reply reach its chat? With its buttons, without link previews, and under the question in a group."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.delivery import delivery
from bot.messages import messages_in
from retrieval import Language

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from telegram import CallbackQuery

    from bot.buttons import Button

TYPING_EVERY_S = 4.0
"""Telegram shows "typing" for about five seconds."""

TYPING_AFTER_S = 0.3
"""An answer that is there sooner needs no courtesy, and the request for it would count towards Telegram's limits."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(message: Message, pieces: Sequence[str], keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send HTML messages in order, the keyboard under the last; in a group the first one quotes the question."""
    for number, piece in enumerate(pieces):
        send = partial(
            message.reply_text,
            piece,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            do_quote=number == 0 and message.chat.type != ChatType.PRIVATE,
            allow_sending_without_reply=True,
            reply_markup=keyboard if number == len(pieces) - 1 else None,
        )
        await delivery().once(send)


async def turn(message: Message, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """Put another page in the place of a message; a page that is there already stays."""
    try:
        await message.edit_text(
            html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW, reply_markup=keyboard
        )
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Tell the reader's app that a button was heard; too late is no fault."""
    try:
        await delivery().once(partial(query.answer, text))
    except BadRequest as error:
        if "query is too old" not in error.message.lower() and "query id is invalid" not in error.message.lower():
            raise


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show "typing" in the chat of a message for as long as the block runs."""
    task = asyncio.create_task(_keep_typing(message))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_typing(message: Message) -> None:
    thread = message.message_thread_id if message.is_topic_message else None
    await asyncio.sleep(TYPING_AFTER_S)
    while True:
        with suppress(TelegramError):  # a courtesy only; the answer itself will say what is wrong
            await message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
        await asyncio.sleep(TYPING_EVERY_S)


def page_keyboard(
    page: int, pages: int, language: Language, to: Callable[[int], Button]
) -> InlineKeyboardMarkup | None:
    """Offer the previous and the next page, where there are such.

    Telegram lays a row out from left to right in every language, so Arabic needs "next" first.
    """
    messages = messages_in(language)
    row = []
    if page > 0:
        row.append(_button(messages.previous, to(page - 1)))
    if page + 1 < pages:
        row.append(_button(messages.next, to(page + 1)))
    return InlineKeyboardMarkup([_reading_order(row, language)]) if row else None


def stacked(*keyboards: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Put keyboards below each other; those that are none are left out."""
    rows = [row for keyboard in keyboards if keyboard for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def numbered_keyboard(buttons: Sequence[tuple[int, Button]], language: Language) -> InlineKeyboardMarkup | None:
    """Offer a row of documents by the numbers of their citations."""
    row = [_button(f"📄 {number}", button) for number, button in buttons]
    rows = [_reading_order(row[start : start + 5], language) for start in range(0, len(row), 5)]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(label: str, button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=button.encode())


def _reading_order(row: list[InlineKeyboardButton], language: Language) -> list[InlineKeyboardButton]:
    return row[::-1] if language is Language.ARABIC else row
