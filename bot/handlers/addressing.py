"""Whom is a message for? In a private chat for the bot; in a group only what mentions it or answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.messages import interface_language

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from retrieval import Language


def reader_language(update: Update) -> Language:
    """Choose the interface language of the person behind an update, as that person's app says."""
    user = update.effective_user
    return interface_language(user.language_code if user else None)


def language_of(update: Update, context: Context) -> Language:
    """Choose the language for the update's chat: the one that was set there, else the reader's app's."""
    return context.preferences.language or reader_language(update)


def is_private(message: Message) -> bool:
    """Tell whether nobody else reads along."""
    return message.chat.type == ChatType.PRIVATE


def is_for(message: Message, bot_id: int, username: str) -> bool:
    """Tell whether a message is for the bot."""
    if is_private(message):
        return True
    answered = message.reply_to_message and message.reply_to_message.from_user
    return bool(answered and answered.id == bot_id) or bool(_mention(username).search(message.text or ""))


def without_mention(text: str, username: str) -> str:
    """Take the bot's own name out of a question."""
    return _mention(username).sub("", text).strip()


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(username)}\b", re.IGNORECASE)
