"""Which words does the archive have? Each with its term, its root, its sound, and how often it occurs.

A word keeps the term under which its passages are indexed for as long as the index is not made anew, though the
stemmer, which asks the archive's vocabulary, might cut it otherwise once that has grown.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.morphology import Morphology
from retrieval.analysis.normalization import normalize
from retrieval.catalogue.database import Database
from retrieval.catalogue.duplicates import hash_of
from retrieval.question.transliteration import NameForm, is_written_name, skeletons, stripped

_WORDS_OF_A_RARE_ONE = 100_000
"""Among so many different words one that occurs once is rare, among twice as many one that occurs twice: a word of the
dictionary is no name then, nor what is left of another word without its first letter."""

_TERMS_REMEMBERED = 5_000

_INSERT = "INSERT INTO word (id, written, key, term, root, skeleton, ordinary, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SPELLED = """
SELECT key, term, count, ordinary FROM word
WHERE skeleton = :skeleton AND count > 0 AND term IS NOT NULL AND (count > :rare OR NOT ordinary)
ORDER BY written
"""
_STRIPPED = """
SELECT s.rest, w.key, w.term, w.count
FROM stripped s JOIN word w ON w.id = s.word
WHERE s.skeleton = :skeleton AND w.count > :rare AND w.term IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM word k WHERE k.key = s.rest AND k.count > 0 AND (k.count > :rare OR NOT k.ordinary)
)
ORDER BY w.written
"""


class _Row(NamedTuple):
    """A word as the table has it."""

    number: int
    written: str
    key: str
    term: str | None
    root: str | None
    skeleton: str | None
    is_ordinary: bool
    times: int


class Words:
    """The words of an archive as questions look them up. May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.spellings = lru_cache(_TERMS_REMEMBERED)(self._spellings)

    def __contains__(self, key: object) -> bool:
        """Tell whether the archive has a normalized word."""
        return bool(self._database.query("SELECT 1 FROM word WHERE key = ? AND count > 0 LIMIT 1", (key,)))

    def count(self, key: str) -> int:
        """Count how often a normalized word occurs."""
        (found,) = self._database.query("SELECT total(count) FROM word WHERE key = ?", (key,))
        return int(found[0])

    def term(self, written: str) -> tuple[str | None] | None:
        """Find under which term a word is indexed: (None,) for a stop word, None for a word that is not there."""
        return self._database.one("SELECT term FROM word WHERE written = ?", (written,))

    def terms(self, written: Collection[str]) -> dict[str, str | None]:
        """Find under which terms words are indexed: None for a stop word, nothing for a word that is not there."""
        query = "SELECT written, term FROM word WHERE written IN (SELECT value FROM json_each(?))"
        return dict(self._database.query(query, (json.dumps([*written]),)))

    def _spellings(self, term: str) -> tuple[str, ...]:
        """List the words that are indexed under a term."""
        return tuple(written for (written,) in self._database.query("SELECT written FROM word WHERE term = ?", (term,)))

    def of_root(self, root: str) -> tuple[str, ...]:
        """Name the terms of the words of a root, in alphabetical order."""
        query = "SELECT DISTINCT term FROM word WHERE root = ? AND term IS NOT NULL ORDER BY term"
        return tuple(term for (term,) in self._database.query(query, (root,)))

    def forms(self, skeleton: str) -> Iterator[NameForm]:
        """List the words that sound alike, then what is left of words without a particle where it is no word."""
        people = self._people
        values = {"skeleton": skeleton, "rare": self._rare}
        for key, term, count, is_ordinary in self._database.query(_SPELLED, values):
            yield NameForm(key, term, count, bool(is_ordinary), key in people)
        for rest, key, term, count in self._database.query(_STRIPPED, values):
            yield NameForm(rest, term, count, is_ordinary=False, is_person=key in people, is_stripped=True)

    @cached_property
    def _people(self) -> frozenset[str]:
        """The words of the names of people who are quoted: asked for often, and few."""
        query = "SELECT DISTINCT key FROM name_key WHERE kind = 'person'"
        return frozenset(key for (key,) in self._database.query(query))

    def count_terms(self) -> int:
        """Count the terms."""
        return int(self._database.query("SELECT count(DISTINCT term) FROM word WHERE count > 0")[0][0])

    def distinct(self) -> int:
        """Count the words as they are written."""
        return int(self._database.query("SELECT count(*) FROM word")[0][0])

    @cached_property
    def _rare(self) -> int:
        found = self._database.one("SELECT value FROM meta WHERE key = 'words'")
        return int(found[0]) // _WORDS_OF_A_RARE_ONE if found else 0


