"""What is this bot? /start, which may lead to a document, /help and /new; and what does it keep? /privacy, /forget."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.handlers.addressing import language_of
from bot.handlers.documents import open_linked
from bot.lookup import argument_of
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import reply

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def start(update: Update, context: Context) -> None:
    """Open the document of a link (https://t.me/BOT?start=…), or welcome the reader and begin a new talk."""
    message, user = update.message, update.effective_user
    if not (message and message.text and user):
        return
    language, link = language_of(update, context), argument_of(message.text)
    if link and await open_linked(message, context, link, language):
        return
    await asyncio.to_thread(context.readers.end_talk, message.chat_id, user.id)
    await reply(message, [sentence(messages_in(language).welcome)])


async def new(update: Update, context: Context) -> None:
    """Begin a new talk."""
    if update.message and update.effective_user:
        await asyncio.to_thread(context.readers.end_talk, update.message.chat_id, update.effective_user.id)
        await reply(update.message, [sentence(messages_in(language_of(update, context)).new_talk)])


async def help_(update: Update, context: Context) -> None:
    """Explain how to ask, and how to read an answer."""
    if update.message:
        messages = messages_in(language_of(update, context))
        parts = (messages.help_asking, messages.help_reading, messages.help_commands)
        await reply(update.message, [sentence("\n\n".join(parts))])


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept of a reader, and for how long."""
    if update.message:
        days, vote_days = context.settings.keep_days, context.settings.vote_days
        words = messages_in(language_of(update, context)).privacy
        told = words.format(days=days, vote_days=vote_days, number=context.reader_id)
        await reply(update.message, [sentence(told)])


async def forget(update: Update, context: Context) -> None:
    """Delete what is kept of a reader."""
    if update.message and update.effective_user:
        await asyncio.to_thread(context.readers.forget_reader, update.effective_user.id)
        await reply(update.message, [sentence(messages_in(language_of(update, context)).forgotten)])
