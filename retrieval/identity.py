"""Are two names one person's? A name to the key that all its spellings share, whatever else the archive holds.

To credit one person with the words of another is worse than to list somebody twice, so only what newspapers write at
will is folded, and nothing is guessed from the sound of a name:

- In every word the hamza of an alef and of ؤ and ائ, final ى and ي, ة and ه, a doubled و or ي; and the space after عبد,
  أبو and foreign particles, as in لو مير. Other vowels make another name of an Arabic one: محمد and محمود.
- In words that are too long for Arabic, whose roots have three or four consonants (McCarthy, A prosodic theory of
  nonconcatenative morphology, Linguistic Inquiry 12, 1981), and that lack the letters of sounds which few other
  languages have: غ and ج, which both write a foreign g, ماك and مك, and where the word is longer still the ي of a
  foreign e: زوكربرغ, زوكربيرغ and زوكربيرج. The ا stays, or باترسون and بيترسون would be one.
- Foreign names for which no rule is safe, as بوتين and بوتن, share a row of the table `spellings`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import sha256

from retrieval.analysis.normalization import clean
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Quotation, SpeakerKey

JOINT = "؛ "
"""What stands between the names of speakers who say something together."""

_RULES = 1
"""Grows with every change of the rules below, so that archives make their keys anew."""

_NAMES_REMEMBERED = 50_000
_FOREIGN_CONSONANTS = 4
_LONG_CONSONANTS = 5
_LONGEST_PHRASE = 3
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile("([وي])\\1+")
_LETTERS = str.maketrans("أإآٱىةؤ", "ااااي" + "هو")
_JOINED = frozenset({"عبد", "ابو", "ابي", "بو", "دي", "دو", "دا", "لو", "فان", "فون", "ماك"})
# Letters of sounds that Arabic shares with few languages; not ط, which newspapers write in أنطونيو.
_ARABIC_ONLY = frozenset("حعضظصذق")
_VOWELS = frozenset("اويئء")
_AFFIXES = re.compile("^[مت]|(?:[اوي]ن|ه)$")  # of Arabic nouns, which make four consonants of three: مغربي, غزلان
_MAC = re.compile("^ماك(?=[^اوي])")
_INNER_YA = re.compile("(?<=[^اوي])ي(?=[^اوي])")


def names_in(speaker: str) -> tuple[str, ...]:
    """List the names of those who speak: one, or several who say something together."""
    return tuple(name for part in speaker.split(JOINT.strip()) if (name := part.strip()))


def speakers_of(quotation: Quotation) -> tuple[str, ...]:
    """List the names of those who say a quotation: the archive's where it was read from one, else the document's."""
    return names_in(quotation.canonical or quotation.speaker or "")


def are_same(one: str | None, other: str | None) -> bool:
    """Tell whether two spellings credit the same people, in whatever order; nobody is the same as nobody."""
    keys_of_one, keys_of_other = (frozenset(map(key_of, names_in(speaker or ""))) for speaker in (one, other))
    return keys_of_one == keys_of_other


def version() -> str:
    """Name the present rules and spellings: keys that were made under another version may be others now."""
    return sha256(f"{_RULES}{read_table('spellings')}".encode()).hexdigest()


@lru_cache(_NAMES_REMEMBERED)
def key_of(name: str) -> SpeakerKey:
    """Reduce a name to what all its spellings share; a key is its own key, as is a name without a letter."""
    words = _WORD.findall(_joined(_WORD.findall(clean(name))))
    return SpeakerKey(" ".join(_respelled(tuple(words))) or name)


def _joined(words: list[str]) -> str:
    """Write words with one space between them, but none after those that are written with it or without."""
    folded = [_single(word.translate(_LETTERS).replace("ائ", "اي")) for word in words]
    return _single("".join(word if word in _JOINED else f"{word} " for word in folded))


def _single(text: str) -> str:
    return _DOUBLED.sub(r"\1", text)


def _respelled(words: tuple[str, ...]) -> list[str]:
    """Put the first spelling of the table's rows in the place of the others, longest phrases first."""
    sounded = [_sounded(word) for word in words]
    done: list[str] = []
    place = 0
    while place < len(sounded):
        length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if tuple(sounded[place : place + n]) in _table()), 0)
        done.append(_table()[tuple(sounded[place : place + length])] if length else sounded[place])
        place += length or 1
    return done


def _sounded(word: str) -> str:
    """Merge what writes one foreign sound, in a word that has too many consonants to be Arabic."""
    consonants = sum(letter not in _VOWELS for letter in _AFFIXES.sub("", word))
    if consonants < _FOREIGN_CONSONANTS or word.startswith("ال") or not _ARABIC_ONLY.isdisjoint(word):
        return word
    merged = _MAC.sub("مك", word.replace("غ", "ج"))
    return _INNER_YA.sub("", merged) if consonants >= _LONG_CONSONANTS else merged


@cache
def _table() -> dict[tuple[str, ...], str]:
    """Read the table of spellings: each as its words to the first one of its row, written without spaces."""
    table: dict[tuple[str, ...], str] = {}
    for _name, cell in read_table("spellings"):
        rows = [tuple(map(_sounded, _joined(_WORD.findall(clean(way))).split())) for way in alternatives(cell)]
        first = _sounded("".join(rows[0]))
        table |= dict.fromkeys((*rows, (first,)), first)
    return table
