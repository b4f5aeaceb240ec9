"""Does the archive hold what it says it holds? Store, catalogue and index, looked through from end to end.

The store is the truth: each document carries a fingerprint of what was written. Catalogue and index follow from it, so
that what disagrees there is made anew; a damaged document is named, and its source must be ingested again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.catalogue import Catalogue
from retrieval.corpus import make_passages
from retrieval.index import Index
from retrieval.model import Conditions
from retrieval.store import Store

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be; `is_mendable` where it can be made anew from the store."""

    sentence: str
    is_mendable: bool


def faults_of_store(store: Store) -> Iterator[Fault]:
    """Look for pages that the database cannot read, and for documents that are not what was written."""
    damage = store.damage()
    if damage is not None:
        yield Fault(f"the database is damaged ({damage}); restore it from a copy, or ingest its sources again", False)
        return
    for document in store.altered():
        yield Fault(f"document {document} is not what was written; remove it and ingest its source again", False)


def faults_of_index(store: Store, catalogue: Catalogue, index: Index) -> Iterator[Fault]:
    """Look for documents and passages that the store has and the index lacks, or the other way round."""
    if (damage := catalogue.damage()) is not None:
        yield Fault(f"the catalogue is damaged ({damage})", True)
        return
    wanted = {stored.number: len(make_passages(stored.document)) for stored in store.contents(store.numbers())}
    yield from _differences("catalogue", frozenset(wanted), catalogue.documents())
    indexed = Counter(key.document for key in index.first(limit=index.size, conditions=Conditions()))
    for number in sorted(wanted.keys() | indexed.keys()):
        if wanted.get(number, 0) != indexed[number]:
            counts = f"{indexed[number]} passages of the document with the number {number}, not {wanted.get(number, 0)}"
            yield Fault(f"the index has {counts}", True)


def _differences(name: str, wanted: frozenset[int], having: frozenset[int]) -> Iterator[Fault]:
    for what, numbers in (("lacks", wanted - having), ("still has", having - wanted)):
        if numbers:
            shown = ", ".join(map(str, sorted(numbers)[:_SHOWN]))
            more = " and others" if len(numbers) > _SHOWN else ""
            yield Fault(f"the {name} {what} the documents with the numbers {shown}{more}", True)
