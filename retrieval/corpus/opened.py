"""Which files are being read? For whoever wants to know how far the reading is, and did not open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

_watcher: ContextVar[Callable[[Path, BinaryIO], None] | None] = ContextVar("_watcher", default=None)


@contextmanager
def watching(watch: Callable[[Path, BinaryIO], None]) -> Iterator[None]:
    """Be told of each file that is opened meanwhile, with the stream of its bytes as they lie there."""
    before = _watcher.set(watch)
    try:
        yield
    finally:
        _watcher.reset(before)


def tell_opened(path: Path, stream: BinaryIO) -> None:
    """Tell of a file that was just opened."""
    if watch := _watcher.get():
        watch(path, stream)
