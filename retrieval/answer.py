"""The whole story: a question to an answer, or to a plain "not in the archive".

parse -> the speaker's statements -> find passages -> weigh their sentences -> enough? -> choose words -> cite
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import tokenize
from retrieval.citation import cite, merge_repeated
from retrieval.excerpt import MAX_CHARS, SHORT, Wanted, choose_span, highlights
from retrieval.explanation import Explanation, Views, explained
from retrieval.finding import Asked, Finding
from retrieval.halves import HALVED, Archive, Halves
from retrieval.identity import are_same
from retrieval.index.rank_bm25 import RankBM25Index, ScoredPassage
from retrieval.lexicon import alternatives, read_table
from retrieval.model import (
    Answer,
    Citation,
    CitationKind,
    Concept,
    Dating,
    Document,
    DocumentId,
    Passage,
    Query,
    Question,
    QuestionKind,
    Quotation,
    Reason,
    Sentence,
    Span,
    Token,
)
from retrieval.question import Directory, Knowledge, QuestionParser
from retrieval.question.filters import Filters, read_filters, without_filters
from retrieval.question.words import light_words, words_of
from retrieval.ranking import (
    ABSENT_WORD,
    DOCUMENTS_READ,
    ENOUGH,
    JUDGED,
    LIGHT_WORD,
    NEEDING_TYPE,
    Candidate,
    Evidence,
    holds_answer_type,
    shares,
    worth_citing,
)
from retrieval.roster import Roster
from retrieval.timing import dated_in, share_of

MAX_QUESTION_CHARS = 2000
PASSAGES_READ = 30
_PASSAGES_REMEMBERED = 2000


class Answerer:
    """Answers questions over one state of the archive. May be shared by threads.

    Args:
        analyzer: The analyzer that the index was built with.
        passages: The passages of the archive; `index` numbers them by their place here.
        index: What finds them.
        quotations: The archive's quotations.
        read: Reads a document of this state of the archive.
        knowledge: What the archive and the installed resources know about words.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        passages: Sequence[Passage],
        index: RankBM25Index,
        quotations: Sequence[Quotation],
        read: Callable[[DocumentId], Document],
        knowledge: Knowledge | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._passages = passages
        self._index = index
        self._read = read
        self._parser = QuestionParser(analyzer, knowledge, Directory(quotations, analyzer))
        self._quotations: dict[DocumentId, list[Quotation]] = {}
        for quotation in quotations:
            self._quotations.setdefault(quotation.document, []).append(quotation)
        self._roster = Roster(quotations, analyzer)
        self._tokens = lru_cache(_PASSAGES_REMEMBERED)(self._analyze_passage)
        self._document_terms = lru_cache(_PASSAGES_REMEMBERED)(self._analyze_document)
        self._name_terms = lru_cache(_PASSAGES_REMEMBERED)(lambda name: frozenset(analyzer.terms(name)))

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
        views = Views(self._weight_of, self._roster.statements_for, lambda c: self._citation(finding.question, c)[0])
        return explained(asked, alone, finding, self._answer(asked, finding, limit), views)

    def _asked(self, text: str, history: Sequence[str], filters: Filters, today: date | None) -> Asked:
        """Read a question as the archive can be asked it, with the filters that stand in it."""
        asked, own = read_filters(text[:MAX_QUESTION_CHARS], today)
        filters = own.joined(filters)
        question = self._parser.parse(asked, tuple(map(without_filters, history)), today)
        question = self._with_told_times(replace(question, documents=self._admitted(filters)))
        return Asked(text, tuple(history), filters, today, question)

    def _answer(self, asked: Asked, finding: Finding, limit: int) -> Answer:
        answer = Answer(asked.text, finding.question.language, reason=finding.reason)
        if finding.reason is None:
            cited = self._cite(finding.question, worth_citing(finding.candidates), limit)
            answer = replace(answer, citations=cited)
        elif finding.reason in HALVED:
            archive = Archive(self._read_like(asked), self._judge, self._roster.statements_for, self._said_in)
            answer = replace(answer, found=Halves(archive, asked).find(is_timed=bool(asked.question.periods)))
        return replace(answer, undated=self._undated(asked.filters)) if asked.filters.by_date else answer

    def _read_like(self, asked: Asked) -> Callable[[str, Sequence[str]], Question]:
        """Read other questions of the documents that one is asked of."""

        def read(text: str, history: Sequence[str]) -> Question:
            question = self._parser.parse(without_filters(text), tuple(map(without_filters, history)), asked.today)
            return self._with_told_times(replace(question, documents=asked.question.documents))

        return read

    def _said_in(self, candidate: Candidate) -> Iterator[Quotation]:
        """List the statements that lie mostly in a candidate's sentence, or fill it."""
        sentence = candidate.sentence.span
        for said in self._quotations.get(candidate.document.id, ()):
            if 2 * said.span.overlap(sentence) > min(len(said.span), len(sentence)):
                yield said

    def _judge(self, text: str, question: Question) -> Finding:
        """Gather what the archive has on a question, and tell whether it is enough."""
        candidates: Sequence[Candidate] = ()
        reason = self._cannot_be_asked(text, question)
        if reason is None:
            candidates = self._ranked(question)
            reason = _why_not(question, candidates)
            if (
                reason is not None
                and question.speaker is not None
                and not (question.names_speaker and question.speakers)
            ):
                # They may be called otherwise in the archive, or be told of: the words are a part of the topic then.
                question = question.without_speaker()
                candidates = self._ranked(question)
                reason = _why_not(question, candidates)
        return Finding(question, candidates, reason)

    def _ranked(self, question: Question) -> list[Candidate]:
        statements = self._roster.statements_for(question)
        return sorted(self._candidates(question, statements), key=lambda candidate: candidate.order)

    def query_of(self, text: str, *, filters: Filters | None = None) -> tuple[Query, list[int] | None]:
        """Read a query as a question is read, in everything that it names, and which passages may be found (None: all).

        Raises:
            FilterError: A filter in the query cannot be read.
        """
        asked, own = read_filters(text[:MAX_QUESTION_CHARS])
        admitted = self._admitted(own.joined(filters or Filters()))
        return self._parser.parse(asked).query, None if admitted is None else self._among(None, admitted)

    def _admitted(self, filters: Filters) -> frozenset[DocumentId] | None:
        if not filters:
            return None
        documents = map(self._read, self._spans_of)
        return frozenset(d.id for d in documents if filters.admit(d.published, d.source))

    def _with_told_times(self, question: Question) -> Question:
        """Take a time in which nothing can have been published for a part of the topic: a text tells of 1867."""
        if all(period.is_yearly for period in question.periods):
            return question  # some year has been that month's
        if any(dated_in(period, dating) for period in question.periods for dating in self._datings):
            return question
        return replace(question, topic=(*question.topic, *question.time_words), time_words=())

    def _undated(self, filters: Filters) -> int:
        documents = map(self._read, self._spans_of)
        return sum(d.published is None and filters.admit_source(d.source) for d in documents)

    def _among(self, places: Iterable[int] | None, documents: frozenset[DocumentId]) -> list[int]:
        everywhere = range(len(self._passages)) if places is None else places
        return [place for place in everywhere if self._passages[place].document in documents]

    def statements_of(self, speaker: str) -> tuple[Quotation, ...]:
        """List everything that a speaker is quoted with; `speaker` is a name or description in either language."""
        return self._roster.statements_for(self._parser.parse_speaker(speaker))

    def speakers_meant_by(self, name: str) -> tuple[str, ...]:
        """Name those who are quoted and whom a name or description in either language means."""
        return self._parser.parse_speaker(name).speakers

    def _cannot_be_asked(self, text: str, question: Question) -> Reason | None:
        if not words_of(text) or not (question.topic or question.speaker or question.periods):
            return Reason.EMPTY_QUESTION
        if len(text) > MAX_QUESTION_CHARS:
            return Reason.QUESTION_TOO_LONG
        if not self._passages:
            return Reason.EMPTY_ARCHIVE
        return Reason.FILTERED_OUT if question.documents is not None and not question.documents else None

    def _candidates(self, question: Question, statements: Sequence[Quotation]) -> Iterator[Candidate]:
        """Gather the sentences of the passages found; of an asked speaker, only those that hold a statement."""
        found = self._with_documents(self._find(question, statements))
        best = max((hit.score for hit in found), default=0.0) or 1.0
        by_document: dict[DocumentId, list[Quotation]] = {}
        for statement in statements:
            by_document.setdefault(statement.document, []).append(statement)
        for hit in found:
            passage = self._passages[hit.position]
            here = by_document.get(passage.document, [])
            for sentence in passage.sentences:
                said = self._statement_in(passage, sentence, here, question.topic)
                if question.speaker is None or said is not None:
                    yield self._weigh(question, passage, sentence, said, hit.score / best)

    def _with_documents(self, found: Sequence[ScoredPassage]) -> Sequence[ScoredPassage]:
        """Add the other passages of the documents found first: an answer may hold none of the words that found them."""
        known = {hit.position for hit in found}
        documents = list(dict.fromkeys(self._passages[hit.position].document for hit in found))[:DOCUMENTS_READ]
        more = (place for document in documents for place, _ in self._spans_of[document] if place not in known)
        return [*found, *(ScoredPassage(place, 0.0, {}) for place in more)]

    def _find(self, question: Question, statements: Sequence[Quotation]) -> list[ScoredPassage]:
        if question.speaker is None:
            return self._search(question, question.query, None)
        places = sorted({place for statement in statements for place in self._places_of(statement)})
        if not question.topic:
            places = places if question.documents is None else self._among(places, question.documents)
            in_time = sorted(places, key=lambda place: not self._is_dated(question, place))
            return [ScoredPassage(place, 1.0, {}) for place in in_time[:PASSAGES_READ]]
        return self._search(question, Query((*question.topic, *question.time_words)), places)

    def _search(self, question: Question, query: Query, places: list[int] | None) -> list[ScoredPassage]:
        """Find passages; where a time is asked for, as many of it as of those that may only name it."""
        among = places if question.documents is None else self._among(places, question.documents)
        if not question.periods:
            return self._index.search(query, limit=PASSAGES_READ, among=among)
        found = self._index.search(query, limit=len(self._passages), among=among)
        dated = {hit.position for hit in found if self._is_dated(question, hit.position)}
        others = [hit for hit in found if hit.position not in dated]
        return [*[hit for hit in found if hit.position in dated][:PASSAGES_READ], *others[:PASSAGES_READ]]

    def _is_dated(self, question: Question, place: int) -> bool:
        published = self._read(self._passages[place].document).published
        return any(dated_in(period, published) for period in question.periods)

    def _weigh(
        self, question: Question, passage: Passage, sentence: Sentence, statement: Quotation | None, share: float
    ) -> Candidate:
        document = self._read(passage.document)
        tokens = self._tokens(passage)
        others = self._others_in(sentence, statement) if statement else ()
        written = frozenset(token.term for token in tokens if _is_own(token.span, sentence.span, others))
        own = written | self._voices_in(document.id, sentence.span)
        around = own.union((token.term for token in tokens), self._analyzer.terms(document.title or ""))
        circles = (own, around, around | self._document_terms(document.id))
        inside, near, far = shares(question.topic, circles, self._weight_of)
        suits = holds_answer_type(question.kind, _words_in(sentence.span.of(document.text)), answering_words())
        held = _names_held(question, circles)
        texts = (sentence.span.of(document.text), passage.span.of(document.text), document.text)
        time = share_of(question.periods, document.published, texts)
        needs = question.kind in NEEDING_TYPE
        evidence = Evidence(inside, near, far, share, float(statement is not None), float(suits), held, needs, time)
        return Candidate(document, passage, sentence, statement, evidence)

    def _voices_in(self, document: DocumentId, place: Span) -> frozenset[str]:
        """Name who speaks in a place, in terms: «وأضاف أنّ …» holds the name that it leaves out."""
        here = (q for q in self._quotations.get(document, ()) if q.speaker and q.span.overlap(place))
        return frozenset().union(*(self._name_terms(q.speaker) for q in here if q.speaker))

    def _statement_in(
        self, passage: Passage, sentence: Sentence, statements: Iterable[Quotation], topic: Sequence[Concept]
    ) -> Quotation | None:
        """Find the statement that lies mostly in a sentence, or fills it; of several the one most to the point."""
        shared = {s: s.span.overlap(sentence.span) for s in statements}
        inside = [s for s, common in shared.items() if 2 * common > min(len(s.span), len(sentence.span))]

        def worth(statement: Quotation) -> tuple[float, int, int]:
            held = {token.term for token in self._tokens(passage) if statement.span.contains(token.span)}
            return sum(concept.held_by(held) for concept in topic), len(statement.span), -statement.start

        return max(inside, key=worth, default=None)

    def _others_in(self, sentence: Sentence, statement: Quotation) -> tuple[Span, ...]:
        """Find what others say in a sentence beside a statement; what it quotes, or is quoted in, belongs to it."""
        return tuple(
            other.span
            for other in self._quotations.get(statement.document, ())
            if sentence.span.overlap(other.span)
            and not are_same(other.speaker, statement.speaker)
            and not other.span.overlap(statement.span)
        )

    def _cite(self, question: Question, candidates: Sequence[Candidate], limit: int) -> tuple[Citation, ...]:
        cited = [self._citation(question, candidate) for candidate in candidates]
        return merge_repeated(cited, limit=limit)

    def _citation(self, question: Question, candidate: Candidate) -> tuple[Citation, frozenset[str]]:
        document, statement = candidate.document, candidate.statement
        tokens = self._tokens(candidate.passage)
        wanted = Wanted(question.topic)
        if statement:
            keep = (_with_attribution(statement), statement.span)
            wanted = Wanted(question.topic, keep, self._others_in(candidate.sentence, statement))
        span = choose_span(document.text, candidate.sentence.span, tokens, wanted)
        if len(span) < SHORT and not (statement and wanted.avoid):
            span = self._with_sentence_before(candidate, span)
        citation = cite(
            document,
            span,
            speaker=statement.speaker if statement else None,
            kind=CitationKind.QUOTATION if statement else CitationKind.EXCERPT,
            score=candidate.evidence.score,
            highlights=highlights(span, tokens, question.query.concepts),
        )
        return citation, frozenset(token.term for token in tokens if span.contains(token.span))

    def _with_sentence_before(self, candidate: Candidate, span: Span) -> Span:
        """Show with a few words what they go on from, in the same paragraph: وقال: "هذه فضيحة"."""
        before = _sentence_before(candidate)
        if before is None or span.end - before.span.start > MAX_CHARS:
            return span
        others = self._others_in(before, candidate.statement) if candidate.statement else ()
        return span if others else Span(before.span.start, span.end)

    def _weight_of(self, concept: Concept) -> float:
        """Weigh a concept by the commonest of its alternatives that the archive has; one that it lacks weighs most."""
        if concept.words.lower() in light_words():
            return LIGHT_WORD
        idf = self._index.idf
        known = [a.terms for a in concept.alternatives if all(term in idf for term in a.terms)]
        means = [sum(idf[term] for term in terms) / len(terms) for terms in known]
        if means:
            return min(means)
        return self._index.idf_of_unknown * (1.0 if concept.is_name else ABSENT_WORD)

    def _analyze_passage(self, passage: Passage) -> tuple[Token, ...]:
        text = self._read(passage.document).text
        start = passage.span.start
        return tuple(Token(t.term, t.span.shift(start)) for t in self._analyzer.analyze(passage.span.of(text)))

    def _analyze_document(self, document: DocumentId) -> frozenset[str]:
        return frozenset(self._analyzer.terms(self._read(document).text))

    def _places_of(self, statement: Quotation) -> Iterator[int]:
        for place, span in self._spans_of.get(statement.document, ()):
            if span.overlap(statement.span):
                yield place

    @cached_property
    def _datings(self) -> frozenset[Dating | None]:
        """When documents of the archive were published."""
        return frozenset(self._read(document).published for document in self._spans_of)

    @cached_property
    def _spans_of(self) -> dict[DocumentId, list[tuple[int, Span]]]:
        spans: dict[DocumentId, list[tuple[int, Span]]] = {}
        for place, passage in enumerate(self._passages):
            spans.setdefault(passage.document, []).append((place, passage.span))
        return spans


