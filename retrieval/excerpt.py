"""Which words to show? The sentence that answers; of a very long one, the run of clauses that answers best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.model import Concept, Span, Token

MAX_CHARS = 340
"""Longest excerpt, in code points: what a telephone shows at a glance. A quotation is never cut below its own length."""

_CLAUSE_ENDS = "،؛,;:"


def choose_span(text: str, sentence: Span, tokens: Sequence[Token], topic: Sequence[Concept], keep: Span | None) -> Span:
    """Choose the words of a sentence to show.

    Args:
        text: The document's text.
        sentence: The sentence that answers.
        tokens: Its terms, in document coordinates.
        topic: What was asked about.
        keep: Words of the sentence that must be shown whole, such as a quotation; None: whatever answers best.

    Returns:
        The sentence itself where it is short enough, else a run of whole clauses in it.
    """
    if len(sentence) <= MAX_CHARS:
        return sentence
    clauses = _clauses(text, sentence)
    runs = [Span(a.start, b.end) for i, a in enumerate(clauses) for b in clauses[i:]]
    needed = keep if keep is not None and sentence.contains(keep) else None
    fitting = [run for run in runs if len(run) <= MAX_CHARS and (needed is None or run.contains(needed))]
    if not fitting:
        return min((run for run in runs if needed is not None and run.contains(needed)), key=len, default=sentence)

    def worth(run: Span) -> tuple[int, int, int]:
        held = {token.term for token in tokens if run.contains(token.span)}
        return sum(concept.held_by(held) for concept in topic), len(run), -run.start

    return max(fitting, key=worth)


def highlights(span: Span, tokens: Iterable[Token], concepts: Iterable[Concept]) -> tuple[Span, ...]:
    """Find the asked words in an excerpt, sorted and disjoint, in document coordinates."""
    shown = [token for token in tokens if span.contains(token.span)]
    held = {token.term for token in shown}
    asked = {
        term
        for concept in concepts
        for alternative in concept.alternatives
        if held.issuperset(alternative)
        for term in alternative
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

