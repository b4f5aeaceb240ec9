"""What is in the archive? /sources lists the documents, /source shows one; both have pages to turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.buttons import DocumentButton, SourcesButton, key_of
from bot.furniture import MAX_NAME_CHARS, shortened
from bot.handlers.addressing import language_of
from bot.lookup import argument_of, document_by_key, document_by_link, document_by_name
from bot.messages import messages_in
from bot.presentation import (
    SOURCES_PER_PAGE,
    DocumentPage,
    document_page,
    latest_message,
    sentence,
    sources_message,
    sources_pages,
)
from bot.replies import page_keyboard, reply, turn

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Message, Update

    from bot.context import Context
    from retrieval import Document, Language


async def sources(update: Update, context: Context) -> None:
    """List the documents, from the first page."""
    if update.message:
        html, keyboard = await _sources(context, SourcesButton(language_of(update, context), 0))
        await reply(update.message, [html], keyboard)


async def latest(update: Update, context: Context) -> None:
    """List the newest documents, of the outlets that the chat asks, newest first."""
    if update.message:
        documents = await asyncio.to_thread(context.retriever.documents)
        wanted = context.preferences.filters
        dated = [
            (number, document)
            for number, document in enumerate(documents, 1)
            if document.published and wanted.admit_source(document.source)
        ]
        newest = dated[::-1][:SOURCES_PER_PAGE]
        await reply(update.message, [latest_message(newest, language_of(update, context))])


async def source(update: Update, context: Context) -> None:
    """Show the document whose number or id follows the command: /source 3, /source_3, /source a-file.txt."""
    if not (update.message and update.message.text):
        return
    language = language_of(update, context)
    name = argument_of(update.message.text)
    if not name:
        await reply(update.message, [sentence(messages_in(language).source_usage)])
        return
    document = await asyncio.to_thread(document_by_name, context.retriever, name)
    if document is None:
        shown = isolate(shortened(name, MAX_NAME_CHARS))
        await reply(update.message, [sentence(messages_in(language).source_unknown.format(name=shown))])
        return
    await _open(update.message, document, language)


async def open_linked(message: Message, context: Context, link: str, language: Language) -> bool:
    """Show the document that a link leads to; tells whether there is such a one."""
    document = await asyncio.to_thread(document_by_link, context.retriever, link)
    if document is not None:
        await _open(message, document, language)
    return document is not None


async def _open(message: Message, document: Document, language: Language) -> None:
    button = DocumentButton(language, key_of(document.id))
    page = await asyncio.to_thread(document_page, document, None, None, language)
    await reply(message, [page.html], _page_keyboard(page, button))


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
