"""How does a program use the archive? One object that keeps store, index and catalogue in step."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, partial
from itertools import count
from pathlib import Path
from sqlite3 import DatabaseError
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from retrieval import resources
from retrieval.alongside import Alongside
from retrieval.analysis.analyzer import Analyzer, build_analyzer
from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import tokenize_any
from retrieval.analysis.word_list import WordList
from retrieval.answer import Answerer
from retrieval.catalogue import Catalogue
from retrieval.checking import Fault, faults_of_index, faults_of_store
from retrieval.corpus import Source, make_passages
from retrieval.errors import IndexFormatError, ResourceError
from retrieval.explanation import Explanation
from retrieval.halves import english_names
from retrieval.identity import key_of
from retrieval.index import Engine, Index, ScoredPassage, SearchCluster, choose_engine, open_index
from retrieval.model import (
    Answer,
    Document,
    DocumentId,
    DocumentSummary,
    Hit,
    IngestReport,
    Query,
    Quotation,
    Speaker,
    SpeakerId,
    Stats,
)
from retrieval.place import Place
from retrieval.placing import placed
from retrieval.question import Knowledge, NameIndex
from retrieval.question.filters import Filters
from retrieval.question.translation import read_tables
from retrieval.roster import nearest
from retrieval.settings import DEFAULT_DATABASE_URL, DEFAULT_INDEX_FOLDER
from retrieval.shelf import OpenDocument
from retrieval.store import Store
from retrieval.upkeep import Aim, Upkeep, always

if TYPE_CHECKING:
    from retrieval.ingestion import Ingester, Progress

_LOGGER = logging.getLogger(__name__)

_PASSAGES_OF_A_DOCUMENT = 4
_BATCHES_UNSEEN = 150
_BATCHES_AT_ONCE = 63
"""After how many batches of an ingest there are as many documents as are entered at once."""

_WORDS_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class _State:
    """The archive as of one moment, ready to answer."""

    stamp: tuple[str, int, int]
    analyzer: Analyzer
    index: Index
    answerer: Answerer
    knowledge: Knowledge


class Retriever:
    """An archive: documents in, cited answers out.

    May be shared by threads. What another process adds or removes is seen by the next call.
    """

    def __init__(
        self,
        store: Store,
        morphology: Morphology | None,
        folder: Path,
        place: Place | None = None,
        engine: str | None = None,
        cluster: SearchCluster | None = None,
    ) -> None:
        self._store = store
        self._morphology = morphology
        self._folder = folder
        self._place = place or Place(None)
        self._engine = engine
        self._cluster = cluster
        words = resources.word_list_path(folder)
        self._word_list = WordList(words) if words else None
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._index: Index | None = None
        self._upkeep: Upkeep | None = None
        self._keeps_upkeep = False
        self._ids: tuple[tuple[str, int], tuple[DocumentId, ...]] | None = None

    @classmethod
    def open(
        cls,
        url: str = DEFAULT_DATABASE_URL,
        *,
        create: bool = False,
        folder: Path = resources.FOLDER,
        engine: str | None = None,
        index_folder: Path = DEFAULT_INDEX_FOLDER,
        cluster: SearchCluster | None = None,
    ) -> Self:
        """Open an archive.

        Args:
            url: `sqlite:///FILE`, `sqlite://` for an archive in memory, or `postgresql://USER:PASSWORD@HOST/DATABASE`.
            create: Whether a missing archive is made.
            folder: Where the optional language resources are installed.
            engine: What searches it, "rank-bm25", "tantivy" or "opensearch"; None: the cluster, or what suits its size.
            index_folder: Where the indexes of archives on a server lie; that of an SQLite file lies beside it.
            cluster: The search cluster that holds its index; None: none does.

        Raises:
            StoreMissingError: There is no archive, and none was asked for.
            StoreLockedError: Another process holds the database.
            StoreUnreachableError: The database's server does not answer.
            StoreFormatError: The file is no archive, or one of a newer version.
            StoreError: No folder for the index can be made beside the archive.
            PassageIndexError: There is no engine of that name.
        """
        choose_engine(0, engine, has_cluster=cluster is not None)
        store = Store.open(url, create=create)
        name = store.server_name
        place = Place.beside(store.file) if name is None else Place.on_this_machine(name, index_folder)
        return cls(store, _open_morphology(folder), folder, place, engine, cluster)

    def close(self) -> None:
        """Let go of the archive."""
        self._store.close()
        if self._index is not None:
            self._index.close()
            self._catalogue.close()
        if self._morphology:
            self._morphology.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def ingest(
        self,
        paths: Iterable[str | Path | Source],
        *,
        stdin: BinaryIO | None = None,
        workers: int | None = None,
        ray: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> IngestReport:
        """Add documents: text, HTML, JSON and CSV files, folders and archives of these, feeds and pages by address.

        Each document is added whole or not at all; doing it again changes nothing. A refused file stops no other.

        Args:
            paths: Files, folders, addresses and what is followed; "-" is JSON lines on `stdin`.
            stdin: Where "-" reads from.
            workers: How many processes read documents, where there are many; 1: only this one. None: one a processor,
                up to four.
            ray: The address of a Ray cluster whose machines read them instead; "auto": the one on this machine.
            progress: Called whenever documents were read or have their outcome.

        Raises:
            StoreError: The archive cannot be written; what was written before stays.
            RayError: No Ray cluster reads documents there.
        """
        with self._place.filling(), self._one_upkeep():
            with Alongside() as alongside:
                after_batch = self._now_and_then(alongside)
                report = self._ingester.ingest(
                    paths, stdin=stdin, workers=workers, ray=ray, progress=progress, after_batch=after_batch
                )
            self._bring_up_to_date()
        return report

    def remove(self, documents: Iterable[str]) -> None:
        """Remove documents, from the index too.

        Raises:
            DocumentNotFoundError: No document has one of the ids; the ones before it are removed.
        """
        for document in documents:
            self._store.remove(DocumentId(document))
        self._bring_up_to_date()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        filters: Filters | None = None,
        today: date | None = None,
    ) -> Answer:
        """Answer a question in Arabic or English with verbatim, cited excerpts.

        Args:
            question: What the reader typed; `from:2016-07`, `to:2016-07-31` and `source:NAME` in it are filters.
            history: The reader's turns before, oldest first; their filters hold no longer.
            limit: How many citations to give at the most; 1 where it is less.
            filters: What documents must meet, beside the filters in the question.
            today: What "yesterday" and "last week" count from; None: the day on which this is called.

        Returns:
            Citations, best first, or none and the reason.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        answerer, now = self._current().answerer, today or datetime.now(UTC).astimezone().date()
        return answerer.answer(question, history=history, limit=max(1, limit), filters=filters, today=now)

    def warm_up(self) -> None:
        """Load what only some answers need, for a process that lives long: no question is to wait for it.

        Raises:
            RetrievalError: The archive or a language resource cannot be read.
        """
        english_names()
        read_tables()
        tokenize_any("")
        if self._word_list is not None:
            self._word_list.translations("word")
        if self._morphology is not None:
            self._morphology.read_forms()
        self._current().knowledge.names.read_shortest()
        for question in ("What did John Smith say in May 2018?", "ماذا قيل في أيار 2018؟"):
            self.ask(question)

    def explain(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        filters: Filters | None = None,
        today: date | None = None,
    ) -> Explanation:
        """Answer a question as `ask` does, and show the evidence: how it was read, what was weighed, and what decided.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        answerer, now = self._current().answerer, today or datetime.now(UTC).astimezone().date()
        return answerer.explain(question, history=history, limit=max(1, limit), filters=filters, today=now)

    def search(self, query: str, *, limit: int = 10, filters: Filters | None = None) -> tuple[Hit, ...]:
        """Rank the passages that hold words of a query, best first; empty where none does.

        Args:
            query: What to look for; it may hold filters, as a question may.
            limit: How many passages to give at the most.
            filters: What documents must meet, beside the filters in the query.

        Raises:
            FilterError: A filter in the query cannot be read.
        """
        found = self._current().answerer.search(query, limit=limit, filters=filters)
        return tuple(_hit(rank, *one) for rank, one in enumerate(found, 1))

    def quotations(self, document: str | None = None, *, speaker: str | Speaker | None = None) -> tuple[Quotation, ...]:
        """List who is quoted with which words, in the order in which they stand.

        Args:
            document: The only document to list; None: all.
            speaker: The only speaker to list, by a name or description in Arabic or English, or as `speakers` lists
                them; None: all.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        if isinstance(speaker, str):
            if document is not None:
                self._store.document(DocumentId(document))
            said = self._current().answerer.statements_of(speaker)
            return tuple(quotation for quotation in said if document in {None, quotation.document})
        return tuple(self._quotations(DocumentId(document) if document is not None else None, speaker))

    def speakers(self, name: str | None = None) -> tuple[Speaker, ...]:
        """List whom the archive quotes, the most quoted first.

        Args:
            name: A name or description in Arabic or English: only those are listed whom it means. None: everybody.
        """
        if name is None:
            return self._store.speakers()
        found = self._store.speakers(map(key_of, self._current().answerer.speakers_meant_by(name)))
        spelled = tuple(speaker for speaker in found if speaker.key == key_of(name) and len(name.split()) > 1)
        return spelled or found or self._store.speakers([key_of(name)])

    def speaker(self, number: int) -> Speaker:
        """Read a speaker by the number that the archive gave.

        Raises:
            SpeakerNotFoundError: No speaker has that number.
        """
        return self._store.speaker(SpeakerId(number))

    def nearest_speakers(self, name: str, *, limit: int = 5) -> tuple[Speaker, ...]:
        """List speakers whose names sound like a name that means nobody, the nearest first; maybe none."""
        return nearest(name, self._store.speakers(), limit=limit)

    def documents(self, only: Iterable[DocumentId] | None = None) -> tuple[DocumentSummary, ...]:
        """List the documents by date and id, undated ones last.

        Args:
            only: The ids to list; those that the archive has not are left out. None: all.
        """
        return self._store.summaries(only)

    def document_ids(self) -> tuple[DocumentId, ...]:
        """List the ids of the documents in the order of `documents`; read once as long as the archive is the same."""
        version = self._store.version()
        if self._ids is None or self._ids[0] != version:
            self._ids = version, self._store.document_ids()
        return self._ids[1]

    def document(self, document: str) -> Document:
        """Read a document.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        return self._store.document(DocumentId(document))

    def near_duplicates(self) -> tuple[tuple[DocumentSummary, ...], ...]:
        """Group the documents that print nearly the same, as an agency's report in several outlets.

        Returns:
            Groups of two and more, each by date and id, in the order of their first documents.
        """
        self._current()
        groups = list(self._catalogue.duplicates.groups())
        names = self._store.document_names(number for group in groups for number in group)
        places = {names[number]: place for place, group in enumerate(groups) for number in group if number in names}
        grouped: dict[int, list[DocumentSummary]] = defaultdict(list)
        for summary in self._store.summaries(places):
            grouped[places[summary.id]].append(summary)
        return tuple(tuple(group) for group in grouped.values() if len(group) > 1)

    def check(self, *, repair: bool = False) -> tuple[Fault, ...]:
        """Look through store, catalogue and index for what does not agree.

        Args:
            repair: Whether what can be made anew from the store is made anew.

        Returns:
            What was found, before it was mended.
        """
        faults = list(faults_of_store(self._store))
        with self._lock, self._place.changing():
            self._state = None
            if self._store.damage() is None:
                faults += self._faults_of_index(repair=repair)
        return tuple(faults)

    def _faults_of_index(self, *, repair: bool) -> list[Fault]:
        try:
            index = self._opened_index(self._catalogue.count_passages())
            if index.name == Engine.RANK_BM25:
                self._upkeep_of(index).index_alone()
            faults = list(faults_of_index(self._store, self._catalogue, index))
        except (IndexFormatError, DatabaseError) as error:
            faults = [Fault(str(error), is_mendable=True)]
        if repair and any(fault.is_mendable for fault in faults):
            self._start_anew()
            self._update()
        return faults

    def _start_anew(self) -> None:
        """Throw index and catalogue away."""
        for part in (self._index, self.__dict__.pop("_catalogue", None)):
            if part is not None:
                part.close()
        self._index = self._state = None
        self._place.clear()

    def stats(self) -> Stats:
        """Count what the archive holds, and name what it is searched with."""
        state = self._current()
        documents, sentences = self._store.count_contents()
        quotations, speakers, without_speaker = self._store.count_quotations()
        return Stats(
            documents=documents,
            passages=state.index.size,
            sentences=sentences,
            terms=self._catalogue.words.count_terms(),
            engine=state.index.name,
            analyzer=state.analyzer.name,
            quotations=quotations,
            speakers=speakers,
            quotations_without_speaker=without_speaker,
            resources={**resources.installed(self._folder), resources.MORPHOLOGY: self._morphology_name},
        )

    @property
    def _morphology_name(self) -> str | None:
        return self._morphology.name if self._morphology else None

    @cached_property
    def _ingester(self) -> Ingester:
        # Loaded at the first ingest: who only asks need not wait for it.
        from retrieval.ingestion import Ingester  # noqa: PLC0415

        return Ingester(self._store, self._morphology, resources.morphology_path(self._folder))

    def _quotations(self, document: DocumentId | None, speaker: Speaker | None) -> Iterator[Quotation]:
        """Read quotations of one document or all, by one speaker or everybody."""
        if document is not None:
            numbers: Iterable[int] = [self._store.number_of(document)]
        else:
            numbers = self._store.numbers() if speaker is None else self._store.documents_quoting([speaker.id])
        for stored in self._store.contents(numbers):
            said = placed(stored.quotations, stored.document, make_passages(stored.document))
            for quotation, who in zip(said, stored.speakers, strict=True):
                if speaker is None or speaker.id in who:
                    yield quotation

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue.open(self._place.catalogue)

    def _now_and_then(self, alongside: Alongside) -> Callable[[], None]:
        """Bring the index up to date every so many batches of an ingest, for those who ask meanwhile."""
        batches = count(1)

        def after_batch() -> None:
            alongside.look()
            past = next(batches) % _BATCHES_UNSEEN
            if past == 0:
                alongside.do(partial(self._bring_up_to_date, Aim.of(self._store), alongside.go_on))
            elif past % _BATCHES_AT_ONCE == 0:
                alongside.do(partial(self._go_ahead, Aim.of(self._store), alongside.go_on))

        def in_turn() -> None:
            if next(batches) % _BATCHES_UNSEEN == 0:
                self._bring_up_to_date()

        # In memory there is one connection for all threads: what one writes another would see half done.
        return in_turn if self._store.is_in_memory else after_batch

    def _bring_up_to_date(self, aim: Aim | None = None, go_on: Callable[[], None] = always) -> None:
        """See to it that index and catalogue have what the store has, or had when the aim was taken."""
        with self._lock, self._place.changing():
            self._update(aim, go_on)

    def _go_ahead(self, aim: Aim, go_on: Callable[[], None]) -> None:
        """Take up what is entered at once in any case."""
        with self._lock, self._place.changing():
            self._upkeep_of(self._opened_index(self._expected_passages(aim))).go_ahead(aim, go_on)

    def _update(self, aim: Aim | None = None, go_on: Callable[[], None] = always) -> None:
        aim = aim or Aim.of(self._store)
        index = self._opened_index(self._expected_passages(aim))
        self._upkeep_of(index).run(aim, go_on)
        if self._opened_index(index.size) is not index:
            self._update(aim, go_on)

    @contextmanager
    def _one_upkeep(self) -> Iterator[None]:
        """Let all changes in here share what they read of the catalogue."""
        self._keeps_upkeep = True
        try:
            yield
        finally:
            self._keeps_upkeep, self._upkeep = False, None

    def _upkeep_of(self, index: Index) -> Upkeep:
        if self._upkeep is not None and self._upkeep.index is index:
            return self._upkeep
        upkeep = Upkeep(self._store, self._catalogue, index, self._morphology)
        if self._keeps_upkeep:
            self._upkeep = upkeep
        return upkeep

    def _expected_passages(self, aim: Aim) -> int:
        """Guess how many passages the index will have."""
        new = aim.documents - self._catalogue.documents()
        return self._catalogue.count_passages() + _PASSAGES_OF_A_DOCUMENT * len(new)

    def _opened_index(self, passages: int) -> Index:
        """Give the index, of the engine that suits so many passages."""
        engine = choose_engine(passages, self._engine, has_cluster=self._cluster is not None)
        if self._index is not None and self._index.name != engine:
            self._index.close()
            self._index = None
        if self._index is None:
            name = self._store.version()[0] if engine is Engine.OPENSEARCH else ""
            self._index = open_index(engine, self._place.passages, cluster=self._cluster, archive=name)
        return self._index

    def _current(self) -> _State:
        """Give the newest state of the archive, made anew when it has changed."""
        with self._lock:
            try:
                return self._newest()
            except (IndexFormatError, DatabaseError) as error:
                _LOGGER.warning("%s; it is made anew from the archive", error)
            with self._place.changing():
                self._start_anew()
            return self._newest()

    def _newest(self) -> _State:
        if self._state is None or self._state.stamp != self._stamp():
            self._state = self._renewed()
        return self._state

    def _stamp(self) -> tuple[str, int, int]:
        return *self._store.version(), self._catalogue.generation

    def _renewed(self) -> _State:
        """Take what there is, brought up to date where no other process is about to do so."""
        archive, revision, _ = self._stamp()
        is_foreign = self._catalogue.revision > revision or self._catalogue.note("archive") not in {None, archive}
        is_behind = self._index is None or self._catalogue.revision != revision or is_foreign
        if is_behind and (self._catalogue.revision < 0 or is_foreign or not self._place.is_being_filled()):
            with self._place.changing():
                self._update()
        # Taken before the rest: what another process changes from here on is seen by the next call.
        stamp = self._stamp()
        index = self._opened_index(self._catalogue.count_passages())
        index.refresh()
        is_apart = index.size != self._catalogue.count_passages()
        if index.is_shared:
            # Another machine may be ahead of this one's catalogue: what it entered must not be struck out.
            if is_apart and not self._place.is_being_filled():
                with self._place.changing():
                    self._update()
        elif index.name == Engine.RANK_BM25 or is_apart:
            # It lives in the memory of each process, or another process uses another engine.
            with self._place.changing():
                self._upkeep_of(index).index_alone()
        return self._state_of(stamp, index)

    def _state_of(self, stamp: tuple[str, int, int], index: Index) -> _State:
        catalogue = self._catalogue.renewed()
        words = catalogue.words
        analyzer = build_analyzer(words, self._morphology, words.term, words.terms)
        knowledge = _knowledge(catalogue, self._morphology, self._word_list)
        answerer = Answerer(analyzer, self._store, catalogue, index, knowledge)
        return _State(stamp, analyzer, index, answerer, knowledge)


def _knowledge(catalogue: Catalogue, morphology: Morphology | None, word_list: WordList | None) -> Knowledge:
    """Collect what is known about the words of an archive."""
    words = catalogue.words
    times = lru_cache(_WORDS_REMEMBERED)(words.count)

    def translations(english: str) -> Iterator[str]:
        for dictionary in (morphology, word_list):
            try:
                yield from dictionary.translations(english) if dictionary else ()
            except ResourceError as error:  # an optional resource must not keep a question from its answer
                _LOGGER.warning("%s", error)

    def relatives(word: str) -> Iterable[str]:
        entry = morphology.entry(word) if morphology else None
        return words.of_root(entry.root) if entry and entry.root else ()

    def is_listed(word: str) -> bool:
        return times(normalize(word)) > 0 if morphology is None else morphology.entry(word) is not None

    def is_known(word: str) -> bool:
        return times(normalize(word)) > 0 or is_listed(word)

    def is_verb(word: str) -> bool:
        entry = morphology.entry(word) if morphology else None
        return entry is not None and entry.pos == "verb"

    return Knowledge(relatives, translations, NameIndex(words.forms), is_known, is_listed, times, is_verb)


def _open_morphology(folder: Path) -> Morphology | None:
    path = resources.morphology_path(folder)
    try:
        return Morphology.open(path) if path else None
    except ResourceError as error:
        # An optional resource must not keep the archive shut: `stats` names it as not in use, and the log says why.
        _LOGGER.warning("%s", error)
        return None


def _hit(rank: int, scored: ScoredPassage, source: OpenDocument, query: Query) -> Hit:
    passage = source.passages[scored.key.ordinal]
    terms = frozenset(token.term for token in source.tokens(passage))
    matched = tuple(concept.words for concept in query.concepts if concept.held_by(terms))
    span = passage.span
    text = span.of(source.document.text)
    return Hit(rank, passage.document, span.start, span.end, text, round(scored.score, 4), matched)