@cache
def answering_words() -> dict[QuestionKind, frozenset[str]]:
    """Read the words that answer a kind of question, normalized: names of times, numbers written out, reasons."""
    found: dict[QuestionKind, set[str]] = defaultdict(set)
    for table in ("months", "weekdays"):
        for row in read_table(table):
            found[QuestionKind.WHEN].update(map(normalize, alternatives(row[1])))
    for kind, cell in read_table("answer_types"):
        found[QuestionKind(kind)].update(map(normalize, alternatives(cell)))
    return {kind: frozenset(words) for kind, words in found.items()}


def _sentence_before(candidate: Candidate) -> Sentence | None:
    """Find what stands before a candidate's sentence in the same paragraph."""
    sentences = candidate.document.sentences
    place = sentences.index(candidate.sentence)
    before = sentences[place - 1] if place else None
    return before if before is not None and before.paragraph == candidate.sentence.paragraph else None


def _names_held(question: Question, circles: Sequence[frozenset[str]]) -> float:
    """Measure which share of the names asked for a document has; somebody who is told of must be named near by."""
    names = [concept for concept in question.topic if concept.is_name]
    told_of = [concept for concept in question.speaker_words if concept.is_name] if question.speaker is None else []
    if not all(concept.held_by(circles[1]) for concept in told_of):
        return 0.0
    return sum(concept.held_by(circles[-1]) for concept in names) / len(names) if names else 1.0


def _words_in(text: str) -> frozenset[str]:
    return frozenset(normalize(token.term) for token in tokenize(text))


def _is_own(word: Span, sentence: Span, others: Iterable[Span]) -> bool:
    return sentence.contains(word) and not any(map(word.overlap, others))


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
