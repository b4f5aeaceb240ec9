"""How much of a question does a sentence hold? The sentences of passages that were found, each with its evidence.

Only the words that stand for terms of the question are looked at: the catalogue knows which these are, and what all the
other words of a document stand for need not be found out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import cut_words, sightings
from retrieval.identity import are_same
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Concept, Passage, Question, QuestionKind, Quotation, Sentence, Span, Token
from retrieval.ranking import NEEDING_TYPE, Candidate, Evidence, holds_answer_type, shares
from retrieval.shelf import OpenDocument
from retrieval.timing import share_of

Terms = frozenset[str]
Said = tuple[Span, Quotation]


class _Held(NamedTuple):
    """What is held of a question: by a sentence, beyond it by its surroundings and its document, and of the names."""

    own: float
    near: float
    far: float
    names: float


class Weigher:
    """Weighs sentences for one question.

    Args:
        question: What was asked.
        topic: The concepts of its topic, each with what it counts for.
        spellings: Lists the words of the archive that stand for a term.
        name_terms: Names the terms of a speaker's name.
    """

    def __init__(
        self,
        question: Question,
        topic: Sequence[tuple[Concept, float]],
        spellings: Callable[[str], Iterable[str]],
        name_terms: Callable[[str], Terms],
    ) -> None:
        self._question = question
        self._topic = topic
        self._name_terms = name_terms
        concepts = (*question.topic, *question.speaker_words)
        self._terms = frozenset(term for c in concepts for way in c.alternatives for term in way.terms)
        self._spelled = {word: term for term in self._terms for word in spellings(term)}
        self._far: dict[int, Terms] = {}
        self._held: dict[tuple[Terms, ...], _Held] = {}

    def candidates(
        self, source: OpenDocument, passage: Passage, voices: frozenset[int], share: float
    ) -> Iterator[Candidate]:
        """Weigh the sentences of a passage; where somebody should have said it, those with a statement of theirs.

        Args:
            source: The document.
            passage: One of its passages.
            voices: The numbers of those who should have said it.
            share: The passage's BM25 score beside the best one's.
        """
        tokens = self._sighted(source, passage)
        said = [
            (span, q) for (span, q), who in zip(source.said, source.voices, strict=True) if not who.isdisjoint(voices)
        ]
        for sentence in passage.sentences:
            statement = self._statement_in(sentence, said, tokens)
            if self._question.speaker is None or statement is not None:
                evidence = self._weigh(source, passage, sentence, statement, tokens, share)
                yield Candidate(source, passage, sentence, statement, evidence)

    def _sighted(self, source: OpenDocument, passage: Passage) -> list[Token]:
        """Find the question's terms in a passage, at their places in the document."""
        start = passage.span.start
        found = sightings(passage.span.of(source.document.text), self._spelled)
        return [Token(term, span.shift(start)) for term, span in found]

    def _statement_in(self, sentence: Sentence, said: Iterable[Said], tokens: Sequence[Token]) -> Quotation | None:
        """Find the statement that lies mostly in a sentence, or fills it; of several the one most to the point."""
        whole = sentence.span
        inside = [q for span, q in said if 2 * span.overlap(whole) > min(len(span), len(whole))]

        def worth(statement: Quotation) -> tuple[float, int, int]:
            held = {token.term for token in tokens if statement.span.contains(token.span)}
            return sum(c.held_by(held) for c in self._question.topic), len(statement.span), -statement.start

        return max(inside, key=worth, default=None) if len(inside) != 1 else inside[0]

    def _weigh(
        self,
        source: OpenDocument,
        passage: Passage,
        sentence: Sentence,
        statement: Quotation | None,
        tokens: Sequence[Token],
        share: float,
    ) -> Evidence:
        question, text, whole = self._question, source.document.text, sentence.span
        others = others_in(source, sentence, statement) if statement else ()
        written = frozenset(token.term for token in tokens if _is_own(token.span, whole, others))
        own = written | self._voices_in(source, whole)
        around = own.union((token.term for token in tokens), source.title_terms & self._terms)
        held = self._holding((own, around, around | self._far_of(source)))
        suits = holds_answer_type(question.kind, lambda: _words_in(whole.of(text)), answering_words())
        time = share_of(question.periods, source.document.published, (whole.of(text), passage.span.of(text), text))
        is_said, needs = float(statement is not None), question.kind in NEEDING_TYPE
        return Evidence(held.own, held.near, held.far, share, is_said, float(suits), held.names, needs, time)

    def _voices_in(self, source: OpenDocument, place: Span) -> Terms:
        """Name who speaks in a place, in terms: «وأضاف أنّ …» holds the name that it leaves out."""
        here = (quotation.speaker for quotation in source.quotations_over(place) if quotation.speaker)
        return self._terms.intersection(term for speaker in here for term in self._name_terms(speaker))

    def _far_of(self, source: OpenDocument) -> Terms:
        """Collect the question's terms in a whole document."""
        if source.number not in self._far:
            words = self._spelled.keys() & source.words
            self._far[source.number] = frozenset(self._spelled[word] for word in words) | source.outside & self._terms
        return self._far[source.number]

    def _holding(self, circles: tuple[Terms, ...]) -> _Held:
        if circles not in self._held:
            own, near, far = shares(self._topic, circles)
            self._held[circles] = _Held(own, near, far, _names_held(self._question, circles))
        return self._held[circles]


def others_in(source: OpenDocument, sentence: Sentence, statement: Quotation) -> tuple[Span, ...]:
    """Find what others say in a sentence beside a statement; what it quotes, or is quoted in, belongs to it."""
    return tuple(
        other.span
        for other in source.quotations_over(sentence.span)
        if not are_same(other.speaker, statement.speaker) and not other.span.overlap(statement.span)
    )


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


def _names_held(question: Question, circles: Sequence[Terms]) -> float:
    """Measure which share of the names asked for a document has; somebody who is told of must be named near by."""
    names = [concept for concept in question.topic if concept.is_name]
    told_of = [concept for concept in question.speaker_words if concept.is_name] if question.speaker is None else []
    if not all(concept.held_by(circles[1]) for concept in told_of):
        return 0.0
    return sum(concept.held_by(circles[-1]) for concept in names) / len(names) if names else 1.0


def _words_in(text: str) -> frozenset[str]:
    return frozenset(map(normalize, cut_words(text)))


def _is_own(word: Span, sentence: Span, others: Iterable[Span]) -> bool:
    return sentence.contains(word) and not any(map(word.overlap, others))
