"""What does the reader see on Telegram? Answers, lists and pages become HTML that fits Telegram's messages.

A document's words stand in block quotes (or on a page of its text), escaped and otherwise exactly as they are; they
are cut over several messages rather than shortened. Everything else is the bot's furniture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bidi import directed, isolate, isolate_commands
from bot.furniture import (
    Part,
    Style,
    also_in_parts,
    description,
    document_parts,
    heading,
    source_parts,
)
from bot.markup import MESSAGE_ENTITIES, MESSAGE_UNITS, cut, emphasized, entities, escaped, link, units
from bot.messages import messages_in
from retrieval import Language, Reason, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.messages import Messages
    from retrieval import Answer, Citation, Document, DocumentSummary, FilterError

EXPANDABLE_CHARS = 400
"""An excerpt longer than this is folded up at first."""

SOURCES_PER_PAGE = 8

_QUOTE_UNITS = 3000  # leaves room for the heading and, mostly, for the source lines in the same message
_PAGE_UNITS = 3200
_CONTEXT = 2  # sentences to each side of cited words
_PAGE_LINES = 200  # the lines between the header and the text
_ALSO_IN = 1  # other places that are named; the rest are counted, and a button shows them


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a document: its HTML, and its number from 0 among `pages`."""

    html: str
    number: int
    pages: int


def undated_texts(answer: Answer) -> Iterator[str]:
    """Say how many documents a filter by date left out because nobody dated them, if it did."""
    if answer.undated:
        yield messages_in(answer.language).undated_left_out.format(count=answer.undated)


def filter_text(error: FilterError, language: Language) -> str:
    """Say what is wrong with a filter, and how to write one."""
    return messages_in(language).unreadable_filter[error.fault].format(name=error.name, value=isolate(error.value))


def unanswered_text(answer: Answer, fallback: Language) -> str:
    """Say in the language of the question why there is no answer, and what to try next."""
    reason = answer.reason or Reason.NOTHING_MATCHED
    language = fallback if reason is Reason.EMPTY_QUESTION else answer.language
    return messages_in(language).unanswered[reason]


def sentence(text: str) -> str:
    """Write sentences of the bot's own as HTML."""
    return escaped(isolate_commands(text))


def sources_message(documents: Sequence[DocumentSummary], page: int, language: Language) -> str:
    """Write a page of the list of documents, numbered as `/source N` takes them.

    `page` counts from 0, and is one of the `sources_pages`.
    """
    messages = messages_in(language)
    if not documents:
        return sentence(messages.no_documents)
    first = page * SOURCES_PER_PAGE
    shown = documents[first : first + SOURCES_PER_PAGE]
    items = [_source_item(number, document, messages) for number, document in enumerate(shown, start=first + 1)]
    count = messages.sources_heading.format(count=len(documents))
    page_of = messages.page.format(page=page + 1, pages=sources_pages(len(documents)))
    top = line([Part(count, Style.STRONG), Part(page_of)], messages)
    return "\n\n".join((top, *items, sentence(messages.sources_hint)))


