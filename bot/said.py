"""How does a reader see what somebody said? Pages of statements under the titles of their documents, and of speakers.

A page is one message, so that turning it changes the message in its place. Words are never shortened: what does not fit
goes on, on the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.furniture import Part, Style, counts_parts, shortened, topic_parts
from bot.markup import MESSAGE_UNITS, cut, emphasized, escaped, units
from bot.messages import messages_in
from bot.presentation import line, quote, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.messages import Messages
    from bot.statements import Choice, Statements
    from retrieval import Language, Quotation, Speaker

STATEMENTS_PER_PAGE = 10
SPEAKERS_PER_PAGE = 10

_NAME_CHARS = 80
_CUE_CHARS = 40
_QUOTE_UNITS = 3000
_PAGE_LINE_UNITS = 100
_ITEM_UNITS = 120
_LINES_UNITS = 900  # what stands around one statement: page, number, name, cue and the tags, at their longest


@dataclass(frozen=True, slots=True)
class SaidPage:
    """One message: its HTML, and the numbered statements on it, whose documents can be opened."""

    html: str
    numbered: tuple[tuple[int, Quotation], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """As much of a statement as fits a message, under the heading of its document."""

    topic: str
    html: str
    number: int
    quotation: Quotation


def statement_pages(statements: Statements, language: Language) -> tuple[SaidPage, ...]:
    """Write what somebody said as pages: a line that sums it up, then document by document; at least one page."""
    messages = messages_in(language)
    top = line(statements_heading(statements, messages), messages)
    filled: list[list[_Piece]] = [[]]
    for piece in _pieces(statements, units(top), messages):
        if filled[-1] and not _fits(top, [*filled[-1], piece]):
            filled.append([])
        filled[-1].append(piece)
    return tuple(_page(top, pieces, number, len(filled), messages) for number, pieces in enumerate(filled, 1))


def speakers_message(speakers: Sequence[Speaker], page: int, language: Language) -> str:
    """Write a page of those whom the archive quotes; `page` counts from 0, and is one of the `speakers_pages`."""
    messages = messages_in(language)
    if not speakers:
        return sentence(messages.no_speakers)
    first = page * SPEAKERS_PER_PAGE
    count = messages.speakers_heading.format(count=len(speakers))
    page_of = messages.page.format(page=page + 1, pages=speakers_pages(len(speakers)))
    top = line([Part(count, Style.STRONG), Part(page_of)], messages)
    items = speaker_items(speakers[first : first + SPEAKERS_PER_PAGE], messages)
    return "\n\n".join((top, *items, sentence(messages.speakers_hint)))


def speakers_pages(speakers: int) -> int:
    """Count the pages of the list of speakers; an empty list has one."""
    return max(1, -(-speakers // SPEAKERS_PER_PAGE))


def choice_message(choice: Choice, language: Language) -> str:
    """Ask which of several speakers is meant, or say that nobody is, with the nearest names that there are."""
    messages = messages_in(language)
    shown = choice.speakers[:SPEAKERS_PER_PAGE]
    more = len(choice.speakers) - len(shown)
    return "\n\n".join(
        (
            sentence(choice_text(choice, messages)),
            *speaker_items(shown, messages),
            *([sentence(messages.more_places.format(count=more))] if more else []),
        )
    )


def choice_text(choice: Choice, messages: Messages) -> str:
    """Write the sentence above the speakers of a choice."""
    name = isolate(shortened(choice.name, _NAME_CHARS))
    if choice.is_known:
        return messages.said_several.format(name=name)
    unknown = messages.said_unknown.format(name=name)
    return f"{unknown}\n\n{messages.said_nearest}" if choice.speakers else unknown


def speaker_items(speakers: Iterable[Speaker], messages: Messages) -> Iterator[str]:
    """Write speakers with how much they are quoted, each above the command that shows what they said."""
    for speaker in speakers:
        parts = [Part(isolate(_short(speaker.name)), Style.STRONG), *counts_parts(speaker, messages)]
        yield f"{line(parts, messages)}\n/said_{speaker.id}"


def _short(name: str) -> str:
    """Cut a name so that a page of such names fits a message even if each letter of it has to be escaped."""
    short = shortened(name, _NAME_CHARS)
    while units(escaped(short)) > _ITEM_UNITS:
        short = shortened(name, len(short) // 2)
    return short


def said_by(quotation: Quotation, messages: Messages) -> Part:
    """Name who says a statement among those of others: the speaker, else the words that mention one."""
    name = quotation.canonical or quotation.mention
    return Part(isolate(shortened(name, _NAME_CHARS)) if name else messages.nobody_known, Style.STRONG)


def statement_parts(number: int, quotation: Quotation, statements: Statements, messages: Messages) -> list[Part]:
    """Number a statement, and give the words that attribute it; where several may have said it, say who did."""
    is_alone = statements.speaker is not None and quotation.canonical == statements.speaker.name
    cue = isolate(shortened(quotation.cue, _CUE_CHARS)) if quotation.cue else None
    return [
        Part(f"[{number}]"),
        *([] if is_alone else [said_by(quotation, messages)]),
        *([Part(messages.cue.format(cue=cue))] if cue else []),
    ]


def statements_heading(statements: Statements, messages: Messages) -> list[Part]:
    """Say whose statements these are, how many there are in how many documents, and from when to when."""
    name = isolate(shortened(statements.name, _NAME_CHARS))
    parts = [Part(messages.said_by.format(name=name), Style.STRONG)]
    if statements.speaker is not None:
        return [*parts, *counts_parts(statements.speaker, messages)]
    count = sum(len(said) for _, said in statements.by_document)
    return [*parts, Part(messages.said_counts.format(quotations=count, documents=len(statements.by_document)))]


def _pieces(statements: Statements, top_units: int, messages: Messages) -> Iterator[_Piece]:
    number = 0
    for document, said in statements.by_document:
        topic = line(topic_parts(document, messages), messages)
        room = min(_QUOTE_UNITS, MESSAGE_UNITS - top_units - units(topic) - _LINES_UNITS)
        for quotation in said:
            number += 1
            parts = statement_parts(number, quotation, statements, messages)
            for span in cut(quotation.text, max_units=room):
                again = [Part(messages.continued)] if span.start else []
                words = quote(emphasized(quotation.text, span, ()), len(span))
                yield _Piece(topic, f"{line([*parts, *again], messages, ' ')}\n{words}", number, quotation)


def _fits(top: str, pieces: Sequence[_Piece]) -> bool:
    return len(pieces) <= STATEMENTS_PER_PAGE and units(_body(top, pieces)) <= MESSAGE_UNITS - _PAGE_LINE_UNITS


def _page(top: str, pieces: Sequence[_Piece], number: int, pages: int, messages: Messages) -> SaidPage:
    page_of = line([Part(messages.page.format(page=number, pages=pages))], messages)
    above = f"{top}\n{page_of}" if pages > 1 else top
    return SaidPage(_body(above, pieces), tuple(dict.fromkeys((piece.number, piece.quotation) for piece in pieces)))


def _body(top: str, pieces: Sequence[_Piece]) -> str:
    written = [top]
    topic = None
    for piece in pieces:
        written.append(f"\n{piece.topic}\n{piece.html}" if piece.topic != topic else piece.html)
        topic = piece.topic
    return "\n".join(written)
