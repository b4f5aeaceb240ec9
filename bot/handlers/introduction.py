"""What is this bot? /start and /help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.addressing import reader_language
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import reply

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def start(update: Update, context: Context) -> None:
    """Welcome the reader, and begin a new talk."""
    if update.message and update.effective_user:
        context.memory.talk(update.effective_user.id).forget()
        await reply(update.message, [sentence(messages_in(reader_language(update)).welcome)])


async def help_(update: Update, _context: Context) -> None:
    """Explain how to ask, and how to read an answer."""
    if update.message:
        messages = messages_in(reader_language(update))
        parts = (messages.help_asking, messages.help_reading, messages.help_commands)
        await reply(update.message, [sentence("\n\n".join(parts))])
