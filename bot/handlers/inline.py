"""What is offered in other chats? Who types the bot's name and a question there gets excerpts to send, with sources."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.cues import cue_of
from bot.furniture import date_text, shortened
from bot.handlers.addressing import language_of
from bot.lookup import link_to
from bot.messages import messages_in
from bot.presentation import citation_blocks
from bot.replies import offer
from retrieval import FilterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Update

    from bot.context import Context
    from retrieval import Citation, Language, Retriever

RESULTS_AT_ONCE = 8
MOST_RESULTS = 40
_TITLE_CHARS = 80
_DESCRIPTION_CHARS = 180
_START = "inline"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def inline(update: Update, context: Context) -> None:
    """Offer excerpts that answer what somebody types."""
    query = update.inline_query
    if query is None:
        return
    first = int(query.offset) if query.offset.isascii() and query.offset.isdigit() and len(query.offset) < 4 else 0
    find = partial(_find, context.retriever, query.query, first)
    results, has_more = await asyncio.to_thread(find, f"https://t.me/{context.bot.username}?start=")
    button = None if results or first else _hint(query.query, language_of(update, context))
    await offer(
        query,
        results,
        next_offset=str(first + RESULTS_AT_ONCE) if has_more else "",
        is_personal=button is not None or not context.settings.people.is_open,
        button=button,
    )


def _hint(words: str, language: Language) -> InlineQueryResultsButton:
    messages = messages_in(language)
    hint = messages.inline_nothing if words.strip() else messages.inline_hint
    return InlineQueryResultsButton(hint, start_parameter=_START)


def _find(retriever: Retriever, words: str, first: int, link: str) -> tuple[list[InlineQueryResultArticle], bool]:
    """Find some excerpts, from a place in their order on, and tell whether more follow.

    Each reader gets the same for the same words, in their language: no settings and no earlier questions count, for
    Telegram keeps the results and gives them to others.
    """
    if not words.strip() or first >= MOST_RESULTS:
        return [], False
    try:
        answer = retriever.ask(words, limit=first + RESULTS_AT_ONCE + 1)
    except FilterError:  # while it is being typed
        return [], False
    some = answer.citations[first : first + RESULTS_AT_ONCE]
    has_more = len(answer.citations) > first + RESULTS_AT_ONCE and first + RESULTS_AT_ONCE < MOST_RESULTS
    return list(_results(retriever, some, answer.language, link)), has_more


def _results(
    retriever: Retriever, citations: tuple[Citation, ...], language: Language, link: str
) -> Iterator[InlineQueryResultArticle]:
    messages = messages_in(language)
    for citation in citations:
        blocks = citation_blocks(citation, messages, cue_of(retriever, citation), is_numbered=False)
        if len(blocks) > 1:  # a result is one message, and words are never shortened
            continue
        button = InlineKeyboardButton(messages.inline_document, url=link + link_to(citation.document))
        yield InlineQueryResultArticle(
            _id(citation),
            _title(citation, language),
            InputTextMessageContent(blocks[0], ParseMode.HTML, link_preview_options=_NO_PREVIEW),
            InlineKeyboardMarkup([[button]]),
            description=shortened(citation.text, _DESCRIPTION_CHARS),
        )


def _title(citation: Citation, language: Language) -> str:
    """Name the speaker, else the document, and the date."""
    messages = messages_in(language)
    what = citation.speaker or citation.title or citation.source or citation.document
    date = date_text(citation.published, citation.published_certainty, messages)
    return f"{shortened(what, _TITLE_CHARS)}{messages.separator}{date}"


def _id(citation: Citation) -> str:
    """Name a result so that the same words have the same name each time."""
    place = f"{citation.document}\n{citation.start}\n{citation.end}".encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.blake2s(place, digest_size=15).digest()).decode("ascii")
