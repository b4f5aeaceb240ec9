"""What if a handler fails? It is logged with its traceback, and the reader gets an apology."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.handlers.addressing import reader_language
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import reply

if TYPE_CHECKING:
    from bot.context import Context

_LOGGER = logging.getLogger(__name__)


async def apologize(update: object, context: Context) -> None:
    """Log the error of a handler and apologize in the chat of its update, if it has one."""
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(context.error, Forbidden):
        _LOGGER.warning("Update %s: the bot may not write to this chat (%s)", number, context.error)
        return
    _LOGGER.error("Update %s could not be handled", number, exc_info=context.error)
    if not isinstance(update, Update) or update.effective_message is None:
        return
    try:
        await reply(update.effective_message, [sentence(messages_in(reader_language(update)).failed)])
    except TelegramError as error:
        _LOGGER.warning("Update %s: the apology could not be sent either (%s)", number, error)