class _Numbers(dict[str, int]):
    """The numbers of words; what is not there is looked up, or gets a number."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number

    def __missing__(self, word: str) -> int:
        number = self[word] = self._number(word)
        return number


class WordLedger:
    """Enters the words of documents, and strikes them out again; inside of `Database.writing`."""

    def __init__(self, database: Database, morphology: Morphology | None) -> None:
        self._database = database
        self._morphology = morphology
        (highest,) = database.query("SELECT coalesce(max(id), 0) FROM word")
        self._next = int(highest[0]) + 1
        self._has_all = self._next == 1
        self._known = _Numbers(self._number)
        # By the words' numbers; what was not asked for yet is not there.
        self._terms: list[str | None] = [None] * self._next
        self._keys: list[str] = [""] * self._next
        self._hashes = array("I", bytes(array("I").itemsize * self._next))
        self._new: dict[str, int] = {}
        self._counts: Counter[int] = Counter()
        self._documents: list[tuple[int, bytes]] = []

    def read_all(self) -> None:
        """Read all words at once, which is the quicker way where many are to be numbered."""
        if self._has_all:
            return
        for number, written, term, key in self._database.query("SELECT id, written, term, key FROM word"):
            # Many are written as they are looked up: one text is enough then.
            self._known[written], self._keys[number] = number, written if key == written else key
            self._terms[number] = self._keys[number] if term == key else term
            self._hashes[number] = hash_of(key)
        self._has_all = True

    def numbers(self, written: Iterable[str]) -> list[int]:
        """Number words; a new one gets a number."""
        return list(map(self._known.__getitem__, written))

    def enter(self, document: int, numbers: Iterable[int]) -> None:
        """Enter a document with its words."""
        counts = Counter(numbers)
        self._counts.update(counts)
        packed = zlib.compress(array("I", [value for pair in counts.items() for value in pair]).tobytes(), 1)
        self._documents.append((document, packed))

    def strike(self, document: int) -> None:
        """Strike a document out with its words."""
        for (packed,) in self._database.query("SELECT words FROM document WHERE number = ?", (document,)):
            values = array("I")
            values.frombytes(zlib.decompress(packed))
            self._counts.subtract(dict(zip(values[::2], values[1::2], strict=True)))
        self._database.write("DELETE FROM document WHERE number = ?", [(document,)])

    def settle(self, make_analyzer: Callable[[Container[str]], Analyzer]) -> Analyzer:
        """Find the terms of new words, now that all words are known, and write everything down.

        Args:
            make_analyzer: Makes the archive's analyzer over its vocabulary.

        Returns:
            The analyzer that found them.
        """
        analyzer = make_analyzer(self._vocabulary())
        self._database.write("INSERT INTO document VALUES (?, ?)", self._documents)
        rows = [self._row(word, self._keys[number], analyzer) for word, number in self._new.items()]
        self._database.write(_INSERT, rows)
        for row in rows:
            self._terms[row.number] = row.term
        self._write_stripped(rows)
        counts = ((count, word) for word, count in self._counts.items() if count)
        self._database.write("UPDATE word SET count = count + ? WHERE id = ?", counts)
        self._forget([word for word, count in self._counts.items() if count < 0])
        self._database.write("DELETE FROM meta WHERE key = 'words'", [()])
        self._database.write("INSERT INTO meta SELECT 'words', count(*) FROM word WHERE count > 0", [()])
        self._new.clear()
        self._counts.clear()
        self._documents.clear()
        return analyzer

    def _vocabulary(self) -> Container[str]:
        """Give the archive's normalized words, with those that are being entered."""
        if self._has_all:
            return frozenset(self._keys)
        return _Vocabulary(self._database, frozenset(self._keys[number] for number in self._new.values()))

    def _forget(self, numbers: Iterable[int]) -> None:
        """Leave out those of some words that no document has any longer."""
        for number in numbers:
            found = self._database.one("SELECT written, key FROM word WHERE id = ? AND count <= 0", (number,))
            if found is None:
                continue
            written, key = found
            self._known.pop(written, None)
            self._keys[number] = ""
            self._database.write("DELETE FROM word WHERE id = ?", [(number,)])
            self._database.write(
                "DELETE FROM stripped WHERE skeleton = ? AND rest = ? AND word = ?", _rests(key, number)
            )

    def terms(self, numbers: Iterable[int]) -> list[str]:
        """Name the terms of words that are settled; stop words have none."""
        return list(filter(None, map(self._terms.__getitem__, numbers)))

    def keys(self, numbers: Iterable[int]) -> list[str]:
        """Normalize words."""
        return list(map(self._keys.__getitem__, numbers))

    def hashes(self, numbers: Iterable[int]) -> list[int]:
        """Hash normalized words, as sketches need it."""
        return list(map(self._hashes.__getitem__, numbers))

    def _number(self, word: str) -> int:
        query = "SELECT id, term, key FROM word WHERE written = ?"
        found = None if self._has_all else self._database.one(query, (word,))
        if found is None:
            number = self._new[word] = self._next
            key = normalize(word)
            self._keys.append(word if key == word else key)  # one text is enough
            self._terms.append(None)
            self._hashes.append(hash_of(key))
            self._next += 1
        else:
            number, term, key = found
            self._terms[number], self._keys[number], self._hashes[number] = term, key, hash_of(key)
        return int(number)

    def _row(self, word: str, key: str, analyzer: Analyzer) -> _Row:
        entry = self._morphology.entry(word) if self._morphology else None
        root = (entry.root or None) if entry else None
        skeleton = skeletons([key])[0] if is_written_name(word) else None
        is_ordinary = entry is not None and not entry.is_name
        number = self._new[word]
        return _Row(
            number, word, key, analyzer.new_term(word), root, skeleton, is_ordinary, self._counts.pop(number, 0)
        )

    def _write_stripped(self, rows: Iterable[_Row]) -> None:
        names = (row for row in rows if row.skeleton is not None and not row.is_ordinary)
        found = (rest for row in names for rest in _rests(row.key, row.number))
        self._database.write("INSERT OR IGNORE INTO stripped VALUES (?, ?, ?)", found)


def _rests(key: str, number: int) -> Iterator[tuple[str, str, int]]:
    """Yield the rows of what may be left of a word without its particles."""
    rests = list(stripped(key))
    yield from ((skeleton, rest, number) for skeleton, rest in zip(skeletons(rests), rests, strict=True))


class _Vocabulary:
    """The archive's normalized words, with those that are being entered."""

    def __init__(self, database: Database, new: frozenset[str]) -> None:
        self._new = new
        self._words = Words(database)

    def __contains__(self, key: object) -> bool:
        return key in self._new or key in self._words
