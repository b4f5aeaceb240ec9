"""Which documents print nearly the same? An agency's report in several outlets, or an article that was put out again.

Each document has a sketch of its runs of words: the minima of many hashes, which two documents share in the proportion
in which they share their runs (MinHash: Broder, On the resemblance and containment of documents, 1997; datasketch's).
Documents that share a whole band of minima are compared (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets,
chapter 3), so that none is compared with all.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from retrieval.catalogue.database import Database

if TYPE_CHECKING:
    from datasketch import MinHash
    from numpy import uint32
    from numpy.typing import NDArray

RUN = 5
"""Of how many words a run is: shorter ones are shared by articles on one event, longer ones break at each edit."""

SIMILAR = 0.5
"""Which share of their runs near-duplicates have in common, as far as the sketches tell; its standard error is .06."""

_MINIMA = 64
_IN_A_BAND = 4
_SCHEME = "affine32"
_BYTES = 4
_BASE = 0x01000193


def hash_of(word: str) -> int:
    """Hash a normalized word to 32 bits, the same in every process."""
    return zlib.crc32(word.encode())


class Sketcher:
    """Makes sketches; the same text has the same one in every process."""

    def __init__(self) -> None:
        # Loaded where documents are entered: to ask takes less time than to load it.
        import numpy  # noqa: PLC0415
        from datasketch import MinHash  # noqa: PLC0415

        self._numpy = numpy
        self._empty = MinHash(num_perm=_MINIMA, hashfunc=int, scheme=_SCHEME)

    def sketch(self, words: Sequence[int]) -> bytes:
        """Sketch a text of normalized words, given by their hashes; empty for one of fewer words than a run has."""
        if len(words) < RUN:
            return b""
        sketch: MinHash = self._empty.copy()
        sketch.update_batch(self._numpy.unique(self._runs(words)).tolist())
        return array("I", sketch.hashvalues.tolist()).tobytes()

    def _runs(self, words: Sequence[int]) -> NDArray[uint32]:
        """Number the runs of words by a polynomial of their hashes (Karp & Rabin, IBM J. Res. Dev. 31, 1987)."""
        hashes = self._numpy.array(words, "u4")  # products of such numbers keep their lowest 32 bits
        last = len(words) - RUN + 1
        total = hashes[:last].copy()
        for more in range(1, RUN):
            total = total * self._numpy.uint32(_BASE) + hashes[more : last + more]
        return total


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
        self._sketcher: Sketcher | None = None
        self._sketches: list[tuple[int, bytes]] = []

    def enter(self, document: int, words: Sequence[int]) -> None:
        """Enter a document by the hashes of its normalized words."""
        self._sketcher = self._sketcher or Sketcher()
        if minima := self._sketcher.sketch(words):
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
