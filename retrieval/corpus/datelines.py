"""Which agency's prefix opens the report? «أمد/», «واشنطن (رويترز) -», «القاهرة – أ ف ب:».

A prefix is a run of known agencies and places with marks between them, closed by a mark. Other names may stand before
an agency in brackets, «سامراء، العراق (CNN) --»; else they are left in the sentence: «اللواء/ أحمد» is a person.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from retrieval.corpus.dates import remove_dates
from retrieval.corpus.folding import fold
from retrieval.lexicon import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 90
_MAX_NAME_WORDS = 4
_MARK = re.compile(r"[،,/()\[\]:|]|[-–—]+")
_CLOSING = re.compile(r"[/:]|[-–—]+")


def find_dateline(paragraph: str) -> int:
    """Find where the agency's prefix ends and the report begins; 0 where there is none."""
    end = 0
    kinds: list[str] = []
    has_stranger = is_bracketed = False
    for name, mark, after in _parts(paragraph):
        kind = _kind(name)
        if kind:
            kinds.append(kind)
        elif name:
            has_stranger = True
            if mark not in "،,(" or len(name.split()) > _MAX_NAME_WORDS:
                break
        is_bracketed = is_bracketed or (mark == ")" and kind == "agency")
        if is_bracketed or not has_stranger:
            end = after if _closes(mark, kinds, paragraph[after : after + 1], is_bracketed=is_bracketed) else end
    return end


def find_agency(dateline: str) -> str | None:
    """Name the first agency in a prefix, as it is printed; None where it only names places."""
    return next((name for name, _, _ in _parts(dateline) if _kind(name) == "agency"), None)


def is_credit(line: str) -> bool:
    """Tell whether a line is only a list of agencies, as at the foot of a report: «فرانس24/ أ ف ب»."""
    parts = [part for part in _MARK.split(line) if part.strip()]
    return all(_kinds().get(fold(part), "").startswith("agenc") for part in parts)


def _parts(paragraph: str) -> Iterator[tuple[str, str, int]]:
    """Yield each name at the head of a paragraph with the mark after it and where that ends."""
    position = 0
    for mark in _MARK.finditer(paragraph[:_LONGEST]):
        yield paragraph[position : mark.start()].strip(), mark.group(), mark.end()
        position = mark.end()


def _kind(name: str) -> str:
    return _kinds().get(fold(remove_dates(name)), "")


def _closes(mark: str, kinds: list[str], after: str, *, is_bracketed: bool) -> bool:
    """Tell whether a prefix may end with a mark: a colon after a lone name would be a speaker's."""
    if not kinds or not _CLOSING.fullmatch(mark):
        return False
    if is_bracketed:
        return True
    if not any(kind.startswith("agenc") for kind in kinds):
        return mark not in "/:" and after.isspace()
    return after.isspace() and (mark != ":" or len(kinds) > 1)


@cache
def _kinds() -> dict[str, str]:
    return {fold(name): kind for name, kind in read_table("datelines")}
