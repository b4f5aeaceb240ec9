"""Who said what? /said NAME shows what somebody said, /said whom the archive quotes; both have pages to turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.buttons import Cited, DescribedButton, DocumentButton, SpeakerButton, SpeakersButton, key_of
from bot.furniture import MAX_NAME_CHARS, shortened
from bot.handlers.addressing import language_of
from bot.lookup import argument_of
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import numbered_keyboard, page_keyboard, reply, stacked, turn, typing
from bot.said import choice_message, speakers_message, speakers_pages, statement_pages
from bot.statements import Choice, find_statements, speaker_by_number, speaker_of, statements_of

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Message, Update

    from bot.buttons import Button
    from bot.context import Context
    from bot.said import SaidPage
    from bot.statements import Statements
    from retrieval import Language


async def said(update: Update, context: Context) -> None:
    """Show what somebody said, by name, description or number (/said_12); without one, whom the archive quotes."""
    message = update.message
    if not (message and message.text):
        return
    language, name = language_of(update, context), argument_of(message.text)
    async with typing(message):
        if not name:
            await reply(message, *await _speakers(context, SpeakersButton(language, 0)))
        elif name.isdecimal():
            await _reply_by_number(message, context, name, language)
        else:
            await _reply_by_name(message, context, name, language)


async def turn_said(
    message: Message, context: Context, button: SpeakersButton | SpeakerButton | DescribedButton
) -> None:
    """Show the page that a button leads to."""
    if isinstance(button, SpeakersButton):
        (html,), keyboard = await _speakers(context, button)
        await turn(message, html, keyboard)
        return
    statements = await asyncio.to_thread(_statements_behind, context, button)
    if statements is None:
        await reply(message, [sentence(messages_in(button.language).old_button)])
        return
    pages = await asyncio.to_thread(statement_pages, statements, button.language)
    page = min(button.page or 0, len(pages) - 1)
    keyboard = _keyboard(statements, pages, page, button.language)
    if button.page is None:
        await reply(message, [pages[page].html], keyboard)
    else:
        await turn(message, pages[page].html, keyboard)


def _statements_behind(context: Context, button: SpeakerButton | DescribedButton) -> Statements | None:
    if isinstance(button, SpeakerButton):
        speaker = speaker_of(context.retriever, button)
        return statements_of(context.retriever, speaker) if speaker else None
    found = find_statements(context.retriever, button.words)
    return None if isinstance(found, Choice) else found


async def _speakers(context: Context, button: SpeakersButton) -> tuple[list[str], InlineKeyboardMarkup | None]:
    speakers = await asyncio.to_thread(context.retriever.speakers)
    pages = speakers_pages(len(speakers))
    page = min(button.page, pages - 1)
    keyboard = page_keyboard(page, pages, button.language, lambda to: SpeakersButton(button.language, to))
    return [speakers_message(speakers, page, button.language)], keyboard


async def _reply_by_number(message: Message, context: Context, number: str, language: Language) -> None:
    speaker = await asyncio.to_thread(speaker_by_number, context.retriever, number)
    if speaker is None:
        shown = isolate(shortened(number, MAX_NAME_CHARS))
        await reply(message, [sentence(messages_in(language).said_unknown_number.format(name=shown))])
        return
    await _reply_with(message, await asyncio.to_thread(statements_of, context.retriever, speaker), language)


async def _reply_by_name(message: Message, context: Context, name: str, language: Language) -> None:
    found = await asyncio.to_thread(find_statements, context.retriever, name)
    if isinstance(found, Choice):
        await reply(message, [choice_message(found, language)])
    else:
        await _reply_with(message, found, language)


async def _reply_with(message: Message, statements: Statements, language: Language) -> None:
    pages = await asyncio.to_thread(statement_pages, statements, language)
    if _button_to(statements, 0, language):
        await reply(message, [pages[0].html], _keyboard(statements, pages, 0, language))
        return
    # A description that is too long for a button has no pages to turn, so that all of them are sent.
    for page in pages:
        await reply(message, [page.html], _documents(page, language))


def _keyboard(
    statements: Statements, pages: tuple[SaidPage, ...], page: int, language: Language
) -> InlineKeyboardMarkup | None:
    def to(number: int) -> Button:
        return _button_to(statements, number, language) or SpeakersButton(language, 0)

    return stacked(_documents(pages[page], language), page_keyboard(page, len(pages), language, to))


def _documents(page: SaidPage, language: Language) -> InlineKeyboardMarkup | None:
    """Offer the documents of the statements on a page, each opened at its words."""
    buttons = [
        (number, DocumentButton(language, key_of(quotation.document), cited=Cited.of(quotation)))
        for number, quotation in page.numbered
    ]
    return numbered_keyboard(buttons, language)


def _button_to(statements: Statements, page: int, language: Language) -> SpeakerButton | DescribedButton | None:
    if statements.speaker is not None:
        return SpeakerButton.of(language, page, statements.speaker)
    return DescribedButton(language, page, statements.name) if DescribedButton.fits(statements.name) else None
