"""How do index and catalogue stay in step with the store? By the difference of two sets of documents.

The store is the truth. Documents are known by their numbers, whose contents never change, so that what lacks is entered
and what is too much struck out, whatever happened before. The index is written first, then the catalogue, which says
what both hold: when something ends between the two, the same is done again.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from retrieval.analysis.analyzer import Analyzer, analyzer_name, build_analyzer
from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import cut_words
from retrieval.catalogue import Catalogue, Changes
from retrieval.catalogue.speakers import voices_of
from retrieval.corpus import make_passages
from retrieval.identity import version as identity_version
from retrieval.index import Field, Index, IndexedPassage, PassageKey
from retrieval.model import Passage
from retrieval.store import Store, StoredDocument
from retrieval.store.reading import batches

_LOGGER = logging.getLogger(__name__)

AT_ONCE = 2_000
"""How many documents are entered by one transaction: their words are held in memory meanwhile."""


class Aim(NamedTuple):
    """What index and catalogue shall be brought up to: an archive's revision, and its documents' numbers."""

    archive: str
    revision: int
    documents: frozenset[int]

    @classmethod
    def of(cls, store: Store) -> Aim:
        """Take what a store has now; it may have more documents already than of the revision."""
        archive, revision = store.version()
        return cls(archive, revision, frozenset(store.numbers()))


def always() -> None:
    """Let everything be done."""


class Upkeep:
    """Keeps an index and a catalogue in step with a store. One at a time changes them: the caller sees to it."""

    def __init__(self, store: Store, catalogue: Catalogue, index: Index, morphology: Morphology | None) -> None:
        self.index = index
        self._store = store
        self._catalogue = catalogue
        self._morphology = morphology
        self._rules = f"{analyzer_name(morphology)} {identity_version()}"
        # What one change read the next one need not, unless another process changed something in between.
        self._read: Changes | None = None
        self._seen = -1

    @property
    def is_by_present_rules(self) -> bool:
        """Tell whether what is there was made by the rules and resources that are in use."""
        return self._catalogue.note("rules") == self._rules

    @property
    def is_of_this_archive(self) -> bool:
        """Tell whether what is there was made of this archive, in a state that it has had.

        A server's database can be dropped and made anew under its name, or be brought back from an older copy.
        """
        archive, revision = self._store.version()
        return self._catalogue.note("archive") in {None, archive} and self._catalogue.revision <= revision

    def run(self, aim: Aim, go_on: Callable[[], None] = always) -> None:
        """Bring index and catalogue up to date.

        Args:
            aim: What with.
            go_on: Called before each document; what it raises ends this, as a failure does.
        """
        self._begin()
        known = self._catalogue.documents()
        if known - aim.documents:
            self._change(aim, (), sorted(known - aim.documents), go_on)
        for some in batches(sorted(aim.documents - known), AT_ONCE):
            self._change(aim, some, (), go_on)
        if aim.documents - known and self._has_outgrown_its_terms():
            _LOGGER.info("the archive has grown: its index is made anew")
            self._start_anew()
            self.run(aim, go_on)
            return
        if self._is_anew:
            self._replace_index()
        else:
            self.index_alone()
        if self._catalogue.revision != aim.revision or self._catalogue.note("archive") != aim.archive:
            with self._changing() as changes:
                changes.note(archive=aim.archive, revision=str(aim.revision), passages=str(self.index.size))

    def go_ahead(self, aim: Aim, go_on: Callable[[], None] = always) -> None:
        """Enter as many new documents as are entered at once, if so many wait, before `run` is called for all of them.

        Documents are entered together with the same others as without this, and so have the same terms.
        """
        self._begin()
        for some in batches(sorted(aim.documents - self._catalogue.documents()), AT_ONCE):
            if len(some) == AT_ONCE:
                self._change(aim, some, (), go_on)

    def _begin(self) -> None:
        if not (self.is_by_present_rules and self.is_of_this_archive):
            self._start_anew()

    @contextmanager
    def _changing(self) -> Iterator[Changes]:
        before = self._catalogue.generation
        again, self._read = (self._read if self._seen == before else None), None
        with self._catalogue.changing(self._morphology, again) as changes:
            yield changes
            changes.note(generation=str(before + 1))
        self._read, self._seen = changes, before + 1

    def _has_outgrown_its_terms(self) -> bool:
        with self._changing() as changes:
            return changes.has_outgrown_its_terms()

    @property
    def _is_anew(self) -> bool:
        """Tell whether the catalogue is made anew while others still answer from the index as it was."""
        return self._catalogue.note("anew") == "yes"

    def _start_anew(self) -> None:
        is_anew = self.index.is_shared and self.index.size > 0
        if not is_anew:
            self.index.update((), removed=self.index.documents())
        with self._changing() as changes:
            generation = self._catalogue.generation
            changes.clear()
            changes.note(rules=self._rules, generation=str(generation), anew="yes" if is_anew else "no")

    def _change(self, aim: Aim, new: Sequence[int], gone: Sequence[int], go_on: Callable[[], None]) -> None:
        """Enter documents into both, or strike them out of both."""
        with self._changing() as changes:
            for number in gone:
                changes.strike(number)
            changes.expect(len(new))
            waiting: list[_Waiting] = []
            for found in self._store.contents(new):
                go_on()
                waiting += _entered(changes, found)
            changes.settle(self._analyzer_over, self._store.names)
            if not self._is_anew:
                self.index.update((passage.indexed(changes) for passage in waiting), removed=gone)
                changes.note(archive=aim.archive, passages=str(self.index.size))

    def index_alone(self) -> None:
        """Bring the index in step with the catalogue: it was lost, or lives in memory."""
        self.index.refresh()
        wanted, having = self._catalogue.documents(), self.index.documents()
        if wanted == having:
            return
        self.index.update(self._passages_of(wanted - having), removed=having - wanted)

    def _replace_index(self) -> None:
        """Index everything by the catalogue, beside what others answer from."""
        self.index.update(self._passages_of(self._catalogue.documents()), removed=self.index.documents())
        with self._changing() as changes:
            changes.note(anew="no")

    def _passages_of(self, numbers: Iterable[int]) -> Iterator[IndexedPassage]:
        analyzer = self._analyzer_over(self._catalogue.words)
        return (passage for one in self._store.contents(numbers) for passage in _analyzed(analyzer, one))

    def _analyzer_over(self, vocabulary: Container[str]) -> Analyzer:
        return build_analyzer(vocabulary, self._morphology, self._catalogue.words.term)


class _Source(NamedTuple):
    """What all passages of a document have in common."""

    earliest: date | None
    latest: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A passage whose words are entered, by their numbers, and wait for their terms."""

    source: _Source
    key: PassageKey
    words: array[int]
    speakers: frozenset[int]

    def indexed(self, changes: Changes) -> IndexedPassage:
        fields = {Field.TERMS: changes.terms(self.words), Field.WORDS: changes.keys(self.words)}
        return IndexedPassage(self.key, fields, self.speakers, *self.source)


