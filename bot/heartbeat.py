"""Does the bot still hear Telegram? The connection that polls knows for how long it has heard nothing.

Bots have been seen to stay deaf for hours with their process alive: a poll that hangs, or a polling task that ended.
A poll returns at least every `timeout` seconds, so a long silence means that polling must begin anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SILENCE_S = 120.0
"""So long without a poll that succeeded is too long."""

_LOOK_EVERY_S = 10.0
_OK = 200
_LOGGER = logging.getLogger(__name__)


class PollRequest(HTTPXRequest):
    """The connection that `getUpdates` goes over."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._heard = time.monotonic()

    @property
    def silent_s(self) -> float:
        """Seconds since something was heard, or since the start."""
        return time.monotonic() - self._heard

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Send a request, and note when it succeeded."""
        status, body = await super().do_request(*args, **options)
        if status == _OK:
            self._heard = time.monotonic()
        return status, body


async def watch(
    silent_s: Callable[[], float],
    begin_anew: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    *,
    max_silence_s: float = SILENCE_S,
    look_every_s: float = _LOOK_EVERY_S,
) -> None:
    """Begin anew after each long silence, until the bot is to stop.

    Args:
        silent_s: Tells for how long nothing was heard.
        begin_anew: Polls anew; returns at once when `stop` is set.
        stop: Set when the bot is to end.
        max_silence_s: How much silence is borne, also after beginning anew.
        look_every_s: How often to look.
    """
    begun = time.monotonic()
    while not await _is_set(stop, look_every_s):
        silence_s = silent_s()
        if silence_s > max_silence_s and time.monotonic() - begun > max_silence_s:
            _LOGGER.error("Nothing heard from Telegram for %.0f s: polling anew", silence_s)
            await begin_anew()
            begun = time.monotonic()


async def _is_set(event: asyncio.Event, timeout_s: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), timeout_s)
    except TimeoutError:
        return False
    return True
