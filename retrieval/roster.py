"""Whose statements are asked for? The speakers whom a question means, as the directory found them, by their numbers.

What several say together is a statement of each of them. When it is they together who are described, it is that
statement that is meant, and nothing else that one of them says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest

from retrieval.analysis.normalization import WORDS_REMEMBERED, normalize
from retrieval.catalogue.speakers import Speakers
from retrieval.identity import key_of
from retrieval.model import Question, Speaker, SpeakerKey
from retrieval.question.transliteration import arabic_skeleton, latin_skeletons

LIKENESS = 0.7
"""Least share of consonants in common (Ratcliff & Obershelp) of a name that nobody has and one that somebody has."""

_MOST_WORDS = 4
_MOST_SOUNDS = 8

Sounds = tuple[str, ...]
"""The consonants of a word, in each way that it can be read."""


class Roster:
    """Numbers those whom questions mean. May be shared by threads."""

    def __init__(self, speakers: Speakers) -> None:
        self._speakers = speakers

    def voices_for(self, question: Question) -> frozenset[int]:
        """Number everybody whom a question asks for, as `voices_of` numbers who says a statement; nobody for nobody."""
        numbers = map(self._speakers.number, question.speakers)
        return self.nameless_for(question).union(number for number in numbers if number is not None)

    def nameless_for(self, question: Question) -> frozenset[int]:
        """Number those whom a description means and who have no name, or are several."""
        if question.speaker is None or question.names_speaker:
            return frozenset()
        return self._speakers.voices([way.terms for way in question.speaker.alternatives])


def nearest(name: str, speakers: Iterable[Speaker], *, limit: int) -> tuple[Speaker, ...]:
    """Find those whose names sound most like a name that nobody has, in either script: the nearest first.

    Of names that sound alike the most quoted come first. Names that share too little are left out, and so are names of
    many words, which are descriptions.
    """
    asked = _skeletons(key_of(name))
    likeness = {speaker: _likeness(asked, _skeletons(speaker.key)) for speaker in speakers}
    near = (speaker for speaker, share in likeness.items() if share >= LIKENESS)
    return tuple(nsmallest(limit, near, key=lambda s: (-likeness[s], -s.quotations, s.name)))


def _skeletons(key: SpeakerKey) -> tuple[Sounds, ...]:
    """Reduce the words of a name to their consonants; of some words too little is left."""
    words = key.split()
    return tuple(filter(None, map(_sounds, words))) if len(words) <= _MOST_WORDS else ()


@lru_cache(WORDS_REMEMBERED)
def _sounds(word: str) -> Sounds:
    """List the consonants of a word, in a few of the ways that a Latin one can be read."""
    word = word.removeprefix("ال")
    found = latin_skeletons(word)[:_MOST_SOUNDS] if word.isascii() else (arabic_skeleton(normalize(word)),)
    return tuple(skeleton for skeleton in found if len(skeleton) > 1)


def _likeness(asked: Sequence[Sounds], having: Sequence[Sounds]) -> float:
    """Compare each asked word with the word likest to it, and the whole with the whole, whose spaces may differ."""
    if not asked or not having:
        return 0.0
    word_by_word = sum(max(_ratio(word, other) for other in having) for word in asked) / len(asked)
    whole = _whole(asked)
    return max(word_by_word, _ratio(whole, _whole(having)), _ratio(whole, having[-1]))


def _whole(words: Sequence[Sounds]) -> Sounds:
    return ("".join(sounds[0] for sounds in words),)


def _ratio(one: Sounds, other: Sounds) -> float:
    """Compare words in their likeliest readings; in others they must be the same."""
    return 1.0 if not set(one).isdisjoint(other) else _ratio_of(one[0], other[0])


def _ratio_of(one: str, other: str) -> float:
    """Compare two skeletons; those that begin otherwise, or differ much in length, are not alike."""
    if one[0] != other[0] or 2 * min(len(one), len(other)) / (len(one) + len(other)) < LIKENESS:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
