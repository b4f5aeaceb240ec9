"""What is the bot made of? The retriever and the handlers, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Update
from telegram.ext import (
    AIORateLimiter,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import ChatMemory, Context, Services
from bot.errors import note_failure
from bot.handlers import administration, documents, fallback, introduction, preferences, said
from bot.handlers.entrance import entrance
from bot.handlers.inline import inline
from bot.handlers.membership import membership
from bot.handlers.press import press
from bot.handlers.question import edited, question
from bot.metrics import Metrics

if TYPE_CHECKING:
    from bot.context import BotApplication
    from bot.people import People
    from bot.settings import Settings
    from retrieval import Retriever

_CONNECT_S = 10.0
_SEND_S = 20.0
_WORDS = filters.TEXT | filters.CAPTION


def build_application(token: str, settings: Settings, retriever: Retriever) -> BotApplication:
    """Compose the bot; nothing is sent or opened yet, and what is kept of readers is opened by `polling.py`.

    It has no updater and no queue of updates: they come out of the inbox. The rate limiter keeps below Telegram's
    limits; where Telegram says all the same that it is too much, it tries nothing again, for it would let every chat
    wait. The inbox does, and lets only that chat wait.
    """
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .context_types(ContextTypes(context=Context, chat_data=ChatMemory, bot_data=Services))
        .job_queue(None)
        .updater(None)
        .rate_limiter(AIORateLimiter(overall_max_rate=settings.messages_per_s))
        .connect_timeout(_CONNECT_S)
        .read_timeout(_SEND_S)
        .write_timeout(_SEND_S)
        .pool_timeout(_SEND_S)
        .build()
    )
    application.bot_data.retriever = retriever
    application.bot_data.settings = settings
    application.bot_data.metrics = Metrics()
    _add_handlers(application, settings.people)
    return application


_COMMANDS = {
    "start": introduction.start,
    "help": introduction.help_,
    "new": introduction.new,
    "privacy": introduction.privacy,
    "forget": introduction.forget,
    "sources": documents.sources,
    "source": documents.source,
    "latest": documents.latest,
    "said": said.said,
    "from": preferences.not_before,
    "to": preferences.not_after,
    "outlet": preferences.outlet,
    "settings": preferences.settings,
    "remove": administration.remove,
    "stats": administration.stats,
}


def _add_handlers(application: BotApplication, people: People) -> None:
    """List the handlers; the entrance sees each update, and then the first one that wants it gets it."""
    application.add_handler(TypeHandler(Update, entrance), group=-1)
    application.add_handler(MessageHandler(filters.UpdateType.EDITED, edited))
    for name, handler in _COMMANDS.items():
        application.add_handler(CommandHandler(name, handler))
    application.add_handler(MessageHandler(filters.COMMAND & filters.Regex(r"^/source_"), documents.source))
    application.add_handler(MessageHandler(filters.COMMAND & filters.Regex(r"^/said_"), said.said))
    administrators = filters.User(people.admins) & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(administrators & filters.Document.ALL, administration.file))
    application.add_handler(MessageHandler(administrators & filters.FORWARDED & _WORDS, administration.post))
    application.add_handler(MessageHandler(filters.COMMAND, fallback.unknown_command))
    application.add_handler(MessageHandler(filters.TEXT, question))
    application.add_handler(MessageHandler(~filters.StatusUpdate.ALL, fallback.not_text))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(note_failure)
