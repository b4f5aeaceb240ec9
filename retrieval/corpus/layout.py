"""Which lines are the title, the deck, subheadings and paragraphs, and which are the site's own words?

A line is told by its length, its last mark and its place among the others, and the site's words by a table of phrases
that count only as a line by themselves: the same words inside a sentence stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from retrieval.corpus.datelines import find_dateline, is_credit
from retrieval.corpus.dates import remove_dates
from retrieval.corpus.folding import fold, trim
from retrieval.lexicon import read_table
from retrieval.model import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Lengths in words. Titles and decks of the newspapers at hand have 8 to 15, their subheadings 1 to 8; a longer line
# without a full stop is more often a paragraph whose full stop was forgotten.
MAX_TITLE_WORDS = 25
MAX_DECK_WORDS = 14
MAX_DECK_LINES = 4
MAX_SUBHEADING_WORDS = 9
MAX_BARE_SUBHEADING_WORDS = 5
"""Longest subheading where paragraphs do not end in full stops either."""

_MAX_FURNITURE_CHARS = 120
_MAX_LABELLED_CHARS = 250
_MAX_LABEL_CHARS = 40
_WRAPPED_CHARS = range(45, 101)
_MAX_RAGGED_CHARS = 25

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]")
_ENDED = re.compile(r"[.!?؟…:؛،]\W{0,6}\Z")
_ASKED = re.compile(r"[?؟!][\s»”\"’']{0,3}\Z")
_LIST_ITEM = re.compile(r"[-*•–—_#]|\d{1,3}\s?[-.)]")
_STARRED = re.compile(r"[*•]")
_LABEL_MARK = re.compile(r"[:/»>|]|\.\.+|…|\s-\s")


class _Role(Enum):
    """What a line is by itself."""

    CONTENT = auto()
    FURNITURE = auto()
    DATE = auto()  # nothing but a day or a time of day
    LINK = auto()  # a label and another item's headline, or such a headline under a label
    LINK_LABEL = auto()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or the lines of a wrapped paragraph, without the white space around."""

    span: Span
    words: int
    role: _Role
    is_ended: bool  # the last mark is one that ends a sentence or leads on
    is_asked: bool  # the last mark is a question or exclamation mark
    label: int = 0  # of a link, how many code points its label has


def find_blocks(text: str, title: str | None = None) -> tuple[Block, ...]:
    """Divide a document's text into blocks.

    Args:
        text: The document's text.
        title: Its title where a record gives one; then the text need not open with a title.

    Returns:
        Disjoint blocks in order. Every character that is not white space, or a byte order mark, is in one of them.
    """
    seen = [_look_at(text, span) for span in _join_wrapped(text, list(_line_spans(text)))]
    lines = _follow_labels(_place_dates(seen))
    if all(line.role in {_Role.FURNITURE, _Role.LINK_LABEL} for line in lines):  # then these words are the document
        lines = [replace(line, role=_Role.CONTENT) for line in lines]
    kinds = _classify(text, lines, title)
    return tuple(_divide(text, zip(lines, kinds, strict=True)))


def _line_spans(text: str) -> Iterator[Span]:
    for found in _LINE.finditer(text):
        if len(span := trim(text, *found.span())):
            yield span


