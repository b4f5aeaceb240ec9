"""Who waits for whom? Chats go side by side; inside one chat each update waits for the one before it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import Awaitable

MAX_UPDATES = 1000
"""How many updates may be under way; waiting for their chat counts, so it is far above the number of threads."""


class ChatOrder(BaseUpdateProcessor):
    """Handle updates concurrently, those of one chat in the order in which they came."""

    __slots__ = ("_locks",)

    def __init__(self) -> None:
        super().__init__(MAX_UPDATES)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handlers of an update once its chat is free; `asyncio.Lock` wakes those that wait in order."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        lock = self._locks.setdefault(chat.id, asyncio.Lock())  # lives for as long as an update of the chat holds it
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
