"""Does the bot still hear Telegram, and does its event loop turn? If not for too long, the process ends.

Bots have been seen to stay deaf for hours with their process alive: a poll that hangs, a pool without a free
connection, a loop that waits for itself. A supervisor starts a process that ended, but never one that hangs. So a
thread looks on from outside of the loop. An outage is no silence: there the polls fail, one after the other, and are
repeated.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOPS_TURN_S = 30.0


class Watchdog:
    """Knows for how long nothing was heard."""

    def __init__(
        self, max_silence_s: float, end: Callable[[float], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Watch, once `start` is called.

        Args:
            max_silence_s: How much silence is borne.
            end: Ends the process; gets the seconds of silence.
            clock: Seconds.
        """
        self._max_silence_s = max_silence_s
        self._end = end
        self._clock = clock
        self._heard = self._turned = self._succeeded = clock()
        self._has_succeeded = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def heard(self) -> None:
        """Note that a poll ended otherwise than by hanging."""
        self._heard = self._clock()

    def succeeded(self) -> None:
        """Note that a poll succeeded."""
        self._heard = self._succeeded = self._clock()
        self._has_succeeded = True

    def turned(self) -> None:
        """Note that the event loop turns."""
        self._turned = self._clock()

    @property
    def silent_s(self) -> float:
        """Seconds since a poll ended otherwise than by hanging, or since the start."""
        return self._clock() - self._heard

    @property
    def is_heard(self) -> bool:
        """Whether a poll succeeded not too long ago."""
        return self._has_succeeded and self._clock() - self._succeeded <= self._max_silence_s

    @property
    def is_turning(self) -> bool:
        """Whether the event loop turned a moment ago."""
        return self._clock() - self._turned <= min(_LOOPS_TURN_S, self._max_silence_s)

    def start(self) -> None:
        """Begin to watch."""
        self.heard()
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def _look(self) -> None:
        while not self._stopped.wait(self._max_silence_s / 20):
            if self.silent_s > self._max_silence_s:
                self._end(self.silent_s)
                return
