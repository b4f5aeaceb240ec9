"""How does a program use the archive? One object that keeps store, index and analyzer in step."""

from __future__ import annotations

import gc
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from retrieval import resources
from retrieval.analysis.analyzer import Analyzer, build_analyzer
from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import normalize
from retrieval.analysis.roots import RootTable
from retrieval.analysis.tokenizer import intern_words
from retrieval.analysis.word_list import WordList
from retrieval.answer import Answerer
from retrieval.corpus import ConvertedDocument, Refusal, make_passages, parse_document, read_sources
from retrieval.errors import DocumentNotFoundError, ResourceError
from retrieval.explanation import Explanation
from retrieval.identity import key_of, names_in
from retrieval.index.rank_bm25 import RankBM25Index
from retrieval.model import (
    Answer,
    Document,
    DocumentId,
    DocumentSummary,
    Hit,
    IngestedDocument,
    IngestOutcome,
    IngestReport,
    Passage,
    Quotation,
    RawDocument,
    Speaker,
    SpeakerId,
    Stats,
)
from retrieval.placing import placed
from retrieval.question import Knowledge, NameIndex
from retrieval.question.filters import Filters
from retrieval.question.translation import nothing
from retrieval.question.transliteration import people_in
from retrieval.roster import nearest
from retrieval.settings import DEFAULT_DATABASE_URL
from retrieval.store import Store

if TYPE_CHECKING:
    from retrieval.quotation import QuotationExtractor

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _State:
    """The archive as of one revision, ready to answer."""

    revision: int
    documents: dict[DocumentId, Document]
    passages: tuple[Passage, ...]
    analyzer: Analyzer
    index: RankBM25Index
    answerer: Answerer


