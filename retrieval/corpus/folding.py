"""Which spellings of a line are one, and where does it begin and end? For lines that are compared, not shown."""

from __future__ import annotations

import re

from retrieval.model import Span

_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LETTERS = tuple(zip("أإآٱىةیک٠١٢٣٤٥٦٧٨٩", "ااااي" + "هيك" + "0123456789", strict=True))
_WORD = re.compile(r"[^\W_]+")


def fold(line: str) -> str:
    """Reduce a line to its words: no vowel marks, tatweel or punctuation, one alef, one space, small letters.

    The normalization of `retrieval.analysis` goes further and works word by word; whole pages want something quicker.
    """
    plain = _MARKS.sub("", line)
    for letter, folded in _LETTERS:  # most lines lack most of them: half the time of one translation letter by letter
        plain = plain.replace(letter, folded)
    return " ".join(_WORD.findall(plain)).lower()


def trim(text: str, start: int, end: int) -> Span:
    """Leave out white space, and U+FEFF BYTE ORDER MARK, at both ends of a range."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
        end -= 1
    return Span(start, end)
