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
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from telegram import Bot, CallbackQuery, InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton

    from bot.buttons import Button

TYPING_EVERY_S = 4.0
"""Telegram shows "typing" for about five seconds."""

TYPING_AFTER_S = 0.3
"""An answer that is there sooner needs no courtesy, and the request for it would count towards Telegram's limits."""

INLINE_CACHE_S = 300
"""For how long Telegram may give the same results for the same inline query without asking."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(
    message: Message, pieces: Sequence[str], keyboard: InlineKeyboardMarkup | None = None
) -> Message | None:
    """Send HTML messages in order, the keyboard under the last; in a group the first one quotes the question.

    Returns:
        The last one; None where it was sent before.
    """
    sent = None
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
        sent = await delivery().once(send)
    return sent


async def turn(message: Message, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """Put another page in the place of a message; a page that is there already stays."""
    try:
        await message.edit_text(
            html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW, reply_markup=keyboard
        )
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise


async def rewrite(bot: Bot, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None) -> bool:
    """Put other words into a message of the bot's; tells whether it still stood there."""
    edit = partial(
        bot.edit_message_text,
        html,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=keyboard,
    )
    try:
        await delivery().once(edit)
    except BadRequest as error:
        said = error.message.lower()
        if "message to edit not found" in said or "message can't be edited" in said:
            return False
        if "message is not modified" not in said:
            raise
    return True


async def hand_over(message: Message, content: bytes, filename: str, caption: str) -> None:
    """Send a file below a message."""
    send = partial(
        message.reply_document,
        content,
        caption=caption,
        filename=filename,
        do_quote=message.chat.type != ChatType.PRIVATE,
        allow_sending_without_reply=True,
    )
    await delivery().once(send)


async def offer(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    *,
    next_offset: str = "",
    is_personal: bool = False,
    button: InlineQueryResultsButton | None = None,
) -> None:
    """Offer results to somebody who types the bot's name in a chat; too late is no fault, for they typed on."""
    give = partial(
        query.answer,
        results,
        cache_time=INLINE_CACHE_S,
        is_personal=is_personal,
        next_offset=next_offset,
        button=button,
    )
    await _in_time(give)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Tell the reader's app that a button was heard; too late is no fault."""
    await _in_time(partial(query.answer, text))


async def _in_time(answer: Callable[[], Awaitable[bool]]) -> None:
    try:
        await delivery().once(answer)
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
    page: int, pages: int, language: Language, to: Callable[[int], Button], further: str | None = None
) -> InlineKeyboardMarkup | None:
    """Offer the previous and the next page, where there are such; `further` is what the next one is called.

    Telegram lays a row out from left to right in every language, so Arabic needs "next" first.
    """
    messages = messages_in(language)
    row = []
    if page > 0:
        row.append(labelled(messages.previous, to(page - 1)))
    if page + 1 < pages:
        row.append(labelled(further or messages.next, to(page + 1)))
    return InlineKeyboardMarkup([reading_order(row, language)]) if row else None


def stacked(*keyboards: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Put keyboards below each other; those that are none are left out."""
    rows = [row for keyboard in keyboards if keyboard for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def numbered_keyboard(
    buttons: Sequence[tuple[int, Button]], language: Language, sign: str = "📄"
) -> InlineKeyboardMarkup | None:
    """Offer a row of documents by the numbers of their citations."""
    row = [labelled(f"{sign} {number}", button) for number, button in buttons]
    rows = [reading_order(row[start : start + 5], language) for start in range(0, len(row), 5)]
    return InlineKeyboardMarkup(rows) if rows else None


def labelled(label: str, button: Button) -> InlineKeyboardButton:
    """Make a button that does something of ours."""
    return InlineKeyboardButton(label, callback_data=button.encode())


def reading_order(row: list[InlineKeyboardButton], language: Language) -> list[InlineKeyboardButton]:
    """Lay a row out so that the language's readers meet its buttons in this order."""
    return row[::-1] if language is Language.ARABIC else row
