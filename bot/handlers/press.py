"""What does a button do? Each kind leads to the handler that shows what it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message

from bot.buttons import (
    AnswerButton,
    ContextButton,
    DescribedButton,
    DocumentButton,
    NoteButton,
    OthersButton,
    RemoveButton,
    SettingButton,
    SourcesButton,
    SpeakerButton,
    SpeakersButton,
    VoteButton,
    decode,
)
from bot.handlers.addressing import language_of
from bot.handlers.administration import remove_by_button
from bot.handlers.answers import send_note, show_context, show_others, turn_answer, vote
from bot.handlers.documents import turn_document, turn_sources
from bot.handlers.preferences import set_by_button
from bot.handlers.said import turn_said
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import acknowledge, reply
from retrieval import FilterError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Update

    from bot.context import Context

_HANDLERS: dict[type, Callable[[Message, Context, Any], Awaitable[None]]] = {
    SourcesButton: turn_sources,
    DocumentButton: turn_document,
    SpeakersButton: turn_said,
    SpeakerButton: turn_said,
    DescribedButton: turn_said,
    ContextButton: show_context,
    AnswerButton: turn_answer,
    OthersButton: show_others,
    NoteButton: send_note,
    SettingButton: set_by_button,
    RemoveButton: remove_by_button,
}


async def press(update: Update, context: Context) -> None:
    """Do what a button promises."""
    query = update.callback_query
    if query is None:
        return
    button = decode(query.data or "")
    messages = messages_in(language_of(update, context))
    if button is None or not isinstance(query.message, Message):
        await acknowledge(query, messages.old_button)
        return
    if isinstance(button, VoteButton):
        await vote(query, query.message, context, button)
        return
    await acknowledge(query)
    try:
        await _HANDLERS[type(button)](query.message, context, button)
    except FilterError:  # the question was corrected since, and asks nothing now
        await reply(query.message, [sentence(messages.no_longer)])
