"""Where else do the same words stand? A list of the other places of a citation, each of which can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.buttons import Cited, ContextButton, key_of
from bot.furniture import Part, Style, topic_parts
from bot.messages import messages_in
from bot.presentation import fits, line
from bot.replies import numbered_keyboard

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from retrieval import Citation, Language

MOST_OTHERS = 10
"""How many other places are listed; the rest are counted."""


def others_message(citation: Citation, language: Language) -> str:
    """List the other places of a citation, as many as fit a message."""
    messages = messages_in(language)
    html = line([Part(messages.others_heading.format(count=len(citation.also_in)), Style.STRONG)], messages)
    listed = 0
    for number, other in enumerate(citation.also_in[:MOST_OTHERS], 1):
        item = line([Part(f"{number}."), *topic_parts(other, messages)], messages, " ")
        if not fits(f"{html}\n\n{item}\n\n" + "x" * 100):
            break
        html, listed = f"{html}\n\n{item}", number
    if listed < len(citation.also_in):
        more = messages.more_places.format(count=len(citation.also_in) - listed)
        html += "\n\n" + line([Part(more)], messages)
    return html


def others_keyboard(citation: Citation, language: Language) -> InlineKeyboardMarkup | None:
    """Offer the other places of a citation by their numbers, each with what stands around it."""
    buttons = [
        (number, ContextButton(language, key_of(other.document), Cited.of(other)))
        for number, other in enumerate(citation.also_in[:MOST_OTHERS], 1)
    ]
    return numbered_keyboard(buttons, language, "🔍")
