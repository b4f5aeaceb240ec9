"""Which words to show? The sentence that answers; of a very long one, the run of clauses that answers best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.model import Concept, Span, Token

MAX_CHARS = 340
"""Longest excerpt, in code points: what a telephone shows at a glance. A quotation is never cut shorter than it is."""

SHORT = 60
"""Shorter excerpts say too little by themselves, and are shown with the sentence before them."""

_CLAUSE_ENDS = "،؛,;:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an excerpt should show of a sentence.

    `topic` is what was asked about. `keep` are spans of which the first that fits must be shown whole: a statement with
    its attribution, then the statement alone. `avoid` are statements of others, which must not look like its speaker's.
    """

    topic: Sequence[Concept] = ()
    keep: Sequence[Span] = ()
    avoid: Sequence[Span] = ()


def choose_span(text: str, sentence: Span, tokens: Sequence[Token], wanted: Wanted) -> Span:
    """Choose the words of a sentence to show.

    Args:
        text: The document's text.
        sentence: The sentence that answers.
        tokens: Its terms, in document coordinates.
        wanted: What to show of it.

    Returns:
        The sentence itself where it fits, else a run of whole clauses in it; where no run of clauses holds what must be
        kept and nothing else, just the words to keep.
    """
    if len(sentence) <= MAX_CHARS and not wanted.avoid:
        return sentence
    clauses = _clauses(text, sentence)
    runs = [Span(a.start, b.end) for i, a in enumerate(clauses) for b in clauses[i:]]
    clean = [run for run in runs if len(run) <= MAX_CHARS and not any(map(run.overlap, wanted.avoid))]

    def worth(run: Span) -> tuple[float, int, int]:
        held = {token.term for token in tokens if run.contains(token.span)}
        return sum(concept.held_by(held) for concept in wanted.topic), len(run), -run.start

    kept = [span for span in wanted.keep if sentence.contains(span)]
    for needed in kept:
        if fitting := [run for run in clean if run.contains(needed)]:
            return max(fitting, key=worth)
    return kept[-1] if kept else max(clean, key=worth, default=sentence)


def highlights(span: Span, tokens: Iterable[Token], concepts: Iterable[Concept]) -> tuple[Span, ...]:
    """Find the asked words in an excerpt, sorted and disjoint, in document coordinates."""
    shown = [token for token in tokens if span.contains(token.span)]
    held = {token.term for token in shown}
    asked = {
        term
        for concept in concepts
        for alternative in concept.alternatives
        if held.issuperset(alternative.terms)
        for term in alternative.terms
    }
    return tuple(token.span for token in shown if token.term in asked)


def _clauses(text: str, sentence: Span) -> list[Span]:
    """Cut a sentence behind each comma, semicolon and colon; white space between clauses belongs to none."""
    clauses = []
    start = sentence.start
    for place in range(sentence.start, sentence.end):
        if text[place] in _CLAUSE_ENDS or place == sentence.end - 1:
            if clause := _stripped(text, start, place + 1):
                clauses.append(clause)
            start = place + 1
    return clauses


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return Span(left, start + len(words.rstrip())) if words.strip() else None
