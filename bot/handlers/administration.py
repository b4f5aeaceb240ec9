"""What may those do who run the bot? Send files and forward posts to add them, /remove documents, and see /stats."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.bidi import isolate
from bot.buttons import RemoveButton, key_of
from bot.furniture import MAX_NAME_CHARS, Part, document_parts, shortened
from bot.handlers.addressing import language_of
from bot.intake import MAX_BYTES, SUFFIXES, ingest_file, ingest_post, is_readable, safe_name
from bot.lookup import argument_of, document_by_key, document_by_name
from bot.messages import messages_in
from bot.presentation import line, sentence
from bot.replies import labelled, reply, turn, typing

if TYPE_CHECKING:
    from telegram import Document as Attachment
    from telegram import Message, Update

    from bot.context import Context
    from bot.messages import Messages
    from retrieval import IngestedDocument, IngestReport

_MOST_LISTED = 10
_MAX_DETAIL_CHARS = 200


async def file(update: Update, context: Context) -> None:
    """Add the documents of a file, and say what became of each."""
    message = update.message
    if message is None or message.document is None:
        return
    messages = messages_in(language_of(update, context))
    name = safe_name(message.document.file_name)
    refusal = _refusal(name, message.document, messages)
    if refusal is not None:
        await reply(message, [sentence(refusal)])
        return
    async with typing(message):
        try:
            fetched = await message.document.get_file()
            content = bytes(await fetched.download_as_bytearray())
        except BadRequest:  # Telegram keeps files for a while only
            await reply(message, [sentence(messages.file_gone)])
            return
        if len(content) > MAX_BYTES:  # the app said otherwise
            await reply(message, [sentence(messages.file_too_large.format(megabytes=MAX_BYTES // 10**6))])
            return
        report = await asyncio.to_thread(ingest_file, context.retriever, name, content)
    await reply(message, [_told(name, report, messages)])


async def post(update: Update, context: Context) -> None:
    """Add a forwarded post as a document."""
    message = update.message
    if message is None or not (message.text or message.caption):
        return
    messages = messages_in(language_of(update, context))
    async with typing(message):
        report = await asyncio.to_thread(ingest_post, context.retriever, message)
    await reply(message, [_told(shortened(message.text or message.caption or "", 40), report, messages)])


async def remove(update: Update, context: Context) -> None:
    """Ask whether a document is to be removed."""
    message = update.message
    if not (message and message.text):
        return
    language = language_of(update, context)
    messages, name = messages_in(language), argument_of(message.text)
    if not context.is_administrator:
        await reply(message, [sentence(messages.not_administrator)])
        return
    document = await asyncio.to_thread(document_by_name, context.retriever, name) if name else None
    if document is None:
        shown = isolate(shortened(name, MAX_NAME_CHARS))
        words = messages.source_unknown.format(name=shown) if name else messages.remove_usage
        await reply(message, [sentence(words)])
        return
    html = f"{sentence(messages.remove_question)}\n{line(document_parts(document, messages), messages)}"
    button = labelled(messages.remove_button, RemoveButton(language, key_of(document.id)))
    await reply(message, [html], InlineKeyboardMarkup([[button]]))


async def remove_by_button(message: Message, context: Context, button: RemoveButton) -> None:
    """Remove a document, where an administrator pressed."""
    messages = messages_in(button.language)
    if not context.is_administrator:
        await reply(message, [sentence(messages.not_administrator)])
        return
    document = await asyncio.to_thread(document_by_key, context.retriever, button.key)
    if document is None:
        await reply(message, [sentence(messages.old_button)])
        return
    await asyncio.to_thread(context.retriever.remove, [document.id])
    await turn(message, sentence(messages.removed.format(name=isolate(shortened(document.id, MAX_NAME_CHARS)))), None)


async def stats(update: Update, context: Context) -> None:
    """Count what the archive holds and what readers did."""
    message = update.message
    if message is None:
        return
    messages = messages_in(language_of(update, context))
    if not context.is_administrator:
        await reply(message, [sentence(messages.not_administrator)])
        return
    archive = await asyncio.to_thread(context.retriever.stats)
    asked, up, down = await asyncio.to_thread(context.readers.count)
    told = messages.statistics.format(
        documents=archive.documents,
        sentences=archive.sentences,
        quotations=archive.quotations,
        nobody=archive.quotations_without_speaker,
        speakers=archive.speakers,
        asked=asked,
        up=up,
        down=down,
    )
    await reply(message, [sentence(told)])


def _refusal(name: str, attachment: Attachment, messages: Messages) -> str | None:
    """Say why a file is not fetched; None for one that is."""
    if not is_readable(name):
        shown = isolate(shortened(name, MAX_NAME_CHARS))
        return messages.file_unread.format(suffixes=isolate(" ".join(SUFFIXES)), name=shown)
    if (attachment.file_size or 0) > MAX_BYTES:
        return messages.file_too_large.format(megabytes=MAX_BYTES // 10**6)
    return None


def _told(name: str, report: IngestReport, messages: Messages) -> str:
    """Write what became of the documents of a file, the refused ones first."""
    found = sorted(report.documents, key=lambda one: one.outcome != "refused")
    lines = [messages.file_read.format(name=isolate(shortened(name, MAX_NAME_CHARS)))]
    lines += (_outcome(one, messages) for one in found[:_MOST_LISTED])
    if len(found) > _MOST_LISTED:
        lines.append(messages.more_documents.format(count=len(found) - _MOST_LISTED))
    return "\n".join(line([Part(text)], messages) for text in lines)


def _outcome(one: IngestedDocument, messages: Messages) -> str:
    detail = isolate(shortened(one.detail or "", _MAX_DETAIL_CHARS))
    told = messages.outcomes[one.outcome].format(detail=detail)
    return f"• {isolate(shortened(one.name, MAX_NAME_CHARS))}: {told}"
