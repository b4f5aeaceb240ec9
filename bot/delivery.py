"""What of an answer was sent already? A count of its messages, kept with the update, so that none is sent twice.

While an update is answered, `delivery()` gives its own; handlers need not hand it on.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")


class Delivery:
    """The answer to one update.

    Attributes:
        error: What its handler failed with, if it did.
        is_unreachable: Whether the update tells that the bot may not write to its chat any more.
    """

    def __init__(self, sent: int = 0, note: Callable[[int], Awaitable[Any]] | None = None) -> None:
        """Begin an answer, or go on with one.

        Args:
            sent: How many messages of it were sent before.
            note: Keeps how many were sent by now; only between these two can a message be sent twice.
        """
        self.error: Exception | None = None
        self.is_unreachable = False
        self._sent = sent
        self._note = note
        self._step = 0

    async def once(self, send: Callable[[], Awaitable[T]]) -> T | None:
        """Send the next message of the answer, and give what Telegram says; None where that was done before."""
        self._step += 1
        if self._step <= self._sent:
            return None
        given = await send()
        if self._note is not None:
            await self._note(self._step)
        return given


_CURRENT: ContextVar[Delivery] = ContextVar("delivery")


def delivery() -> Delivery:
    """Give the answer that is being made; one of its own outside of the inbox."""
    return _CURRENT.get(None) or Delivery()


@contextmanager
def delivering(current: Delivery) -> Iterator[None]:
    """Make an answer the current one inside the block."""
    token = _CURRENT.set(current)
    try:
        yield
    finally:
        _CURRENT.reset(token)
