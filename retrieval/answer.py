"""The whole story: a question to an answer, or to a plain "not in the archive".

parse -> the speaker's statements -> find passages -> weigh their sentences -> enough? -> choose words -> cite
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from statistics import fmean

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.tokenizer import distinct_words
from retrieval.catalogue import Catalogue
from retrieval.citation import Shown, cite
from retrieval.excerpt import MAX_CHARS, SHORT, Wanted, choose_span, highlights
from retrieval.explanation import Explanation, Views, explained
from retrieval.finding import Asked, Finding
from retrieval.halves import HALVED, Archive, Halves
from retrieval.index import Index, PassageKey, ScoredPassage, inverse_document_frequency
from retrieval.model import (
    ANYTHING,
    Answer,
    Citation,
    CitationKind,
    Concept,
    Conditions,
    Dating,
    Days,
    Query,
    Question,
    Quotation,
    Quoted,
    Reason,
    Sentence,
    Span,
)
from retrieval.question import Directory, Knowledge, QuestionParser
from retrieval.question.exact import demanded
from retrieval.question.filters import Filters, read_filters, without_filters
from retrieval.question.hinting import hinted
from retrieval.question.words import says_little, words_of
from retrieval.ranking import (
    ABSENT_WORD,
    DOCUMENTS_READ,
    ENOUGH,
    JUDGED,
    LIGHT_WORD,
    Candidate,
    worth_citing,
)
from retrieval.rescoring import RESCORED, Scanned, rescored
from retrieval.roster import Roster
from retrieval.shelf import OpenDocument, Shelf
from retrieval.store import Store
from retrieval.store.reading import batches
from retrieval.timing import dated_in, days_of
from retrieval.weighing import Weigher, others_in

MAX_QUESTION_CHARS = 2000
PASSAGES_READ = 30
_CONCEPTS_REMEMBERED = 1000
_CUES_READ = 50
DOCUMENTS_AT_ONCE = 200
_NAMES_REMEMBERED = 2000


Found = tuple[ScoredPassage, OpenDocument, Query]
"""A passage that was found, with its document and what was looked for."""


class Answerer:
    """Answers questions over one state of the archive. May be shared by threads.

    Args:
        analyzer: The analyzer that the index was built with.
        store: The archive's documents.
        catalogue: Its words and speakers.
        index: Its passages.
        knowledge: What the archive and the installed resources know about words.
    """

    def __init__(
        self, analyzer: Analyzer, store: Store, catalogue: Catalogue, index: Index, knowledge: Knowledge | None = None
    ) -> None:
        self._analyzer = analyzer
        self._store = store
        self._catalogue = catalogue
        self._index = index
        self._roster = Roster(catalogue.speakers)
        self._shelf = Shelf(store.contents, analyzer)
        self._parser = QuestionParser(analyzer, knowledge, Directory(catalogue.speakers))
        self._name_terms = lru_cache(_NAMES_REMEMBERED)(lambda name: frozenset(analyzer.terms(name)))
        self._is_verb = (knowledge or Knowledge()).is_verb
        self._cues_of = lru_cache(_NAMES_REMEMBERED)(self._read_cues)
        self._weight_of = lru_cache(_CONCEPTS_REMEMBERED)(self._weigh_concept)

    def answer(
        self,
        text: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        filters: Filters | None = None,
        today: date | None = None,
    ) -> Answer:
        """Answer a question with at most `limit` citations, best first, or say why there is none.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        asked = self._asked(text, history, filters or Filters(), today)
        return self._answer(asked, self._judge(asked.text, asked.question), limit)

    def explain(
        self,
        text: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        filters: Filters | None = None,
        today: date | None = None,
    ) -> Explanation:
        """Answer a question in the same way, and say how it was read, what was weighed and what became of it.

        Raises:
            FilterError: A filter in the question cannot be read.
        """
        asked = self._asked(text, history, filters or Filters(), today)
        finding = self._judge(asked.text, asked.question)
        alone = self._asked(text, (), asked.filters, today).question
        views = Views(self._weight_of, self._quoted, lambda c: self._citation(finding.question, c)[0])
        return explained(asked, alone, finding, self._answer(asked, finding, limit), views)

    def _asked(self, text: str, history: Sequence[str], filters: Filters, today: date | None) -> Asked:
        """Read a question as the archive can be asked it, with the filters that stand in it."""
        asked, own = read_filters(text[:MAX_QUESTION_CHARS], today)
        filters = own.joined(filters)
        question = self._parser.parse(asked, tuple(map(without_filters, history)), today)
        question = self._with_told_times(replace(question, conditions=self._conditions(filters)))
        return Asked(text, tuple(history), filters, today, question)

    def _answer(self, asked: Asked, finding: Finding, limit: int) -> Answer:
        answer = Answer(asked.text, finding.question.language, reason=finding.reason)
        if finding.reason is None:
            cited = self._cite(finding.question, worth_citing(finding.candidates), limit)
            answer = replace(answer, citations=cited)
        elif finding.reason in HALVED:
            archive = Archive(self._read_like(asked), self._judge, self._quoted, self._cues_of, self._said_in)
            answer = replace(answer, found=Halves(archive, asked).find(is_timed=bool(asked.question.periods)))
        return replace(answer, undated=self._undated(asked.filters)) if asked.filters.by_date else answer

    def _read_like(self, asked: Asked) -> Callable[[str, Sequence[str]], Question]:
        """Read other questions of the documents that one is asked of."""

        def read(text: str, history: Sequence[str]) -> Question:
            question = self._parser.parse(without_filters(text), tuple(map(without_filters, history)), asked.today)
            return self._with_told_times(replace(question, conditions=asked.question.conditions))

        return read

    def _said_in(self, candidate: Candidate) -> Iterator[Quotation]:
        """List the statements that lie mostly in a candidate's sentence, or fill it."""
        sentence = candidate.sentence.span
        for said in candidate.source.quotations:
            if 2 * said.span.overlap(sentence) > min(len(said.span), len(sentence)):
                yield said

    def _judge(self, text: str, question: Question) -> Finding:
        """Gather what the archive has on a question, and tell whether it is enough."""
        candidates: Sequence[Candidate] = ()
        reason = self._cannot_be_asked(text, question)
        if reason is None:
            candidates = self._ranked(question)
            reason = _why_not(question, candidates)
            if reason is not None and question.speaker is not None and not question.names_speaker:
                # They may be called otherwise in the archive, or be told of: the words are a part of the topic then.
                # Whoever is named and not quoted is just that, whatever is told of them.
                question = question.without_speaker()
                candidates = self._ranked(question)
                reason = _why_not(question, candidates)
        return Finding(question, candidates, reason)

    def _ranked(self, question: Question) -> list[Candidate]:
        return sorted(
            self._candidates(question, self._roster.voices_for(question)), key=lambda candidate: candidate.order
        )

    def search(self, text: str, *, limit: int, filters: Filters | None = None) -> list[Found]:
        """Rank the passages that hold words of a query, which is read as a question is, in everything that it names.

        Raises:
            FilterError: A filter in the query cannot be read.
        """
        asked, own = read_filters(text[:MAX_QUESTION_CHARS])
        conditions = self._conditions(own.joined(filters or Filters()))
        # Whoever is named as a speaker is looked for word by word.
        query = hinted(self._parser.parse(asked).without_speaker().query, self._is_verb)
        query = replace(query, phrases=demanded(asked, self._is_held))
        hits = self._index.search(query, limit=max(limit, RESCORED), conditions=conditions)
        opened = self._shelf.open(hit.key.document for hit in hits)
        found = [(hit, opened[hit.key.document], query) for hit in hits if hit.key.document in opened]
        return self._rescored(found, query)[:limit]

    def _is_held(self, phrase: tuple[str, ...]) -> bool:
        return bool(self._index.search(Query((), phrases=(phrase,)), limit=1))

    def _rescored(self, found: list[Found], query: Query) -> list[Found]:
        """Order passages that an index found anew, by their own words."""
        scanned = [
            Scanned(hit.score, source.terms_in(source.passages[hit.key.ordinal]), hit.key.ordinal == 0)
            for hit, source, _ in found
        ]
        scores = rescored(scanned, query.concepts, self._weight_of)
        again = [
            (ScoredPassage(hit.key, score), source, query)
            for (hit, source, _), score in zip(found, scores, strict=True)
        ]
        return sorted(again, key=lambda one: (-one[0].score, one[0].key))

    def _conditions(self, filters: Filters) -> Conditions:
        """Say in the archive's terms what filters demand of a document."""
        sources = frozenset(filter(filters.admit_source, self._sources)) if filters.by_source else None
        published = ((Days(filters.earliest, filters.latest),),) if filters.by_date else ()
        return Conditions(sources=sources, published=published)

    @cached_property
    def _sources(self) -> frozenset[str]:
        return self._store.sources()

    def _with_told_times(self, question: Question) -> Question:
        """Take a time in which nothing can have been published for a part of the topic: a text tells of 1867."""
        if all(period.is_yearly for period in question.periods):
            return question  # some year has been that month's
        if any(dated_in(period, dating) for period in question.periods for dating in self._datings):
            return question
        return replace(question, topic=(*question.topic, *question.time_words), time_words=())

    def _undated(self, filters: Filters) -> int:
        return self._store.count_documents(replace(self._conditions(filters), published=()), dated=False)

    def statements_of(self, speaker: str) -> tuple[Quotation, ...]:
        """List everything that a speaker is quoted with; `speaker` is a name or description in either language."""
        question = self._parser.parse_speaker(speaker)
        voices = self._roster.voices_for(question)
        found = self._store.documents_quoting(voices)
        if nameless := self._roster.nameless_for(question):
            places = self._index.first(limit=self._index.size, conditions=Conditions(speakers=nameless))
            found |= {key.document for key in places}
        said = [
            quotation
            for numbers in batches(sorted(found), DOCUMENTS_AT_ONCE)
            for source in self._shelf.open(numbers).values()
            for quotation, who in zip(source.placed_quotations, source.voices, strict=True)
            if not who.isdisjoint(voices)
        ]
        return tuple(sorted(said, key=lambda q: (q.document, q.start, q.end)))

    def _quoted(self, question: Question) -> tuple[Quoted, ...]:
        """Count the statements of those whom a question's speaker means, the most quoted first."""
        numbers = {self._catalogue.speakers.number(name): name for name in question.speakers}
        counts = self._store.count_statements((n for n in numbers if n is not None), question.conditions)
        quoted = (Quoted(numbers[number], count) for number, count in counts.items())
        return tuple(sorted(quoted, key=lambda one: (-one.statements, one.speaker)))

    def _read_cues(self, speaker: str) -> Sequence[str]:
        """List the words that attribute a speaker's statements."""
        number = self._catalogue.speakers.number(speaker)
        return [] if number is None else self._store.cues(number, limit=_CUES_READ)

    def speakers_meant_by(self, name: str) -> tuple[str, ...]:
        """Name those who are quoted and whom a name or description in either language means."""
        return self._parser.parse_speaker(name).speakers

    def _cannot_be_asked(self, text: str, question: Question) -> Reason | None:
        if not words_of(text) or not (question.topic or question.speaker or question.periods):
            return Reason.EMPTY_QUESTION
        if len(text) > MAX_QUESTION_CHARS:
            return Reason.QUESTION_TOO_LONG
        if not self._index.size:
            return Reason.EMPTY_ARCHIVE
        return None if self._is_any_admitted(question.conditions) else Reason.FILTERED_OUT

    def _is_any_admitted(self, conditions: Conditions) -> bool:
        return conditions == ANYTHING or self._store.count_documents(conditions) > 0

    def _candidates(self, question: Question, voices: frozenset[int]) -> Iterator[Candidate]:
        """Gather the sentences of the passages found; of an asked speaker, only those that hold a statement."""
        hits = self._find(question, voices)
        topic = tuple((concept, self._weight_of(concept)) for concept in question.topic)
        weigher = Weigher(question, topic, self._catalogue.words.spellings, self._name_terms, self._idf(0))
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        opened = self._shelf.open(hit.key.document for hit in hits)
        for key, score in _with_documents(hits, opened).items():
            source = opened[key.document]
            yield from weigher.candidates(source, source.passages[key.ordinal], voices, score / best)

    def _find(self, question: Question, voices: frozenset[int]) -> list[ScoredPassage]:
        if question.speaker is None:
            return self._search(question, question.query, question.conditions)
        conditions = replace(question.conditions, speakers=voices)
        if question.topic:
            return self._search(question, Query((*question.topic, *question.time_words)), conditions)
        found = self._index.first(limit=PASSAGES_READ, conditions=self._in_time(question, conditions))
        found += self._index.first(limit=PASSAGES_READ, conditions=conditions)
        return [ScoredPassage(key, 1.0) for key in list(dict.fromkeys(found))[:PASSAGES_READ]]

    def _search(self, question: Question, query: Query, conditions: Conditions) -> list[ScoredPassage]:
        """Find passages; where a time is asked for, as many of it as of those that may only name it."""
        query = hinted(query, self._is_verb)
        if not question.periods:
            return self._index.search(query, limit=PASSAGES_READ, conditions=conditions)
        dated, anywhere = (
            self._index.search(query, limit=2 * PASSAGES_READ, conditions=some)
            for some in (self._in_time(question, conditions), conditions)
        )
        known = {hit.key for hit in dated}
        return [*dated[:PASSAGES_READ], *[hit for hit in anywhere if hit.key not in known][:PASSAGES_READ]]

    def _in_time(self, question: Question, conditions: Conditions) -> Conditions:
        """Demand of documents that they were published in a period that is asked for."""
        if not question.periods:
            return conditions
        days = tuple(day for period in question.periods for day in days_of(period, self._datings))
        return replace(conditions, published=(*conditions.published, days))

    def _cite(self, question: Question, candidates: Sequence[Candidate], limit: int) -> tuple[Citation, ...]:
        shown = Shown(limit)
        for candidate in candidates:
            if shown.may_take(distinct_words(_shown_from(candidate).of(candidate.document.text))):
                shown.take(*self._citation(question, candidate))
        return shown.citations()

    def _citation(self, question: Question, candidate: Candidate) -> tuple[Citation, frozenset[str]]:
        document, statement = candidate.document, candidate.statement
        tokens = candidate.source.tokens_in(candidate.sentence.span)
        wanted = Wanted(question.topic)
        if statement:
            keep = (_with_attribution(statement), statement.span)
            wanted = Wanted(question.topic, keep, others_in(candidate.source, candidate.sentence, statement))
        span = choose_span(document.text, candidate.sentence.span, tokens, wanted)
        if len(span) < SHORT and not (statement and wanted.avoid):
            span = _with_sentence_before(candidate, span)
            start = max(span.start, candidate.passage.span.start)
            if start < candidate.sentence.span.start:
                tokens = candidate.source.tokens_in(Span(start, candidate.sentence.span.end))
        citation = cite(
            document,
            span,
            speaker=statement.speaker if statement else None,
            kind=CitationKind.QUOTATION if statement else CitationKind.EXCERPT,
            score=candidate.evidence.score,
            highlights=highlights(span, tokens, question.query.concepts),
        )
        return citation, frozenset(token.term for token in tokens if span.contains(token.span))

    def _weigh_concept(self, concept: Concept) -> float:
        """Weigh a concept by the commonest of its alternatives that the archive has; one that it lacks weighs most."""
        if says_little(concept.words):
            return LIGHT_WORD
        holders = [[self._index.holders(term) for term in way.terms] for way in concept.alternatives]
        means = [fmean(map(self._idf, counts)) for counts in holders if all(counts)]
        if means:
            return min(means)
        return self._idf(0) * (1.0 if concept.is_name else ABSENT_WORD)

    def _idf(self, holders: int) -> float:
        return inverse_document_frequency(holders, self._index.size)

    @cached_property
    def _datings(self) -> frozenset[Dating]:
        """When documents of the archive were published."""
        return self._store.datings()


