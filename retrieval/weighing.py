"""How much of a question does a sentence hold? The sentences of passages that were found, each with its evidence.

Only the words that stand for terms of the question are looked at: the catalogue knows which these are, and what all the
other words of a document stand for need not be found out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import cut_words, sightings
from retrieval.identity import are_same
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Concept, Passage, Question, QuestionKind, Quotation, Sentence, Span, Token
from retrieval.question.amounts import holds_unit
from retrieval.ranking import NEEDING_TYPE, RARE, Candidate, Evidence, holds_answer_type, shares
from retrieval.shelf import OpenDocument, Voiced
from retrieval.timing import SURELY, share_of

BESIDE = 2
"""How many words apart a number and what it counts may stand."""
_SAME = 0.8
"""Least weight of another word for what is counted."""
_WORD = re.compile(r"\w+")

Terms = frozenset[str]
Said = tuple[Span, Quotation]


class _Held(NamedTuple):
    """What is held of a question: by a sentence, beyond it by its surroundings and its document, and of the names.

    `lacks_rarest` tells that all of these lack the rarest concept, which is rare.
    """

    own: float
    near: float
    far: float
    names: float
    lacks_rarest: bool


class _Surroundings(NamedTuple):
    """What stands around the sentences of a passage: its terms and statements, and the terms of title and document."""

    source: OpenDocument
    span: Span
    tokens: Sequence[Token]
    said: Sequence[Voiced]
    near: Terms
    far: Terms


class Weigher:
    """Weighs sentences for one question.

    Args:
        question: What was asked.
        topic: The concepts of its topic, each with what it counts for.
        spellings: Lists the words of the archive that stand for a term.
        name_terms: Names the terms of a speaker's name.
        absent: What a word counts for that the archive lacks.
    """

    def __init__(
        self,
        question: Question,
        topic: Sequence[tuple[Concept, float]],
        spellings: Callable[[str], Iterable[str]],
        name_terms: Callable[[str], Terms],
        absent: float,
    ) -> None:
        self._question = question
        self._topic = topic
        rarest, weight = max(topic, key=lambda pair: pair[1], default=(None, 0.0))
        self._rarest = rarest if weight >= RARE else None
        self._asked = sum(weight for _, weight in topic) / absent
        self._name_terms = name_terms
        concepts = (*question.topic, *question.speaker_words)
        self._terms = frozenset(term for c in concepts for way in c.alternatives for term in way.terms)
        self._spelled = {word: term for term in self._terms for word in spellings(term)}
        self._sighted: dict[int, Sequence[Token]] = {}
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
        around = self._surroundings(source, passage)
        said = [(span, quotation) for span, quotation, who in around.said if not who.isdisjoint(voices)]
        if self._question.speaker is not None and not said:
            return
        for sentence in passage.sentences:
            statement = self._statement_in(sentence, said, around.tokens)
            if self._question.speaker is None or statement is not None:
                evidence = self._weigh(around, sentence, statement, share)
                yield Candidate(source, passage, sentence, statement, evidence)

    def _surroundings(self, source: OpenDocument, passage: Passage) -> _Surroundings:
        span = passage.span
        tokens = _within(span, self._sighted_in(source))
        near = frozenset(token.term for token in tokens) | (source.title_terms & self._terms)
        said = [one for one in source.voiced if one[0].start < span.end and span.start < one[0].end]
        return _Surroundings(source, span, tokens, said, near, near | self._far_of(source))

    def _sighted_in(self, source: OpenDocument) -> Sequence[Token]:
        """Find the question's terms in a document, at their places."""
        if source.number not in self._sighted:
            here = self._spelled.keys() & source.words
            found = sightings(source.document.text, here) if here else []
            self._sighted[source.number] = [
                Token(self._spelled[word], Span(start, start + len(word))) for start, word in found
            ]
        return self._sighted[source.number]

    def _statement_in(self, sentence: Sentence, said: Sequence[Said], tokens: Sequence[Token]) -> Quotation | None:
        """Find the statement that lies mostly in a sentence, or fills it; of several the one most to the point."""
        if not said:
            return None
        whole = sentence.span
        inside = [q for span, q in said if 2 * span.overlap(whole) > min(len(span), len(whole))]

        def worth(statement: Quotation) -> tuple[float, int, int]:
            held = {token.term for token in tokens if statement.span.contains(token.span)}
            return sum(c.held_by(held) for c in self._question.topic), len(statement.span), -statement.start

        return max(inside, key=worth, default=None) if len(inside) != 1 else inside[0]

    def _weigh(self, around: _Surroundings, sentence: Sentence, statement: Quotation | None, share: float) -> Evidence:
        question, whole = self._question, sentence.span
        document = around.source.document
        others = others_in(around.source, sentence, statement) if statement else ()
        written = _within(whole, around.tokens)
        if others:
            written = [token for token in written if not any(map(token.span.overlap, others))]
        own = frozenset(token.term for token in written) | self._voices_in(around.said, whole)
        held = self._holding((own, own | around.near, own | around.far))
        words = whole.of(document.text)
        suits = self._suits(words)
        circles = (words, around.span.of(document.text), document.text)
        time = share_of(question.periods, document.published, circles) if question.periods else SURELY
        is_said, needs = float(statement is not None), question.kind in NEEDING_TYPE
        told = (held.own, held.near, held.far, share, is_said, float(suits), held.names)
        return Evidence(
            *told,
            needs_type=needs,
            time=time,
            lacks_rarest=held.lacks_rarest,
            asked=self._asked,
            reacts=question.reacts,
            counted=float(self._counts(words, written, whole.start)),
        )

    def _counts(self, text: str, tokens: Iterable[Token], start: int) -> bool:
        """Tell whether a sentence that starts at a place has a number beside what is counted: 90 غواصا."""
        counted = self._question.counted
        if counted is None:
            return False
        terms = {term for way in counted.alternatives if way.weight >= _SAME for term in way.terms}
        places = [token.span.start - start for token in tokens if token.term in terms]
        if not places:
            return False
        words = list(_WORD.finditer(text))
        numbers = [i for i, word in enumerate(words) if _is_number(normalize(word.group()))]
        things = [i for i, word in enumerate(words) for place in places if word.start() <= place < word.end()]
        return any(abs(number - thing) <= BESIDE for number in numbers for thing in things)

    def _suits(self, text: str) -> bool:
        """Tell whether a sentence holds what the kind of question asks for, in the units that it asks for."""
        units = self._question.units
        if not holds_answer_type(self._question.kind, lambda: _words_in(text), answering_words()):
            return False
        return not units or holds_unit(text, _words_in(text), units)

    def _voices_in(self, said: Iterable[Voiced], place: Span) -> Terms:
        """Name who speaks in a place, in terms: «وأضاف أنّ …» holds the name that it leaves out."""
        here = (quotation.speaker for span, quotation, _ in said if span.start < place.end and place.start < span.end)
        return self._terms.intersection(term for speaker in here if speaker for term in self._name_terms(speaker))

    def _far_of(self, source: OpenDocument) -> Terms:
        """Collect the question's terms in a whole document."""
        if source.number not in self._far:
            sighted = frozenset(token.term for token in self._sighted_in(source))
            self._far[source.number] = sighted | source.outside & self._terms
        return self._far[source.number]

    def _holding(self, circles: tuple[Terms, ...]) -> _Held:
        if circles not in self._held:
            own, near, far = shares(self._topic, circles)
            lacks_rarest = self._rarest is not None and not self._rarest.held_by(circles[-1])
            self._held[circles] = _Held(own, near, far, _names_held(self._question, circles), lacks_rarest)
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


def _is_number(word: str) -> bool:
    return word.isdigit() or word in answering_words()[QuestionKind.HOW_MANY]


def _words_in(text: str) -> frozenset[str]:
    return frozenset(map(normalize, cut_words(text)))


def _within(place: Span, tokens: Sequence[Token]) -> Sequence[Token]:
    """Take those of ordered tokens that lie in a place."""
    start, end = place.start, place.end
    return [token for token in tokens if start <= token.span.start and token.span.end <= end]
