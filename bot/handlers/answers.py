"""What do the buttons below an answer do? They show more of it or around it, take it along, or judge it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup

from bot.asking import answer_to, show
from bot.buttons import DocumentButton
from bot.cues import cue_of
from bot.lookup import document_by_key
from bot.messages import messages_in
from bot.notes import note
from bot.others import others_keyboard, others_message
from bot.pdf import is_available, printed
from bot.presentation import context_message, document_page, sentence
from bot.replies import acknowledge, hand_over, labelled, reply, turn
from bot.voting import shown_in
from retrieval import FilterError

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message

    from bot.buttons import AnswerButton, ContextButton, NoteButton, OthersButton, VoteButton
    from bot.context import Context
    from bot.readers import Asked
    from retrieval import Answer


async def turn_answer(message: Message, context: Context, button: AnswerButton) -> None:
    """Show another page of an answer in its place."""
    asked = await _asked(message, context, button.asked)
    if asked is None:
        await reply(message, [sentence(messages_in(button.language).no_longer)])
        return
    shown = await asyncio.to_thread(show, context.retriever, asked, button.language, button.page)
    await turn(message, shown.page.html, shown.keyboard)


async def show_context(message: Message, context: Context, button: ContextButton) -> None:
    """Show the sentences around cited words, with a button that leads on to the whole document."""
    document = await asyncio.to_thread(document_by_key, context.retriever, button.key)
    cited = button.cited.find(document.text) if document else None
    if document is None or cited is None:
        await reply(message, [sentence(messages_in(button.language).old_button)])
        return
    page = await asyncio.to_thread(document_page, document, None, cited, button.language)
    whole = DocumentButton(button.language, button.key, page.number, button.cited)
    label = messages_in(button.language).whole_document
    keyboard = InlineKeyboardMarkup([[labelled(label, whole)]])
    await reply(message, [context_message(document, cited, button.language)], keyboard)


async def show_others(message: Message, context: Context, button: OthersButton) -> None:
    """List the other places that print what a citation does."""
    asked = await _asked(message, context, button.asked)
    answer = await asyncio.to_thread(answer_to, context.retriever, asked) if asked else None
    citation = next((one for one in answer.citations if button.means(one)), None) if answer else None
    if citation is None or not citation.also_in:
        await reply(message, [sentence(messages_in(button.language).no_longer)])
        return
    keyboard = others_keyboard(citation, button.language)
    await reply(message, [others_message(citation, button.language)], keyboard)


async def send_note(message: Message, context: Context, button: NoteButton) -> None:
    """Send an answer as a file."""
    asked = await _asked(message, context, button.asked)
    if asked is None:
        await reply(message, [sentence(messages_in(button.language).no_longer)])
        return
    is_pdf = button.is_pdf and is_available()
    content = await asyncio.to_thread(_note, context, asked, is_pdf=is_pdf)
    name = f"isnad-{asked.today.isoformat()}-{asked.number}.{'pdf' if is_pdf else 'md'}"
    await hand_over(message, content, name, messages_in(button.language).note_caption)


async def vote(query: CallbackQuery, message: Message, context: Context, button: VoteButton) -> None:
    """Keep what a reader thinks of an answer, and say so."""
    asked = await _asked(message, context, button.asked)
    messages = messages_in(button.language)
    if asked is None:
        await acknowledge(query, messages.no_longer)
        return
    try:
        answer = await asyncio.to_thread(answer_to, context.retriever, asked)
    except FilterError:  # the question was corrected since, and asks nothing now
        await acknowledge(query, messages.no_longer)
        return
    shown = shown_in(answer, asked.preferences.results)
    keep = context.readers.vote
    await asyncio.to_thread(keep, asked, query.from_user.id, answer.language, shown, is_good=button.is_good)
    await acknowledge(query, messages.vote_noted)


async def _asked(message: Message, context: Context, number: int) -> Asked | None:
    """Find the question of an answer; a number that was made up finds none of another chat."""
    return await asyncio.to_thread(context.readers.asked, number, message.chat_id)


def _note(context: Context, asked: Asked, *, is_pdf: bool) -> bytes:
    answer: Answer = answer_to(context.retriever, asked)
    cues = {one.rank: cue_of(context.retriever, one) for one in answer.citations}
    return printed(answer, asked.today, cues) if is_pdf else note(answer, asked.today, cues).encode()
