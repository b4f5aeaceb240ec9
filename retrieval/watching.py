"""What comes in while somebody follows the news? Addresses are asked again and again, and what is new is ingested.

Nothing but the archive is kept: whenever this is stopped, the next start goes on where it was.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.corpus.addresses import is_address, without_password
from retrieval.corpus.following import Follower
from retrieval.corpus.reading import Reading
from retrieval.errors import DocumentNotFoundError
from retrieval.model import Document, DocumentId, IngestedDocument, IngestOutcome

if TYPE_CHECKING:
    from types import FrameType

    from retrieval.retriever import Retriever

Tell = Callable[[IngestedDocument, Document | None], None]
"""Is told of each document that came in, changed or was refused; with the document, if there is one."""

_LONGEST_WAIT_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class _Followed:
    """An address, as a source of documents that remembers what it gave."""

    follower: Follower
    url: str

    def read_documents(self) -> Reading:
        """Give what is new."""
        return self.follower.read(self.url)


class Schedule:
    """When is each address asked next? Every so often; after failures twice, four times ... as late, up to six hours.

    Args:
        urls: The addresses, all due at once.
        every_s: Seconds between two requests for an address.
        clock: Tells the time in seconds.
    """

    def __init__(self, urls: Iterable[str], every_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._every_s = every_s
        self._clock = clock
        self._due = dict.fromkeys(urls, clock())
        self._failures: dict[str, int] = {}

    def due(self) -> list[str]:
        """List the addresses whose time has come, in the order in which they were given."""
        now = self._clock()
        return [url for url, due in self._due.items() if due <= now]

    def wait_s(self) -> float:
        """Tell how long there is nothing to do."""
        return max(0.0, min(self._due.values()) - self._clock())

    def done(self, url: str, *, failed: bool, at_least_s: float = 0.0) -> None:
        """Set when an address is asked again.

        Args:
            url: The address.
            failed: Whether it could not be read as a whole.
            at_least_s: How long its server asks to wait.
        """
        failures = self._failures[url] = self._failures.get(url, 0) + 1 if failed else 0
        wait = min(self._every_s * 2 ** min(failures, 16), max(_LONGEST_WAIT_S, self._every_s))
        self._due[url] = self._clock() + max(wait, min(at_least_s, _LONGEST_WAIT_S))


def watch(
    retriever: Retriever,
    paths: Sequence[str | Path],
    *,
    every_s: float,
    tell: Tell,
    stop: threading.Event | None = None,
) -> None:
    """Ingest files once and addresses again and again, until the process is asked to stop (SIGINT, SIGTERM).

    Args:
        retriever: The archive.
        paths: What `Retriever.ingest` takes; only addresses are asked again.
        every_s: Seconds between two requests for an address.
        tell: Called for each document that is new, changed or refused.
        stop: Set by another thread to end; the signals end it only where this runs in the main thread.
    """
    stop = stop or threading.Event()
    urls = list(dict.fromkeys(path for path in paths if isinstance(path, str) and is_address(path)))
    schedule = Schedule(urls, every_s)
    with _stopped_by_signals(), suppress(KeyboardInterrupt), Follower(_reader(retriever)) as follower:
        _ingest(retriever, [path for path in paths if path not in urls], tell)
        while not stop.is_set():
            for url in schedule.due():
                refused = _ingest(retriever, [_Followed(follower, url)], tell)
                failed = without_password(url) in refused
                schedule.done(url, failed=failed, at_least_s=follower.waits.get(url, 0.0))
            stop.wait(schedule.wait_s())


def _ingest(retriever: Retriever, sources: Sequence[str | Path | _Followed], tell: Tell) -> set[str]:
    """Ingest once, tell of it, and give the names of what was refused."""
    read = _reader(retriever)
    report = retriever.ingest(sources) if sources else None
    documents = report.documents if report else ()
    for document in documents:
        if document.outcome is not IngestOutcome.UNCHANGED:
            tell(document, read(DocumentId(document.name)) if document.outcome is not IngestOutcome.REFUSED else None)
    return {document.name for document in documents if document.outcome is IngestOutcome.REFUSED}


def _reader(retriever: Retriever) -> Callable[[DocumentId], Document | None]:
    def read(document: DocumentId) -> Document | None:
        with suppress(DocumentNotFoundError):
            return retriever.document(document)
        return None

    return read


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM end what SIGINT ends, and SIGINT too where a shell has it ignored in the background."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
