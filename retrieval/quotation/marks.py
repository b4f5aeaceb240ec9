"""Which quote mark and which bracket closes which?

Newspapers mix shapes, turn marks the wrong way, nest the same mark and forget to close. So a mark opens or closes by
the white space around it first, by its shape second, and by what is open third.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAMILIES = {
    '"': "straight",
    "«": "angle",
    "»": "angle",
    "“": "curly",
    "”": "curly",
    "„": "curly",
    "‟": "curly",
    "‘": "single",
    "’": "single",
    "‚": "single",
    "‹": "single",
    "›": "single",
    "'": "apostrophe",
    "(": "round",
    ")": "round",
    "[": "square",
    "]": "square",
}
_OPENING, _CLOSING = frozenset("«“„‘‚‹(["), frozenset("»”’›)]")
_BRACKETS = frozenset("()[]")
_MARKS = frozenset(_FAMILIES) - _BRACKETS
_PROCLITICS = frozenset(("و", "ب", "ل", "ك", "ف", "بـ", "لـ", "كـ", "وـ", "وبـ", "ولـ", ":"))
_AFTER = frozenset("،,.؛;:؟!)]-–")
DEPTH = 6
"""How many open marks are kept: the oldest is forgotten, so that a run of marks costs linear time."""
_MISTAKEN_TOKENS = 80
CARRIED = 400
"""How many tokens a quote may go on over paragraphs that hold no other mark than one that opens it again."""


def is_mark(text: str) -> bool:
    """Tell whether a token is a quote mark (brackets are none)."""
    return text in _MARKS


def pair_marks(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], bounds: Sequence[int]) -> list[int]:
    """Pair marks and brackets.

    Args:
        texts: The tokens.
        starts: Where each token starts in the text; `ends` likewise.
        ends: Where each token ends.
        bounds: The index of each paragraph's first token, and the number of tokens.

    Returns:
        The index of each mark's partner; -1 for other tokens and for marks without one.
    """
    partner = [-1] * len(texts)
    carried: int | None = None
    for first, end in pairwise(bounds):
        carried = _pair_paragraph(texts, starts, ends, first, end, partner, carried)
    return partner


def _pair_paragraph(
    texts: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    end: int,
    partner: list[int],
    carried: int | None,
) -> int | None:
    """Pair the marks of a paragraph; return the quote that goes on in the next one."""
    stack = [] if carried is None else [carried]
    for index in range(first, end):
        family = _FAMILIES.get(texts[index])
        if family is None or (
            index == first and stack and _FAMILIES[texts[stack[0]]] == family and texts[index] not in _CLOSING
        ):
            continue
        if _opens(texts, starts, ends, index, first, end, stack):
            stack.append(index)
            del stack[:-DEPTH]
        else:
            _close(texts, partner, stack, index, family)
    _mend(texts, partner, stack)
    open_quotes = [i for i in stack if is_mark(texts[i]) and i > 0 and texts[i - 1] == ":" and i >= first]
    if open_quotes:
        return open_quotes[0]
    if carried is None or carried not in stack or end - carried >= CARRIED:
        return None
    return carried if _MARKS.isdisjoint(texts[first + 1 : end]) else None


def _opens(
    texts: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    index: int,
    first: int,
    end: int,
    stack: Sequence[int],
) -> bool:
    text = texts[index]
    if text in _BRACKETS:
        return text in "(["
    spaced_before = (
        index == first
        or starts[index] > ends[index - 1]
        or texts[index - 1] in _PROCLITICS
        or texts[index - 1] in _OPENING
    )
    spaced_after = index + 1 == end or starts[index + 1] > ends[index] or texts[index + 1] in _AFTER
    if spaced_before != spaced_after:
        return spaced_before
    if text in _OPENING or text in _CLOSING:
        return text in _OPENING
    return all(_FAMILIES[texts[i]] != _FAMILIES[text] for i in stack)


def _close(texts: Sequence[str], partner: list[int], stack: list[int], index: int, family: str) -> None:
    for position in range(len(stack) - 1, -1, -1):
        if _FAMILIES[texts[stack[position]]] == family:
            partner[stack[position]], partner[index] = index, stack[position]
            del stack[position:]
            return


def _mend(texts: Sequence[str], partner: list[int], stack: Sequence[int]) -> None:
    """Join marks that stayed open: two of them to a pair, or one to the close of a pair of its shape behind it.

    The first is «"مورك "في الريف», whose second mark leans to the wrong side; the second a writer who opened twice and
    closed once.
    """
    quotes = [index for index in stack if is_mark(texts[index])]
    while len(quotes) > 1 and _FAMILIES[texts[quotes[-1]]] == _FAMILIES[texts[quotes[-2]]]:
        closing, opening = quotes.pop(), quotes.pop()
        partner[opening], partner[closing] = closing, opening
    for index in reversed(quotes):
        inner = index + 1
        while inner < min(index + _MISTAKEN_TOKENS, len(texts)):
            closing = partner[inner]
            if closing > inner and _FAMILIES[texts[inner]] == _FAMILIES[texts[index]]:
                partner[index], partner[closing], partner[inner] = closing, index, -1
                break
            inner = max(inner, closing) + 1
