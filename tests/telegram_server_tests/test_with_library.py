"""A bot made with python-telegram-bot runs against the server as it does against Telegram."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.telegram_server import BotApiServer, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from tests.telegram_server import SentMessage

Context = ContextTypes.DEFAULT_TYPE
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("المزيد", callback_data="more")]])


async def greet(update: Update, context: Context) -> None:
    """Answer a command with formatting, buttons and a quote of it."""
    message = update.effective_message
    assert message is not None
    await context.bot.send_chat_action(message.chat_id, ChatAction.TYPING)
    link_preview_options = LinkPreviewOptions(is_disabled=True)
    await message.reply_html(
        f"أهلا <b>{' '.join(context.args or [])}</b>",
        reply_markup=BUTTONS,
        do_quote=True,
        link_preview_options=link_preview_options,
    )


async def show_more(update: Update, _: Context) -> None:
    """Answer a pressed button, then change the message."""
    query = update.callback_query
    assert query is not None
    await query.answer("حسنا")
    await query.edit_message_text("<blockquote expandable>المزيد</blockquote>", parse_mode=ParseMode.HTML)


async def suggest(update: Update, _: Context) -> None:
    """Answer an inline query."""
    assert update.inline_query is not None
    content = InputTextMessageContent("<i>نعم</i>", parse_mode=ParseMode.HTML)
    await update.inline_query.answer([InlineQueryResultArticle("1", update.inline_query.query, content)], cache_time=0)


async def echo(update: Update, context: Context) -> None:
    """Send a text back as a file, with what the file of the person held."""
    message = update.effective_message
    assert message is not None
    held = ""
    if message.document is not None:
        file = await context.bot.get_file(message.document.file_id)
        held = bytes(await file.download_as_bytearray()).decode()
    await message.reply_document((message.text or held).encode(), filename="صدى.txt", caption="صدى")


def application(server: BotApiServer) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build a bot that talks to the server."""
    builder = Application.builder().token(server.token)
    app = builder.base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot").build()
    app.add_handlers([CommandHandler("start", greet), CallbackQueryHandler(show_more), InlineQueryHandler(suggest)])
    app.add_handler(MessageHandler(filters.TEXT | filters.Document.ALL, echo))
    return app


@asynccontextmanager
async def polling(server: BotApiServer) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """Run the bot."""
    app = application(server)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


def ask(server: BotApiServer, question: Callable[[], SentMessage]) -> SentMessage:
    """Run the bot while a test asks and waits, and give what it waits for."""

    async def story() -> SentMessage:
        async with polling(server):
            return await asyncio.to_thread(question)

    return asyncio.run(story())


def run(
    server: BotApiServer, action: Callable[[Application[Any, Any, Any, Any, Any, Any]], Coroutine[Any, Any, Any]]
) -> Any:
    """Let the bot act by itself, without polling."""

    async def story() -> Any:
        async with application(server) as app:
            return await action(app)

    return asyncio.run(story())


def test_command_is_answered(server: BotApiServer) -> None:
    """A command reaches its handler, in private and in a group, and the answer stands in the chat."""
    reader, group = server.add_user(), server.add_group()

    def question() -> SentMessage:
        server.wait_for_answer(server.send_text(reader, "/start 😀 سلمى"))
        return server.wait_for_answer(server.send_text(reader, "/start@isnad_test_bot يا خالد", chat=group))

    answer = ask(server, question)
    first = server.messages(reader.id)[0]
    assert (first.text, first.buttons, first.reply_to) == ("أهلا 😀 سلمى", ((("المزيد", "more"),),), 1)
    assert (answer.chat_id, answer.text) == (group.id, "أهلا يا خالد")


def test_button_is_answered(server: BotApiServer) -> None:
    """A pressed button reaches its handler, which answers the query and edits the message."""
    reader = server.add_user()

    def question() -> SentMessage:
        message = server.wait_for_answer(server.send_text(reader, "/start"))
        query = server.press(reader, message, "more")
        assert server.wait_for_query_answer(query).params["text"] == "حسنا"
        server.wait_until_confirmed(query)
        return server.wait_for(lambda sent: sent.edits == 1)

    answer = ask(server, question)
    assert (answer.text, answer.buttons, answer.entities[0].type) == ("المزيد", (), "expandable_blockquote")
    assert server.unanswered_queries == []


def test_inline_query_is_answered(server: BotApiServer) -> None:
    """An inline query reaches its handler, and its results are taken."""
    query = server.inline_query(server.add_user(), "من قال")

    async def story() -> list[dict[str, Any]]:
        async with polling(server):
            request = await asyncio.to_thread(server.wait_for_query_answer, query)
        results: list[dict[str, Any]] = request.params["results"]
        return results

    assert [result["title"] for result in asyncio.run(story())] == ["من قال"]


def test_files_go_both_ways(server: BotApiServer) -> None:
    """The bot fetches a person's file and sends one back."""
    reader = server.add_user()
    answer = ask(server, lambda: server.wait_for_answer(server.send_document(reader, "خبر.txt", "خبر".encode())))
    assert answer.document is not None
    assert (answer.text, answer.document.content.decode()) == ("صدى", "خبر")


def test_profile_is_set(server: BotApiServer) -> None:
    """Commands and descriptions are set as the library sends them."""

    async def introduce(app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        await app.bot.set_my_commands([BotCommand("ask", "اسأل")], language_code="ar")
        await app.bot.set_my_short_description("بوت", language_code="ar")

    run(server, introduce)
    assert server.profile("commands", "ar") == [{"command": "ask", "description": "اسأل"}]
    assert server.profile("short_description", "ar") == "بوت"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.too_many_requests(3), RetryAfter),
        (Fault.forbidden(), Forbidden),
        (Fault.bad_request("message is too long"), BadRequest),
        (Fault.bad_gateway(), NetworkError),
        (Fault.internal_error(), NetworkError),
        (Fault.dropped_before(), NetworkError),
        (Fault.dropped_after(), NetworkError),
        (Fault.hung(), TimedOut),
    ],
)
def test_faults_are_errors_of_the_library(
    server: BotApiServer, chat_id: int, fault: Fault, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library understands each fault as it understands Telegram's."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns of a change to come

    async def fail(app: Application[Any, Any, Any, Any, Any, Any]) -> Any:
        return await app.bot.send_message(chat_id, "نعم", read_timeout=0.5 if fault.hangs else 5)

    server.fail_next("sendMessage", fault)
    with pytest.raises(error):
        run(server, fail)


def test_second_instance_conflicts(server: BotApiServer) -> None:
    """Of two polls with one token, one is told of the other."""

    async def story() -> list[Any]:
        async with application(server) as first, application(server) as second:
            polls = [asyncio.create_task(app.bot.get_updates(timeout=20)) for app in (first, second)]
            await asyncio.to_thread(server.wait_until, lambda: server.conflicts)
            server.send_text(server.add_user(), "سؤال")
            return await asyncio.gather(*polls, return_exceptions=True)

    outcomes = asyncio.run(story())
    assert sorted((type(outcome) for outcome in outcomes), key=lambda kind: kind.__name__) == [Conflict, tuple]


def test_wrong_token_is_invalid(server: BotApiServer) -> None:
    """The library takes the answer to a wrong token for what it is."""

    async def begin() -> None:
        async with HTTPXRequest() as request:
            await Bot("123456:WRONG", base_url=f"{server.url}/bot", request=request).get_me()

    with pytest.raises(InvalidToken):
        asyncio.run(begin())
