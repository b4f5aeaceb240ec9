"""How does the bot live? It waits for Telegram, polls until a signal comes, answers what it has, and ends."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.heartbeat import watch
from bot.messages import ARABIC, ENGLISH
from bot.settings import TokenError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from telegram.ext import Updater

    from bot.context import BotApplication
    from bot.heartbeat import PollRequest
    from bot.messages import Messages

POLL_S = 20
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
_UPDATES = ["message", "callback_query"]
_LOGGER = logging.getLogger(__name__)


def run(application: BotApplication, api_url: str, poll_request: PollRequest) -> None:
    """Poll until SIGINT or SIGTERM.

    Raises:
        TokenError: Telegram refuses the token.
    """
    asyncio.run(_run(application, api_url, poll_request))


async def _run(application: BotApplication, api_url: str, poll_request: PollRequest) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await _first_of(_start(application, api_url), stop)
        await watch(
            lambda: poll_request.silent_s,
            lambda: _first_of(_poll_anew(application, api_url), stop),
            stop,
        )
        _LOGGER.info("Ending: what was received is still answered")
    except InvalidToken:  # its own message holds the token
        raise TokenError(
            f"{api_url} refuses the bot token: check TELEGRAM_BOT_TOKEN with @BotFather (and TELEGRAM_API_URL, if set)."
        ) from None
    finally:
        await _stop(application)


async def _first_of(starting: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    """Start, unless a signal comes first."""
    start_task, stop_task = asyncio.create_task(starting), asyncio.create_task(stop.wait())
    await asyncio.wait({start_task, stop_task}, return_when=asyncio.FIRST_COMPLETED)
    if start_task.done():
        stop_task.cancel()
        start_task.result()
    else:
        start_task.cancel()
        await asyncio.wait({start_task})


async def _start(application: BotApplication, api_url: str) -> None:
    await _patiently(application.initialize, api_url)
    await _announce_commands(application)
    updater = _updater(application)
    await _patiently(lambda: _poll(updater), api_url)
    await application.start()
    _LOGGER.info("Polling %s as @%s", api_url, application.bot.username)


async def _patiently(step: Callable[[], Awaitable[Any]], api_url: str) -> None:
    """Repeat a step until Telegram can be reached, with a line each time that it cannot."""
    wait_s = FIRST_WAIT_S
    while True:
        try:
            await step()
        except BadRequest:  # a kind of network error to the library, but waiting does not mend it
            raise
        except (NetworkError, RetryAfter) as error:
            if isinstance(error, RetryAfter):
                wait_s = max(wait_s, _seconds(error))
            _LOGGER.warning("%s cannot be reached (%s); trying again in %.0f s", api_url, error, wait_s)
        else:
            return
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, LONGEST_WAIT_S)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


async def _announce_commands(application: BotApplication) -> None:
    """Fill the menu of commands, in both languages; a bot without a menu works too."""
    try:
        await application.bot.set_my_commands(_commands(ENGLISH))
        await application.bot.set_my_commands(_commands(ARABIC), language_code=ARABIC.language)
    except TelegramError as error:
        _LOGGER.warning("The menu of commands could not be set (%s)", error)


def _commands(messages: Messages) -> list[BotCommand]:
    return [
        BotCommand("sources", messages.sources_command),
        BotCommand("source", messages.source_command),
        BotCommand("said", messages.said_command),
        BotCommand("help", messages.help_command),
        BotCommand("start", messages.start_command),
    ]


async def _poll(updater: Updater) -> None:
    await updater.start_polling(timeout=POLL_S, allowed_updates=_UPDATES, error_callback=_log_poll_error)


async def _poll_anew(application: BotApplication, api_url: str) -> None:
    updater = _updater(application)
    if updater.running:
        await updater.stop()
    await _patiently(lambda: _poll(updater), api_url)


def _log_poll_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _LOGGER.error("Another process polls with the same token, so each gets only some questions; end one of them")
    else:
        _LOGGER.warning("Polling failed, and goes on: %s", error)


async def _stop(application: BotApplication) -> None:
    updater = _updater(application)
    if updater.running:
        await updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()
    await application.bot.shutdown()  # the application leaves it open where it never got as far as starting


def _updater(application: BotApplication) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater
