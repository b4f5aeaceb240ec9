"""Is it worth asking? After some failures in a row nobody is asked for a while, then one question finds out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Keeps callers from waiting for what has failed again and again. May be shared by threads."""

    def __init__(self, *, failures: int = 5, rest_s: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin closed.

        Args:
            failures: After so many in a row it opens.
            rest_s: For so many seconds it then lets nobody through, and after them one caller at a time.
            clock: Gives seconds that only grow.
        """
        self._most = failures
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._next_s = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Tell whether callers are kept from asking."""
        return self._failures >= self._most

    def admits(self) -> bool:
        """Tell whether the caller may ask; whoever may says afterwards how it went."""
        with self._lock:
            if not self.is_open:
                return True
            if self._clock() < self._next_s:
                return False
            self._next_s = self._clock() + self._rest_s  # for the others, until this one knows
            return True

    def succeeded(self) -> None:
        """Note that an answer came: everybody may ask."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Note that none came."""
        with self._lock:
            self._failures += 1
            self._next_s = self._clock() + self._rest_s
