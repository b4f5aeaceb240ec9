"""How much of what is asked for? The amounts whose units an answer must name: money, an age, a share, a weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from retrieval.lexicon import alternatives, read_table
from retrieval.question.words import Key, Word, key_of, proclitic_forms

_FIRST = 2
"""Behind how many words that ask an amount is named first."""
_OF_NO_THINGS = frozenset({("how", "much"), ("بكم",), ("بكام",)})
"""What asks for an amount and not for a number of things."""


def units_asked(asking: Key, behind: Sequence[Word]) -> frozenset[str]:
    """List the words and signs of which an answer holds one; none where any number may answer.

    Args:
        asking: The words that ask, as they are looked up.
        behind: The words that carry meaning behind these.
    """
    first = _forms(behind[:_FIRST])
    everything = _forms(behind) if asking in _OF_NO_THINGS else frozenset()
    for words in _amounts().values():
        if asking in words["asking"] or words["first"] & first or words["behind"] & everything:
            return frozenset(key[0] for key in words["told"])
    return frozenset()


def holds_unit(text: str, words: Collection[str], units: frozenset[str]) -> bool:
    """Tell whether a text with these normalized words names one of the units or has its sign."""
    if any(unit in text for unit in units if not unit.isalpha()):
        return True
    return any(form in units for word in words for form in proclitic_forms(Word(word, word)))


def _forms(words: Sequence[Word]) -> frozenset[Key]:
    return frozenset((form,) for word in words for form in proclitic_forms(word))


@cache
def _amounts() -> dict[str, dict[str, frozenset[Key]]]:
    """Read the table of amounts: of each the keys that stand somewhere; a sign is its own key."""
    found: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for amount, where, cell in read_table("amounts"):
        found[amount][where].update(key_of(words) or (words,) for words in alternatives(cell))
    places = ("asking", "first", "behind", "told")
    return {name: {where: frozenset(keys[where]) for where in places} for name, keys in found.items()}
