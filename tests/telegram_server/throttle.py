"""How fast may the bot send?

Token buckets for all chats together, for one chat and for one group, on a clock that a test may hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.telegram_server.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.telegram_server.model import Chat
    from tests.telegram_server.rules import Limits


@dataclass(slots=True)
class _Bucket:
    """Holds up to `capacity` permits and gains `per_second`."""

    capacity: float
    per_second: float
    permits: float
    filled_at: float

    def wait_s(self, now: float) -> float:
        """Say how long until there is a permit; 0 when there is one."""
        self.permits = min(self.capacity, self.permits + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        return max(0.0, (1 - self.permits) / self.per_second)


class Throttle:
    """Telegram's limits on sending, as its FAQ gives them."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = self._bucket(limits.messages_per_second, limits.messages_per_second)
        self._chats: dict[int, _Bucket] = {}

    def spend(self, chat: Chat) -> None:
        """Use up one permit of the chat and one of all.

        Raises:
            Refusal: There is none (429, with the whole seconds to wait).
        """
        buckets = [self._overall, self._chats.setdefault(chat.id, self._chat_bucket(chat))]
        wait_s = max(bucket.wait_s(self._clock()) for bucket in buckets)
        if wait_s > 0:
            seconds = math.ceil(wait_s)
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after_s=seconds)
        for bucket in buckets:
            bucket.permits -= 1

    def _chat_bucket(self, chat: Chat) -> _Bucket:
        if chat.is_private:
            return self._bucket(self._limits.chat_burst, self._limits.chat_messages_per_second)
        return self._bucket(self._limits.group_messages_per_minute, self._limits.group_messages_per_minute / 60)

    def _bucket(self, capacity: float, per_second: float) -> _Bucket:
        return _Bucket(capacity, per_second, capacity, self._clock())
