"""How good are the quotations? Those found beside those that people marked, to figures.

Found and marked quotations are paired one to one, those first that share most of what they cover together (Jaccard).
Marks that annotators were not sure of are neither asked for nor held against anybody.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.evaluation import FOLDER
from retrieval.model import Quotation, Span

GOLD = FOLDER / "quotations.jsonl"
FOUND, EXACT = 0.3, 0.7
"""Share of what two spans cover together from which they are one quotation, and from which they begin and end alike."""

_INSIDE = 0.8
"""Share of an unpaired quotation inside marked words from which it is a part of what is there."""
_REPEATS = 0.5
_MOST_TITLES = 3
_JOINT = re.compile("[;؛]")
_REMARK = re.compile(r"\([^)]*\)")
_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي", "ـ")
# What stands before a name without being a part of it, in the letters of `_LETTERS`.
_TITLES = frozenset(("رييس", "وزير", "سيد", "دكتور", "صحيفه", "وكاله", "قناه", "تنظيم", "حركه", "موقع"))


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """A quotation that people marked; `names` are all ways to write its speaker, `mention` the words at the place."""

    document: str
    span: Span
    speaker: str
    names: tuple[str, ...]
    mention: str
    kind: str
    is_clear: bool


def read_quotations(path: Path = GOLD) -> list[GoldQuotation]:
    """Read marked quotations of JSON lines."""
    return [_quotation(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def evaluate(found: Iterable[Quotation], gold: Iterable[GoldQuotation]) -> dict[str, float]:
    """Score quotations of the documents in which people marked some; other documents do not count.

    Returns:
        Figures between 0 and 1. Of the clear marks: recall (found), exact (with the same limits), attributed (found and
        with the right speaker). Of the found ones: kind, and misattributed (credited to somebody else; nobody is no
        error). Of what was found at all: precision.
    """
    pairings = list(_pairings(found, gold))
    clear = [mark for pairing in pairings for mark in pairing.marks if mark.is_clear]
    pairs = [pair for pairing in pairings for pair in pairing.pairs if pair[0].is_clear]
    shown = sum(pairing.shown for pairing in pairings)
    return {
        "precision": 1 - _share(sum(pairing.spurious for pairing in pairings), shown),
        "recall": _share(len(pairs), len(clear)),
        "exact": _share(sum(_common(mark.span, quotation.span) >= EXACT for mark, quotation in pairs), len(clear)),
        "kind": _share(sum(mark.kind == quotation.kind for mark, quotation in pairs), len(pairs)),
        "attributed": _share(sum(is_right(quotation.speaker, mark) for mark, quotation in pairs), len(clear)),
        "misattributed": _share(sum(_is_wrong(quotation.speaker, mark) for mark, quotation in pairs), len(pairs)),
    }


def misses(
    found: Iterable[Quotation], gold: Iterable[GoldQuotation]
) -> Iterator[tuple[GoldQuotation, Quotation | None]]:
    """List the clear marks that were not found (None), or not with the right speaker."""
    for pairing in _pairings(found, gold):
        of_mark = dict(pairing.pairs)
        for mark in pairing.marks:
            quotation = of_mark.get(mark)
            if mark.is_clear and (quotation is None or not is_right(quotation.speaker, mark)):
                yield mark, quotation


def is_right(speaker: str | None, mark: GoldQuotation) -> bool:
    """Tell whether a speaker is the marked one: the whole name, its family name, or the name at the place."""
    if speaker is None:
        return False
    if any(_names(speaker, part) for name in mark.names for part in _JOINT.split(name)):
        return True
    at_the_place = not set(_words(mark.mention)).isdisjoint(_words(mark.speaker))
    return at_the_place and _names(speaker, mark.mention)


def _is_wrong(speaker: str | None, mark: GoldQuotation) -> bool:
    return speaker is not None and not is_right(speaker, mark)


@dataclass(frozen=True, slots=True)
class _Pairing:
    """What was marked in one document, how many quotations were found there, the pairs, and how many found are none."""

    marks: Sequence[GoldQuotation]
    shown: int
    pairs: tuple[tuple[GoldQuotation, Quotation], ...]
    spurious: int

    @classmethod
    def of(cls, marks: Sequence[GoldQuotation], found: Sequence[Quotation]) -> _Pairing:
        paired = _best_pairs(marks, found)
        of_it = {place for _, place in paired}
        marked = {at for mark in marks for at in range(mark.span.start, mark.span.end)}
        others = (quotation for place, quotation in enumerate(found) if place not in of_it)
        taken = [found[place].span for place in of_it]
        spurious = sum(_is_spurious(quotation.span, marked, taken) for quotation in others)
        return cls(marks, len(found), tuple((marks[mark], found[place]) for mark, place in paired), spurious)


def _pairings(found: Iterable[Quotation], gold: Iterable[GoldQuotation]) -> Iterator[_Pairing]:
    by_document: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in found:
        by_document[quotation.document].append(quotation)
    marks: dict[str, list[GoldQuotation]] = defaultdict(list)
    for mark in gold:
        marks[mark.document].append(mark)
    return (_Pairing.of(marked, by_document[document]) for document, marked in marks.items())


def _best_pairs(marks: Sequence[GoldQuotation], found: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Pair marks and quotations, given by their places, the likest first."""
    likeness = sorted(
        (-_common(mark.span, quotation.span), i, j)
        for i, mark in enumerate(marks)
        for j, quotation in enumerate(found)
        if _common(mark.span, quotation.span) >= FOUND
    )
    pairs: dict[int, int] = {}
    for _, i, j in likeness:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return sorted(pairs.items())


def _is_spurious(span: Span, marked: set[int], taken: Iterable[Span]) -> bool:
    inside = sum(at in marked for at in range(span.start, span.end)) / max(1, len(span))
    return inside < _INSIDE or any(_common(span, other) >= _REPEATS for other in taken)


def _common(one: Span, other: Span) -> float:
    shared = one.overlap(other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _names(speaker: str, name: str) -> bool:
    """Tell whether a speaker is somebody of this name: the name with a title, or a part of it with the family name."""
    said, wanted = _words(speaker), _words(name)
    if not said or not wanted:
        return False
    whole = set(wanted) <= set(said) and len(said) <= len(wanted) + _MOST_TITLES
    return whole or (set(said) <= set(wanted) and wanted[-1] in said)


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = (word.removeprefix("ال") for word in re.findall(r"\w+", plain.translate(_LETTERS).lower()))
    return [word for word in words if word and word not in _TITLES]


def _quotation(line: Mapping[str, Any]) -> GoldQuotation:
    return GoldQuotation(
        document=line.get("file") or line["doc"],
        span=Span(line["start"], line["end"]),
        speaker=_REMARK.sub("", line["speaker_ar"]),
        names=tuple(_all_names(line)),
        mention=line.get("speaker_mention") or "",
        kind=line["kind"],
        is_clear=line.get("certainty", "clear") == "clear",
    )


def _all_names(line: Mapping[str, Any]) -> Iterator[str]:
    yield _REMARK.sub("", line["speaker_ar"])
    yield from filter(None, (line.get("speaker"), *line.get("speaker_alt", ())))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
