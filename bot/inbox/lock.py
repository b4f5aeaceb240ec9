"""Is this the only process that answers? A lock beside the database, let go of by the system however the process ends.

Whoever holds it knows that what others left half answered is theirs no more, and need not wait for a lease to run out.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator


class AnotherProcessError(Exception):
    """Another process answers for the same bot; the message is one sentence."""


@contextmanager
def only_one(url: str, bot: int) -> Iterator[bool]:
    """Hold the right to answer for a bot out of an archive; gives whether nobody else can have it.

    Raises:
        AnotherProcessError: Another process of this machine holds it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield False
        return
    if parsed.database in (None, "", ":memory:"):  # of this process only
        yield True
        return
    lock = FileLock(f"{parsed.database}.bot-{bot}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise AnotherProcessError(f"another process answers for this bot out of {url}; end one of them") from None
    try:
        yield True
    finally:
        lock.release()
