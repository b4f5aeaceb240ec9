"""What goes on beside an ingest? One thread that does things in their turn, whose failures reach whoever gave them.

An ingest writes documents while the index takes up those before: processes that prepare documents need not wait for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class GivenUpError(Exception):
    """Whoever gave a thing to do wants it no longer; nobody sees this but what is being done."""


class Alongside:
    """A thread that does one thing after the other; to be used with `with`, which waits for the end of all of them.

    Where one fails, nothing that was given after it is done.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="alongside")
        self._doing: deque[Future[None]] = deque()
        self._is_over = False

    def do(self, action: Callable[[], None]) -> None:
        """Have a thing done when its turn comes.

        Raises:
            Exception: What one of those before has raised.
        """
        self.look()
        self._doing.append(self._thread.submit(self._do, action))

    def look(self) -> None:
        """See what became of the things so far, without waiting.

        Raises:
            Exception: What one of them has raised.
        """
        while self._doing and self._doing[0].done():
            self._doing.popleft().result()

    def go_on(self) -> None:
        """Tell what is being done whether it is still wanted: to be called by it every now and then.

        Raises:
            GivenUpError: It is not.
        """
        if self._is_over:
            raise GivenUpError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._is_over = self._is_over or error is not None
        try:
            self._thread.shutdown()
        except BaseException:  # as Ctrl-C; what is being done must not outlive what it is done with
            self._is_over = True
            self._thread.shutdown()
            raise
        if error is None:
            self.look()

    def _do(self, action: Callable[[], None]) -> None:
        if self._is_over:
            return
        try:
            action()
        except BaseException:
            self._is_over = True
            raise
