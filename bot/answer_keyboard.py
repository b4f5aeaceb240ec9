"""What can be done with an answer? Buttons for each excerpt, for its speakers, for the next page, and to judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup

from bot.buttons import (
    AnswerButton,
    Cited,
    ContextButton,
    NoteButton,
    OthersButton,
    SpeakerButton,
    VoteButton,
    key_of,
)
from bot.furniture import shortened
from bot.messages import messages_in
from bot.pdf import is_available
from bot.replies import labelled, numbered_keyboard, page_keyboard, reading_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardButton

    from bot.answer_pages import AnswerPage
    from retrieval import Language, Speaker

_MOST_SPEAKERS = 2
_NAME_CHARS = 30


def answer_keyboard(
    page: AnswerPage, asked: int, speakers: Sequence[Speaker], language: Language
) -> InlineKeyboardMarkup:
    """Make the buttons below a page of an answer.

    Args:
        page: What the reader sees.
        asked: The number under which the question is kept.
        speakers: Whom its citations credit.
        language: The language of the answer.
    """
    messages = messages_in(language)
    contexts = [(one.rank, ContextButton(language, key_of(one.document), Cited.of(one))) for one in page.citations]
    others = [
        labelled(f"⧉ {one.rank} (+{len(one.also_in)})", OthersButton.of(language, asked, one))
        for one in page.citations
        if one.also_in
    ]
    said = [
        [labelled(_said(speaker, language), SpeakerButton.of(language, None, speaker))]
        for speaker in speakers[:_MOST_SPEAKERS]
    ]
    turning = page_keyboard(
        page.number,
        page.number + 1 + page.has_next,
        language,
        lambda to: AnswerButton(language, to, asked),
        further=messages.more_results,
    )
    return InlineKeyboardMarkup(
        [
            *_rows(numbered_keyboard(contexts, language, "🔍")),
            *([reading_order(others, language)] if others else []),
            *said,
            *_rows(turning),
            _judging(page, asked, language),
        ]
    )


def _judging(page: AnswerPage, asked: int, language: Language) -> list[InlineKeyboardButton]:
    """Offer 👍, 👎 and, where something is cited, to take the answer along."""
    row = [labelled(sign, VoteButton(language, sign == "👍", asked)) for sign in ("👍", "👎")]
    if page.citations:
        row.append(labelled("📝", NoteButton(language, asked)))
        row += [labelled("📝 PDF", NoteButton(language, asked, is_pdf=True))] if is_available() else []
    return row


def _said(speaker: Speaker, language: Language) -> str:
    return messages_in(language).all_said.format(name=shortened(speaker.name, _NAME_CHARS))


def _rows(keyboard: InlineKeyboardMarkup | None) -> list[Sequence[InlineKeyboardButton]]:
    return list(keyboard.inline_keyboard) if keyboard else []
