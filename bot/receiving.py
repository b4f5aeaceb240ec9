"""How does an update come in? It is kept in the inbox first; only then is Telegram told that it was received.

Telegram forgets an update when a poll names a higher offset. So what a poll gave is kept in one transaction, and the
next poll names the offset. Where keeping fails, or the process is killed before, Telegram gives the same updates again.
After a poll that gave nothing no offset is named: nothing is left to confirm, and Telegram's numbers, which begin anew
at a random one after a quiet week, cannot fall below it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import said
from bot.judging import seconds
from bot.logs import fields
from bot.polls import has_hung
from retrieval import StoreError, StoreFormatError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.inbox import Inbox
    from bot.inbox.aside import Aside
    from bot.metrics import Metrics
    from bot.polls import Polls
    from bot.watchdog import Watchdog

_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0
_CONFLICT_WAIT_S = 0.2  # so soon the newcomer's first poll is ended, before it has succeeded
_MOST_CONFLICTS = 50
_QUIET_S = 60.0
_LOGGER = logging.getLogger(__name__)


class RivalError(Exception):
    """Another process polls with the same token, and this one gives way. The message is one sentence."""


class Rivalry:
    """Which of two processes with one token gives way? Telegram ends the older poll whenever a new one begins.

    A process that has not had a poll of its own succeed is the newcomer, and gives way at once. An older one bears
    some conflicts, until the other has given way.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._is_settled = False
        self._conflicts = 0
        self._last = clock()

    def succeeded(self) -> None:
        """Note a poll that succeeded."""
        self._is_settled = True

    def must_give_way(self) -> bool:
        """Note a conflict, and tell whether this process is the one to end."""
        if self._clock() - self._last > _QUIET_S:
            self._conflicts = 0
        self._last = self._clock()
        self._conflicts += 1
        return not self._is_settled or self._conflicts > _MOST_CONFLICTS


class Receiving:
    """Polls Telegram, and keeps what comes."""

    def __init__(
        self,
        polls: Polls,
        inbox: Inbox,
        aside: Aside,
        metrics: Metrics,
        watchdog: Watchdog,
        on_received: Callable[[], None],
    ) -> None:
        """Prepare to poll.

        Args:
            polls: Where updates come from.
            inbox: Where they are kept.
            aside: Does so.
            metrics: Counts polls and updates.
            watchdog: Hears of every poll.
            on_received: Called when updates were kept.
        """
        self._polls = polls
        self._inbox = inbox
        self._aside = aside
        self._metrics = metrics
        self._watchdog = watchdog
        self._on_received = on_received
        self._rivalry = Rivalry()
        self._wait_s = _FIRST_WAIT_S

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            RivalError: Another process polls with the same token.
            InvalidToken: Telegram refuses the token.
            StoreFormatError: The database is damaged.
        """
        offset = 0
        while True:
            try:
                updates = await self._polls.take(offset)
            except InvalidToken:
                raise
            except Conflict as conflict:
                await self._meet(conflict)
            except (TelegramError, TimeoutError) as error:
                await self._bear(error)
            else:
                self._hear()
                offset = await self._keep(updates) if updates else 0

    def _hear(self) -> None:
        if self._wait_s > _FIRST_WAIT_S:
            _LOGGER.info("Telegram is heard again")
        self._wait_s = _FIRST_WAIT_S
        self._watchdog.succeeded()
        self._rivalry.succeeded()
        self._metrics.count_poll("ok")

    async def _keep(self, updates: list[dict[str, Any]]) -> int:
        """Keep updates, however long that takes, and give the offset that confirms them."""
        while True:
            try:
                receipt = await self._aside.do(self._inbox.receive, updates)
            except StoreFormatError:
                raise
            except StoreError as error:  # locked, or a full disk: Telegram keeps them for a day
                _LOGGER.error("Updates cannot be kept, and are not confirmed", extra=fields(said=str(error)))  # noqa: TRY400
                self._watchdog.heard()
                await self._pause()
            else:
                self._wait_s = _FIRST_WAIT_S
                self._metrics.count_received(receipt.stored)
                _LOGGER.info("Updates kept", extra=fields(updates=len(updates), new=receipt.stored))
                self._on_received()
                return receipt.last + 1

    async def _meet(self, conflict: Conflict) -> None:
        self._watchdog.heard()
        self._metrics.count_poll("conflict")
        if self._rivalry.must_give_way():
            raise RivalError(f"another process polls with the same bot token; this one ends ({said(conflict)})")
        _LOGGER.warning("Another process polls with the same token; this one was first, and goes on")
        await asyncio.sleep(_CONFLICT_WAIT_S)

    async def _bear(self, error: Exception) -> None:
        """Wait a while after a poll that failed."""
        is_hung = has_hung(error)
        self._metrics.count_poll("hung" if is_hung else "failed")
        if not is_hung:
            self._watchdog.heard()
        if isinstance(error, RetryAfter):
            self._wait_s = max(self._wait_s, seconds(error))
        await self._polls.begin_anew()
        _LOGGER.warning("A poll failed, and is repeated", extra=fields(said=said(error), wait_s=self._wait_s))
        await self._pause()

    async def _pause(self) -> None:
        await asyncio.sleep(self._wait_s)
        self._wait_s = min(2 * self._wait_s, _LONGEST_WAIT_S)
