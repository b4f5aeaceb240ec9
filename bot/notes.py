"""How is an answer taken along? As a Markdown file that quotes the excerpts verbatim, each with its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.bidi import strip_controls
from bot.furniture import heading, shortened, source_parts, web_address
from bot.messages import messages_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from bot.furniture import Part
    from retrieval import Answer, Citation

_MAX_QUESTION_CHARS = 500
_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
_LIST = re.compile(r"^(\s*)([-+]|[0-9]{1,9}(?=[.)]))", re.MULTILINE)
_BREAKS = re.compile(r"\r\n|\r|\n")


def note(answer: Answer, asked_on: date, cues: Mapping[int, str | None]) -> str:
    """Write an answer as Markdown.

    Args:
        answer: What the archive said.
        asked_on: The day on which it was asked.
        cues: The words that attribute its citations, by rank.
    """
    messages = messages_in(answer.language)
    top = [
        f"# {messages.note_title}",
        f"**{escaped(shortened(answer.question, _MAX_QUESTION_CHARS))}**",
        escaped(messages.note_asked.format(date=asked_on.isoformat())),
    ]
    blocks = (block for one in answer.citations for block in _blocks(one, answer, cues.get(one.rank)))
    return "\n\n".join((*top, *blocks)) + "\n"


def escaped(text: str) -> str:
    """Write text so that Markdown shows it as it is, with its lines kept."""
    marked = _LIST.sub(lambda match: match[1] + _shielded(match[2]), _MARKS.sub(r"\\\1", text))
    return _BREAKS.sub("  \n", marked)


def _shielded(mark: str) -> str:
    """Keep a line from becoming an item of a list."""
    return f"\\{mark}" if mark in "-+" else f"{mark[:-1]}&#{ord(mark[-1])};"


def _blocks(citation: Citation, answer: Answer, cue: str | None) -> Iterator[str]:
    messages = messages_in(answer.language)
    yield _line(heading(citation, messages, cue), " ")
    yield "> " + escaped(citation.text).replace("\n", "\n> ")
    for place in (citation, *citation.also_in):
        label = "—" if place is citation else f"— {messages.also_in}"
        url = web_address(place.url)
        yield f"{label} {_line(source_parts(place, messages), messages.separator)}" + (f" · <{url}>" if url else "")


def _line(parts: Iterable[Part], joiner: str) -> str:
    return escaped(strip_controls(joiner.join(part.text for part in parts)))
