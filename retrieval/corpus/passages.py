"""Which runs of sentences are indexed and retrieved?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.model import BlockKind, Document, Passage, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def make_passages(document: Document, *, max_sentences: int = 3, max_words: int = 120) -> tuple[Passage, ...]:
    """Join the sentences of the body to passages: each sentence is in exactly one, in order.

    A passage never reaches across a subheading or the site's own words. Titles, decks and subheadings make passages
    only where a document has no body.

    Args:
        document: A parsed document.
        max_sentences: Most sentences in a passage.
        max_words: Most words in a passage of more than one sentence.

    Returns:
        Passages in order, with ordinals from 0; none for a document without sentences.
    """
    body = [sentence for sentence in document.sentences if sentence.kind is BlockKind.PARAGRAPH]
    runs = _runs(document.text, body or document.sentences, max_sentences, max_words)
    return tuple(Passage(document.id, ordinal, tuple(run)) for ordinal, run in enumerate(runs))


def _runs(text: str, sentences: Iterable[Sentence], max_sentences: int, max_words: int) -> Iterator[list[Sentence]]:
    run: list[Sentence] = []
    words = 0
    for sentence in sentences:
        length = len(sentence.span.of(text).split())
        is_apart = bool(run) and sentence.paragraph - run[-1].paragraph > 1
        if run and (is_apart or len(run) == max_sentences or words + length > max_words):
            yield run
            run, words = [], 0
        run.append(sentence)
        words += length
    if run:
        yield run
