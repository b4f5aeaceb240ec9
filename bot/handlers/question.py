"""What does the archive say? Free text in, an answer with its citations out."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.buttons import Cited, DocumentButton, key_of
from bot.found import with_found
from bot.handlers.addressing import is_for, reader_language, without_mention
from bot.logs import fields
from bot.presentation import answer_messages, filter_text, sentence
from bot.replies import numbered_keyboard, reply, typing
from retrieval import FilterError

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Update

    from bot.context import Context
    from retrieval import Answer

_LOGGER = logging.getLogger(__name__)


async def question(update: Update, context: Context) -> None:
    """Answer a question that is for the bot."""
    message, user = update.message, update.effective_user
    if not (message and message.text and user and is_for(message, context.bot.id, context.bot.username)):
        return
    text = without_mention(message.text, context.bot.username)
    talk = context.memory.talk(user.id)
    try:
        async with typing(message):
            answer = await asyncio.to_thread(talk.answer, context.retriever, text, message.date)
    except FilterError as error:
        await reply(message, [sentence(filter_text(error, reader_language(update)))])
        return
    found = fields(update=update.update_id, citations=len(answer.citations), reason=answer.reason)
    _LOGGER.info("Answer found", extra=found)
    context.metrics.count_answer(answer)
    await reply(message, with_found(answer_messages(answer, reader_language(update)), answer), _keyboard(answer))
    talk.note(text, answer, message.date)  # after it was sent: when that is tried again, it is no earlier question


def _keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
    buttons = [
        (citation.rank, DocumentButton(answer.language, key_of(citation.document), cited=Cited.of(citation)))
        for citation in answer.citations
    ]
    return numbered_keyboard(buttons, answer.language)
