"""What is the bot made of? The retriever and the handlers, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.ext import (
    AIORateLimiter,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.context import ChatMemory, Context, Services
from bot.errors import note_failure
from bot.handlers import documents, fallback, introduction, said
from bot.handlers.membership import membership
from bot.handlers.press import press
from bot.handlers.question import question
from bot.metrics import Metrics

if TYPE_CHECKING:
    from bot.context import BotApplication
    from retrieval import Retriever

_CONNECT_S = 10.0
_SEND_S = 20.0


def build_application(token: str, api_url: str, retriever: Retriever) -> BotApplication:
    """Compose the bot; nothing is sent or opened yet.

    It has no updater and no queue of updates: they come out of the inbox. The rate limiter keeps below Telegram's
    limits; where Telegram says all the same that it is too much, it tries nothing again, for it would let every chat
    wait. The inbox does, and lets only that chat wait.
    """
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .context_types(ContextTypes(context=Context, chat_data=ChatMemory, bot_data=Services))
        .job_queue(None)
        .updater(None)
        .rate_limiter(AIORateLimiter())
        .connect_timeout(_CONNECT_S)
        .read_timeout(_SEND_S)
        .write_timeout(_SEND_S)
        .pool_timeout(_SEND_S)
        .build()
    )
    application.bot_data.retriever = retriever
    application.bot_data.metrics = Metrics()
    _add_handlers(application)
    return application


def _add_handlers(application: BotApplication) -> None:
    """List the handlers; the first one that wants an update gets it."""
    application.add_handler(CommandHandler("start", introduction.start))
    application.add_handler(CommandHandler("help", introduction.help_))
    application.add_handler(CommandHandler("sources", documents.sources))
    application.add_handler(CommandHandler("source", documents.source))
    application.add_handler(MessageHandler(filters.COMMAND & filters.Regex(r"^/source_"), documents.source))
    application.add_handler(CommandHandler("said", said.said))
    application.add_handler(MessageHandler(filters.COMMAND & filters.Regex(r"^/said_"), said.said))
    application.add_handler(MessageHandler(filters.COMMAND, fallback.unknown_command))
    application.add_handler(MessageHandler(filters.TEXT, question))
    application.add_handler(MessageHandler(~filters.StatusUpdate.ALL, fallback.not_text))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(note_failure)