def _entered(changes: Changes, found: StoredDocument) -> Iterator[_Waiting]:
    passages = make_passages(found.document)
    words = changes.enter(found.number, [_words_in(found, passage) for passage in passages], _said_in(found))
    source = _source_of(found)
    for passage, numbers in zip(passages, words, strict=True):
        key = PassageKey(found.number, passage.ordinal)
        yield _Waiting(source, key, array("I", numbers), _speakers_in(found, passage))


def _analyzed(analyzer: Analyzer, found: StoredDocument) -> Iterator[IndexedPassage]:
    source = _source_of(found)
    for passage in make_passages(found.document):
        words = _words_in(found, passage)
        fields = {Field.TERMS: analyzer.terms_of(words), Field.WORDS: list(map(normalize, words))}
        key = PassageKey(found.number, passage.ordinal)
        yield IndexedPassage(key, fields, _speakers_in(found, passage), *source)


def _words_in(found: StoredDocument, passage: Passage) -> list[str]:
    return cut_words(passage.span.of(found.document.text))


def _source_of(found: StoredDocument) -> _Source:
    published = found.document.published
    earliest, latest = (published.earliest, published.latest) if published else (None, None)
    return _Source(earliest, latest, found.document.source)


def _speakers_in(found: StoredDocument, passage: Passage) -> frozenset[int]:
    said = zip(found.quotations, found.speakers, strict=True)
    return frozenset(v for q, who in said if q.span.overlap(passage.span) for v in voices_of(q, who))


def _said_in(found: StoredDocument) -> Iterator[tuple[int, str | None]]:
    """List the statements of a document by who says them, with the words that name that one alone."""
    for quotation, speakers in zip(found.quotations, found.speakers, strict=True):
        alone = len(speakers) == 1
        for voice in voices_of(quotation, speakers):
            yield voice, quotation.mention if alone or voice not in speakers else None
