"""Who prepares documents on the other processors? Processes of our own, each behind a pipe.

They are started as programs and not forked, for whoever ingests may have threads, whose locks a fork would copy in
whatever state they are. Nor are they those of `concurrent.futures`: there one process that dies, as the system kills
one when memory runs out, takes all waiting work with it, the caller's `__main__` is loaded once more, and processes
outlive a caller that was killed. Here a process that dies loses two requests, and each ends with its pipe.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from retrieval.ingestion.messages import receive, send
from retrieval.ingestion.preparing import Prepared, Request

_LOGGER = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "retrieval.ingestion.worker"
_STARTS = 3
"""How often a process is started in the place of one; whoever dies more often is better not started again."""
_END_TIMEOUT_S = 5.0
_REQUESTS = 2
"""How many requests a process has: one to work on, and one that is there when it has done so."""


class Pool(ABC):
    """Whoever prepares documents beside this process. Requests are answered in any order; to be used with `with`.

    Args:
        at_once: How many requests are under way at the most.
    """

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="ingest")

    def prepare_all(self, requests: Sequence[Request]) -> Future[list[Prepared] | None]:
        """Have documents prepared; the outcome is None where that failed, and is left to this process."""
        return self._threads.submit(self._ask, requests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._close()

    @abstractmethod
    def _ask(self, requests: Sequence[Request]) -> list[Prepared] | None:
        """Have documents prepared, and wait for it."""

    @abstractmethod
    def _stop(self) -> None:
        """Let nobody wait for what is under way: nobody wants it any more."""

    @abstractmethod
    def _close(self) -> None:
        """Let go of whoever prepared documents."""


class ProcessPool(Pool):
    """Processes of this machine.

    Args:
        size: How many processes; each is started when there is work for it.
        morphology: The path of the morphology database; None: without one.
    """

    def __init__(self, size: int, morphology: Path | None) -> None:
        super().__init__(_REQUESTS * size)
        self._workers = [_Worker(morphology) for _ in range(size)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for process in self._workers * _REQUESTS:
            self._idle.put(process)

    def _stop(self) -> None:
        for process in self._workers:
            process.kill()

    def _close(self) -> None:
        for process in self._workers:
            process.close()

    def _ask(self, requests: Sequence[Request]) -> list[Prepared] | None:
        process = self._idle.get()
        try:
            return process.ask(requests)
        finally:
            self._idle.put(process)


class _Worker:
    """One process after the other, as they die. Asked by several threads, which it answers in their order."""

    def __init__(self, morphology: Path | None) -> None:
        self._arguments = [str(morphology)] if morphology else []
        self._starts_left = _STARTS
        self._is_over = False
        self._process: subprocess.Popen[bytes] | None = None
        self._sending = threading.Lock()
        self._receiving = threading.Lock()
        self._giving_up = threading.Lock()

    def ask(self, requests: Sequence[Request]) -> list[Prepared] | None:
        process: subprocess.Popen[bytes] | None = None
        try:
            with ExitStack() as turn:
                with self._sending:
                    process = self._running()
                    if process is None:
                        return None
                    assert process.stdin is not None  # noqa: S101 - both are pipes, as `_start` makes them
                    assert process.stdout is not None  # noqa: S101
                    send(process.stdin, requests)
                    turn.enter_context(self._receiving)  # who sends next, receives next
                prepared: list[Prepared] = receive(process.stdout)
        except (OSError, EOFError, ValueError):
            self._give_up(process)
            return None
        return prepared

    def kill(self) -> None:
        """End the process whatever it is doing, and start none again."""
        self._is_over = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Let the process end, which it does with its input."""
        process, self._process = self._process, None
        if process is not None:
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):  # the end of a pipe to a process that died
                if stream is not None:
                    stream.close()
        try:
            process.wait(_END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _running(self) -> subprocess.Popen[bytes] | None:
        process = self._process = self._process or self._start()
        if process is not None and self._is_over:  # the end came while it started
            process.kill()
        return process

    def _start(self) -> subprocess.Popen[bytes] | None:
        if self._is_over or not self._starts_left or not sys.executable:
            return None
        self._starts_left -= 1
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _PROGRAM, *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for whoever started us, and we end with them
        )

    def _give_up(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is None:
            _LOGGER.warning("no process could be started to read documents; they are read in this one")
            return
        process.kill()
        with self._giving_up:
            if self._process is not process:  # another thread has seen it die
                return
            self._process = None
        if not self._is_over:
            _LOGGER.warning("a process that read documents ended early; they are read again in this one")
        self._end(process)
