"""Where are the words, the marks and the sentence ends of a document?

`tokenize` turns the readable paragraphs of a document into one list of tokens in document coordinates. Quote marks
are paired (`marks.py`) before sentences are ended, for a full stop inside a quote does not end the sentence around
it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from retrieval.quotation.marks import pair_marks
from retrieval.quotation.words import Word, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.model import Document

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
    r"|[^\s_#\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # any other mark, but nothing unseen, nor #هذا_الخط
)
ENDS = frozenset({".", "!", "?", "؟", "..", "...", "…", "....", "؛", ";"})


class Token(NamedTuple):
    """A word or a mark at its place, in document coordinates."""

    start: int
    end: int
    text: str
    word: Word


_token = partial(tuple.__new__, Token)
"""Token._make without its check of the length: a fifth of the time that tokens take is for making them."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document with their structure; every table has one entry a token.

    `words` are the words of `items`, for those who go through all of them. `partner` is the index of the other quote
    mark or bracket (-1: none), `around` the index of the opening mark of the innermost quote around a token (-1: none),
    `begin` and `stop` the half-open range of the token's sentence, `paragraph` its paragraph's number.
    """

    text: str
    items: tuple[Token, ...]
    words: tuple[Word, ...]
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
    text = document.text
    spans: list[tuple[int, int]] = []
    paragraph: list[int] = []
    breaks: set[int] = set()
    paragraphs: list[int] = []
    headings: set[int] = set()
    for number, (_, group) in enumerate(groupby(document.sentences, key=lambda sentence: sentence.paragraph)):
        sentences = list(group)
        paragraphs.append(len(spans))
        for sentence in sentences:
            spans += [match.span() for match in _TOKEN.finditer(text, sentence.span.start, sentence.span.end)]
            breaks.add(len(spans))
        if sentences[0].kind in {"title", "deck", "subheading"}:
            headings.add(number)
        paragraph += [number] * (len(spans) - len(paragraph))
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    texts = [text[start:end] for start, end in spans]
    known = tuple(map(words.__getitem__, texts))
    items: tuple[Token, ...] = tuple(map(_token, zip(starts, ends, texts, known, strict=True)))
    partner = pair_marks(texts, starts, ends, [*paragraphs, len(items)])
    marks = [index for index, other in enumerate(partner) if other >= 0]
    around = _surroundings(texts, partner, marks)
    begin, stop = _sentences(items, texts, partner, around, marks, breaks, paragraphs)
    return Tokens(
        text,
        items,
        known,
        tuple(partner),
        tuple(around),
        tuple(begin),
        tuple(stop),
        tuple(paragraph),
        frozenset(headings),
        frozenset([word.form for word in known]),
    )


def _surroundings(texts: Sequence[str], partner: Sequence[int], marks: Sequence[int]) -> list[int]:
    """Find the innermost quote around each token; it changes only at the marks that have a partner."""
    around: list[int] = []
    stack = [-1]
    for index in marks:
        around += [stack[-1]] * (index - len(around))
        other = partner[index]
        if other < index and stack[-1] == other and texts[index] not in ")]":
            stack.pop()
        around.append(stack[-1])
        if other > index and texts[index] not in "([":
            stack.append(index)
    return around + [stack[-1]] * (len(texts) - len(around))


def _sentences(
    items: Sequence[Token],
    texts: Sequence[str],
    partner: Sequence[int],
    around: Sequence[int],
    marks: Sequence[int],
    breaks: set[int],
    paragraphs: Sequence[int],
) -> tuple[list[int], list[int]]:
    """Find each token's sentence; a quote's inside is cut into its own sentences, its outside runs on.

    Only where something may end or change (`turns`) is looked at; the tokens up to the next such place go together.
    """
    count, starts = len(items), set(paragraphs)
    begin, stop = [0] * count, [count] * count
    first: dict[int, int] = {-1: 0}
    members: dict[int, list[tuple[int, int]]] = {-1: []}  # runs of tokens, by the quote around them
    points = [index for index, text in enumerate(texts) if text in ENDS]
    turns = {*points, *marks, *(index + 1 for index in marks), *starts, *(index - 1 for index in breaks)}

    def close(level: int, end: int) -> None:
        for left, right in members.get(level, ()):
            begin[left:right] = [first[level]] * (right - left)
            stop[left:right] = [end] * (right - left)
        members[level], first[level] = [], end

    for index, following in pairwise((*sorted(turn for turn in turns if 0 <= turn < count), count)):
        text, level, other = texts[index], around[index], partner[index]
        if index in starts and level == -1:
            close(-1, index)
        if level not in members:
            members[level], first[level] = [], index
        members[level].append((index, index + 1))
        if 0 <= other < index and text not in ")]" and other in members:
            close(other, index)
        if (index + 1 in breaks and (level == -1 or text in ENDS)) or (text in ENDS and _ends(items, index)):
            close(level, index + 1)
        if following > index + 1:
            members[level].append((index + 1, following))
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
