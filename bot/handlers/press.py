"""What does a button do? It turns a page, or opens a document at the cited words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message

from bot.buttons import DocumentButton, SourcesButton, decode
from bot.handlers.addressing import reader_language
from bot.handlers.documents import turn_document, turn_sources
from bot.handlers.said import turn_said
from bot.messages import messages_in
from bot.replies import acknowledge

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def press(update: Update, context: Context) -> None:
    """Do what a button promises."""
    query = update.callback_query
    if query is None:
        return
    button = decode(query.data or "")
    if button is None or not isinstance(query.message, Message):
        await acknowledge(query, messages_in(reader_language(update)).old_button)
        return
    await acknowledge(query)
    if isinstance(button, SourcesButton):
        await turn_sources(query.message, context, button)
    elif isinstance(button, DocumentButton):
        await turn_document(query.message, context, button)
    else:
        await turn_said(query.message, context, button)
