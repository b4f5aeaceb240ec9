"""What is in the archive? /sources lists the documents, /source shows one; both have pages to turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.buttons import DocumentButton, SourcesButton, key_of
from bot.furniture import MAX_NAME_CHARS, shortened
from bot.handlers.addressing import reader_language
from bot.lookup import argument_of, document_by_key, document_by_name
from bot.messages import messages_in
from bot.presentation import DocumentPage, document_page, sentence, sources_message, sources_pages
from bot.replies import page_keyboard, reply, turn

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Message, Update

    from bot.context import Context


async def sources(update: Update, context: Context) -> None:
    """List the documents, from the first page."""
    if update.message:
        html, keyboard = await _sources(context, SourcesButton(reader_language(update), 0))
        await reply(update.message, [html], keyboard)


async def source(update: Update, context: Context) -> None:
    """Show the document whose number or id follows the command: /source 3, /source_3, /source a-file.txt."""
    if not (update.message and update.message.text):
        return
    language = reader_language(update)
    name = argument_of(update.message.text)
    if not name:
        await reply(update.message, [sentence(messages_in(language).source_usage)])
        return
    document = await asyncio.to_thread(document_by_name, context.retriever, name)
    if document is None:
        shown = isolate(shortened(name, MAX_NAME_CHARS))
        await reply(update.message, [sentence(messages_in(language).source_unknown.format(name=shown))])
        return
    button = DocumentButton(language, key_of(document.id))
    page = await asyncio.to_thread(document_page, document, None, None, language)
    await reply(update.message, [page.html], _page_keyboard(page, button))


async def turn_sources(message: Message, context: Context, button: SourcesButton) -> None:
    """Show the page of the list that a button leads to."""
    await turn(message, *await _sources(context, button))


async def _sources(context: Context, button: SourcesButton) -> tuple[str, InlineKeyboardMarkup | None]:
    documents = await asyncio.to_thread(context.retriever.documents)
    pages = sources_pages(len(documents))
    page = min(button.page, pages - 1)
    keyboard = page_keyboard(page, pages, button.language, lambda to: SourcesButton(button.language, to))
    return sources_message(documents, page, button.language), keyboard


async def turn_document(message: Message, context: Context, button: DocumentButton) -> None:
    """Show the page of a document that a button leads to: in the same message, or in a new one at the cited words."""
    document = await asyncio.to_thread(document_by_key, context.retriever, button.key)
    if document is None:
        await reply(message, [sentence(messages_in(button.language).old_button)])
        return
    cited = button.cited.find(document.text) if button.cited else None
    page = await asyncio.to_thread(document_page, document, button.page, cited, button.language)
    keyboard = _page_keyboard(page, button)
    if button.page is None:
        await reply(message, [page.html], keyboard)
    else:
        await turn(message, page.html, keyboard)


def _page_keyboard(page: DocumentPage, button: DocumentButton) -> InlineKeyboardMarkup | None:
    def to(number: int) -> DocumentButton:
        return DocumentButton(button.language, button.key, number, button.cited)

    return page_keyboard(page.number, page.pages, button.language, to)
