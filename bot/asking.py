"""How is a question that is kept answered, now and again when a button asks? In the same way each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.answer_keyboard import answer_keyboard
from bot.answer_pages import MOST_RESULTS, answer_pages, page_numbered
from bot.conditions import conditions_line
from bot.cues import cue_of
from bot.messages import messages_in
from bot.talk import NO_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from telegram import InlineKeyboardMarkup

    from bot.answer_pages import AnswerPage
    from bot.readers import Asked
    from retrieval import Answer, Citation, Language, Retriever, Speaker


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, the page of it that a reader sees, and the buttons below."""

    answer: Answer
    page: AnswerPage
    keyboard: InlineKeyboardMarkup | None


def answer_to(retriever: Retriever, asked: Asked) -> Answer:
    """Ask the archive, in the language that the chat has set, if it has.

    Raises:
        FilterError: A filter in the question cannot be read, or leaves nothing of the chat's.
    """
    preferences = asked.preferences
    answer = retriever.ask(
        asked.question,
        history=asked.history,
        limit=MOST_RESULTS,
        filters=preferences.filters or None,
        today=asked.today,
    )
    return replace(answer, language=preferences.language or answer.language)


def show(retriever: Retriever, asked: Asked, fallback: Language, number: int = 0) -> Shown:
    """Answer a question, and write a page of the answer with its buttons.

    Raises:
        FilterError: A filter in the question cannot be read, or leaves nothing of the chat's.
    """
    answer = answer_to(retriever, asked)
    preferences = asked.preferences
    pages = answer_pages(
        answer,
        fallback,
        results=preferences.results,
        conditions=conditions_line(preferences.filters, messages_in(answer.language)),
        cue_of=partial(cue_of, retriever),
    )
    page = page_numbered(pages, number)
    if answer.reason in NO_QUESTIONS:
        return Shown(answer, page, None)
    speakers = list(speakers_of(retriever, page.citations))
    return Shown(answer, page, answer_keyboard(page, asked.number, speakers, answer.language))


def speakers_of(retriever: Retriever, citations: Iterable[Citation]) -> Iterator[Speaker]:
    """Find whom citations credit, each once, where the archive knows just one of that name."""
    names = dict.fromkeys(citation.speaker for citation in citations if citation.speaker)
    found = (retriever.speakers(name) for name in names)
    yield from {one.id: one for those in found if len(those) == 1 for one in those}.values()