def _join_wrapped(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Join the lines of paragraphs that were broken at a fixed width and are parted by blank lines."""
    start = 0
    for index, line in enumerate(lines):
        is_last = index + 1 == len(lines)
        if is_last or _has_blank_line(text[line.end : lines[index + 1].start]):
            group = lines[start : index + 1]
            yield from [Span(group[0].start, line.end)] if _is_wrapped(text, group) else group
            start = index + 1


def _has_blank_line(gap: str) -> bool:
    return len(gap.rstrip(" \t").splitlines()) > 1  # what remains is the indent of the next line


def _is_wrapped(text: str, group: Sequence[Span]) -> bool:
    """Tell whether lines look broken at a fixed width: alike in length, and mostly in the middle of a sentence."""
    lengths = [len(line) for line in group[:-1]]
    if len(group) < 3 or not all(length in _WRAPPED_CHARS for length in lengths):
        return False
    ended = sum(_ends(line.of(text)) for line in group[:-1])
    return max(lengths) - min(lengths) <= _MAX_RAGGED_CHARS and 2 * ended < len(lengths) and _ends(group[-1].of(text))


def _ends(line: str) -> bool:
    return _ENDED.search(line[-8:]) is not None


def _look_at(text: str, span: Span) -> _Line:
    line = span.of(text)
    role, label = _tell_role(line)
    return _Line(span, len(line.split()), role, _ends(line), _ASKED.search(line[-4:]) is not None, label)


def _tell_role(line: str) -> tuple[_Role, int]:
    """Tell what a line is by itself, and how long the label of a link is."""
    if not _WORD.search(line):
        return _Role.FURNITURE, 0
    if len(line) > _MAX_LABELLED_CHARS:
        return _Role.CONTENT, 0
    folded = fold(line)
    if folded in _phrases("link"):
        return _Role.LINK_LABEL, 0
    if folded.startswith(_beginnings("start")) or (_is_note(line) and folded.startswith(_beginnings("note"))):
        return _Role.FURNITURE, 0
    if len(line) <= _MAX_FURNITURE_CHARS and (role := _tell_short_role(line, folded)):
        return role, 0
    return _read_label(line)


def _is_note(line: str) -> bool:
    return _STARRED.match(line) is not None and len(line.split()) <= MAX_SUBHEADING_WORDS


def _tell_short_role(line: str, folded: str) -> _Role | None:
    """Tell whether a line is nothing but a phrase of the site, a date, numbers, agencies and marks."""
    if folded in _phrases("line") or folded in _phrases("label") or is_credit(line):
        return _Role.FURNITURE
    if not any(letter.isdigit() for letter in line):
        return None
    undated = remove_dates(line)
    rest = " ".join(word for word in fold(undated).split() if not word.isdigit())
    if rest in _phrases("line"):
        return _Role.FURNITURE
    return _Role.DATE if not rest and undated != line else None


def _read_label(line: str) -> tuple[_Role, int]:
    """Tell whether a line opens with a label and a mark: «للمزيد: ...», but not «للمزيد من المعلومات»."""
    for mark in _LABEL_MARK.finditer(line[:_MAX_LABEL_CHARS]):
        folded = fold(line[: mark.start()])
        if folded in _phrases("link"):
            return _Role.LINK, mark.end()
        if folded in _phrases("label"):
            return _Role.FURNITURE, 0
    return _Role.CONTENT, 0


def _follow_labels(lines: Sequence[_Line]) -> list[_Line]:
    """Count the headlines under a link's label to the links, up to the first line that reads like a paragraph."""
    followed: list[_Line] = []
    is_list = False
    for line in lines:
        is_headline = line.role is _Role.CONTENT and _may_head(line)
        is_list = line.role is _Role.LINK_LABEL or (is_list and is_headline)
        followed.append(replace(line, role=_Role.LINK) if is_list and is_headline else line)
    return followed


def _may_head(line: _Line) -> bool:
    """Tell whether a line could be a headline by its length and its last mark."""
    return line.words <= MAX_TITLE_WORDS and (line.is_asked or not line.is_ended)


def _place_dates(lines: Sequence[_Line]) -> list[_Line]:
    """Count dates before the first paragraph and after the last to the site's words; between them they are content."""
    paragraphs = [index for index, line in enumerate(lines) if line.role is _Role.CONTENT and not _may_head(line)]
    body = range(paragraphs[0], paragraphs[-1]) if paragraphs else range(0)
    return [
        replace(line, role=_Role.CONTENT if index in body else _Role.FURNITURE) if line.role is _Role.DATE else line
        for index, line in enumerate(lines)
    ]


def _classify(text: str, lines: Sequence[_Line], title: str | None) -> list[BlockKind]:
    """Name each line's kind, by walking from the head of the document down."""
    kinds = [_KINDS[line.role] for line in lines]
    content = [index for index, line in enumerate(lines) if line.role is _Role.CONTENT]
    head = _classify_head(text, [lines[index] for index in content], title)
    kinds_of_content = [*head, *_classify_body(text, [lines[index] for index in content[len(head) :]])]
    for index, kind in zip(content, kinds_of_content, strict=True):
        kinds[index] = kind
    return kinds


def _classify_head(text: str, lines: Sequence[_Line], title: str | None) -> list[BlockKind]:
    """Name the title and the deck at the head of the content; nothing where it opens with the body."""
    first = [BlockKind.TITLE] if _opens_with_title(text, lines, title) else []
    if not first and not title:
        return []
    deck = 0
    for line in lines[len(first) :]:
        if line.is_ended or line.words > MAX_DECK_WORDS:
            break
        deck += 1
    is_deck = deck <= MAX_DECK_LINES and len(first) + deck < len(lines)  # else this site writes without full stops
    return first + [BlockKind.DECK] * deck if is_deck else first


def _opens_with_title(text: str, lines: Sequence[_Line], title: str | None) -> bool:
    if not lines:
        return False
    first = lines[0]
    if title is not None:
        return fold(first.span.of(text)[: 2 * len(title) + 10]) == fold(title)
    return len(lines) > 1 and _may_head(first)


def _classify_body(text: str, lines: Sequence[_Line]) -> Iterator[BlockKind]:
    """Name subheadings: short lines without a last mark, alone between longer paragraphs."""
    long_lines = [line for line in lines if line.words > MAX_SUBHEADING_WORDS]
    is_punctuated = 2 * sum(line.is_ended for line in long_lines) >= len(long_lines)
    limit = MAX_SUBHEADING_WORDS if is_punctuated else MAX_BARE_SUBHEADING_WORDS
    short = [not line.is_ended and line.words <= limit for line in lines]
    for index, line in enumerate(lines):
        is_last = index + 1 == len(lines)
        follows_colon = index > 0 and text[lines[index - 1].span.end - 1] == ":"
        if (
            short[index]
            and not (is_last or short[index + 1] or (index > 0 and short[index - 1]))
            and lines[index + 1].words > 2 * line.words
            and not follows_colon
            and not _LIST_ITEM.match(line.span.of(text))
        ):
            yield BlockKind.SUBHEADING
        else:
            yield BlockKind.PARAGRAPH


def _divide(text: str, lines: Iterator[tuple[_Line, BlockKind]]) -> Iterator[Block]:
    """Make blocks of lines, parting labels from links and the agency's prefix from the first paragraph."""
    is_first = True
    for line, kind in lines:
        prefix, length = BlockKind.FURNITURE, line.label
        if kind is BlockKind.PARAGRAPH and is_first:
            is_first = False
            prefix, length = BlockKind.DATELINE, find_dateline(line.span.of(text))
        parts = ((prefix, line.span.start, line.span.start + length), (kind, line.span.start + length, line.span.end))
        for part, start, end in parts:
            if len(span := trim(text, start, end)):
                yield Block(part, span)


@cache
def _phrases(rule: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase, of_rule in read_table("furniture") if of_rule == rule)


@cache
def _beginnings(rule: str) -> tuple[str, ...]:
    return tuple(_phrases(rule))


_KINDS = {
    _Role.CONTENT: BlockKind.PARAGRAPH,
    _Role.FURNITURE: BlockKind.FURNITURE,
    _Role.LINK: BlockKind.SUBHEADING,
    _Role.LINK_LABEL: BlockKind.FURNITURE,
}
