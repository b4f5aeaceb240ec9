"""Where do sentences begin and end? At full stops, question and exclamation marks, but not inside a closed quote.

Newspapers turn quote marks the wrong way round, forget to close them and put the full stop on either side. So marks are
paired first, each by its shape and by the white space around it; what stays open protects nothing. Every step reads
the text once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from retrieval.corpus.folding import trim
from retrieval.lexicon import read_table
from retrieval.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SENTENCE = 1500
"""Longest sentence in code points; only text without any stop is longer, and is cut at a pause or a space."""

MAX_QUOTE = 900
"""Longest quote in code points that is kept whole when it holds full stops."""

_BRACKETS = {")": "(", "]": "["}
_GUILLEMETS, _CURLY, _STRAIGHT = "«»", "“”", '"'
_MARKS = re.compile('[«»“”"()\\[\\]]')
_STOP = re.compile(r"[.!?؟…]+")
_CLOSERS = "»”\"’')]«“"
_WORD = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"\w{1,12}")
_LAST_WORD = re.compile(r"\w{1,12}\Z")
_PAUSE = re.compile(r"\.\.+|…|[؛;:،,]|\s-\s")
_MAX_LETTER_NAME = 3  # «بي», «سي», «إتش»
_FRESH = frozenset('و«“"([')
_OPENING_CONTEXT = frozenset(" \t\n\r\u00a0([{«“:،-–—/")


def segment(text: str, span: Span) -> tuple[Span, ...]:
    """Cut a paragraph into sentences.

    Args:
        text: The document's text.
        span: The paragraph, in the coordinates of the text.

    Returns:
        Spans in the coordinates of the text, in order and disjoint, without the white space around them. Together they
        hold every other character of the paragraph.
    """
    paragraph = span.of(text)
    pieces = [piece for sentence in _cut(paragraph) for piece in _split_long(paragraph, sentence)]
    return tuple(piece.shift(span.start) for piece in pieces)


def pair_quotes(text: str) -> tuple[Span, ...]:
    """Find the quotes and brackets that are closed, each from its opening to its closing mark, sorted by start.

    Marks pair within their family only: round, square, guillemets, curly, straight.
    """
    stacks: dict[str, list[int]] = {"(": [], "[": [], "«": [], "“": [], '"': []}
    pairs: list[Span] = []
    for found in _MARKS.finditer(text):
        mark, at = found.group(), found.start()
        stack = stacks[_family(mark)]
        if _opens(text, at, is_open=bool(stack)):
            if mark == _STRAIGHT:  # it cannot nest, so one still open was never closed
                stack.clear()
            stack.append(at)
        elif stack:
            pairs.append(Span(stack.pop(), at + 1))
    return tuple(sorted(pairs))


def _family(mark: str) -> str:
    if mark in _GUILLEMETS:
        return "«"
    if mark in _CURLY:
        return "“"
    return _BRACKETS.get(mark, mark)


def _opens(text: str, at: int, *, is_open: bool) -> bool:
    """Tell whether a mark opens, by its shape where that can be trusted and else by what stands around it."""
    mark = text[at]
    if mark in "([«“":
        return mark in "([" or not is_open or not _looks_closing(text, at)
    if mark in ")]":
        return False
    if is_open:
        return mark == _STRAIGHT and _looks_opening(text, at)
    return not _looks_closing(text, at)


def _looks_opening(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return before in _OPENING_CONTEXT and (after.isalnum() or after in "«“([")


def _looks_closing(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return not before.isspace() and not after.isalnum() and after not in "«“(["


def _cut(text: str) -> Iterator[Span]:
    """Yield the sentences of a paragraph; each holds a letter or digit unless the whole paragraph has none."""
    pairs = pair_quotes(text)
    openings = {pair.end - 1: pair.start for pair in pairs}
    kept = _merge(pair for pair in pairs if len(pair) <= MAX_QUOTE)
    start, word, inside = 0, _next_word(text, 0), next(kept, None)
    for stop in _STOP.finditer(text):
        while inside and inside.end <= stop.start():
            inside = next(kept, None)
        end = _take_closers(text, stop, openings)
        is_kept = inside is not None and inside.start < stop.start() and end < inside.end
        if is_kept or word >= stop.start() or not _ends_sentence(text, start, stop, end):
            continue
        if (following := _next_word(text, end)) == len(text):
            break
        yield trim(text, start, end)
        start, word = end, following
    if (last := trim(text, start, len(text))) and len(last):
        yield last


def _next_word(text: str, start: int) -> int:
    """Find the next letter or digit; the text's length where there is none."""
    found = _WORD.search(text, start)
    return found.start() if found else len(text)


