"""Which documents does a chat ask? Its filters in a few words, for the line above an answer and for the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.furniture import Part, shortened
from bot.presentation import line

if TYPE_CHECKING:
    from bot.messages import Messages
    from retrieval import Filters

_MAX_NAME_CHARS = 40


def conditions_text(filters: Filters, messages: Messages) -> str | None:
    """Tell filters in a few words; None where there are none."""
    words = []
    if filters.earliest:
        words.append(messages.not_before.format(date=isolate(filters.earliest.isoformat())))
    if filters.latest:
        words.append(messages.not_after.format(date=isolate(filters.latest.isoformat())))
    words += (messages.of_outlet.format(name=isolate(shortened(one, _MAX_NAME_CHARS))) for one in filters.sources)
    return messages.separator.join(words) or None


def conditions_line(filters: Filters, messages: Messages) -> str | None:
    """Write filters as a line of HTML; None where there are none."""
    text = conditions_text(filters, messages)
    return line([Part(messages.only.format(conditions=text))], messages) if text else None
