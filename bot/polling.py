"""How does the bot live? It waits for Telegram, receives and answers until a signal comes, and ends after its answers.

Of several processes over one archive one receives, and any of them answer: each has its duties. What else ends a
process (a rival, a damaged database, threads that hang) is told by its exit status, for a supervisor to read.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.answering import LOOK_EVERY_S, Answering, StuckError
from bot.errors import said
from bot.health import health_server
from bot.inbox import AnotherProcessError, Bell, Inbox, among_others, polling_right
from bot.inbox.aside import OUTAGES, Aside
from bot.judging import seconds
from bot.logs import fields
from bot.messages import ARABIC, ENGLISH
from bot.polls import Polls
from bot.readers import Readers
from bot.receiving import Receiving
from bot.settings import TokenError
from bot.watchdog import Watchdog
from retrieval import RetrievalError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from bot.context import BotApplication
    from bot.inbox import PollingRight
    from bot.messages import Messages
    from bot.settings import Settings

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
DEAF = 4
"""Exit status of a bot that heard nothing for too long, or whose threads all hang."""

_LOOK_EVERY_S = 0.5  # what another process received is found as soon where nothing tells of it
_STAND_BY_S = 2.0
_TURN_EVERY_S = 1.0
_TIDY_EVERY_S = 3600.0
_WARM_UP_AFTER_S = 10.0
_DAY_S = 86400.0
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duties:
    """What this process does of what there is to do.

    Attributes:
        polls: It receives; only one process of a bot may.
        answers: It answers what it or another process received.
        stands_by: While another process polls it only answers, instead of ending, and polls when that one has ended.
    """

    polls: bool = True
    answers: bool = True
    stands_by: bool = False


def run(application: BotApplication, token: str, settings: Settings, duties: Duties) -> None:
    """Receive and answer until SIGINT or SIGTERM; a second signal ends the process at once.

    Raises:
        TokenError: Telegram refuses the token.
        RivalError: Another process polls with the same token.
        AnotherProcessError: Another process polls for the same bot out of the same archive.
        StoreError: The database cannot be used.
    """
    try:
        asyncio.run(_Life(application, token, settings, duties).run())
    except InvalidToken:  # its own message holds the token
        raise TokenError(
            f"{settings.api_url} refuses the bot token: "
            "check TELEGRAM_BOT_TOKEN with @BotFather (and TELEGRAM_API_URL, if set)."
        ) from None


class _Life:
    """One run of the bot."""

    def __init__(self, application: BotApplication, token: str, settings: Settings, duties: Duties) -> None:
        self._application = application
        self._settings = settings
        self._duties = duties
        self._is_polling = False
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
        bot, url = self._application.bot, self._settings.database_url
        right = polling_right(url, bot.id) if self._duties.polls else None
        if right is not None:
            stack.callback(right.let_go)
            if not self._duties.stands_by:
                await self._aside.do(right.take)
        inbox = await self._open(stack)
        answering = await self._prepare_to_answer(stack, inbox) if self._duties.answers else None
        chores = [self._renew(inbox, answering), self._tidy(inbox), *([self._warm_up()] if answering else [])]
        keeping = [asyncio.create_task(chore) for chore in chores]
        stack.callback(lambda: [task.cancel() for task in keeping])
        steps: list[Coroutine[Any, Any, None]] = []
        if right is not None:
            wake = answering.wake if answering else _do_nothing
            receiving = Receiving(self._polls, inbox, self._aside, self._metrics, self._watchdog, wake)
            steps = [self._receive(receiving, right)]
        else:
            _LOGGER.info(f"Answering as @{bot.username} what another process receives")
        self._watchdog.start()
        try:
            await self._until_stopped(answering, steps)
        finally:
            self._watchdog.stop()

    async def _open(self, stack: AsyncExitStack) -> Inbox:
        """Open the inbox and what is kept of readers."""
        bot, url, settings = self._application.bot, self._settings.database_url, self._settings
        most, lease_s = settings.questions_waiting, settings.lease_s
        inbox = await self._aside.do(Inbox.open, url, bot.id, most_waiting=most, lease_s=lease_s)
        stack.callback(inbox.close)
        readers = await self._aside.do(Readers.open, url, bot.id)
        stack.callback(readers.close)
        self._application.bot_data.readers = readers
        self._metrics.watch_inbox(lambda: (inbox.counts(), inbox.unreachable()))
        return inbox

    async def _prepare_to_answer(self, stack: AsyncExitStack, inbox: Inbox) -> Answering:
        """Put back what a process left that is gone, and hear from now on what others receive."""
        bot, url = self._application.bot, self._settings.database_url
        presence = stack.enter_context(among_others(url, bot.id))
        alone = presence.is_alone()
        taken = await self._aside.do(inbox.take_over, alone=alone)
        presence.let_others_in()
        waiting = await self._aside.do(inbox.counts)
        _LOGGER.info("The inbox is open", extra=fields(interrupted=taken, **waiting))
        answering = Answering(
            self._application,
            inbox,
            self._aside,
            self._settings,
            self._metrics,
            look_every_s=_LOOK_EVERY_S if self._duties.stands_by or not self._duties.polls else LOOK_EVERY_S,
            on_look=self._note_look,
        )
        loop = asyncio.get_running_loop()
        bell = Bell(url, bot.id, partial(loop.call_soon_threadsafe, answering.wake))
        stack.callback(bell.stop)
        bell.start()
        return answering

    def _note_look(self, has_seen: bool) -> None:
        """Let the watchdog of a process that does not poll hear how it fares with the inbox instead."""
        if self._is_polling:
            return
        if has_seen:
            self._watchdog.succeeded()
        else:
            self._watchdog.heard()

    async def _until_stopped(self, answering: Answering | None, steps: Iterable[Coroutine[Any, Any, None]]) -> None:
        """Receive and answer; at a signal receive no more, and answer what there is for a while."""
        others = [asyncio.create_task(step) for step in steps]
        answers = asyncio.create_task(answering.run()) if answering else None
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait({stopped, *others, *([answers] if answers else [])}, return_when=asyncio.FIRST_COMPLETED)
        for task in (stopped, *others):
            task.cancel()
        await asyncio.wait({stopped, *others})
        self._watchdog.stop()
        if answering and answers:
            await self._drain(answering, answers)
        _tell_the_end_of([*others, *([answers] if answers else [])])
        if answering and answering.has_hung:  # Python would wait for its thread
            _end_now(0, "Ended without waiting for what hangs")

    async def _drain(self, answering: Answering, answers: asyncio.Task[None]) -> None:
        """Answer what was received for a while, and leave the rest in the inbox."""
        _LOGGER.info("Ending: what was received is still answered", extra=fields(for_s=self._settings.drain_s))
        answering.end()
        await asyncio.wait({answers}, timeout=self._settings.drain_s)
        if not answers.done():
            answers.cancel()
            await self._abandon(answering, 0, "Not everything could be answered in time; it stays in the inbox")
        if isinstance(answers.exception(), StuckError):
            await self._abandon(answering, DEAF, "No thread is left to answer in: ending, to be started anew")

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
        if self._duties.polls:
            await _announce_commands(self._application)
            await _patiently(bot.delete_webhook, url)

    async def _turn(self) -> None:
        """Show that the event loop turns."""
        while True:
            self._watchdog.turned()
            await asyncio.sleep(_TURN_EVERY_S)

    async def _receive(self, receiving: Receiving, right: PollingRight) -> None:
        """Poll while we may; on standby, as soon as we may, and again when somebody else had begun meanwhile.

        Raises:
            AnotherProcessError: Somebody else polls, and we do not stand by.
        """
        while True:
            await self._wait_for(right)
            self._is_polling = True
            _LOGGER.info(f"Polling {self._settings.api_url} as @{self._application.bot.username}")
            tasks = [asyncio.create_task(step) for step in (receiving.run(), self._keep(right))]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._is_polling = False
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
            try:
                _tell_the_end_of(tasks)
            except AnotherProcessError:
                if not self._duties.stands_by:
                    raise

    async def _wait_for(self, right: PollingRight) -> None:
        """Take the right to poll; on standby, wait until nobody else has it."""
        is_told = False
        while True:
            try:
                await self._aside.do(right.take)
            except AnotherProcessError as error:
                if not self._duties.stands_by:
                    raise
                if not is_told:
                    _LOGGER.info("Standing by", extra=fields(said=str(error)))
                is_told = True
            except OUTAGES as error:
                _LOGGER.warning("The right to poll cannot be asked for", extra=fields(said=str(error)))
            else:
                return
            self._watchdog.heard()
            await asyncio.sleep(_STAND_BY_S)

    async def _keep(self, right: PollingRight) -> None:
        """See that nobody else has begun to poll, as after a restart of the database's server.

        Raises:
            AnotherProcessError: Somebody has.
        """
        while True:
            await asyncio.sleep(self._settings.lease_s / 4)
            try:
                await self._aside.do(right.take)
            except StoreError as error:
                _LOGGER.warning("The right to poll cannot be looked after", extra=fields(said=str(error)))

    async def _renew(self, inbox: Inbox, answering: Answering | None) -> None:
        """Say that we live, and put back what those have left who do not."""
        while True:
            await asyncio.sleep(self._settings.lease_s / 4)
            try:
                if answering is not None:
                    await answering.renew()
                await self._aside.do(inbox.take_over, alone=False)
            except StoreError as error:
                _LOGGER.warning("The inbox cannot be written", extra=fields(said=str(error)))

    async def _warm_up(self) -> None:
        """Load what only some answers need, once those that waited are under way."""
        await asyncio.sleep(_WARM_UP_AFTER_S)
        try:
            await asyncio.to_thread(self._application.bot_data.retriever.warm_up)
        except RetrievalError as error:  # a question that needs it will tell
            _LOGGER.warning("What answers need could not be loaded", extra=fields(said=str(error)))
        else:
            gc.freeze()  # it is needed as long as the bot lives, and no collection has to go through it
            _LOGGER.debug("What answers need is loaded")

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


def _tell_the_end_of(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Raise what ended one of several tasks; what ends it ends the process."""
    for task in tasks:
        if not task.cancelled():
            task.result()


def _do_nothing() -> None:
    """Nobody here answers what was received."""


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
