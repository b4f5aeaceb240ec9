"""Which Arabic words does a phrase of the question stand for? Names and terms of both languages to concepts.

Sources are the project's own tables `names` and `english_arabic`. Several Arabic words for one phrase are alternatives,
which count once (Pirkola, The effects of query structure and dictionary setups in dictionary-based cross-language
information retrieval, SIGIR 1998): a word with ten translations must not outweigh the name beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from retrieval.analysis.analyzer import Analyzer
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Concept
from retrieval.question.words import Phrases, Word, key_of, name_rows, proclitic_forms

_IRREGULAR_ENDINGS = (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))


@cache
def arabic_names() -> Phrases[tuple[str, ...]]:
    """Read the name table by every spelling in either script: a spelling leads to all Arabic ones of its name."""
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    for arabic, english, _kind, other_arabic, other_english in name_rows():
        spellings = (arabic, *alternatives(other_arabic))
        for written in (*spellings, english, *alternatives(other_english)):
            # Two people of one family name: the spelling leads to both, and the archive tells which it has.
            known = entries.get(key_of(written), ())
            entries[key_of(written)] = tuple(dict.fromkeys((*known, *spellings)))
    return Phrases.of(entries)


@cache
def english_terms() -> Phrases[tuple[str, ...]]:
    """Read the English-Arabic table."""
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    for english, arabic, *_ in read_table("english_arabic"):
        known = entries.get(key_of(english), ())
        entries[key_of(english)] = tuple(dict.fromkeys((*known, *alternatives(arabic))))
    return Phrases.of(entries)


class Translator:
    """Turns phrases into concepts in the terms of an archive's analyzer."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def name_at(self, words: list[Word], place: int) -> tuple[int, Concept] | None:
        """Read the name that begins at a place: how many words it has, and its concept; None where none does."""
        for form in proclitic_forms(words[place]):
            tried = [Word(form, words[place].written), *words[place + 1 :]]
            if found := arabic_names().at(tried, 0):
                length, spellings = found
                return length, self._concept(words[place : place + length], spellings)
        return None

    def concepts(self, words: list[Word]) -> Iterator[Concept]:
        """Read a run of words as concepts, longest phrases first; words that carry no topic are left out."""
        place = 0
        while place < len(words):
            length, concept = self.name_at(words, place) or self._term_at(words, place)
            if concept is not None:
                yield concept
            place += length

    def literal(self, words: list[Word]) -> Concept | None:
        """Read a run of Arabic words as one concept: all its terms together; None for stop words alone."""
        terms = tuple(term for word in words if (term := self._analyzer.term(word.written)))
        return Concept(" ".join(word.written for word in words), (terms,)) if terms else None

    def _term_at(self, words: list[Word], place: int) -> tuple[int, Concept | None]:
        word = words[place]
        if not word.key.isascii() or word.key.isdigit():
            return 1, self.literal([word])
        for form in _dictionary_forms(word.key):
            if found := english_terms().at([Word(form, word.written), *words[place + 1 :]], 0):
                length, arabic = found
                return length, self._concept(words[place : place + length], arabic)
        if self._analyzer.term(word.written) is None:
            return 1, None
        return 1, Concept(word.written, ((word.key,),))

    def _concept(self, words: list[Word], arabic: Iterable[str]) -> Concept:
        found = (tuple(self._analyzer.terms(phrase)) for phrase in arabic)
        return Concept(" ".join(word.written for word in words), tuple(dict.fromkeys(filter(None, found))))


def _dictionary_forms(word: str) -> Iterator[str]:
    """Yield an English word, then what it may be an inflected form of."""
    yield word
    for ending, replacement in _IRREGULAR_ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 2:
            yield stem + replacement
            if ending in {"ed", "ing"} and stem[-1] == stem[-2]:
                yield stem[:-1]
