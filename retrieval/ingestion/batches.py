"""Which documents of a batch must be read? Not those that the archive has from the same record, by the same rules.

Nor a second document of one id with another text: it would replace the first, which was meant to be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import sha256

from retrieval.corpus import NotedDocument, Refusal
from retrieval.ingestion.origin import origin_of
from retrieval.ingestion.preparing import Prepared, Request
from retrieval.model import DocumentId, IngestedDocument, IngestOutcome, RawDocument
from retrieval.store import Store

Found = RawDocument | Refusal

_DOCUMENT_CHARS = 500
"""What a document takes beside the time that goes by its length, as code points."""


@dataclass(slots=True)
class Batch:
    """Documents and refusals that follow each other in the sources.

    `outcomes` has one for each of them, None for documents that must be read: these are `requests`, and `places` are
    theirs among the outcomes. `answer` is what another process makes of them; None: that is left to this one. `since`
    is when the first of them was found, in seconds of the monotonic clock.
    """

    since: float
    outcomes: list[IngestedDocument | None] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    answer: Future[list[Prepared] | None] | None = None

    @property
    def is_ready(self) -> bool:
        """Tell that there is nothing to wait for."""
        return not self.requests or (self.answer is not None and self.answer.done())

    @property
    def work(self) -> int:
        """How much there is to read, in code points."""
        return sum(work_of(raw) for raw, _ in self.requests)


class Sorter:
    """Tell of each document of one ingest whether it must be read.

    Args:
        store: The archive.
        rules: The version of the rules by which documents are read now.
    """

    def __init__(self, store: Store, rules: str) -> None:
        self._store = store
        self._rules = rules
        self._texts: dict[DocumentId, bytes] = {}

    def sort_out(self, found: Sequence[Found], since: float) -> Batch:
        """Make a batch of what was found."""
        batch = Batch(since)
        fresh: set[DocumentId] = set()
        for one in found:
            refusal = _refused(one) if isinstance(one, Refusal) else self._taken(one, fresh)
            if refusal is None and isinstance(one, RawDocument):
                batch.places.append(len(batch.outcomes))
                batch.requests.append((one, origin_of(one, self._rules)))
            batch.outcomes.append(refusal)
        self._pass_over(batch, fresh)
        return batch

    def _taken(self, raw: RawDocument, fresh: set[DocumentId]) -> IngestedDocument | None:
        """Refuse a document whose id another text of this ingest has; else take note of it."""
        text = sha256(raw.text.encode()).digest()
        if raw.id not in self._texts:
            self._texts[raw.id] = text
            fresh.add(raw.id)
        if self._texts[raw.id] == text:
            return None
        detail = f"{raw.id} is the name of two documents of this ingest with different texts; rename one of them"
        return IngestedDocument(raw.id, IngestOutcome.REFUSED, detail)

    def _pass_over(self, batch: Batch, fresh: set[DocumentId]) -> None:
        """Take from the requests what the archive has as it is.

        A document whose id this ingest had before is read in any case: the first of them may be on its way to the
        archive.
        """
        known = self._store.known(fresh) if fresh else {}
        places, requests = batch.places, batch.requests
        batch.places, batch.requests = [], []
        for place, (raw, origin) in zip(places, requests, strict=True):
            if raw.id in fresh and raw.id in known and known[raw.id].origin == origin:
                _, quotations, nobodys = known[raw.id]
                batch.outcomes[place] = outcome_of(raw, IngestOutcome.UNCHANGED, quotations, nobodys)
            else:
                batch.places.append(place)
                batch.requests.append((raw, origin))
            fresh.discard(raw.id)


def outcome_of(raw: RawDocument, outcome: IngestOutcome, quotations: int, without_speaker: int) -> IngestedDocument:
    """Say what became of a document that the archive has."""
    note = raw.note if isinstance(raw, NotedDocument) else None
    return IngestedDocument(raw.id, outcome, note, quotations, without_speaker)


def work_of(found: Found) -> int:
    """Estimate how much work it is to read a document, in code points."""
    return _DOCUMENT_CHARS + (len(found.text) if isinstance(found, RawDocument) else 0)


def _refused(refusal: Refusal) -> IngestedDocument:
    return IngestedDocument(refusal.name, IngestOutcome.REFUSED, str(refusal.error))
