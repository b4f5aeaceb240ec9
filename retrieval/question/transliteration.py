"""Which Arabic name of the archive sounds like this Latin one? By the skeleton of consonants that both share.

Arabic writes few vowels, and Latin spellings of Arabic names, and Arabic spellings of Latin ones, disagree about the
rest: what stays is the order of the consonants, with those that one script tells apart and the other does not made one.
Among names of one skeleton the vowels decide who is nearest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from retrieval.analysis.normalization import normalize

SHORTEST_SKELETON = 2
LIKENESS = 0.55
"""Least share of letters in common (Ratcliff & Obershelp) of a Latin name and an Arabic one romanized."""
_MOST = 4

# Longest first. Vowels, h and the semivowels w and y carry nothing that the other script writes reliably.
_LATIN = (
    *((letters, "S") for letters in ("tsch", "tch", "sch", "sh", "ch")),
    *(("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "g"), ("dj", "g"), ("ck", "k")),
    *((letters, "s") for letters in ("ce", "ci", "cy", "z")),
    *(("x", "ks"), ("q", "k"), ("c", "k"), ("j", "g"), ("v", "f"), ("p", "b")),
    *((letter, letter) for letter in "bdfgklmnrst"),
)
_ARABIC = (
    *(("تش", "S"), ("كس", "ks"), ("ب", "b"), ("ت", "t"), ("ط", "t"), ("ث", "t"), ("ج", "g"), ("خ", "k"), ("د", "d")),
    *(("ذ", "d"), ("ض", "d"), ("ر", "r"), ("ز", "s"), ("ظ", "s"), ("س", "s"), ("ص", "s"), ("ش", "S"), ("غ", "g")),
    *(("ف", "f"), ("ق", "k"), ("ك", "k"), ("ل", "l"), ("م", "m"), ("ن", "n")),
)
# Both scripts in rough Latin letters, for comparing vowels too.
_ROMAN_OF_ARABIC = str.maketrans("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abttghkddrsssddtdagfkklmnhoi")
_ROMAN_OF_LATIN = str.maketrans("pvyeuwcqjz", "bfiiookkgs")
_REPEATED = re.compile(r"(.)\1+")


def latin_skeleton(word: str) -> str:
    """Reduce a Latin name to its consonants: Lavrov and Lavrof are "lfrf"."""
    return _skeleton(word, _LATIN)


def arabic_skeleton(word: str) -> str:
    """Reduce a normalized Arabic name to its consonants: لافروف is "lfrf"."""
    return _skeleton(word, _ARABIC)


def _skeleton(word: str, table: Sequence[tuple[str, str]]) -> str:
    sounds = []
    place = 0
    while place < len(word):
        letters, sound = next((row for row in table if word.startswith(row[0], place)), (word[place], ""))
        # The e of "ce" only tells how to read the c.
        place += 1 if letters in {"ce", "ci", "cy"} else len(letters)
        sounds.append(sound)
    return _REPEATED.sub(r"\1", "".join(sounds))


class NameIndex:
    """The names of an archive by their skeletons. Immutable, so threads may share it."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for term in sorted(set(terms)):
            if not term.isascii() and len(skeleton := arabic_skeleton(normalize(term))) >= SHORTEST_SKELETON:
                self._by_skeleton[skeleton].append(term)

    def sounding_like(self, word: str) -> tuple[str, ...]:
        """Name the terms that may be a Latin name in Arabic letters, the likest first; none where none is."""
        latin = word.lower()
        likeness = {term: _likeness(latin, term) for term in self._by_skeleton.get(latin_skeleton(latin), ())}
        near = [term for term, share in likeness.items() if share >= LIKENESS]
        return tuple(sorted(near, key=lambda term: (-likeness[term], term))[:_MOST])


def _likeness(latin: str, term: str) -> float:
    one = _REPEATED.sub(r"\1", latin.translate(_ROMAN_OF_LATIN))
    other = _REPEATED.sub(r"\1", normalize(term).translate(_ROMAN_OF_ARABIC))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
