"""What is an attribution? A cue, the phrase of its subject, and where its words begin and end."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from retrieval.quotation.inflection import Gender, Number
    from retrieval.quotation.lexicon import Reading
    from retrieval.quotation.phrases import Phrase

REACH = 70
"""How many tokens after a cue its words may begin."""


class Opening(StrEnum):
    """What introduces the words."""

    CLAUSE = "clause"
    COLON = "colon"
    MARK = "mark"
    PREPOSITION = "preposition"
    NOUN = "noun"
    BEFORE = "before"  # the words stand before the cue
    FRONTED = "fronted"  # بحسب X، …


class Attribution(NamedTuple):
    """A cue with its subject's phrase (None: elided) and the place of the words, as token indexes.

    `begin` is where the attribution's own clause starts, so that words reported before it end there. `content` and
    `end` are -1 until they are known (`openings.py`, `clauses.py`). `gender` and `number` are what the cue agrees
    with. `relative`: the cue's clause describes a noun; `coordinate`: it stands beside the clause before it, not
    within it; `same`: the words before it are whose they were (على حد تعبيره); `unread`: a subject is there, but was
    not read.

    A tuple, for a cue is written anew (`_replace`) at each step from its reading to its end.
    """

    begin: int
    cue: int
    cue_end: int
    reading: Reading | None
    subject: Phrase | None = None
    opening: Opening = Opening.CLAUSE
    content: int = -1
    gender: Gender | None = None
    number: Number | None = None
    relative: bool = False
    coordinate: bool = False
    same: bool = False
    unread: bool = False
    end: int = -1

    @property
    def manner(self) -> str:
        """The class of the cue (see cues.tsv); empty for a preposition."""
        return self.reading.cue.manner if self.reading is not None else ""