class Retriever:
    """An archive: documents in, cited answers out.

    May be shared by threads. What another process adds or removes is seen by the next call.
    """

    def __init__(self, store: Store, morphology: Morphology | None, folder: Path) -> None:
        self._store = store
        self._morphology = morphology
        self._folder = folder
        words = resources.word_list_path(folder)
        self._word_list = WordList(words) if words else None
        self._lock = threading.Lock()
        self._state: _State | None = None

    @classmethod
    def open(cls, url: str = DEFAULT_DATABASE_URL, *, create: bool = False, folder: Path = resources.FOLDER) -> Self:
        """Open an archive.

        Args:
            url: `sqlite:///FILE`, or `sqlite://` for an archive in memory.
            create: Whether a missing archive is made.
            folder: Where the optional language resources are installed.

        Raises:
            StoreMissingError: There is no archive, and none was asked for.
            StoreLockedError: Another process holds the database.
            StoreFormatError: The file is no archive, or one of a newer version.
        """
        return cls(Store.open(url, create=create), _open_morphology(folder), folder)

    def close(self) -> None:
        """Let go of the archive."""
        self._store.close()
        if self._morphology:
            self._morphology.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def ingest(self, paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> IngestReport:
        """Add documents: text, HTML, JSON lines and CSV files, folders of these, each also as .gz or .xz.

        Each document is added whole or not at all; doing it again changes nothing. A refused file stops no other.

        Args:
            paths: Files and folders; "-" is JSON lines on `stdin`.
            stdin: Where "-" reads from.
        """
        taken: dict[DocumentId, str] = {}
        return IngestReport(tuple(self._ingest_one(found, taken) for found in read_sources(paths, stdin=stdin)))

    def remove(self, documents: Iterable[str]) -> None:
        """Remove documents, from the index too.

        Raises:
            DocumentNotFoundError: No document has one of the ids; the ones before it are removed.
        """
        for document in documents:
            self._store.remove(DocumentId(document))

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
        state = self._current()
        wanted, among = state.answerer.query_of(query, filters=filters)
        found = state.index.search(wanted, limit=limit, among=among)
        return tuple(
            _hit(rank, passage, state.documents[passage.document].text, scored.score, tuple(scored.matched))
            for rank, scored in enumerate(found, 1)
            for passage in (state.passages[scored.position],)
        )

    def quotations(self, document: str | None = None, *, speaker: str | Speaker | None = None) -> tuple[Quotation, ...]:
        """List who is quoted with which words, in the order in which they stand.

        Args:
            document: The only document to list; None: all.
            speaker: The only speaker to list, by a name or description in Arabic or English, or as `speakers` lists
                them; None: all.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        if document is not None:
            self._store.document(DocumentId(document))
        if isinstance(speaker, str):
            said: Iterable[Quotation] = self._current().answerer.statements_of(speaker)
            return tuple(quotation for quotation in said if document in {None, quotation.document})
        only = DocumentId(document) if document is not None else None
        said = self._store.quotations(only, speaker=speaker.id if speaker else None)
        return tuple(_placed(said, self._reader()))

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

    def document(self, document: str) -> Document:
        """Read a document.

        Raises:
            DocumentNotFoundError: No document has that id.
        """
        return self._store.document(DocumentId(document))

    def stats(self) -> Stats:
        """Count what the archive holds, and name what it is searched with."""
        state = self._current()
        quotations, speakers, without_speaker = self._store.count_quotations()
        return Stats(
            documents=len(state.documents),
            passages=len(state.passages),
            sentences=sum(len(document.sentences) for document in state.documents.values()),
            terms=len(state.index.idf),
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
    def _extractor(self) -> QuotationExtractor:
        # Loaded at the first document: modules and tables take longer to read than a question takes to answer.
        from retrieval.quotation import QuotationExtractor  # noqa: PLC0415

        return QuotationExtractor(self._morphology)

    def _ingest_one(self, found: RawDocument | Refusal, taken: dict[DocumentId, str]) -> IngestedDocument:
        """Store one document; `taken` maps the ids of this ingest to the texts' fingerprints."""
        if isinstance(found, Refusal):
            return IngestedDocument(found.name, IngestOutcome.REFUSED, str(found.error))
        text = sha256(found.text.encode()).hexdigest()
        if taken.setdefault(found.id, text) != text:
            # The second would replace the first, which was meant to be kept.
            detail = f"{found.id} is the name of two documents of this ingest with different texts; rename one of them"
            return IngestedDocument(found.id, IngestOutcome.REFUSED, detail)
        document = parse_document(found)
        quotations = self._quotations_in(document)
        outcome = self._store.put(document, quotations)
        note = f"converted from {found.encoding}" if isinstance(found, ConvertedDocument) else None
        nobodys = sum(quotation.speaker is None for quotation in quotations)
        return IngestedDocument(document.id, outcome, note, len(quotations), nobodys)

    def _quotations_in(self, document: Document) -> tuple[Quotation, ...]:
        try:
            return self._extractor.extract(document)
        except Exception:
            # A text that the rules trip over is kept all the same: nobody is credited, and no other document waits.
            _LOGGER.exception("no quotations could be read in document %s", document.id)
            return ()

    def _reader(self) -> Callable[[DocumentId], Document | None]:
        """Read documents from memory where the newest state is there already, else from the store."""
        state = self._state
        known = state.documents if state is not None and state.revision == self._store.revision() else {}

        def read(document: DocumentId) -> Document | None:
            with suppress(DocumentNotFoundError):  # another process removed it a moment ago
                return known.get(document) or self._store.document(document)
            return None

        return read

    def _current(self) -> _State:
        """Give the newest state of the archive, made anew when another revision is found."""
        with self._lock:
            revision = self._store.revision()
            if self._state is None or self._state.revision != revision:
                self._state = self._load(revision)
            return self._state

    def _load(self, revision: int) -> _State:
        with _without_collecting():
            return self._read_state(revision)

    def _read_state(self, revision: int) -> _State:
        documents = {document.id: document for document in self._store.documents()}
        quotations = tuple(_placed(self._store.quotations(), documents.get))
        passages = tuple(passage for document in documents.values() for passage in make_passages(document))
        texts = [intern_words(passage.span.of(documents[passage.document].text)) for passage in passages]
        counts = Counter(chain.from_iterable(texts))
        normalized = {word: normalize(word) for word in counts}
        analyzer = build_analyzer(frozenset(normalized.values()), self._morphology)
        index = RankBM25Index([analyzer.terms_of(text) for text in texts])
        names = _name_index(counts, normalized, analyzer, self._morphology, quotations)
        knowledge = _knowledge(counts, normalized, analyzer, self._morphology, self._word_list, names)
        answerer = Answerer(analyzer, passages, index, quotations, documents.__getitem__, knowledge)
        return _State(revision, documents, passages, analyzer, index, answerer)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Collect no garbage meanwhile: what is read is kept, and looking through all of it takes long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _name_index(
    words: Mapping[str, int],
    normalized: Mapping[str, str],
    analyzer: Analyzer,
    morphology: Morphology | None,
    quotations: Iterable[Quotation],
) -> NameIndex:
    """Collect what may be a name: words that the dictionary lacks or knows as names, then all others."""

    def is_ordinary(word: str) -> bool:
        entry = morphology.entry(word) if morphology else None
        return entry is not None and not entry.is_name

    ordinary = frozenset(filter(is_ordinary, words))
    speakers = {quotation.canonical or quotation.speaker or "" for quotation in quotations}
    people = people_in({name for speaker in speakers for name in names_in(speaker)})
    return NameIndex(words, analyzer.term, ordinary, people, normalized.__getitem__)


def _knowledge(
    words: Mapping[str, int],
    normalized: Mapping[str, str],
    analyzer: Analyzer,
    morphology: Morphology | None,
    word_list: WordList | None,
    names: NameIndex,
) -> Knowledge:
    """Collect what is known about the words of an archive."""

    def translations(english: str) -> Iterator[str]:
        for dictionary in (morphology, word_list):
            try:
                yield from dictionary.translations(english) if dictionary else ()
            except ResourceError as error:  # an optional resource must not keep a question from its answer
                _LOGGER.warning("%s", error)

    times: Counter[str] = Counter()
    for word, key in normalized.items():
        times[key] += words[word]

    def is_listed(word: str) -> bool:
        return normalize(word) in times if morphology is None else morphology.entry(word) is not None

    def is_known(word: str) -> bool:
        return normalize(word) in times or is_listed(word)

    if morphology is None:
        return Knowledge(nothing, translations, names, is_known, is_listed, times.__getitem__)
    roots = RootTable(frozenset(normalized), analyzer, morphology)
    return Knowledge(roots, translations, names, is_known, is_listed, times.__getitem__)


def _open_morphology(folder: Path) -> Morphology | None:
    path = resources.morphology_path(folder)
    try:
        return Morphology.open(path) if path else None
    except ResourceError as error:
        # An optional resource must not keep the archive shut: `stats` names it as not in use, and the log says why.
        _LOGGER.warning("%s", error)
        return None


def _placed(quotations: Iterable[Quotation], read: Callable[[DocumentId], Document | None]) -> Iterator[Quotation]:
    """Tell of quotations where they stand; those of one document follow each other, so that it is read once."""
    for name, said in groupby(quotations, key=lambda quotation: quotation.document):
        if document := read(name):
            yield from placed(said, document, make_passages(document))


def _hit(rank: int, passage: Passage, text: str, score: float, matched: tuple[str, ...]) -> Hit:
    span = passage.span
    return Hit(rank, passage.document, span.start, span.end, span.of(text), round(score, 4), matched)
