"""Which engines are compared? Each indexes the same terms in a folder and gives the numbers of the best passages.

Libraries are imported where they are used: a process that measures one of them shall not carry the others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

TOP = 10
PASSAGES_OF_A_DOCUMENT = 4  # on the average of the news that this is measured with


class Text(NamedTuple):
    """A passage: its number, its terms without stop words, and its words."""

    number: int
    terms: list[str]
    words: list[str]


class Peer(Protocol):
    """An engine to be measured.

    `module` is what must be installed, and `most` is the size beyond which it is left out.
    """

    name: str
    module: str
    most: int

    def build(self, texts: Iterable[Text], folder: Path) -> None:
        """Index passages, and be ready to search."""
        ...

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Give the numbers of the best passages that hold some of the terms."""
        ...


@runtime_checkable
class KeptPeer(Peer, Protocol):
    """An engine whose index stays on disk."""

    def open(self, folder: Path) -> None:
        """Be ready to search what another process built."""
        ...


class RankBM25:
    """The library as it is, but for Lucene's inverse document frequency."""

    name = "rank_bm25"
    module = "rank_bm25"
    most = 1_000_000

    def build(self, texts: Iterable[Text], folder: Path) -> None:  # noqa: ARG002 - it has no disk
        """Index terms in memory."""
        from retrieval.index.rank_bm25 import _LuceneBM25  # noqa: PLC0415

        self._engine = _LuceneBM25([text.terms for text in texts], k1=1.2, b=0.75)

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Sort all scores, as the library's own `get_top_n` does."""
        scores = self._engine.get_scores(terms)
        return [int(number) for number in scores.argsort()[::-1][:TOP]]


class OurRankBM25:
    """rank-bm25 behind the protocol."""

    name = "isnad: rank-bm25"
    module = "rank_bm25"
    most = 100_000

    def build(self, texts: Iterable[Text], folder: Path) -> None:  # noqa: ARG002 - it has no disk
        """Index passages in memory."""
        from retrieval.index.rank_bm25 import RankBM25Index  # noqa: PLC0415

        self._index = RankBM25Index(_passages(texts))
        self._index.search(query_of(("",)), limit=1)  # it makes its tables when they are first asked for

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Ask for each term, none of them remembered."""
        from retrieval.index.protocol import Field  # noqa: PLC0415

        self._index._current.of(Field.TERMS).score.cache_clear()  # noqa: SLF001 - repeats shall cost what the first did
        return _numbers(self._index.search(query_of(terms), limit=TOP))


class OurTantivy:
    """tantivy behind the protocol, with all fields."""

    name = "isnad: tantivy"
    module = "tantivy"
    most = 10**9

    def build(self, texts: Iterable[Text], folder: Path) -> None:
        """Index passages in a folder."""
        self.open(folder)
        self._index.update(_passages(texts))

    def open(self, folder: Path) -> None:
        """Open the folder."""
        from retrieval.index.tantivy import TantivyIndex  # noqa: PLC0415

        self._index = TantivyIndex.open(folder)

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Ask for each term."""
        return _numbers(self._index.search(query_of(terms), limit=TOP))


class RawTantivy:
    """tantivy as a program would use it for this alone: one text field and a number."""

    name = "tantivy"
    module = "tantivy"
    most = 10**9

    def build(self, texts: Iterable[Text], folder: Path) -> None:
        """Index terms with the writer as it comes."""
        import tantivy  # noqa: PLC0415

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("number", fast=True)
        writer = tantivy.Index(builder.build(), str(folder)).writer()
        for text in texts:
            writer.add_document(tantivy.Document(terms=" ".join(text.terms), number=text.number))
        writer.commit()
        writer.wait_merging_threads()
        self.open(folder)

    def open(self, folder: Path) -> None:
        """Open the folder."""
        import tantivy  # noqa: PLC0415

        self._library, index = tantivy, tantivy.Index.open(str(folder))
        self._schema, self._searcher = index.schema, index.searcher()

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Ask for any of the terms."""
        query, any_of = self._library.Query, self._library.Occur.Should
        asked = [(any_of, query.term_query(self._schema, "terms", term, index_option="freq")) for term in terms]
        hits = self._searcher.search(query.boolean_query(asked), limit=TOP, count=False).hits
        return self._searcher.fast_field_values("number", [address for _, address in hits])  # type: ignore[return-value]


class BM25S:
    """bm25s with numpy."""

    name = "bm25s (numpy)"
    module = "bm25s"
    most = 1_000_000

    def build(self, texts: Iterable[Text], folder: Path) -> None:
        """Index terms in memory and save the matrix."""
        import bm25s  # noqa: PLC0415

        self._engine: Any = bm25s.BM25(k1=1.2, b=0.75, method="lucene", backend="numpy")
        self._engine.index([text.terms for text in texts], show_progress=False)
        self._engine.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> None:
        """Load the matrix."""
        import bm25s  # noqa: PLC0415

        self._engine = bm25s.BM25.load(str(folder))

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Ask for any of the terms."""
        numbers, _scores = self._engine.retrieve([list(terms)], k=TOP, show_progress=False)
        return [int(number) for number in numbers[0]]


class FTS5:
    """SQLite's own full text search, without the contents."""

    name = "SQLite FTS5"
    module = "sqlite3"
    most = 1_000_000

    def build(self, texts: Iterable[Text], folder: Path) -> None:
        """Index terms in one transaction."""
        self.open(folder)
        self._database.execute("CREATE VIRTUAL TABLE passage USING fts5(terms, content='')")
        rows = ((text.number, " ".join(text.terms)) for text in texts)
        with self._database:
            self._database.executemany("INSERT INTO passage(rowid, terms) VALUES (?, ?)", rows)

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._database = sqlite3.connect(folder / "passages.db")

    def search(self, terms: tuple[str, ...]) -> list[int]:
        """Ask for any of the terms."""
        wanted = " OR ".join(f'"{term}"' for term in terms)
        best = "SELECT rowid FROM passage WHERE terms MATCH ? ORDER BY rank LIMIT ?"
        found = self._database.execute(best, (wanted, TOP))
        return [number for (number,) in found]


PEERS: dict[str, type[Peer]] = {
    peer.name: peer for peer in (RankBM25, OurRankBM25, BM25S, FTS5, RawTantivy, OurTantivy)
}

# Known by the module that would be imported; what is not measured is told in a line.
UNMEASURED = {"PostgreSQL": "psycopg", "Lucene": "pyserini"}


def _passages(texts: Iterable[Text]) -> Iterator[Any]:
    """Make what the protocol takes, with all that an archive would give."""
    from retrieval.index.protocol import Field, IndexedPassage, PassageKey  # noqa: PLC0415

    first = date(2018, 1, 1)
    for number, terms, words in texts:
        document, ordinal = divmod(number, PASSAGES_OF_A_DOCUMENT)
        day = first + timedelta(document % 365)
        fields = {Field.TERMS: terms, Field.WORDS: words}
        yield IndexedPassage(PassageKey(document, ordinal), fields, frozenset({document % 1000}), day, day, "BBC")


@cache
def query_of(terms: tuple[str, ...]) -> Any:
    """Make what the protocol is asked with: a parser's work, so that it is done once and not timed."""
    from retrieval.model import Concept, Query  # noqa: PLC0415

    return Query(tuple(Concept.of(term, (term,)) for term in terms))


def _numbers(found: Iterable[Any]) -> list[int]:
    return [hit.key.document * PASSAGES_OF_A_DOCUMENT + hit.key.ordinal for hit in found]