def _with_documents(hits: Sequence[ScoredPassage], opened: Mapping[int, OpenDocument]) -> dict[PassageKey, float]:
    """Add the other passages of the documents found first: an answer may hold none of the words that found them."""
    found = {hit.key: hit.score for hit in hits if hit.key.document in opened}
    for number in list(dict.fromkeys(key.document for key in found))[:DOCUMENTS_READ]:
        for passage in opened[number].passages:
            found.setdefault(PassageKey(number, passage.ordinal), 0.0)
    return found


def _with_sentence_before(candidate: Candidate, span: Span) -> Span:
    """Show with a few words what they go on from, in the same paragraph: وقال: "هذه فضيحة"."""
    before = _sentence_before(candidate)
    if before is None or span.end - before.span.start > MAX_CHARS:
        return span
    others = others_in(candidate.source, before, candidate.statement) if candidate.statement else ()
    return span if others else Span(before.span.start, span.end)


def _shown_from(candidate: Candidate) -> Span:
    """Name the words that an excerpt is chosen from: its sentence, and before a short one the sentence before."""
    sentence = candidate.sentence.span
    before = _sentence_before(candidate) if len(sentence) < SHORT else None
    return Span(before.span.start, sentence.end) if before else sentence


def _sentence_before(candidate: Candidate) -> Sentence | None:
    """Find what stands before a candidate's sentence in the same paragraph."""
    sentences = candidate.document.sentences
    place = sentences.index(candidate.sentence)
    before = sentences[place - 1] if place else None
    return before if before is not None and before.paragraph == candidate.sentence.paragraph else None


def _with_attribution(statement: Quotation) -> Span:
    """Stretch a statement's span over its cue and the words that name its speaker."""
    spans = [span for span in (statement.span, statement.cue_span, statement.mention_span) if span is not None]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _why_not(question: Question, candidates: Sequence[Candidate]) -> Reason | None:
    if max((candidate.evidence.answering for candidate in candidates[:JUDGED]), default=0.0) >= ENOUGH:
        return None
    if question.speaker is not None:
        return Reason.SPEAKER_NOT_QUOTED
    return Reason.NOT_COVERED if candidates else Reason.NOTHING_MATCHED
