"""What if a reader has too many messages waiting? One is told so; the others are let go of in silence until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.addressing import is_for, reader_language
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import acknowledge, reply

if TYPE_CHECKING:
    from telegram import Update


async def too_many(update: Update, bot_id: int, username: str, count: int) -> None:
    """Tell a reader that `count` messages are waiting, where the message or press was for the bot."""
    words = messages_in(reader_language(update)).too_many.format(count=count)
    if update.callback_query:
        await acknowledge(update.callback_query, words)
    elif update.message and is_for(update.message, bot_id, username):
        await reply(update.message, [sentence(words)])
