"""How is an answer shown? Page by page: the best few excerpts first, each page one message, so that it can be turned.

Words are never shortened: an excerpt that fills more than a message goes on, on the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bot.found import with_found
from bot.messages import messages_in
from bot.presentation import citation_blocks, fits, sentence, unanswered_text, undated_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from retrieval import Answer, Citation, Language

MOST_RESULTS = 15
"""How many excerpts an answer has on all its pages."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One message: its HTML, the citations on it, its number from 0, and whether another one follows."""

    html: str
    citations: tuple[Citation, ...] = ()
    number: int = 0
    has_next: bool = False


def answer_pages(
    answer: Answer,
    fallback: Language,
    *,
    results: int = 3,
    conditions: str | None = None,
    cue_of: Callable[[Citation], str | None] = lambda _: None,
) -> Iterator[AnswerPage]:
    """Write an answer page by page, or the sentence that says why there is none.

    Args:
        answer: What the archive says.
        fallback: The language to speak when the question has no word, and thus no language.
        results: How many citations a page has at the most.
        conditions: A line of HTML above it that tells the filters of the chat.
        cue_of: Finds the words that attribute a citation; it is asked about no more of them than are needed.

    Returns:
        Pages as they are asked for; at least one.
    """
    above = [conditions] if conditions else []
    if not answer.answerable:
        below = [sentence(text) for text in undated_texts(answer)]
        blocks = "\n\n".join((*above, sentence(unanswered_text(answer, fallback)), *below))
        yield AnswerPage(with_found([blocks], answer)[0])
        return
    filled = _filled(_blocks(answer, above, cue_of), results)
    here = next(filled)
    for number in count():
        following = next(filled, None)
        yield AnswerPage(*here, number, has_next=following is not None)
        if following is None:
            return
        here = following


def page_numbered(pages: Iterator[AnswerPage], wanted: int) -> AnswerPage:
    """Choose a page by its number from 0; one beyond the last means the last."""
    return next(page for page in pages if page.number == wanted or not page.has_next)


_Block = tuple[str, "Citation | None"]


def _blocks(answer: Answer, above: Sequence[str], cue_of: Callable[[Citation], str | None]) -> Iterator[_Block]:
    messages = messages_in(answer.language)
    yield from ((html, None) for html in above)
    for citation in answer.citations:
        yield from ((html, citation) for html in citation_blocks(citation, messages, cue_of(citation)))
    yield from ((sentence(text), None) for text in undated_texts(answer))


def _filled(blocks: Iterator[_Block], results: int) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Join blocks into pages in their order; a block, which fits by itself, is never cut."""
    html, shown = "", dict[int, "Citation"]()
    for block, citation in blocks:
        is_further = citation is not None and citation.rank not in shown and len(shown) >= results
        joined = f"{html}\n\n{block}" if html else block
        if html and (is_further or not fits(joined)):
            if shown:  # else it is but a line above what has no room for it
                yield html, tuple(shown.values())
            joined, shown = block, {}
        html = joined
        if citation is not None:
            shown[citation.rank] = citation
    yield html, tuple(shown.values())
