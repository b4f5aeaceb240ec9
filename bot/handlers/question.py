"""What does the archive say? Free text in, an answer with its citations out; who corrects one corrects both."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.asking import Shown, show
from bot.handlers.addressing import is_for, language_of, without_mention
from bot.logs import fields
from bot.presentation import filter_text, sentence
from bot.readers import Place
from bot.replies import reply, rewrite, typing
from bot.talk import NO_QUESTIONS
from retrieval import FilterError

if TYPE_CHECKING:
    from telegram import Message, Update, User

    from bot.context import Context
    from bot.readers import Asked
    from retrieval import Language

_LOGGER = logging.getLogger(__name__)


async def question(update: Update, context: Context) -> None:
    """Answer a question that is for the bot."""
    message, user = update.message, update.effective_user
    if not (message and message.text and user and is_for(message, context.bot.id, context.bot.username)):
        return
    asked = await _keep(message, user, context)
    shown = await _answer(message, context, asked, language_of(update, context))
    if isinstance(shown, str):
        sent = await reply(message, [shown])
    else:
        sent = await reply(message, [shown.page.html], shown.keyboard)
    await _note(context, asked, shown, sent)


async def edited(update: Update, context: Context) -> None:
    """Answer a question that was corrected, in the place of its first answer."""
    message, user = update.edited_message, update.effective_user
    if not (message and message.text and user):
        return
    before = await asyncio.to_thread(context.readers.asked_in, message.chat_id, message.message_id)
    if before is None or before.question == without_mention(message.text, context.bot.username):
        return
    asked = await _keep(message, user, context)
    shown = await _answer(message, context, asked, language_of(update, context))
    html, keyboard = (shown, None) if isinstance(shown, str) else (shown.page.html, shown.keyboard)
    sent = None
    is_there = asked.answer_id is not None and await rewrite(
        context.bot, message.chat_id, asked.answer_id, html, keyboard
    )
    if not is_there:
        sent = await reply(message, [html], keyboard)
    await _note(context, asked, shown, sent)


async def _keep(message: Message, user: User, context: Context) -> Asked:
    place = Place(message.chat_id, user.id, message.message_id)
    words = without_mention(message.text or "", context.bot.username)
    today = message.date.astimezone().date()
    return await asyncio.to_thread(context.readers.ask, place, words, today, context.preferences)


async def _answer(message: Message, context: Context, asked: Asked, fallback: Language) -> Shown | str:
    """Answer a question, or say in HTML what is wrong with its filters."""
    try:
        async with typing(message):
            shown = await asyncio.to_thread(show, context.retriever, asked, fallback)
    except FilterError as error:
        return sentence(filter_text(error, fallback))
    found = fields(citations=len(shown.answer.citations), reason=shown.answer.reason)
    _LOGGER.info("Answer found", extra=found)
    context.metrics.count_answer(shown.answer)
    return shown


async def _note(context: Context, asked: Asked, shown: Shown | str, sent: Message | None) -> None:
    """Let later questions lean on this one; after it was sent, so that none that is tried again leans on itself."""
    is_turn = isinstance(shown, Shown) and shown.answer.reason not in NO_QUESTIONS
    answer_id = sent.message_id if sent else None
    await asyncio.to_thread(context.readers.note_answer, asked.number, answer_id, is_turn=is_turn)
