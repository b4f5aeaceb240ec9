"""How does a process learn that another one put something into the inbox? A server tells it; else it looks."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.database import is_on_server
from bot.logs import fields
from retrieval.store.engine import make_engine

if TYPE_CHECKING:
    from collections.abc import Callable

_AGAIN_S = 2.0
_TURN_S = 1.0
_LOGGER = logging.getLogger(__name__)


def channel(bot: int) -> str:
    """Name what is rung when something comes for a bot."""
    return f"isnad_inbox_{bot}"


class Bell:
    """A thread that listens with a connection of its own, made anew when it is lost. Beside a file there is none."""

    def __init__(self, url: str, bot: int, ring: Callable[[], object]) -> None:
        """Prepare to listen.

        Args:
            url: The archive's.
            bot: The bot's user id.
            ring: Called in the thread when something came, and once when listening begins.
        """
        self._engine = make_engine(url, create=False)
        self._listen_to = f"LISTEN {channel(bot)}"
        self._ring = ring
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        """Begin to listen, where there is somebody who rings."""
        if is_on_server(self._engine):
            self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen()
            except Exception as error:  # whatever it is: the inbox is looked into every two seconds all the same
                _LOGGER.warning("The server does not tell what comes", extra=fields(said=" ".join(str(error).split())))
                self._stopped.wait(_AGAIN_S)

    def _listen(self) -> None:
        driver: Any = self._connected()
        with closing(driver):
            driver.autocommit = True
            driver.execute(self._listen_to)
            self._ring()  # something may have come before
            while not self._stopped.is_set():
                with closing(driver.notifies(timeout=_TURN_S, stop_after=1)) as heard:
                    for _ in heard:
                        self._ring()

    def _connected(self) -> object:
        """Open a connection that no pool looks after."""
        pooled = self._engine.raw_connection()
        pooled.detach()
        return pooled.dbapi_connection
