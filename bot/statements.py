"""Whom does a reader mean, and what did they say? A name, a description or a number to statements by document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from retrieval import SpeakerNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.buttons import SpeakerButton
    from retrieval import DocumentSummary, Quotation, Retriever, Speaker

_MAX_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Statements:
    """What somebody is quoted with: document by document, the newest first.

    `speaker` is None where words describe somebody whom not all documents name; `name` is what to call them.
    """

    name: str
    speaker: Speaker | None
    by_document: tuple[tuple[DocumentSummary, tuple[Quotation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Several speakers whom a name means, or, where it means nobody, those whose names are the nearest."""

    name: str
    speakers: tuple[Speaker, ...]
    is_known: bool


def find_statements(retriever: Retriever, name: str) -> Statements | Choice:
    """Find what those said whom a name or a description means."""
    speakers, said = retriever.speakers(name), retriever.quotations(speaker=name)
    if any(quotation.speaker is None for quotation in said):
        return Statements(name, None, tuple(_by_document(retriever, said)))
    if len(speakers) == 1:
        return statements_of(retriever, speakers[0])
    if not speakers and said:  # what several say together, who are described together
        return Statements(name, None, tuple(_by_document(retriever, said)))
    return Choice(name, speakers or retriever.nearest_speakers(name), is_known=bool(speakers))


def statements_of(retriever: Retriever, speaker: Speaker) -> Statements:
    """Read what a speaker said."""
    return Statements(speaker.name, speaker, tuple(_by_document(retriever, retriever.quotations(speaker=speaker))))


def speaker_by_number(retriever: Retriever, number: str) -> Speaker | None:
    """Find a speaker by the number in `/said_12`; None where it is no number or nobody's."""
    if not number.isdecimal() or len(number) > _MAX_DIGITS:
        return None
    try:
        return retriever.speaker(int(number))
    except SpeakerNotFoundError:
        return None


def speaker_of(retriever: Retriever, button: SpeakerButton) -> Speaker | None:
    """Find the speaker for whom a button was made; None where the archive has that speaker no more."""
    speaker = speaker_by_number(retriever, str(button.number))
    return speaker if speaker is not None and button.means(speaker) else None


def _by_document(
    retriever: Retriever, said: Iterable[Quotation]
) -> Iterator[tuple[DocumentSummary, tuple[Quotation, ...]]]:
    ordered = sorted(said, key=_newest_first)
    known = {summary.id: summary for summary in retriever.documents({quotation.document for quotation in ordered})}
    for document, found in groupby(ordered, key=lambda quotation: quotation.document):
        if document in known:  # it may have been removed a moment ago
            yield known[document], tuple(found)


def _newest_first(quotation: Quotation) -> tuple[int, int, str, int, int]:
    date = quotation.published
    latest, earliest = (date.latest.toordinal(), date.earliest.toordinal()) if date else (0, 0)
    return (-latest, -earliest, quotation.document, quotation.start, quotation.end)
