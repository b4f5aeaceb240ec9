"""Whom does the archive quote? A concept of the question to the people that it means and to their statements.

A person is meant by name when every word of the resolved speaker belongs to that name: «جون كيري» is Kerry, «معارضو جون
كيري» and «رحيل الأسد» only hold a name. A person is meant by description when some mention that was resolved to that
person holds all of it: «المبعوث الأممي» finds every statement of whoever is called so in some document.

What several say together is a statement of each of them. When it is they together who are described, it is that
statement that is meant, and nothing else that one of them says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.normalization import WORDS_REMEMBERED, normalize
from retrieval.identity import key_of, speakers_of
from retrieval.model import Concept, Question, Quotation, Speaker, SpeakerKey
from retrieval.question.transliteration import arabic_skeleton, latin_skeleton

LIKENESS = 0.7
"""Least share of consonants in common (Ratcliff & Obershelp) of a name that nobody has and one that somebody has."""

_MOST_WORDS = 4


class Roster:
    """The quotations of an archive by speaker. Immutable, so threads may share it."""

    def __init__(self, quotations: Sequence[Quotation], analyzer: Analyzer) -> None:
        self._by_speaker: dict[str, list[Quotation]] = defaultdict(list)
        self._by_mention: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            for name in speakers_of(quotation):
                self._by_speaker[name].append(quotation)
            if quotation.mention is not None:
                self._by_mention[quotation.mention].append(quotation)
        self._terms = {name: frozenset(analyzer.terms(name)) for name in {*self._by_speaker, *self._by_mention}}

    def statements_for(self, question: Question) -> tuple[Quotation, ...]:
        """List the statements of everybody whom a question asks for, in the archive's order; none for nobody."""
        found = [quotation for name in self.speakers_for(question) for quotation in self._by_speaker[name]]
        if question.speaker is not None and not question.names_speaker:
            found += (q for q in self._mentioned(question.speaker) if len(speakers_of(q)) != 1)
        return tuple(sorted(dict.fromkeys(found), key=lambda q: (q.document, q.start, q.end)))

    def speakers_for(self, question: Question) -> tuple[str, ...]:
        """Name everybody whom a question asks for; nobody for a question that asks for no one."""
        if question.speaker is None:
            return ()
        found = self._named(question.speaker) if question.names_speaker else self._described(question.speaker)
        return tuple(sorted(found))

    def _named(self, name: Concept) -> set[str]:
        words = frozenset(term for way in name.alternatives for term in way.terms)
        return {speaker for speaker in self._by_speaker if self._is_named(speaker, name, words)}

    def _is_named(self, speaker: str, name: Concept, words: frozenset[str]) -> bool:
        return bool(name.held_by(self._terms[speaker])) and self._terms[speaker] <= words

    def _described(self, description: Concept) -> set[str]:
        names = {name for name in self._by_speaker if description.held_by(self._terms[name])}
        return names | {alone[0] for q in self._mentioned(description) if len(alone := speakers_of(q)) == 1}

    def _mentioned(self, description: Concept) -> list[Quotation]:
        return [q for m, found in self._by_mention.items() if description.held_by(self._terms[m]) for q in found]


def nearest(name: str, speakers: Iterable[Speaker], *, limit: int) -> tuple[Speaker, ...]:
    """Find those whose names sound most like a name that nobody has, in either script: the nearest first.

    Of names that sound alike the most quoted come first. Names that share too little are left out, and so are names of
    many words, which are descriptions.
    """
    asked = _skeletons(key_of(name))
    likeness = {speaker: _likeness(asked, _skeletons(speaker.key)) for speaker in speakers}
    near = (speaker for speaker, share in likeness.items() if share >= LIKENESS)
    return tuple(nsmallest(limit, near, key=lambda s: (-likeness[s], -s.quotations, s.name)))


def _skeletons(key: SpeakerKey) -> tuple[str, ...]:
    """Reduce the words of a name to their consonants; of some words too little is left."""
    words = key.split()
    return tuple(filter(None, map(_skeleton, words))) if len(words) <= _MOST_WORDS else ()


@lru_cache(WORDS_REMEMBERED)
def _skeleton(word: str) -> str:
    word = word.removeprefix("ال")
    skeleton = latin_skeleton(word) if word.isascii() else arabic_skeleton(normalize(word))
    return skeleton if len(skeleton) > 1 else ""


def _likeness(asked: Sequence[str], having: Sequence[str]) -> float:
    """Compare each asked word with the word likest to it, and the whole with the whole, whose spaces may differ."""
    if not asked or not having:
        return 0.0
    word_by_word = sum(max(_ratio(word, other) for other in having) for word in asked) / len(asked)
    return max(word_by_word, *(_ratio("".join(asked), whole) for whole in ("".join(having), having[-1])))


def _ratio(one: str, other: str) -> float:
    """Compare two skeletons; those that begin otherwise, or differ much in length, are not alike."""
    if one[0] != other[0] or 2 * min(len(one), len(other)) / (len(one) + len(other)) < LIKENESS:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
