"""What is the bot made of? The retriever and the handlers, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.ext import (
    AIORateLimiter,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.context import ChatMemory, Context, Services
from bot.errors import apologize
from bot.handlers import documents, fallback, introduction, said
from bot.handlers.press import press
from bot.handlers.question import question
from bot.heartbeat import PollRequest
from bot.ordering import ChatOrder

if TYPE_CHECKING:
    from bot.context import BotApplication
    from retrieval import Retriever

_MAX_RETRIES = 3  # after "too many requests"; by default the rate limiter drops such a message
_CONNECT_S = 10.0
_SEND_S = 20.0
_POLL_CONNECTIONS = 4  # with PTB's one, a connection that hangs leaves the bot deaf


def make_poll_request() -> PollRequest:
    """Make the connection that polls. Its read time-out comes on top of the long poll's own."""
    return PollRequest(
        connection_pool_size=_POLL_CONNECTIONS,
        connect_timeout=_CONNECT_S,
        read_timeout=_CONNECT_S,
        write_timeout=_CONNECT_S,
        pool_timeout=_CONNECT_S,
    )


def build_application(token: str, api_url: str, retriever: Retriever, poll_request: PollRequest) -> BotApplication:
    """Compose the bot; nothing is sent or opened yet."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .context_types(ContextTypes(context=Context, chat_data=ChatMemory, bot_data=Services))
        .job_queue(None)
        .concurrent_updates(ChatOrder())
        .rate_limiter(AIORateLimiter(max_retries=_MAX_RETRIES))
        .connect_timeout(_CONNECT_S)
        .read_timeout(_SEND_S)
        .write_timeout(_SEND_S)
        .pool_timeout(_SEND_S)
        .get_updates_request(poll_request)
        .build()
    )
    application.bot_data.retriever = retriever
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
    application.add_error_handler(apologize)