def sources_pages(documents: int) -> int:
    """Count the pages of the list of documents; an empty list has one."""
    return max(1, -(-documents // SOURCES_PER_PAGE))


def document_page(document: Document, page: int | None, cited: Span | None, language: Language) -> DocumentPage:
    """Write one page of a document's text, with the cited words in bold.

    `page` counts from 0, and one beyond the last means the last; None is the page on which the cited words begin.
    """
    messages = messages_in(language)
    header = line(document_parts(document, messages), messages)
    bold = [cited] if cited else []
    spans = cut(document.text, max_units=min(_PAGE_UNITS, MESSAGE_UNITS - units(header) - _PAGE_LINES), bold=bold)
    if page is None:
        page = next((number for number, span in enumerate(spans) if cited and cited.start < span.end), 0)
    number = min(page, len(spans) - 1)
    lines = [header, line([Part(messages.page.format(page=number + 1, pages=len(spans)))], messages)]
    if cited and cited.overlap(spans[number]):
        lines.append(line([Part(messages.cited_in_bold)], messages))
    body = emphasized(document.text, spans[number], bold)
    return DocumentPage("\n".join(lines) + "\n\n" + body, number, len(spans))


def citation_blocks(
    citation: Citation, messages: Messages, cue: str | None = None, *, is_numbered: bool = True
) -> list[str]:
    """Write a citation as blocks that fit a message each: the excerpt in one or more parts, then its sources.

    `cue` are the words that attribute it, where they are known; without a number it stands alone.
    """
    bold = [span.shift(-citation.start) for span in citation.highlights]
    pieces = []
    for number, part in enumerate(cut(citation.text, max_units=_QUOTE_UNITS, bold=bold)):
        top = heading(citation, messages, cue, continued=number > 0)[0 if is_numbered else 1 :]
        above = line(top, messages, joiner=" ") + "\n" if top else ""
        pieces.append(above + quote(emphasized(citation.text, part, bold), len(part)))
    return _fill((*pieces, *_source_lines(citation, messages)), "\n")


def context_message(document: Document, cited: Span, language: Language) -> str:
    """Write the sentences around cited words, as many as fit a message with them, with the cited ones in bold."""
    messages = messages_in(language)
    header = line(document_parts(document, messages), messages)
    around = _around(document, cited)
    room = min(_PAGE_UNITS, MESSAGE_UNITS - units(header) - _PAGE_LINES)
    spans = [part.shift(around.start) for part in cut(around.of(document.text), max_units=room)]
    shown = next((part for part in spans if cited.start < part.end), spans[-1])
    lines = [header, line([Part(messages.cited_in_bold)], messages)]
    return "\n".join(lines) + f"\n<blockquote>{emphasized(document.text, shown, [cited])}</blockquote>"


def _around(document: Document, cited: Span) -> Span:
    """Widen cited words by a few sentences to both sides."""
    spans = [sentence.span for sentence in document.sentences]
    touched = [number for number, span in enumerate(spans) if cited.overlap(span)]
    if not touched:
        return cited
    first, last = spans[max(0, touched[0] - _CONTEXT)], spans[min(len(spans) - 1, touched[-1] + _CONTEXT)]
    return Span(min(first.start, cited.start), max(last.end, cited.end))


def quote(html: str, chars: int) -> str:
    """Write words of a document, which are HTML already, as a block quote, folded up where they are many."""
    return f"<blockquote{' expandable' if chars > EXPANDABLE_CHARS else ''}>{html}</blockquote>"


def _source_lines(citation: Citation, messages: Messages) -> Iterator[str]:
    yield line(source_parts(citation, messages), messages)
    for other in citation.also_in[:_ALSO_IN]:
        where = _dressed(also_in_parts(other, messages), messages.separator)
        yield directed(f"{escaped(messages.also_in)} {where}", messages.language)
    if len(citation.also_in) > _ALSO_IN:
        more = messages.more_places.format(count=len(citation.also_in) - _ALSO_IN)
        yield directed(escaped(more), messages.language)


def latest_message(documents: Sequence[tuple[int, DocumentSummary]], language: Language) -> str:
    """List documents with their numbers as `/source N` takes them; no more of them than a page of the list has."""
    messages = messages_in(language)
    if not documents:
        return sentence(messages.no_documents)
    items = (_source_item(number, document, messages) for number, document in documents)
    top = line([Part(messages.latest_heading, Style.STRONG)], messages)
    return "\n\n".join((top, *items, sentence(messages.sources_hint)))


def _source_item(number: int, document: DocumentSummary, messages: Messages) -> str:
    title = [] if document.title else [Part(messages.untitled, Style.STRONG)]
    what = _dressed([*title, *description(document, messages)], messages.separator)
    command = f"/source_{number}"
    return f"{directed(f'{number}. {what}', messages.language)}\n{command}"


def line(parts: Iterable[Part], messages: Messages, joiner: str | None = None) -> str:
    """Write parts as a line of HTML that runs in the direction of the interface."""
    return directed(_dressed(parts, messages.separator if joiner is None else joiner), messages.language)


def _dressed(parts: Iterable[Part], joiner: str) -> str:
    return joiner.join(map(_dress, parts))


def _dress(part: Part) -> str:
    html = escaped(part.text)
    if part.style is not Style.PLAIN:
        tag = "b" if part.style is Style.STRONG else "code"
        html = f"<{tag}>{html}</{tag}>"
    return link(part.url, html) if part.url else html


def _fill(blocks: Iterable[str], joiner: str) -> list[str]:
    """Join blocks into as few messages as keep their order; a block, which fits by itself, is never cut."""
    filled: list[str] = []
    for block in blocks:
        if filled and fits(joined := filled[-1] + joiner + block):
            filled[-1] = joined
        else:
            filled.append(block)
    return filled


def fits(html: str) -> bool:
    """Tell whether HTML is one message."""
    return units(html) <= MESSAGE_UNITS and entities(html) <= MESSAGE_ENTITIES