def _merge(pairs: Iterator[Span]) -> Iterator[Span]:
    """Join pairs that overlap, as nested ones do."""
    current: Span | None = None
    for pair in pairs:
        if current and pair.start < current.end:
            current = Span(current.start, max(current.end, pair.end))
            continue
        if current:
            yield current
        current = pair
    if current:
        yield current


def _take_closers(text: str, stop: re.Match[str], openings: dict[int, int]) -> int:
    """Find where a stop and its closing marks end; a space may part them where they close what the stop stands in."""
    end = stop.end()
    while end < len(text):
        ahead = end
        while ahead < len(text) and text[ahead] == " ":
            ahead += 1
        if openings.get(ahead, stop.start()) < stop.start():
            end = ahead + 1
        elif ahead == end and text[end] in _CLOSERS and not _looks_like_opening(text, end):
            end += 1
        else:
            break
    return end


def _looks_like_opening(text: str, at: int) -> bool:
    return at + 1 < len(text) and text[at + 1].isalnum()


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a stop outside any quote, or at the end of one, is the end of a sentence."""
    run, after = stop.group(), text[end : end + 1]
    is_quoted = end > stop.end()
    if after and after in "،؛,;:":
        return False
    if not run.strip(".…"):
        return run == "." and (is_quoted or _is_full_stop(text, start, stop, after))
    # A question may be quoted in the middle of a sentence: «هل ننسحب؟» تساءل الوزير.
    return after.isspace() and (not is_quoted or text[end : end + 3].lstrip()[:1] in _FRESH)


def _is_full_stop(text: str, start: int, stop: re.Match[str], after: str) -> bool:
    """Tell a full stop from the point of a number, an address or an abbreviation."""
    if after.isdigit() or (after.isascii() and after.isalpha()):
        return False
    found = _LAST_WORD.search(text[max(start, stop.start() - 12) : stop.start()])
    if not found:
        return True
    word = found.group()
    if (len(word) == 1 and word.isalpha()) or (after.isalpha() and _is_spelled_out(text, stop.end(), word)):
        return False
    is_list_number = word.isdigit() and not text[start : stop.start() - len(word)].strip()
    return not is_list_number and word not in _abbreviations()


def _is_spelled_out(text: str, at: int, word: str) -> bool:
    """Tell whether a point without a space parts the letters of a name: «لمياء.ك», «بي.بي.سي»."""
    found = _FIRST_WORD.match(text, at)
    length = len(found.group()) if found else 0
    return length == 1 or max(length, len(word)) <= _MAX_LETTER_NAME


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("abbreviations"))


def _split_long(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence that is longer than any writer's at its last pause, else at a space, else anywhere."""
    start, end = sentence.start, sentence.end
    while end - start > MAX_SENTENCE:
        window = text[start : start + MAX_SENTENCE]
        pauses = [found.end() for found in _PAUSE.finditer(window, MAX_SENTENCE // 2)]
        cut = start + (pauses[-1] if pauses else window.rfind(" ") + 1 or MAX_SENTENCE)
        if len(piece := trim(text, start, cut)):
            yield piece
        start = cut
    if len(piece := trim(text, start, end)):
        yield piece
