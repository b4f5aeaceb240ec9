"""Which documents print nearly the same? An agency's report in several outlets, or an article that was put out again.

Each document has a sketch of its runs of words: the minima of many hashes, which two documents share in the proportion
in which they share their runs (MinHash: Broder, On the resemblance and containment of documents, 1997; rensa makes them
by Dahlgaard, Knudsen & Thorup, Fast Similarity Sketching, 2017). Documents that share a whole band of minima are
compared (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, chapter 3), so that none is compared with all.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Sequence

from rensa import RMinHash

from retrieval.catalogue.database import Database

RUN = 5
"""Of how many words a run is: shorter ones are shared by articles on one event, longer ones break at each edit."""

SIMILAR = 0.5
"""Which share of their runs near-duplicates have in common, as far as the sketches tell; its standard error is .05."""

_MINIMA = 64
_IN_A_BAND = 4
_SEED = 1
_BYTES = 4


def hash_of(word: str) -> int:
    """Hash a normalized word to 32 bits, the same in every process."""
    return zlib.crc32(word.encode())


def sketch(words: Sequence[int]) -> bytes:
    """Sketch a text, given by the hashes of its normalized words: the same in every process.

    Returns:
        Nothing for a text of fewer words than a run has.
    """
    if len(words) < RUN:
        return b""
    hashes, size = array("I", words).tobytes(), RUN * _BYTES
    minima = RMinHash(_MINIMA, _SEED)
    minima.update([hashes[start : start + size] for start in range(0, len(hashes) - size + 1, _BYTES)])
    return array("I", minima.digest()).tobytes()


class Duplicates:
    """The near-duplicates among an archive's documents. May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: int) -> dict[int, float]:
        """Find what prints nearly the same as a document: numbers, with the share of runs that they have in common."""
        found = self._database.one("SELECT minima FROM sketch WHERE document = ?", (document,))
        if found is None:
            return {}
        query = """
            SELECT DISTINCT s.document, s.minima FROM band mine JOIN band b ON b.hash = mine.hash
            JOIN sketch s ON s.document = b.document WHERE mine.document = ? AND b.document != ?
        """
        near = self._database.query(query, (document, document))
        shares = {number: _shared(found[0], minima) for number, minima in near}
        return {number: share for number, share in sorted(shares.items()) if share >= SIMILAR}

    def groups(self) -> Iterator[tuple[int, ...]]:
        """List groups of documents that print nearly the same, each linked with some other of its group."""
        seen: set[int] = set()
        shared = "SELECT hash FROM band GROUP BY hash HAVING count(*) > 1"
        query = f"SELECT DISTINCT document FROM band WHERE hash IN ({shared}) ORDER BY document"  # noqa: S608 - ours
        for (document,) in self._database.query(query):
            if document not in seen:
                group = self._linked(document)
                seen |= group
                if len(group) > 1:
                    yield tuple(sorted(group))

    def _linked(self, document: int) -> set[int]:
        group, waiting = {document}, [document]
        while waiting:
            near = self.of(waiting.pop()).keys() - group
            group |= near
            waiting += near
        return group


class DuplicateLedger:
    """Enters the sketches of documents, and strikes them out; inside of `Database.writing`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sketches: list[tuple[int, bytes]] = []

    def enter(self, document: int, words: Sequence[int]) -> None:
        """Enter a document by the hashes of its normalized words."""
        if minima := sketch(words):
            self._sketches.append((document, minima))

    def strike(self, document: int) -> None:
        """Strike a document out."""
        for table in ("sketch", "band"):
            self._database.write(f"DELETE FROM {table} WHERE document = ?", [(document,)])  # noqa: S608 - ours

    def settle(self) -> None:
        """Write everything down."""
        self._database.write("INSERT INTO sketch VALUES (?, ?)", self._sketches)
        bands = ((band, document) for document, minima in self._sketches for band in _bands(minima))
        self._database.write("INSERT OR IGNORE INTO band VALUES (?, ?)", bands)
        self._sketches.clear()


def _bands(minima: bytes) -> Iterator[int]:
    """Reduce each run of minima to a number that tells its place as well."""
    size = _IN_A_BAND * _BYTES
    for start in range(0, len(minima), size):
        yield zlib.crc32(minima[start : start + size], start) << 8 | start // size


def _shared(one: bytes, other: bytes) -> float:
    pairs = zip(array("I", one), array("I", other), strict=True)
    return sum(mine == theirs for mine, theirs in pairs) / _MINIMA
