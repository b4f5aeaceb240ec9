"""How does the bot live? It waits for Telegram, receives and answers until a signal comes, and ends after its answers.

What else ends it (a rival, a damaged database, threads that hang) is told by its exit status, for a supervisor to read.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.answering import Answering, StuckError
from bot.errors import said
from bot.health import health_server
from bot.inbox import Inbox, only_one
from bot.inbox.aside import Aside
from bot.inbox.store import LEASE_S
from bot.judging import seconds
from bot.logs import fields
from bot.messages import ARABIC, ENGLISH
from bot.polls import Polls
from bot.readers import Readers
from bot.receiving import Receiving
from bot.settings import TokenError
from bot.watchdog import Watchdog
from retrieval import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.context import BotApplication
    from bot.messages import Messages
    from bot.settings import Settings

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
DEAF = 4
"""Exit status of a bot that heard nothing for too long, or whose threads all hang."""

_TURN_EVERY_S = 1.0
_TIDY_EVERY_S = 3600.0
_DAY_S = 86400.0
_LOGGER = logging.getLogger(__name__)


def run(application: BotApplication, token: str, settings: Settings) -> None:
    """Receive and answer until SIGINT or SIGTERM; a second signal ends the process at once.

    Raises:
        TokenError: Telegram refuses the token.
        RivalError: Another process polls with the same token.
        AnotherProcessError: Another process of this machine answers out of the same archive.
        StoreError: The database cannot be used.
    """
    try:
        asyncio.run(_Life(application, token, settings).run())
    except InvalidToken:  # its own message holds the token
        raise TokenError(
            f"{settings.api_url} refuses the bot token: "
            "check TELEGRAM_BOT_TOKEN with @BotFather (and TELEGRAM_API_URL, if set)."
        ) from None


class _Life:
    """One run of the bot."""

    def __init__(self, application: BotApplication, token: str, settings: Settings) -> None:
        self._application = application
        self._settings = settings
        self._metrics = application.bot_data.metrics
        self._polls = Polls(token, settings)
        self._stop = asyncio.Event()
        self._watchdog = Watchdog(settings.max_silence_s, _end_deaf)
        self._aside = Aside()

    async def run(self) -> None:
        self._listen_to_signals()
        loop = asyncio.get_running_loop()
        # Handlers ask the archive in these threads. More than there are answers at once would never be used.
        loop.set_default_executor(ThreadPoolExecutor(self._settings.answers_at_once, "retrieval"))
        async with AsyncExitStack() as stack:
            stack.callback(self._aside.close)
            stack.push_async_callback(self._polls.close)
            stack.push_async_callback(self._close_application)
            stack.enter_context(health_server(self._settings.health_port, self._watchdog, self._metrics))
            turning = asyncio.create_task(self._turn())
            stack.callback(turning.cancel)
            if await self._unless_stopped(self._meet_telegram()):
                await self._live(stack)

    async def _live(self, stack: AsyncExitStack) -> None:
        bot = self._application.bot
        url = self._settings.database_url
        alone = stack.enter_context(only_one(url, bot.id))
        inbox = await self._aside.do(Inbox.open, url, bot.id, most_waiting=self._settings.questions_waiting)
        stack.callback(inbox.close)
        readers = await self._aside.do(Readers.open, url, bot.id)
        stack.callback(readers.close)
        self._application.bot_data.readers = readers
        self._metrics.watch_inbox(lambda: (inbox.counts(), inbox.unreachable()))
        taken = await self._aside.do(inbox.take_over, alone=alone)
        waiting = await self._aside.do(inbox.counts)
        _LOGGER.info("The inbox is open", extra=fields(interrupted=taken, **waiting))
        answering = Answering(self._application, inbox, self._aside, self._settings, self._metrics)
        receiving = Receiving(self._polls, inbox, self._aside, self._metrics, self._watchdog, answering.wake)
        keeping = [asyncio.create_task(step) for step in (self._renew(inbox, alone=alone), self._tidy(inbox))]
        _LOGGER.info(f"Polling {self._settings.api_url} as @{bot.username}")
        self._watchdog.start()
        try:
            await self._until_stopped(receiving, answering)
        finally:
            self._watchdog.stop()
            for task in keeping:
                task.cancel()

    async def _until_stopped(self, receiving: Receiving, answering: Answering) -> None:
        """Receive and answer; at a signal receive no more, and answer what there is for a while."""
        answers = asyncio.create_task(answering.run())
        polls = asyncio.create_task(receiving.run())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({answers, polls, stopped}, return_when=asyncio.FIRST_COMPLETED)
        polls.cancel()
        stopped.cancel()
        await asyncio.wait({polls})
        _LOGGER.info("Ending: what was received is still answered", extra=fields(for_s=self._settings.drain_s))
        self._watchdog.stop()
        answering.end()
        await asyncio.wait({answers}, timeout=self._settings.drain_s)
        if not answers.done():
            answers.cancel()
            await self._abandon(answering, 0, "Not everything could be answered in time; it stays in the inbox")
        if isinstance(answers.exception(), StuckError):
            await self._abandon(answering, DEAF, "No thread is left to answer in: ending, to be started anew")
        for task in (polls, answers):  # whatever ended one of them ends the process
            if not task.cancelled():
                task.result()
        if answering.has_hung:  # Python would wait for its thread
            _end_now(0, "Ended without waiting for what hangs")

    async def _abandon(self, answering: Answering, status: int, why: str) -> None:
        left = await answering.abandon()
        _end_now(status, why, interrupted=left)

    def _listen_to_signals(self) -> None:
        def end() -> None:
            if self._stop.is_set():
                _end_now(1, "A second signal: ending at once; what is not answered stays in the inbox")
            self._stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, end)

    async def _unless_stopped(self, starting: Coroutine[Any, Any, None]) -> bool:
        """Do something, unless a signal comes first; tells whether it was done."""
        start, stop = asyncio.create_task(starting), asyncio.create_task(self._stop.wait())
        await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if start.done():
            start.result()
            return True
        start.cancel()
        await asyncio.wait({start})
        return False

    async def _meet_telegram(self) -> None:
        """Learn who we are, and see to it that Telegram lets us poll."""
        bot, url = self._application.bot, self._settings.api_url
        await _patiently(self._application.initialize, url)
        await _announce_commands(self._application)
        await _patiently(bot.delete_webhook, url)

    async def _turn(self) -> None:
        """Show that the event loop turns."""
        while True:
            self._watchdog.turned()
            await asyncio.sleep(_TURN_EVERY_S)

    async def _renew(self, inbox: Inbox, *, alone: bool) -> None:
        """Say that we live; where there are others, take over what those have left who do not."""
        while True:
            await asyncio.sleep(LEASE_S / 4)
            try:
                await self._aside.do(inbox.renew)
                if not alone:
                    await self._aside.do(inbox.take_over, alone=False)
            except StoreError as error:
                _LOGGER.warning("The inbox cannot be written", extra=fields(said=str(error)))

    async def _tidy(self, inbox: Inbox) -> None:
        """Delete what ended or was asked long ago."""
        while True:
            try:
                keep_s, votes_s = self._settings.keep_days * _DAY_S, self._settings.vote_days * _DAY_S
                gone = await self._aside.do(inbox.forget, keep_s)
                gone += await self._aside.do(self._application.bot_data.readers.forget, keep_s, votes_s)
                _LOGGER.debug("Old updates, questions and votes deleted", extra=fields(deleted=gone))
            except StoreError as error:
                _LOGGER.warning("The inbox cannot be written", extra=fields(said=str(error)))
            for chat in list(self._application.chat_data):  # albums of more than an hour ago are over
                self._application.drop_chat_data(chat)
            await asyncio.sleep(_TIDY_EVERY_S)

    async def _close_application(self) -> None:
        await self._application.shutdown()
        await self._application.bot.shutdown()  # the application leaves it open where it never got as far as starting


def _end_deaf(silent_s: float) -> None:
    """End the process from outside of its event loop, which may hang."""
    _end_now(DEAF, "Nothing heard from Telegram for too long: ending, to be started anew", silent_s=round(silent_s))


def _end_now(status: int, why: str, **told: object) -> None:
    _LOGGER.critical(why, extra=fields(**told))
    logging.shutdown()
    os._exit(status)  # what was received is in the inbox; threads that hang would keep the process


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
                wait_s = max(wait_s, seconds(error))
            _LOGGER.warning(
                f"{api_url} cannot be reached; trying again in {wait_s:.0f} s", extra=fields(said=said(error))
            )
        else:
            return
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, LONGEST_WAIT_S)


async def _announce_commands(application: BotApplication) -> None:
    """Fill the menu of commands, in both languages; a bot without a menu works too."""
    try:
        await application.bot.set_my_commands(_commands(ENGLISH))
        await application.bot.set_my_commands(_commands(ARABIC), language_code=ARABIC.language)
    except TelegramError as error:
        _LOGGER.warning("The menu of commands could not be set", extra=fields(said=said(error)))


def _commands(messages: Messages) -> list[BotCommand]:
    return [
        BotCommand("said", messages.said_command),
        BotCommand("latest", messages.latest_command),
        BotCommand("sources", messages.sources_command),
        BotCommand("source", messages.source_command),
        BotCommand("from", messages.from_command),
        BotCommand("to", messages.to_command),
        BotCommand("outlet", messages.outlet_command),
        BotCommand("settings", messages.settings_command),
        BotCommand("new", messages.new_command),
        BotCommand("help", messages.help_command),
        BotCommand("privacy", messages.privacy_command),
        BotCommand("forget", messages.forget_command),
        BotCommand("start", messages.start_command),
    ]
