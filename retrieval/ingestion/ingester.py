"""How do sources become an archive? The whole story of an ingest, from the paths to what became of each document.

Documents are read here, one after the other, and never all held; prepared by a pool of processes where there are many;
and written here in the order of reading, a batch in a transaction. So whatever ends an ingest, the archive holds the
documents up to some place, each whole, and doing it again passes over them.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from retrieval.analysis.morphology import Morphology
from retrieval.corpus import Source, read_sources
from retrieval.corpus.opened import watching
from retrieval.errors import DocumentNotFoundError, StoreError
from retrieval.ingestion.batches import Batch, Found, Sorter, outcome_of, work_of
from retrieval.ingestion.origin import rules_version
from retrieval.ingestion.pool import Pool, ProcessPool
from retrieval.ingestion.preparing import Prepared, Preparer
from retrieval.ingestion.progress import Meter, Progress
from retrieval.model import Document, DocumentId, IngestedDocument, IngestOutcome, IngestReport, RawDocument
from retrieval.store import Store
from retrieval.store.engine import cause_of

_LOGGER = logging.getLogger(__name__)

MOST_WORKERS = 4
"""One process writes what they find, and each takes memory: more are started only where they are asked for."""

BATCH = 32
"""How many documents are handed to a process, and written in one transaction: some 0.2 s of work."""

BATCH_WORK = 500_000
"""How much work is handed over at the most, in code points."""

WORTH_A_POOL = 500_000
"""How much work there must be for processes to be started: this one does as much in the time that it takes to start."""

AHEAD = 6
"""How many batches a process may be ahead of the writing, which waits for the disk, and its turn with the index: about
a second of work."""

WAIT_S = 2.0
"""How long documents wait for others to come, as from a slow pipe."""

_CHANGES = frozenset((IngestOutcome.ADDED, IngestOutcome.CHANGED))


class Ingester:
    """Add documents to an archive. May be shared by threads.

    Args:
        store: The archive.
        morphology: The morphology database in use; None: there is none.
        morphology_path: Where it lies, for other processes to open.
    """

    def __init__(self, store: Store, morphology: Morphology | None, morphology_path: Path | None) -> None:
        self._store = store
        self._morphology = morphology
        self._path = morphology_path if morphology is not None else None
        self._may_share = morphology is None or morphology_path is not None
        self._preparer = Preparer(morphology)

    def ingest(
        self,
        paths: Iterable[str | Path | Source],
        *,
        stdin: BinaryIO | None = None,
        workers: int | None = None,
        ray: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        after_batch: Callable[[], None] | None = None,
    ) -> IngestReport:
        """Add the documents of files, folders and addresses, each whole or not at all.

        Args:
            paths: Files, folders, addresses and what is followed; "-" is JSON lines on `stdin`.
            stdin: Where "-" reads from.
            workers: How many processes prepare documents, where there are many; 1: only this one. None: one a
                processor, up to four.
            ray: The address of a Ray cluster whose machines prepare documents instead.
            progress: Called whenever documents were read or have their outcome.
            after_batch: Called after each transaction that changed the archive.

        Returns:
            What became of each document and refused source, in the order of reading.

        Raises:
            StoreError: The archive cannot be written; what was written before stays.
            RayError: No Ray cluster prepares documents there.
        """
        paths = list(paths)
        meter = Meter(paths)
        rules = rules_version(self._morphology.name if self._morphology else None)

        def tell(done: int, found: int) -> None:
            if progress:
                progress(Progress(done, found, meter.read(), meter.total))

        with ExitStack() as opened:
            opened.enter_context(watching(meter.watch))
            pooling = self._pooling(opened, workers, ray)
            run = _Run(self._store, self._preparer, Sorter(self._store, rules), pooling, tell, after_batch)
            return run.run(read_sources(paths, stdin=stdin, known=self._held))

    def _pooling(self, opened: ExitStack, workers: int | None, ray: str | None) -> _Pooling | None:
        """Decide who shares the work; None: nobody."""
        if ray is not None:
            from retrieval.ingestion.ray_pool import RayPool  # noqa: PLC0415 - few have its library

            name = self._morphology.name if self._morphology else None
            cluster = opened.enter_context(RayPool(ray, self._path, name))
            return _Pooling(lambda: cluster, AHEAD * cluster.size)
        size = (_processors() if workers is None else workers) if self._may_share else 1
        return _Pooling(lambda: opened.enter_context(ProcessPool(size, self._path)), AHEAD * size) if size > 1 else None

    def _held(self, document: DocumentId) -> Document | None:
        """Read a document if the archive has it."""
        with suppress(DocumentNotFoundError):
            return self._store.document(document)
        return None


class _Run:
    """One ingest, from the first source to the last."""

    def __init__(
        self,
        store: Store,
        preparer: Preparer,
        sorter: Sorter,
        pooling: _Pooling | None,
        progress: Callable[[int, int], None],
        after_batch: Callable[[], None] | None,
    ) -> None:
        self._store, self._preparer, self._sorter, self._pooling = store, preparer, sorter, pooling
        self._progress, self._after_batch = progress, after_batch
        self._queue: deque[Batch] = deque()
        self._report: list[IngestedDocument] = []
        self._found = 0
        self._failure: Exception | None = None

    def run(self, sources: Iterator[Found]) -> IngestReport:
        """Read, prepare and write."""
        for since, found in self._batches(sources):
            self._found += len(found)
            self._queue.append(self._sorter.sort_out(found, since))
            if self._pooling is not None:
                self._pooling.share(self._queue)
            self._progress(len(self._report), self._found)
            while self._queue and self._must_write():
                self._write(self._queue.popleft())
        while self._queue:
            self._write(self._queue.popleft())
        if self._failure is not None:
            raise self._failure
        return IngestReport(tuple(self._report))

    def _batches(self, sources: Iterator[Found]) -> Iterator[tuple[float, list[Found]]]:
        """Divide what is read into batches, each with the time of its beginning."""
        batch: list[Found] = []
        work, since = 0, 0.0
        try:
            for found in sources:
                since = since if batch else time.monotonic()
                batch.append(found)
                work += work_of(found)
                if len(batch) >= BATCH or work >= BATCH_WORK or time.monotonic() - since > WAIT_S:
                    yield since, batch
                    batch, work = [], 0
        except Exception as error:
            self._failure = error
        if batch:
            yield since, batch

    def _must_write(self) -> bool:
        """Tell that the first batch is ready, or that nobody should wait any longer for more of them."""
        if self._pooling is None or self._queue[0].is_ready:
            return True
        if self._pooling.is_open:
            return len(self._queue) > self._pooling.ahead
        return time.monotonic() - self._queue[0].since > WAIT_S

    def _write(self, batch: Batch) -> None:
        prepared = self._prepared(batch)
        for found in prepared:
            if found.trouble:
                _LOGGER.error("%s", found.trouble)
        results = iter(self._store.put_each([found.rows for found in prepared if found.rows is not None]))
        for place, (raw, _), found in zip(batch.places, batch.requests, prepared, strict=True):
            batch.outcomes[place] = _outcome(raw, found, next(results) if found.rows is not None else None)
        written = [outcome for outcome in batch.outcomes if outcome is not None]
        self._report += written
        self._progress(len(self._report), self._found)
        if self._after_batch and any(document.outcome in _CHANGES for document in written):
            self._after_batch()

    def _prepared(self, batch: Batch) -> list[Prepared]:
        """Give what another process found in a batch; where none did, look here."""
        answer = batch.answer.result() if batch.answer is not None else None
        return answer if answer is not None else self._preparer.prepare_all(batch.requests)


class _Pooling:
    """When and with whom is work shared? With processes that start when there is enough for them."""

    def __init__(self, open_pool: Callable[[], Pool], ahead: int) -> None:
        self._open_pool = open_pool
        self._pool: Pool | None = None
        self.ahead = ahead

    @property
    def is_open(self) -> bool:
        """Tell whether processes are at work."""
        return self._pool is not None

    def share(self, queue: Sequence[Batch]) -> None:
        """Hand batches out that nobody has yet, if they are worth it."""
        if self._pool is None and sum(batch.work for batch in queue) >= WORTH_A_POOL:
            self._pool = self._open_pool()
        if self._pool is not None:
            for batch in queue:
                if batch.requests and batch.answer is None:
                    batch.answer = self._pool.prepare_all(batch.requests)


def _outcome(raw: RawDocument, prepared: Prepared, result: IngestOutcome | StoreError | None) -> IngestedDocument:
    if result is None:
        return IngestedDocument(raw.id, IngestOutcome.REFUSED, f"{raw.id} cannot be read; the log says why")
    if isinstance(result, StoreError):
        return IngestedDocument(raw.id, IngestOutcome.REFUSED, f"{raw.id} cannot be written ({cause_of(result)})")
    return outcome_of(raw, result, prepared.quotations, prepared.without_speaker)


def _processors() -> int:
    """Count the processors that this process may use, as many as are of use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)
