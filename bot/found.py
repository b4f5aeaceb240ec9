"""What can a reader ask instead? Which half of a question without an answer the archive has, and the nearest question.

The question stands as code, which a tap copies: it is longer than a button can carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bidi import isolate
from bot.furniture import Part, Style, shortened
from bot.markup import MESSAGE_UNITS, units
from bot.messages import messages_in
from bot.presentation import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval import Answer

_MAX_NAME_CHARS = 60
_MAX_TOPIC_CHARS = 80


def with_found(pieces: Sequence[str], answer: Answer) -> list[str]:
    """Put below the HTML messages of an answer which half of the question the archive has, where there is room."""
    messages = messages_in(answer.language)
    below = "\n".join(line(parts, messages, " ") for parts in found_parts(answer))
    joined = f"{pieces[-1]}\n\n{below}"
    return [*pieces[:-1], joined] if below and units(joined) <= MESSAGE_UNITS else list(pieces)


def found_parts(answer: Answer) -> Iterator[list[Part]]:
    """Say line by line which half of a question without an answer the archive has, and what to ask instead."""
    found, messages = answer.found, messages_in(answer.language)
    if found is None:
        return
    counted = (messages.quoted_count.format(name=_name(one.speaker), count=one.statements) for one in found.quoted)
    filled = {
        "quoted": messages.comma.join(counted),
        "others": messages.comma.join(map(_name, found.others)),
        "asked": _name(found.asked or ""),
        "topic": isolate(shortened(found.topic or "", _MAX_TOPIC_CHARS)),
        "title": isolate(shortened(found.title or found.document or "", _MAX_TOPIC_CHARS)),
    }
    for half in found.halves:
        yield [Part(messages.halves[half].format(**filled))]
    if found.question is not None:
        yield [Part(messages.ask_instead), Part(found.question, Style.CODE)]


def _name(name: str) -> str:
    return isolate(shortened(name, _MAX_NAME_CHARS))
