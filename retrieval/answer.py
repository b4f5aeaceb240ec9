"""The whole story: a question to an answer, or to a plain "not in the archive".

parse -> the speaker's statements -> find passages -> weigh their sentences -> enough? -> choose words -> cite
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from retrieval.analysis.analyzer import Analyzer
from retrieval.citation import cite, merge_repeated
from retrieval.excerpt import Wanted, choose_span, highlights
from retrieval.identity import are_same
from retrieval.index.rank_bm25 import RankBM25Index, ScoredPassage
from retrieval.lexicon import alternatives, read_table
from retrieval.model import (
    Answer,
    Citation,
    CitationKind,
    Concept,
    Document,
    DocumentId,
    Passage,
    Query,
    Question,
    Quotation,
    Reason,
    Sentence,
    Span,
    Token,
)
from retrieval.question import Knowledge, QuestionParser
from retrieval.question.words import words_of
from retrieval.ranking import Candidate, Evidence, holds_answer_type, shares
from retrieval.roster import Roster

MAX_QUESTION_CHARS = 2000
PASSAGES_READ = 30
ENOUGH = 0.4
"""Share of the topic, weighed by rarity, from which a sentence is taken to answer; what its surroundings hold counts
by `NEAR_WEIGHT`. Both were chosen together on the development questions: a lower bound answers more of what has no
answer."""

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
        self._parser = QuestionParser(analyzer, knowledge)
        self._quotations: dict[DocumentId, list[Quotation]] = {}
        for quotation in quotations:
            self._quotations.setdefault(quotation.document, []).append(quotation)
        self._roster = Roster(quotations, analyzer)
        self._tokens = lru_cache(_PASSAGES_REMEMBERED)(self._analyze_passage)

    def answer(self, text: str, *, history: Sequence[str] = (), limit: int = 5) -> Answer:
        """Answer a question with at most `limit` citations, best first, or say why there is none."""
        question = self._parser.parse(text[:MAX_QUESTION_CHARS], history)
        reason = self._cannot_be_asked(text, question)
        if reason is None:
            statements = self._roster.statements_for(question)
            if question.speaker is not None and not statements and not question.names_speaker:
                question = question.without_speaker()
            candidates = sorted(self._candidates(question, statements), key=lambda candidate: candidate.order)
            reason = _why_not(question, candidates)
        if reason is not None:
            return Answer(text, question.language, reason=reason)
        enough = [candidate for candidate in candidates if candidate.evidence.coverage >= ENOUGH]
        return Answer(text, question.language, citations=self._cite(question, enough, limit))

    def query_of(self, text: str) -> Query:
        """Read a query as a question is read, in everything that it names."""
        return self._parser.parse(text[:MAX_QUESTION_CHARS]).query

    def statements_of(self, speaker: str) -> tuple[Quotation, ...]:
        """List everything that a speaker is quoted with; `speaker` is a name or description in either language."""
        return self._roster.statements_for(self._parser.parse_speaker(speaker))

    def speakers_meant_by(self, name: str) -> tuple[str, ...]:
        """Name those who are quoted and whom a name or description in either language means."""
        return self._roster.speakers_for(self._parser.parse_speaker(name))

    def _cannot_be_asked(self, text: str, question: Question) -> Reason | None:
        if not words_of(text) or not (question.topic or question.speaker):
            return Reason.EMPTY_QUESTION
        if len(text) > MAX_QUESTION_CHARS:
            return Reason.QUESTION_TOO_LONG
        return None if self._passages else Reason.EMPTY_ARCHIVE

    def _candidates(self, question: Question, statements: Sequence[Quotation]) -> Iterator[Candidate]:
        """Gather the sentences of the passages found; of an asked speaker, only those that hold a statement."""
        found = self._find(question, statements)
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

    def _find(self, question: Question, statements: Sequence[Quotation]) -> list[ScoredPassage]:
        if question.speaker is None:
            return self._index.search(question.query, limit=PASSAGES_READ)
        places = sorted({place for statement in statements for place in self._places_of(statement)})
        if not question.topic:
            return [ScoredPassage(place, 1.0, {}) for place in places[:PASSAGES_READ]]
        return self._index.search(Query(question.topic), limit=PASSAGES_READ, among=places)

    def _weigh(
        self, question: Question, passage: Passage, sentence: Sentence, statement: Quotation | None, share: float
    ) -> Candidate:
        document = self._read(passage.document)
        tokens = self._tokens(passage)
        others = self._others_in(sentence, statement) if statement else ()
        own = frozenset(token.term for token in tokens if _is_own(token.span, sentence.span, others))
        around = frozenset(token.term for token in tokens).union(self._analyzer.terms(document.title or ""))
        topic, near = shares(question.topic, own, around, self._weight_of)
        suits = holds_answer_type(question.kind, own, self._time_terms)
        evidence = Evidence(topic, near, share, float(statement is not None), float(suits))
        return Candidate(document, passage, sentence, statement, evidence)

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
        citation = cite(
            document,
            span,
            speaker=statement.speaker if statement else None,
            kind=CitationKind.QUOTATION if statement else CitationKind.EXCERPT,
            score=candidate.evidence.score,
            highlights=highlights(span, tokens, question.query.concepts),
        )
        return citation, frozenset(token.term for token in tokens if span.contains(token.span))

    def _weight_of(self, concept: Concept) -> float:
        """Weigh a concept by the commonest of its alternatives that the archive has; one that it lacks weighs most."""
        idf = self._index.idf
        known = [a.terms for a in concept.alternatives if all(term in idf for term in a.terms)]
        means = [sum(idf[term] for term in terms) / len(terms) for terms in known]
        return min(means, default=self._index.idf_of_unknown)

    def _analyze_passage(self, passage: Passage) -> tuple[Token, ...]:
        text = self._read(passage.document).text
        start = passage.span.start
        return tuple(Token(t.term, t.span.shift(start)) for t in self._analyzer.analyze(passage.span.of(text)))

    def _places_of(self, statement: Quotation) -> Iterator[int]:
        for place, span in self._spans_of.get(statement.document, ()):
            if span.overlap(statement.span):
                yield place

    @cached_property
    def _spans_of(self) -> dict[DocumentId, list[tuple[int, Span]]]:
        spans: dict[DocumentId, list[tuple[int, Span]]] = {}
        for place, passage in enumerate(self._passages):
            spans.setdefault(passage.document, []).append((place, passage.span))
        return spans

    @cached_property
    def _time_terms(self) -> frozenset[str]:
        names = (name for table in ("months", "weekdays") for row in read_table(table) for name in alternatives(row[1]))
        return frozenset(term for name in names for term in self._analyzer.terms(name))


def _is_own(word: Span, sentence: Span, others: Iterable[Span]) -> bool:
    return sentence.contains(word) and not any(map(word.overlap, others))


def _with_attribution(statement: Quotation) -> Span:
    """Stretch a statement's span over its cue and the words that name its speaker."""
    spans = [span for span in (statement.span, statement.cue_span, statement.mention_span) if span is not None]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _why_not(question: Question, candidates: Sequence[Candidate]) -> Reason | None:
    if candidates and max(candidate.evidence.coverage for candidate in candidates) >= ENOUGH:
        return None
    if question.speaker is not None:
        return Reason.SPEAKER_NOT_QUOTED
    return Reason.NOT_COVERED if candidates else Reason.NOTHING_MATCHED
