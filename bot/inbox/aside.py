"""How does the event loop use the inbox? In one thread of its own, so that it never waits behind a question."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class Aside:
    """A thread that does one thing after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "inbox")

    async def do(self, action: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Do something there; it is done even if whoever waits for it is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(action, *args, **options))

    def close(self) -> None:
        """Let what was begun be finished."""
        self._thread.shutdown()
