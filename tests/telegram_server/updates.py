"""Which updates does the bot get, and when?

The queue behind getUpdates: long polling, confirmation by offset, and one poll at a time.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.telegram_server.model import Json, Refusal, Update

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

FIRST_UPDATE_ID = 700_000_001
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True)
class _Poll:
    """A getUpdates call that waits for something to happen."""

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_terminated: bool = False


class UpdateQueue:
    """Updates that the bot has not confirmed yet; used on the server's event loop only.

    Attributes:
        allowed: Kinds that are queued at all; the bot chooses them with `allowed_updates`.
        confirmed: The highest offset that the bot has sent: it has said goodbye to every update before it.
        dropped: Updates of other kinds, which the bot never hears of.
        conflicts: How many polls were ended by another one.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = frozenset(allowed)
        self.pending: list[Update] = []
        self.dropped: list[Update] = []
        self.confirmed = 0
        self.conflicts = 0
        self._next_id = FIRST_UPDATE_ID
        self._poll: _Poll | None = None
        self._is_closed = False

    def begin_at(self, update_id: int) -> None:
        """Give this number to the next update."""
        self._next_id = update_id

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits now."""
        return self._poll is not None

    def push(self, kind: str, payload: Json, *, is_delivered: bool = True) -> Update:
        """Queue an update and wake the waiting poll; drop it if the bot did not ask for its kind or may not see it."""
        update = Update(self._next_id, kind, payload)
        self._next_id += 1
        if kind not in self.allowed or not is_delivered:
            self.dropped.append(update)
            return update
        self.pending.append(update)
        self._wake()
        return update

    def forget_all(self) -> None:
        """Drop what is pending, as deleteWebhook does when asked to."""
        self.pending.clear()

    def close(self) -> None:
        """End the waiting poll, and let no further one wait."""
        self._is_closed = True
        self._wake()

    def is_confirmed(self, update: Update) -> bool:
        """Tell whether the bot has moved its offset past an update."""
        return update.update_id < self.confirmed

    async def take(
        self, offset: int, limit: int, timeout_s: int, *, on_wait: Callable[[], None] = lambda: None
    ) -> list[Update]:
        """Confirm what lies before the offset, then give what is pending, waiting for it if there is nothing.

        Args:
            offset: Update to begin with; 0 for the first unconfirmed one; negative to count from the end.
            limit: Most updates to give.
            timeout_s: Longest wait for an update.
            on_wait: Called once the poll is in place.

        Raises:
            Refusal: Another poll began in the meantime (409).
        """
        self._terminate_poll()
        poll = self._poll = _Poll()
        try:
            self._confirm(offset)
            on_wait()
            if not self.pending and timeout_s > 0 and not self._is_closed:
                await _wait(poll.woken, timeout_s)
        finally:
            if self._poll is poll:
                self._poll = None
        if poll.is_terminated:
            raise Refusal(409, CONFLICT)
        return self.pending[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = self.pending[offset:][0].update_id if self.pending else 0
        self.confirmed = max(self.confirmed, offset)
        self.pending = [update for update in self.pending if update.update_id >= offset]

    def _terminate_poll(self) -> None:
        if self._poll is not None:
            self._poll.is_terminated = True
            self.conflicts += 1
            self._wake()

    def _wake(self) -> None:
        if self._poll is not None:
            self._poll.woken.set()


async def _wait(event: asyncio.Event, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        return
