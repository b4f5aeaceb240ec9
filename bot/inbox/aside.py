"""How does the event loop use the inbox? In one thread of its own, so that it never waits behind a question."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from bot.logs import fields
from retrieval import StoreLockedError, StoreUnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")
OUTAGES = (StoreLockedError, StoreUnreachableError)
"""What passes by itself: the server is started anew, or somebody else has finished."""

_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 2.0
_LOGGER = logging.getLogger(__name__)


class Aside:
    """A thread that does one thing after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "inbox")
        self._waiting = 0

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be done that the database does not let be done now."""
        return self._waiting > 0

    async def do(self, action: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Do something there; it is done even if whoever waits for it is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(action, *args, **options))

    async def see_done(self, action: Callable[..., T], *args: Any, **options: Any) -> T:
        """Do something that must be done, and that may be done twice, however long the database is away."""
        wait_s = _FIRST_WAIT_S
        try:
            return await self.do(action, *args, **options)
        except OUTAGES as error:
            _LOGGER.warning("The inbox cannot be written, and is tried again", extra=fields(said=str(error)))
        self._waiting += 1
        try:
            while True:
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
                try:
                    return await self.do(action, *args, **options)
                except OUTAGES:
                    continue
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let what was begun be finished."""
        self._thread.shutdown()
