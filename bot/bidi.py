"""In which direction is a line read? Marks for lines that mix Arabic with Latin names, numbers and ids.

The bot's own lines carry these marks; the words of a document never do. Source: Unicode Standard Annex 9.
"""

from __future__ import annotations

import re

from retrieval import Language

LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"

# Marks, embeddings, overrides and isolates: in a title they could turn the line around or end our isolate early.
_CONTROLS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_COMMAND = re.compile(r"/[a-z]+(?: [0-9N])?")


def isolate(text: str) -> str:
    """Keep a name, number or title from turning the words around it, and them from turning it."""
    return f"{FIRST_STRONG_ISOLATE}{strip_controls(text)}{POP_DIRECTIONAL_ISOLATE}"


def directed(line: str, language: Language) -> str:
    """Make a line run in the direction of the interface, whatever its first word is."""
    return (RIGHT_TO_LEFT_MARK if language is Language.ARABIC else LEFT_TO_RIGHT_MARK) + line


def strip_controls(text: str) -> str:
    """Take out every invisible character that directs text; for terminals and for what is put into an isolate."""
    return text.translate(_CONTROLS)


def isolate_commands(text: str) -> str:
    """Keep the slash of each command before its name, where Arabic around it would put it behind."""
    return _COMMAND.sub(lambda match: f"{LEFT_TO_RIGHT_ISOLATE}{match[0]}{POP_DIRECTIONAL_ISOLATE}", text)
