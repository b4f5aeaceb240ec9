"""Who comes in? Those who may ask, with the settings of their chat; others are told so where they wrote to the bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram.ext import ApplicationHandlerStop

from bot.handlers.addressing import is_for, reader_language
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import acknowledge, offer, reply

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def entrance(update: Update, context: Context) -> None:
    """Let an update in, or turn it away.

    Raises:
        ApplicationHandlerStop: Its user may not ask.
    """
    user, chat = update.effective_user, update.effective_chat
    context.reader_id = user.id if user else None
    if update.my_chat_member:
        return
    if not context.settings.people.may_ask(context.reader_id, chat.id if chat else None):
        await _turn_away(update, context)
        raise ApplicationHandlerStop
    place = chat.id if chat else context.reader_id
    if place is not None:
        context.preferences = await asyncio.to_thread(context.readers.preferences, place)


async def _turn_away(update: Update, context: Context) -> None:
    words = messages_in(reader_language(update)).not_invited.format(number=context.reader_id)
    if update.callback_query:
        await acknowledge(update.callback_query, words)
    elif update.inline_query:
        await offer(update.inline_query, [], is_personal=True)
    elif update.message and is_for(update.message, context.bot.id, context.bot.username):
        await reply(update.message, [sentence(words)])
