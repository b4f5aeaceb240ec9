"""Where are the words, the marks and the sentence ends of a document?

`tokenize` turns the readable paragraphs of a document into one list of tokens in document coordinates. Quote marks
are paired (`marks.py`) before sentences are ended, for a full stop inside a quote does not end the sentence around
it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from retrieval.quotation.marks import pair_marks
from retrieval.quotation.words import Word, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.model import Document, Sentence

_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f"
# The letters of an outlet's name spelled out are one word: سي إن إن، لبي بي سي.
_OUTLETS = (
    "بي بي سي", "سي إن إن", "سي ان ان", "إن بي سي", "ان بي سي", "إيه بي سي", "سي بي إس", "سي بي اس", "إم بي سي",
    "سي إن بي سي", "تي آر تي",
)  # fmt: skip
_SPELLED = "|".join(outlet.replace(" ", "[ .]") for outlet in _OUTLETS)
_INITIAL_LETTERS = "".join(sorted({outlet[0] for outlet in _OUTLETS} | {*"لبو"}))  # which few words start with
_INITIALS = rf"\.(?=[{_ARABIC}]\.)|(?<=\.[{_ARABIC}])\.(?=[{_ARABIC}])"  # أ.ف.ب keeps its points
_LATIN = rf"[^\W\d_{_ARABIC}]+"
_TOKEN = re.compile(
    rf"(?=[{_INITIAL_LETTERS}])\b[لبو]?(?:{_SPELLED})\b"
    rf"|[{_ARABIC}]+(?:(?:{_INITIALS})[{_ARABIC}]+)*"
    r"|\d+(?:[.,:/٫٬]\d+)*%?"
    rf"|{_LATIN}(?:[-'.&]{_LATIN})*"
    r"|\.{2,}"
    r"|[^\s_\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # any other mark, but nothing unseen, nor #هذا_الخط
)
ENDS = frozenset({".", "!", "?", "؟", "..", "...", "…", "....", "؛", ";"})


class Token(NamedTuple):
    """A word or a mark at its place, in document coordinates."""

    start: int
    end: int
    text: str
    word: Word


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document with their structure; every table has one entry a token.

    `partner` is the index of the other quote mark or bracket (-1: none), `around` the index of the opening mark of
    the innermost quote around a token (-1: none), `begin` and `stop` the half-open range of the token's sentence,
    `paragraph` its paragraph's number.
    """

    text: str
    items: tuple[Token, ...]
    partner: tuple[int, ...]
    around: tuple[int, ...]
    begin: tuple[int, ...]
    stop: tuple[int, ...]
    paragraph: tuple[int, ...]
    headings: frozenset[int]
    forms: frozenset[str]

    def __len__(self) -> int:
        return len(self.items)


def tokenize(document: Document, words: Words) -> Tokens:
    """Split the readable text of a document."""
    items: list[Token] = []
    paragraph: list[int] = []
    breaks: set[int] = set()
    starts: list[int] = []
    headings: set[int] = set()
    for number, (_, group) in enumerate(groupby(document.sentences, key=lambda sentence: sentence.paragraph)):
        sentences = list(group)
        starts.append(len(items))
        for sentence in sentences:
            _append(document.text, sentence, words, items)
            breaks.add(len(items))
        if sentences[0].kind in {"title", "deck", "subheading"}:
            headings.add(number)
        paragraph.extend([number] * (len(items) - len(paragraph)))
    texts = [item.text for item in items]
    partner = pair_marks(texts, [item.start for item in items], [item.end for item in items], [*starts, len(items)])
    around = _surroundings(texts, partner)
    begin, stop = _sentences(items, texts, partner, around, breaks, starts)
    return Tokens(
        document.text,
        tuple(items),
        tuple(partner),
        tuple(around),
        tuple(begin),
        tuple(stop),
        tuple(paragraph),
        frozenset(headings),
        frozenset({item.word.form for item in items}),
    )


def _append(text: str, sentence: Sentence, words: Words, items: list[Token]) -> None:
    for match in _TOKEN.finditer(text, sentence.span.start, sentence.span.end):
        start, end = match.span()
        items.append(Token(start, end, raw := text[start:end], words[raw]))


def _surroundings(texts: Sequence[str], partner: Sequence[int]) -> list[int]:
    around, stack = [-1] * len(texts), [-1]
    for index, other in enumerate(partner):
        if 0 <= other < index and stack[-1] == other and texts[index] not in ")]":
            stack.pop()
        around[index] = stack[-1]
        if other > index and texts[index] not in "([":
            stack.append(index)
    return around


def _sentences(
    items: Sequence[Token],
    texts: Sequence[str],
    partner: Sequence[int],
    around: Sequence[int],
    breaks: set[int],
    starts: Sequence[int],
) -> tuple[list[int], list[int]]:
    """Find each token's sentence; a quote's inside is cut into its own sentences, its outside runs on."""
    count = len(items)
    begin, stop = [0] * count, [count] * count
    first: dict[int, int] = {-1: 0}
    members: dict[int, list[int]] = {-1: []}
    paragraphs = set(starts)

    def close(level: int, end: int) -> None:
        for member in members.get(level, ()):
            begin[member], stop[member] = first[level], end
        members[level], first[level] = [], end

    for index, text in enumerate(texts):
        level, other = around[index], partner[index]
        if index in paragraphs and level == -1:
            close(-1, index)
        if level not in members:
            members[level], first[level] = [], index
        members[level].append(index)
        if 0 <= other < index and text not in ")]" and other in members:
            close(other, index)
        if (index + 1 in breaks and (level == -1 or text in ENDS)) or (text in ENDS and _ends(items, index)):
            close(level, index + 1)
    for level in list(members):
        close(level, count)
    return begin, stop


def _ends(items: Sequence[Token], index: int) -> bool:
    """Tell whether a mark of ENDS does: a point between two letters does if both words are long (not in لمياء.ك)."""
    text = items[index].text
    if text in {"؛", ";"}:
        return False
    if text != "." or index + 1 >= len(items):
        return True
    if index and items[index - 1].end == items[index].start and _is_letter(items[index - 1].text):
        return False  # د. سامي
    if items[index + 1].start > items[index].end:
        return True
    return len(items[index - 1].text) > 2 and len(items[index + 1].text) > 2


def _is_letter(text: str) -> bool:
    """Tell an abbreviation of one letter: د.، أ.، J."""
    return len(text) == 1 and text.isalpha()
