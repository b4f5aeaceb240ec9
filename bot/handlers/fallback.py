"""What if it is nothing that the bot knows? A kind sentence for stickers, pictures, voices and unknown commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.addressing import is_for, language_of
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import reply

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def unknown_command(update: Update, context: Context) -> None:
    """Say that a command is unknown; in a group only if it names the bot, for there it may be for another one."""
    message = update.message
    if message and is_for(message, context.bot.id, context.bot.username):
        await reply(message, [sentence(messages_in(language_of(update, context)).unknown_command)])


async def not_text(update: Update, context: Context) -> None:
    """Ask for text, once for all pictures of an album."""
    message = update.message
    if message is None or not is_for(message, context.bot.id, context.bot.username):
        return
    if message.media_group_id is not None and message.media_group_id == context.memory.album:
        return
    await reply(message, [sentence(messages_in(language_of(update, context)).text_only)])
    context.memory.album = message.media_group_id
