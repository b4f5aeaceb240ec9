"""Who answers what was received? Up to so many at once take it out of the inbox, one chat's in the order it came.

What follows from how that went is told by `judging.py`: an update is done, waits for another attempt, or is given up.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Literal

from telegram import Update
from telegram.error import TelegramError

from bot.delivery import Delivery, delivering
from bot.errors import said
from bot.handlers.addressing import reader_language
from bot.handlers.excess import too_many
from bot.inbox import Outcome
from bot.judging import Again, Answered, Hopeless, Unreachable, is_spent, judge
from bot.logs import fields, withheld
from bot.messages import messages_in
from bot.presentation import sentence
from bot.replies import reply
from retrieval import SearchDownError, StoreError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.context import BotApplication
    from bot.inbox import Claimed, Inbox
    from bot.inbox.aside import Aside
    from bot.judging import Verdict
    from bot.metrics import Metrics
    from bot.settings import Settings

LOOK_EVERY_S = 2.0
"""How soon what another process put into the inbox is found; what comes here is begun at once."""

_LOGGER = logging.getLogger(__name__)


class StuckError(Exception):
    """Handlers hang one after the other, so that no thread is left to answer in."""


class Answering:
    """Takes updates out of the inbox and has them answered by the application's handlers."""

    def __init__(
        self,
        application: BotApplication,
        inbox: Inbox,
        aside: Aside,
        settings: Settings,
        metrics: Metrics,
        *,
        look_every_s: float = LOOK_EVERY_S,
        on_look: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Prepare to answer.

        Args:
            application: Whose handlers answer.
            inbox: What there is to answer.
            aside: Reads and writes it.
            settings: The bot's.
            metrics: Counts.
            look_every_s: How soon what another process put into the inbox is found at the latest.
            on_look: Told whether the inbox could be read, whenever that was tried.
        """
        self._application = application
        self._inbox = inbox
        self._aside = aside
        self._settings = settings
        self._metrics = metrics
        self._tasks: dict[asyncio.Task[None], Claimed] = {}
        self._woken = asyncio.Event()
        self._is_ending = False
        self._is_blind = False
        self._look_every_s = look_every_s
        self._on_look = on_look
        self._hung = 0
        self.has_hung = False
        """Whether a handler ever took too long, so that a thread may hang for ever."""

    def wake(self) -> None:
        """Look into the inbox now."""
        self._woken.set()

    async def run(self) -> None:
        """Answer until `end` is called and nothing is left that could be begun.

        Raises:
            StuckError: As many handlers hung, one after the other, as there may be at once.
        """
        while True:
            self._woken.clear()
            began = await self._begin()
            if self._hung >= self._settings.answers_at_once:
                raise StuckError(f"the last {self._hung} answers hung")
            if self._is_ending and not began and not self._tasks:
                return
            await self._wait()

    def end(self) -> None:
        """Begin what waits and is due, and nothing after it."""
        self._is_ending = True
        self.wake()

    async def abandon(self) -> int:
        """Stop at once; what was not finished is put back. Gives how many updates that were."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            return await self._aside.do(self._inbox.hand_back)
        except StoreError:  # its lease will run out
            return 0

    async def renew(self) -> None:
        """Say that this process lives and answers what it does.

        Raises:
            StoreError: That cannot be written.
        """
        await self._aside.do(self._inbox.renew, [one.number for one in self._tasks.values()])

    async def _begin(self) -> int:
        free = self._settings.answers_at_once - len(self._tasks)
        if free <= 0 or any(one.is_suspect for one in self._tasks.values()):
            return 0
        try:
            claimed = await self._aside.do(self._inbox.claim, free, is_idle=not self._tasks)
        except StoreError as error:
            _LOGGER.warning("The inbox cannot be read", extra=fields(error=str(error)))
            self._is_blind = True
            self._on_look(False)
            return 0
        self._is_blind = False
        self._on_look(True)
        for one in claimed:
            task = asyncio.create_task(self._answer(one), name=f"update {one.update_id}")
            self._tasks[task] = one
            task.add_done_callback(self._let_go)
        return len(claimed)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self.wake()

    async def _wait(self) -> None:
        """Wait until something came or ended, or something is due."""
        try:
            due_s = None if self._is_blind else await self._aside.do(self._inbox.next_due_s)
        except StoreError:
            due_s = None
        wait_s = self._look_every_s if due_s is None else min(max(due_s, 0.01), self._look_every_s)
        try:
            await asyncio.wait_for(self._woken.wait(), wait_s)
        except TimeoutError:
            return

    async def _answer(self, claimed: Claimed) -> None:
        """Make one attempt, and see to what follows from it."""
        began = time.perf_counter()
        delivery = Delivery(claimed.steps, partial(self._aside.see_done, self._inbox.note_step, claimed.number))
        if is_spent(claimed, self._settings.answer_attempts):
            verdict: Verdict = Hopeless()
        else:
            await self._attempt(claimed, delivery)
            verdict = judge(delivery.error, claimed, self._settings.answer_attempts)
            self._metrics.count_attempt(time.perf_counter() - began)
        if delivery.is_unreachable:
            verdict = Unreachable()
        try:
            await self._conclude(claimed, verdict, delivery.error)
        except StoreError as error:  # its lease runs out, and it is answered again
            _LOGGER.warning("The inbox cannot be written", extra=_about(claimed, error=str(error)))

    async def _attempt(self, claimed: Claimed, delivery: Delivery) -> None:
        """Call the handlers; what they fail with is found in the delivery."""
        try:
            update = self._update(claimed)
            with delivering(delivery):
                async with asyncio.timeout(self._settings.answer_timeout_s):
                    await self._handle(claimed, update)
        except TimeoutError as error:
            delivery.error = error
            if self._aside.is_waiting:
                delivery.error = StoreUnreachableError("the database was away for too long")
            else:
                self._hung += 1
                self.has_hung = True
        except Exception as error:  # whatever it is, the others are answered
            delivery.error = error
        else:
            self._hung = 0

    async def _handle(self, claimed: Claimed, update: Update) -> None:
        if claimed.is_excess:
            bot = self._application.bot
            await too_many(update, bot.id, bot.username, self._settings.questions_waiting)
        else:
            await self._application.process_update(update)

    def _update(self, claimed: Claimed) -> Update:
        return Update.de_json(json.loads(claimed.payload), self._application.bot)

    async def _conclude(self, claimed: Claimed, verdict: Verdict, error: Exception | None) -> None:
        if isinstance(verdict, Answered):
            outcome = Outcome.TOO_MANY if claimed.is_excess else Outcome.ANSWERED
            await self._aside.see_done(self._inbox.finish, claimed.number, outcome)
            self._note_end(claimed, outcome)
        elif isinstance(verdict, Unreachable):
            await self._leave(claimed)
        elif isinstance(verdict, Again) and error is not None:
            await self._put_back(claimed, verdict, error)
        else:
            await self._give_up(claimed, error)

    async def _leave(self, claimed: Claimed) -> None:
        if claimed.chat_id is None:
            await self._aside.see_done(self._inbox.finish, claimed.number, Outcome.UNREACHABLE)
        else:
            await self._aside.see_done(self._inbox.leave, claimed.number, claimed.chat_id)
        _LOGGER.warning("The bot may not write to this chat", extra=_about(claimed))
        self._note_end(claimed, Outcome.UNREACHABLE)

    async def _put_back(self, claimed: Claimed, verdict: Again, error: Exception) -> None:
        await self._aside.see_done(
            self._inbox.put_back, claimed.number, verdict.wait_s, said(error), is_failure=verdict.is_failure
        )
        self._metrics.count_put_back("failure" if verdict.is_failure else "outage")
        about = _about(claimed, wait_s=verdict.wait_s, said=said(error))
        if verdict.is_failure:
            _LOGGER.error("Update could not be handled", extra=_and_error(about, error))
        elif isinstance(error, SearchDownError):
            _LOGGER.warning("The search cluster does not answer", extra=about)
            if claimed.attempts == 1:  # once, however long it lasts
                await self._tell_outage(claimed)
        else:
            whom = "Telegram" if isinstance(error, TelegramError) else "The archive"
            _LOGGER.warning(f"{whom} could not be reached for an answer", extra=about)

    async def _tell_outage(self, claimed: Claimed) -> None:
        """Tell the reader that the question is kept; whether that arrives does not matter."""
        try:
            await self._say(claimed, "search_down")
        except TelegramError as error:
            _LOGGER.warning("The outage could not be told", extra=_about(claimed, said=said(error)))

    async def _give_up(self, claimed: Claimed, error: Exception | None) -> None:
        """Apologize, once, and keep the update as failed. Only what Telegram refuses keeps the apology from coming."""
        why = said(error) if error else "tried often enough"
        if error is not None:
            _LOGGER.error("Update could not be handled", extra=_and_error(_about(claimed, said=why), error))
        await self._aside.see_done(self._inbox.give_up, claimed.number, why, self._settings.answer_attempts)
        outcome = Outcome.APOLOGIZED
        try:
            await self._say(claimed, "failed")
        except TelegramError as refusal:
            verdict = judge(refusal, claimed, self._settings.answer_attempts)
            if isinstance(verdict, Again):
                await self._put_back(claimed, verdict, refusal)
                return
            outcome = Outcome.UNANSWERED
        except Exception as trouble:  # such as an update that cannot be read
            _LOGGER.error("No apology could be made", extra=_and_error(_about(claimed), trouble))  # noqa: TRY400
            outcome = Outcome.UNANSWERED
        await self._aside.see_done(self._inbox.fail, claimed.number, outcome, why)
        self._note_end(claimed, outcome)

    async def _say(self, claimed: Claimed, what: Literal["failed", "search_down"]) -> None:
        """Send the reader a sentence that is no message of the answer."""
        update = self._update(claimed)
        if update.effective_message is not None:
            with delivering(Delivery()):
                words = messages_in(reader_language(update))
                await reply(
                    update.effective_message, [sentence(words.search_down if what == "search_down" else words.failed)]
                )

    def _note_end(self, claimed: Claimed, outcome: Outcome) -> None:
        waited_s = max(0.0, time.time() - claimed.received_ms / 1000)
        self._metrics.count_end(outcome, waited_s)
        about = _about(claimed, outcome=outcome, ms=round(1000 * waited_s), attempt=claimed.attempts)
        _LOGGER.info("Update ended", extra=about)


def _about(claimed: Claimed, **more: object) -> dict[str, dict[str, object]]:
    return fields(update=claimed.update_id, kind=claimed.kind, **more)


def _and_error(about: dict[str, dict[str, object]], error: Exception) -> dict[str, dict[str, object]]:
    """Add where an error came from; its own words only where everything is logged."""
    _LOGGER.debug("The error in its own words", exc_info=error)
    return fields(**about["fields"], error=withheld(error))
