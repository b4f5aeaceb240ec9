"""What does Telegram have for us? One long poll, raw: what the library cannot read must not be lost either."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
from telegram.error import TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.logs import fields

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.settings import Settings

    Poll = Callable[[int], Awaitable[list[dict[str, Any]]]]

UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that the bot wants."""

_ANSWER_S = 10.0  # how much longer than the poll itself its answer may take
_CONNECTIONS = 4  # with one, a connection that hangs leaves the bot deaf
_LOGGER = logging.getLogger(__name__)


class Polls:
    """The connection that polls."""

    def __init__(self, token: str, settings: Settings) -> None:
        self._url = f"{settings.api_url}/bot{token}/getUpdates"
        self._poll_s = settings.poll_s
        self._request = HTTPXRequest(
            connection_pool_size=_CONNECTIONS,
            connect_timeout=_ANSWER_S,
            read_timeout=settings.poll_s + _ANSWER_S,
            write_timeout=_ANSWER_S,
            pool_timeout=_ANSWER_S,
        )

    async def take(self, offset: int) -> list[dict[str, Any]]:
        """Wait for updates from an offset on, which confirms those before it; 0 confirms nothing.

        Raises:
            TelegramError: Telegram could not be reached, or says no.
            TimeoutError: Nothing happened for far too long.
        """
        asked = {
            "timeout": self._poll_s,
            "allowed_updates": json.dumps(UPDATES),
            **({"offset": offset} if offset else {}),
        }
        _LOGGER.debug("getUpdates", extra=fields(offset=offset))
        async with asyncio.timeout(2 * (self._poll_s + _ANSWER_S)):  # whatever the library waits for besides
            given = await self._request.post(f"{self._url}?{urlencode(asked)}")
        if not isinstance(given, list):
            raise TelegramError("the answer to getUpdates is no list")
        return given

    async def begin_anew(self) -> None:
        """Use fresh connections, so that none that hangs is used again."""
        await self._request.shutdown()
        await self._request.initialize()

    async def close(self) -> None:
        """Close every connection."""
        await self._request.shutdown()


def has_hung(error: Exception) -> bool:
    """Tell a poll that nobody answered from a Telegram that could not be reached."""
    is_late = isinstance(error, TimedOut) and not isinstance(error.__cause__, httpx.ConnectTimeout)
    return is_late or (isinstance(error, TimeoutError) and not isinstance(error, TelegramError))
