"""What does the archive know of words and speakers? What questions are read by, kept in step with the documents.

It all follows from the store: a document comes in and goes out by its number, and a catalogue that was made by other
rules is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import DatabaseError

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.morphology import Morphology
from retrieval.catalogue.database import Database
from retrieval.catalogue.duplicates import DuplicateLedger, Duplicates
from retrieval.catalogue.speakers import SpeakerLedger, Speakers
from retrieval.catalogue.words import WordLedger, Words

_GROWN = 3
"""The catalogue is made anew when it has so many times the words by which its terms were found: the stemmer cuts by the
archive's words, and knows too few of them in its first articles."""

_MANY = 300
"""So many documents that it is quicker to read all words than to ask for each of theirs."""

Entered = Iterable[tuple[int, str | None]]
"""Statements: the number of who says each, and the words that name that one alone."""


class Catalogue:
    """The words and speakers of an archive. May be shared by threads; one of them changes it at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.words = Words(database)
        self.speakers = Speakers(database)
        self.duplicates = Duplicates(database)

    @classmethod
    def open(cls, path: Path | None) -> Catalogue:
        """Open the file of a catalogue, made where it is missing or cannot be read; None: in memory."""
        return cls(Database(path))

    def close(self) -> None:
        """Close its file."""
        self._database.close()

    def note(self, key: str) -> str | None:
        """Read what was noted under a key."""
        found = self._database.one("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0]) if found else None

    @property
    def generation(self) -> int:
        """The number that grows with every change of catalogue and index."""
        return int(self.note("generation") or 0)

    @property
    def revision(self) -> int:
        """The store's revision that both were brought up to; -1 where there was none yet."""
        return int(self.note("revision") or -1)

    def count_passages(self) -> int:
        """Count the passages that the index had when both were brought up to date."""
        return int(self.note("passages") or 0)

    def documents(self) -> frozenset[int]:
        """Collect the numbers of the documents that are in it."""
        return frozenset(number for (number,) in self._database.query("SELECT number FROM document"))

    def damage(self) -> str | None:
        """Look through the whole file for what cannot be read; None where all is well."""
        try:
            found = self._database.query("PRAGMA integrity_check(1)")
        except DatabaseError as error:
            return str(error)
        return None if found == [("ok",)] else str(found[0][0])

    def renewed(self) -> Catalogue:
        """Give a catalogue of the same file that remembers nothing of what was looked up before."""
        return Catalogue(self._database)

    @contextmanager
    def changing(self, morphology: Morphology | None, again: Changes | None = None) -> Iterator[Changes]:
        """Change it as one transaction: all of it, or, where something fails, nothing.

        `again` are the changes of the transaction before, which have read what these need; nobody else may have changed
        anything in between, and after a failure they are of no use.
        """
        with self._database.writing():
            yield again or Changes(self._database, morphology)


class Changes:
    """Changes of a catalogue: documents are struck out and entered, then all is settled, and terms can be named."""

    def __init__(self, database: Database, morphology: Morphology | None) -> None:
        self._database = database
        self._morphology = morphology
        self._words = WordLedger(database, morphology)
        self._speakers = SpeakerLedger(database)
        self._duplicates = DuplicateLedger(database)
        self.terms = self._words.terms
        self.keys = self._words.keys

    def clear(self) -> None:
        """Strike everything out."""
        self._database.clear()
        self._words = WordLedger(self._database, self._morphology)
        self._speakers = SpeakerLedger(self._database)
        self.terms = self._words.terms
        self.keys = self._words.keys

    def enter(self, document: int, passages: Sequence[Iterable[str]], said: Entered) -> list[list[int]]:
        """Enter a document.

        Args:
            document: Its number.
            passages: The words of each of its passages, as they are written.
            said: Its statements.

        Returns:
            The passages' words by their numbers here.
        """
        numbers = [self._words.numbers(words) for words in passages]
        everything = [number for passage in numbers for number in passage]
        self._words.enter(document, everything)
        self._duplicates.enter(document, self._words.hashes(everything))
        self._speakers.enter(document, said)
        return numbers

    def expect(self, documents: int) -> None:
        """Get ready for so many documents."""
        if documents > _MANY:
            self._words.read_all()

    def strike(self, document: int) -> None:
        """Strike a document out."""
        self._words.strike(document)
        self._duplicates.strike(document)
        self._speakers.strike(document)

    def settle(
        self,
        make_analyzer: Callable[[Container[str]], Analyzer],
        names_of: Callable[[Iterable[int]], Mapping[int, str]],
    ) -> None:
        """Find the terms of new words and names, now that all are known, and write everything down.

        Args:
            make_analyzer: Makes the archive's analyzer over its vocabulary.
            names_of: Reads the archive's names of speakers.
        """
        analyzer = self._words.settle(make_analyzer)
        self._speakers.settle(names_of, analyzer.terms)
        self._duplicates.settle()

    def note(self, **values: str) -> None:
        """Note values under keys."""
        self._database.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def has_outgrown_its_terms(self) -> bool:
        """Tell that there are far more words than those by which the first terms were found, and note how many."""
        found = self._database.one("SELECT value FROM meta WHERE key = 'stemmed_by'")
        words = Words(self._database).distinct()
        if found is None:
            self.note(stemmed_by=str(words))
        return found is not None and words >= _GROWN * int(found[0])
