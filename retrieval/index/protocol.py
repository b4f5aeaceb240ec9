"""What is an index? Passages in, scored passages out: the one form that every engine behind it has.

A passage is known by its document's number, which the store gives and never gives again, and its ordinal there. Its
contents never change: a document that changed is another number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from retrieval.model import ANYTHING, Conditions, Query

K1 = 1.2
B = 0.75


def inverse_document_frequency(holders: int, passages: int) -> float:
    """Weigh a term by how few of the passages hold it; more than 0 for every term, also one that none or all hold."""
    return math.log(1 + (passages - holders + 0.5) / (holders + 0.5))


class Field(StrEnum):
    """What of a passage is indexed. Each field has lengths, and so length norms, of its own."""

    TERMS = "terms"  # what the analyzer makes of it, stop words left out
    WORDS = "words"  # its words as they stand, normalized, stop words included; with their order, for phrases
    HINTS = "hints"  # whatever else may tell of passages that hold a query, as parts of names


class PassageKey(NamedTuple):
    """Which passage: the number of its document, and its ordinal in it."""

    document: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as an index takes it.

    `fields` hold terms in their order; a term is not empty and holds no white space, and a field left out is an empty
    one. `speakers` are the numbers of those who are quoted in it, `earliest` and `latest` the days between which its
    document was published (both None: not known), `source` the document's outlet.
    """

    key: PassageKey
    fields: Mapping[Field, Sequence[str]]
    speakers: frozenset[int] = frozenset()
    earliest: date | None = None
    latest: date | None = None
    source: str | None = None


class ScoredPassage(NamedTuple):
    """A passage with its score: more than 0 where it was searched for."""

    key: PassageKey
    score: float


class Index(Protocol):
    """An index of passages. May be shared by threads; one of them changes it at a time, while the others search.

    The score of a passage is the sum of what the query's concepts and hints add. A concept adds the best of its
    alternatives, for they are other words for one thing: an alternative adds its weight times the mean of its terms'
    BM25 scores where the passage holds all of them, and otherwise nothing. A hint adds its weight times its score.
    The terms of alternatives are looked up in `Field.TERMS`, phrases in `Field.WORDS`. BM25 is Lucene's:
    idf = ln(1 + (N - n + 0.5) / (n + 0.5)), k1 1.2, b 0.75 (Robertson & Zaragoza, The Probabilistic Relevance
    Framework, 2009; Lucene's BM25Similarity). N counts all passages; n and lengths are those of the field. An engine
    may leave passages without any term of a field out of N and of the mean length there, as Lucene does.

    An engine may round lengths of more than 40 terms as Lucene does (at most an eighth of them is lost), and may count
    removed passages in N, n and lengths until it is rid of them; `stale` tells how many these are.
    """

    name: str
    is_shared: bool
    """Whether others answer from it too, so that it must not be emptied before what replaces it is complete."""

    def search(self, query: Query, *, limit: int, conditions: Conditions = ANYTHING) -> list[ScoredPassage]:
        """Rank the passages that hold a concept of the query and all of its phrases.

        A query without concepts finds the passages that hold all phrases, and each phrase adds its own score to theirs:
        BM25 of how often it stands there, with the sum of its words' idf. Beside concepts a phrase is demanded and adds
        nothing. A concept without alternatives is held by nothing. Hints find nothing by themselves: they add to what
        is found.

        Returns:
            The best first; equal scores in the order of their keys, so that those with the smallest keys are given
            where the limit cuts between equal ones. Empty where nothing matched, and where the limit is below 1.
        """
        ...

    def first(self, *, limit: int, conditions: Conditions = ANYTHING) -> list[PassageKey]:
        """List passages that meet conditions, in the order of their keys."""
        ...

    def holders(self, term: str, field: Field = Field.TERMS) -> int:
        """Count the passages that hold a term; removed ones never count."""
        ...

    @property
    def size(self) -> int:
        """How many passages there are."""
        ...

    @property
    def stale(self) -> float:
        """The share of removed passages among those that scores still count, from 0 to 1.

        Replacing everything in one update brings it to 0: `update(passages, removed=index.documents())`.
        """
        ...

    def documents(self) -> frozenset[int]:
        """Collect the numbers of all documents that have passages here."""
        ...

    def update(self, passages: Iterable[IndexedPassage], *, removed: Iterable[int] = ()) -> None:
        """Remove all passages of documents, then add passages: both or neither, seen by the next search.

        Passages of a document that is there already take the place of its old ones. `passages` may be long: it is read
        once, and not kept. No key may come twice in it; a document's passages may come in any order, though in the
        order of their keys they are indexed and searched fastest. An error that `passages` raises while it is read
        is passed on, and leaves the index as it was.

        Raises:
            IndexLockedError: Somebody else changes the index now.
            IndexFormatError: The index is damaged.
            PassageIndexError: The changes could not be written, as on a full disk.
        """
        ...

    def refresh(self) -> None:
        """See what other processes have changed since this index was opened, last refreshed or changed here.

        Cheap where nothing changed (some microseconds). Without it an index keeps showing what it showed.

        Raises:
            IndexFormatError: The index is damaged, or gone.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
