"""What does the extractor want to know of a word from a morphology, where there is one?"""

from __future__ import annotations

from typing import Protocol


class Analysis(Protocol):
    """One reading of a word, in the values of the CALIMA database: `noun_prop`, `verb`, `noun`, `adj` and so on."""

    @property
    def pos(self) -> str:
        """The part of speech."""
        ...

    @property
    def conjunction(self) -> str:
        """The proclitic conjunction, as `wa_conj`."""
        ...

    @property
    def preposition(self) -> str:
        """The proclitic preposition, as `bi_prep`."""
        ...

    @property
    def pronoun(self) -> str:
        """The enclitic pronoun, as `3ms_poss`."""
        ...

    @property
    def exact(self) -> bool:
        """Whether the reading is spelled like the word, hamzas and dots included."""
        ...

    @property
    def logprob(self) -> float:
        """The base 10 logarithm of how often the reading is meant; -90 and less is unknown."""
        ...


class Morphology(Protocol):
    """A source of readings."""

    def analyses(self, word: str) -> tuple[Analysis, ...]:
        """List the readings of a word, likeliest first; none where it is unknown."""
        ...
