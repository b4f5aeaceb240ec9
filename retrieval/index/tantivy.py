"""Which passages hold the terms of a query, on disk: tantivy, for archives of any size that one machine holds.

Passages are added in their order by one thread, so that the postings of what belongs together lie together. What
another process adds is seen after `refresh`. A removed passage is never found, but tantivy counts it in the numbers
that scores rest on until its segment is merged, which large segments seldom are: see `TantivyIndex.stale`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

import tantivy

from retrieval.errors import IndexFormatError, IndexLockedError, PassageIndexError
from retrieval.index import tantivy_forms as forms
from retrieval.index.holding import unpacked
from retrieval.index.protocol import Field, IndexedPassage, PassageKey, ScoredPassage
from retrieval.model import ANYTHING, Conditions, Query

# What the writer gathers before it writes a segment. Twice as much was no faster.
HEAP_BYTES = 64_000_000

_META = "meta.json"
_LOGGER = logging.getLogger(__name__)

# What is fetched beyond the limit, to see whether the limit cuts between equal scores, and by how much more each time.
_BEYOND = 10
_GROWTH = 4
# A set of more documents than this, and than a 250th of the passages, is looked through behind the search: a clause of
# thousands of terms takes tens of milliseconds. Where so many hits were not enough, it is demanded all the same.
_MANY_DOCUMENTS = 200
_SMALL_SHARE = 250
_MOST_HITS = 5_000
# tantivy refuses to aggregate into more than 65,000 buckets.
_BUCKETS = 50_000

# What the system says when it refuses something: nothing is wrong with the index then.
_REFUSALS = ("Too many open files", "Permission denied", "No space left", "Cannot allocate memory")

_Stamp = tuple[int, int, int]
_Hit = tuple[float, tantivy.DocAddress]


class TantivyIndex:
    """An index of passages in a folder, or in memory. Readers are never stopped by who changes it."""

    name = "tantivy"
    is_shared = False

    def __init__(self, index: tantivy.Index, folder: Path | None, heap_bytes: int = HEAP_BYTES) -> None:
        self._index = index
        self._folder = folder
        self._heap_bytes = heap_bytes
        self._reloading = threading.Lock()
        self._searcher = index.searcher()
        self._reload()  # for what came since the index was opened

    @classmethod
    def open(cls, folder: Path | None, *, heap_bytes: int = HEAP_BYTES) -> Self:
        """Open the index in a folder, or make an empty one where the folder is missing or empty.

        Args:
            folder: A folder of its own; None: in memory.
            heap_bytes: What an update may gather in memory before it writes to disk; at least 15,000,000.

        Raises:
            IndexFormatError: What lies there is damaged, was made by another version, or is no index.
            PassageIndexError: The folder cannot be made or read.
        """
        if folder is None:
            return cls(tantivy.Index(forms.SCHEMA), None, heap_bytes)
        _make_folder(folder)
        with _sound(folder):
            if not tantivy.Index.exists(str(folder)) and _has_files(folder):
                raise IndexFormatError(_to_rebuild(folder, "it holds other files"))
            index = tantivy.Index(forms.SCHEMA, str(folder))
            index.config_reader("manual")
            return cls(index, folder, heap_bytes)

    def close(self) -> None:
        """Let go of files; the index cannot be used any more."""
        with suppress(AttributeError):
            del self._searcher, self._index

    def search(self, query: Query, *, limit: int, conditions: Conditions = ANYTHING) -> list[ScoredPassage]:
        """Rank passages, as `Index.search` says."""
        clauses = forms.ranking(query)
        if limit < 1 or not clauses or conditions.admits_nothing:
            return []
        searcher = self._searcher
        with _sound(self._folder):
            behind = _behind(conditions, searcher.num_docs)
            if behind is not None:
                easier = forms.all_of([*clauses, *forms.filtering(replace(conditions, documents=None))])
                if (found := _best(searcher, easier, limit, behind)) is not None:
                    return found
            return _best(searcher, forms.all_of([*clauses, *forms.filtering(conditions)]), limit) or []

    def first(self, *, limit: int, conditions: Conditions = ANYTHING) -> list[PassageKey]:
        """List passages in the order of their keys, as `Index.first` says."""
        searcher = self._searcher
        if limit < 1 or conditions.admits_nothing:
            return []
        with _sound(self._folder):
            query = forms.all_of(forms.filtering(conditions))
            most = min(limit, max(1, searcher.num_docs))
            hits = searcher.search(
                query, limit=most, count=False, order_by_field=forms.KEY, order=tantivy.Order.Asc
            ).hits
            return [unpacked(key) for key, _address in hits]

    def holders(self, term: str, field: Field = Field.TERMS) -> int:
        """Count the passages that hold a term; removed ones never count."""
        searcher = self._searcher
        with _sound(self._folder):
            held = forms.count_holders(searcher, term, field)
            return _count(searcher, forms.term(term, field)) if held and _removed(searcher) else held

    @property
    def size(self) -> int:
        """How many passages there are."""
        return self._searcher.num_docs

    @property
    def stale(self) -> float:
        """The share of removed passages among those that scores still count, from 0 to 1."""
        searcher = self._searcher
        removed = _removed(searcher)
        return removed / (searcher.num_docs + removed) if removed else 0.0

    def documents(self) -> frozenset[int]:
        """Collect the numbers of all documents that have passages here."""
        searcher, found = self._searcher, set[int]()
        with _sound(self._folder):
            least = 0
            while (first := _first_document(searcher, least)) is not None:
                least = first + _BUCKETS
                found |= _documents_between(searcher, first, least - 1)
        return frozenset(found)

    def update(self, passages: Iterable[IndexedPassage], *, removed: Iterable[int] = ()) -> None:
        """Remove and add passages, as `Index.update` says; the folder takes one writer at a time."""
        writer = self._writer()
        try:
            self.refresh()
            expected = self._change(writer, passages, removed)
            with _written(self._folder):
                writer.commit()
        except BaseException:
            with suppress(ValueError, RuntimeError):  # a writer that failed has nothing to take back
                writer.rollback()
            raise
        finally:
            _finish(writer)
        self._reload()
        if self.size != expected:
            raise IndexFormatError(_to_rebuild(self._folder, f"it holds {self.size} passages, not {expected}"))

    def refresh(self) -> None:
        """See what other processes have changed; some microseconds where nothing was."""
        with _sound(self._folder):
            is_changed = self._stamp() != self._seen
        if is_changed:
            self._reload()

    def _reload(self) -> None:
        # One thread after the other, or a searcher of before could take the place of a newer one.
        with _sound(self._folder), self._reloading:
            # Taken before the rest: what is committed in between is seen at the next refresh.
            self._seen = self._stamp()
            self._index.reload()
            self._searcher = self._index.searcher()

    def _stamp(self) -> _Stamp | None:
        """Tell one state of the index on disk from another: each commit and merge writes a new file of metadata."""
        if self._folder is None:
            return None
        found = (self._folder / _META).stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _writer(self) -> tantivy.IndexWriter:
        try:
            with _written(self._folder):
                return self._index.writer(self._heap_bytes, 1)
        except PassageIndexError as error:
            if "LockBusy" in str(error):
                where = self._folder or "in memory"
                raise IndexLockedError(f"somebody else changes the index {where} now; try again later") from error
            raise

    def _change(self, writer: tantivy.IndexWriter, passages: Iterable[IndexedPassage], removed: Iterable[int]) -> int:
        """Tell the writer what to remove and to add.

        Returns:
            How many passages there must be in the end.
        """
        searcher, folder = self._searcher, self._folder
        size = searcher.num_docs
        gone: set[int] = set()

        def forget(document: int) -> int:
            if document in gone:
                return 0
            gone.add(document)
            if not searcher.doc_freq(forms.DOCUMENT, document):
                return 0
            writer.delete_documents_by_term(forms.DOCUMENT, document)
            return _count(searcher, forms.holding(forms.DOCUMENT, [document]))

        for document in removed:
            size -= forget(document)
        for passage in passages:
            size += 1 - forget(passage.key.document)
            with_values = forms.document_of(passage)
            try:
                writer.add_document(with_values)
            except (ValueError, OSError) as error:
                raise PassageIndexError(_unwritten(folder, error)) from error
        return size


def _best(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, documents: Collection[int] | None = None
) -> list[ScoredPassage] | None:
    """Fetch hits until those that tie with the last one wanted are among them, for tantivy cuts ties as they lie.

    Args:
        searcher: Where to search.
        query: What to look for.
        limit: How many passages to give at the most.
        documents: The only documents that count; None: all.

    Returns:
        The best first, equal ones in the order of their keys; None where too few of many hits are in the documents.
    """
    most = max(1, searcher.num_docs)
    fetched = min(limit + _BEYOND, most)
    while True:
        hits = searcher.search(query, limit=fetched, count=False).hits
        found = _keyed(searcher, _with_ties(hits, limit) if documents is None else hits)
        if documents is not None:
            found = [(score, key) for score, key in found if unpacked(key).document in documents]
        is_all = len(hits) < fetched or fetched == most
        if is_all or (len(found) >= limit and hits[-1][0] < -found[limit - 1][0]):
            return [ScoredPassage(unpacked(key), -score) for score, key in sorted(found)[:limit]]
        if documents is not None and fetched >= _MOST_HITS:
            return None
        fetched = min(fetched * _GROWTH, most)


def _with_ties(hits: list[_Hit], limit: int) -> list[_Hit]:
    """Leave out what scores less than the last one wanted."""
    end = limit
    while end < len(hits) and hits[end][0] == hits[limit - 1][0]:
        end += 1
    return hits[:end]


def _keyed(searcher: tantivy.Searcher, hits: list[_Hit]) -> list[tuple[float, int]]:
    """Read the keys of hits, each behind its score below 0, so that they sort as they shall stand."""
    keys = searcher.fast_field_values(forms.KEY, [address for _score, address in hits])
    return [(-score, int(key or 0)) for (score, _address), key in zip(hits, keys, strict=True)]


def _behind(conditions: Conditions, size: int) -> frozenset[int] | None:
    """Name the documents to look for behind the search: a large set of them."""
    documents = conditions.documents
    is_large = documents is not None and len(documents) > max(_MANY_DOCUMENTS, size // _SMALL_SHARE)
    return documents if is_large else None


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return searcher.search(query, limit=1, count=True).count  # type: ignore[attr-defined, no-any-return]  # not in the stub


def _removed(searcher: tantivy.Searcher) -> int:
    """Count removed passages that are not gone yet: frequencies count them, the number of documents does not."""
    return searcher.doc_freq(forms.MARK, 1) - searcher.num_docs


def _first_document(searcher: tantivy.Searcher, least: int) -> int | None:
    """Find the lowest number of a document from `least` on: numbers may lie far apart."""
    later = forms.numbered(least, None)
    hits = searcher.search(later, limit=1, count=False, order_by_field=forms.DOCUMENT, order=tantivy.Order.Asc).hits
    return hits[0][0] if hits else None


def _documents_between(searcher: tantivy.Searcher, first: int, last: int) -> set[int]:
    wanted = {"documents": {"terms": {"field": forms.DOCUMENT, "size": _BUCKETS}}}
    found = searcher.aggregate(forms.numbered(first, last), wanted)
    return {int(bucket["key"]) for bucket in found["documents"]["buckets"]}


def _finish(writer: tantivy.IndexWriter) -> None:
    """Wait for merges and let go of the lock."""
    try:
        writer.wait_merging_threads()
    except (ValueError, RuntimeError) as error:  # what was committed stays, in more segments than it should
        _LOGGER.warning("merging segments of the index failed: %s", error)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PassageIndexError(f"cannot make the folder {folder} for the index: {error.strerror}") from error


def _has_files(folder: Path) -> bool:
    """Tell whether there are files but those that tantivy makes before the index itself."""
    return any(not path.name.startswith(".") for path in folder.iterdir())


@contextmanager
def _sound(folder: Path | None) -> Iterator[None]:
    """Tell what tantivy says of an index that it cannot read as one error."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise _unreadable(folder, error) from error
    except BaseException as error:
        # A panic of tantivy, as on bytes that make no sense, is no Exception.
        if type(error).__name__ == "PanicException":
            raise _unreadable(folder, error) from error
        raise


@contextmanager
def _written(folder: Path | None) -> Iterator[None]:
    """Tell what keeps tantivy from writing."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise PassageIndexError(_unwritten(folder, error)) from error


def _unreadable(folder: Path | None, error: BaseException) -> PassageIndexError:
    if any(refusal in str(error) for refusal in _REFUSALS):
        return PassageIndexError(f"the index {folder} cannot be read now: {error}")
    return IndexFormatError(_to_rebuild(folder, str(error)))


def _to_rebuild(folder: Path | None, reason: str) -> str:
    return f"the index {folder or 'in memory'} cannot be used and must be built anew: {reason}"


def _unwritten(folder: Path | None, error: Exception) -> str:
    return f"the index {folder or 'in memory'} cannot be written: {error}"
