"""Which word of the dictionary is this? Full morphological analyses of one word.

The algorithm is Buckwalter's (Arabic Morphological Analyzer 1.0, LDC2002L49), as camel-tools implements it: a word is
cut into prefix, stem and suffix in every way, each part is looked up, and three tables tell what goes together.
camel-tools parses the database (`compile_database`); what it parsed is kept in an SQLite file from which a word is
answered in some 0.2 ms, so that a process starts without the 1.4 s and 458 MB that reading the database takes.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, groupby, pairwise
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from retrieval.analysis.normalization import dediac
from retrieval.errors import ResourceError

if TYPE_CHECKING:
    from camel_tools.morphology.database import MorphologyDB

FORMAT = "4"
UNKNOWN_LOGPROB = -90.0
"""Analyses at or below this base-10 log-probability were never seen in the treebank: كيري (Kerry) as كير + ي is one."""
EXACT_SPELLING_BONUS = 2.0
"""Base-10: an analysis that is spelled just like the word is taken for a hundred times as likely as one that is not."""
CACHED_WORDS = 100_000
CACHED_FORMS = 20_000
CACHED_ENTRIES = 50_000
"""Far more than the words of one question or article: a new word is asked for several times, one after the other."""

_FORMS_PAY = 1_000
"""After how many words all forms of stems are read (0.1 s): of some twenty forms of a word most are no stem's."""

# What the database's keys merge: hamza on alef, alef maksura and ya, teh marbuta and heh; U+0640 TATWEEL goes.
_KEY = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})
_NO_ROOT = "NTWS"  # "no triliteral or longer root": not a root that loanwords share
_GLOSS_PARTS = re.compile(r"[;/]|[(\[][^)\]]*[)\]]")
_FEATURES = ("pos", "per", "asp", "vox", "gen", "num", "stt", "prc3", "prc2", "prc1", "prc0", "enc0")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word, in the feature values of camel-tools ("na": none, "u": unknown, "0": nothing there).

    `lemma` is the dictionary form with its vowel marks, `gloss` English alternatives joined by ";", `root` its radicals
    apart by dots, with "#" for a weak one ("" where a word has none, as names and loanwords do). `conjunction`,
    `preposition` and `article` are proclitics ("wa_conj", "bi_prep", "Al_det"), `pronoun` is the enclitic ("3ms_poss").
    `logprob` is the base-10 logarithm of the probability of lemma and part of speech in the Penn Arabic Treebank.
    `exact` tells whether the reading is spelled like the word, hamzas and dots included.
    """

    lemma: str
    pos: str
    gloss: str
    root: str
    person: str
    aspect: str
    voice: str
    gender: str
    number: str
    state: str
    question: str
    conjunction: str
    preposition: str
    article: str
    pronoun: str
    logprob: float
    exact: bool

    @property
    def is_known(self) -> bool:
        """Tell whether the treebank has the lemma; a reading that it never had is most often a name misread."""
        return self.logprob > UNKNOWN_LOGPROB


class _Features:
    """Features of a part of a word, but for the root: some hundred sets stand for all parts, each made once."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values


class _Affix(NamedTuple):
    category: str
    plain: str
    features: _Features


class _Stem(NamedTuple):
    category: str
    plain: str
    features: _Features
    root: str
    lemma: str
    gloss: str
    logprob: float


_Reading = tuple[str, str, str, tuple[str, ...], float, bool]
"""A reading's lemma, gloss, root, features, log-probability, and whether it is spelled just like the word."""


class Entry(NamedTuple):
    """The dictionary's entry of a word's likeliest reading; `root` is "" where it has none."""

    lemma: str
    root: str
    pos: str

    @property
    def is_name(self) -> bool:
        """Tell a proper noun."""
        return self.pos == "noun_prop"


class Morphology:
    """A compiled morphology database. May be shared by threads."""

    def __init__(self, connection: sqlite3.Connection, *, cached_words: int = CACHED_WORDS) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        self.name: str = meta["name"]
        self._prefixes = self._affixes("prefix")
        self._suffixes = self._affixes("suffix")
        self._longest_prefix = max(map(len, self._prefixes))
        self._longest_suffix = max(map(len, self._suffixes))
        self._compatible: dict[str, dict[str, frozenset[str]]] = {
            table: self._compatibility(table) for table in ("prefix_stem", "stem_suffix", "prefix_suffix")
        }
        self._stems_before = _reversed(self._compatible["stem_suffix"])
        self._frames = cache(self._find_frames)
        self._stems = lru_cache(maxsize=CACHED_FORMS)(self._find_stems)
        self._forms: frozenset[str] | None = None
        self._asked = 0
        self.analyses = lru_cache(maxsize=cached_words)(self._analyses)
        self.entry = lru_cache(maxsize=CACHED_ENTRIES)(self._entry)

    @classmethod
    def open(cls, path: Path, *, cached_words: int = CACHED_WORDS) -> Morphology:
        """Open a database that `compile_database` wrote.

        Args:
            path: Where it is.
            cached_words: Of how many words the analyses are kept.

        Raises:
            ResourceError: The file is missing, or of another format.
        """
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise ResourceError(
                f"the morphology database {path} cannot be read ({error}); run: make resources"
            ) from error
        if found != (FORMAT,):
            connection.close()
            raise ResourceError(f"the morphology database {path} has another format; run: make resources")
        return cls(connection, cached_words=cached_words)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _analyses(self, word: str) -> tuple[Analysis, ...]:
        """Read a word in every way that the database allows, the likeliest first; none for a word that it lacks."""
        # Many readings are the same but for vowels that nobody writes: only of those that are left analyses are made.
        plain = _plain_of(word)
        found: dict[_Reading, None] = {}
        for stem, frames in self._matches(plain):
            _, own, features, root, lemma, gloss, logprob = stem
            for before, after in frames:
                # The suffix's features, then the prefix's, stand over the stem's, as in camel-tools' `merge_features`.
                merged = _first_of(before.features, after.features, features)
                found[lemma, gloss, root, merged, logprob, before.plain + own + after.plain == plain] = None
        return _in_order([_analysis(*reading) for reading in found])

    def _entry(self, word: str) -> Entry | None:
        """Find the entry of a word's likeliest reading; None where the treebank never had one.

        The same as asking the first of `analyses`, at a fraction of the time.
        """
        plain = _plain_of(word)
        best: tuple[float, str] | None = None
        found: _Stem | None = None
        for stem, frames in self._matches(plain):
            if stem.logprob > UNKNOWN_LOGPROB:
                own = stem.plain
                exact = any(before.plain + own + after.plain == plain for before, after in frames)
                order = (-_likelihood(stem.logprob, exact=exact), stem.lemma)
                if best is None or order < best:
                    best, found = order, stem
        if found is None:
            return None
        return Entry(intern(found.lemma), found.root, found.features.values.get("pos", ""))

    def translations(self, english: str) -> tuple[str, ...]:
        """List the lemmas that the dictionary translates by an English word or phrase, the commonest first."""
        query = "SELECT lemma FROM gloss WHERE english = ? ORDER BY logprob DESC, lemma"
        with self._lock:
            rows = self._connection.execute(query, (english,)).fetchall()
        return tuple(dict.fromkeys(lemma for (lemma,) in rows))

    def _matches(self, plain: str) -> Iterator[tuple[_Stem, Sequence[tuple[_Affix, _Affix]]]]:
        """Yield the stems that a word may be cut to, each with the prefixes and suffixes that may stand around it."""
        forms = self._known_forms()
        for prefix, form, suffix in self._segmentations(plain.translate(_KEY)):
            if forms is None or form in forms:
                around = self._frames(prefix, suffix)
                for stem in self._stems(form):
                    if frames := around.get(stem.category):
                        yield stem, frames

    def _find_frames(self, prefix: str, suffix: str) -> Mapping[str, Sequence[tuple[_Affix, _Affix]]]:
        """List the prefixes and suffixes of two forms that go together, by the stems that go between them."""
        found: dict[str, list[tuple[_Affix, _Affix]]] = defaultdict(list)
        nothing: frozenset[str] = frozenset()
        for before in self._prefixes[prefix]:
            behind = self._compatible["prefix_stem"].get(before.category, nothing)
            for after in self._suffixes[suffix]:
                if after.category in self._compatible["prefix_suffix"].get(before.category, nothing):
                    for stem in behind & self._stems_before.get(after.category, nothing):
                        found[stem].append((before, after))
        return found

    def _segmentations(self, key: str) -> Iterator[tuple[str, str, str]]:
        length = len(key)
        first = max(1, length - self._longest_suffix)
        ends = [(end, key[end:]) for end in range(first, length + 1) if key[end:] in self._suffixes]
        for cut in range(min(self._longest_prefix, length - 1) + 1):
            if key[:cut] in self._prefixes:
                yield from [(key[:cut], key[cut:end], suffix) for end, suffix in ends if end > cut]

    def _find_stems(self, form: str) -> tuple[_Stem, ...]:
        query = "SELECT category, plain, features, lemma, gloss, logprob FROM stem WHERE form = ?"
        with self._lock:
            rows = self._connection.execute(query, (form,)).fetchall()
        return tuple(_Stem(category, plain, *_decode(features), *entry) for category, plain, features, *entry in rows)

    def read_forms(self) -> None:
        """Read all forms of stems, which is done else when so many words were asked for that it pays."""
        with self._lock:
            self._forms = frozenset(form for (form,) in self._connection.execute("SELECT form FROM stem"))

    def _known_forms(self) -> frozenset[str] | None:
        """Give all forms of stems; None before they are read."""
        self._asked += 1
        if self._forms is None and self._asked > _FORMS_PAY:
            self.read_forms()
        return self._forms

    def _affixes(self, kind: str) -> dict[str, list[_Affix]]:
        affixes = defaultdict(list)
        rows = self._connection.execute("SELECT form, category, plain, features FROM affix WHERE kind = ?", (kind,))
        for form, category, plain, features in rows:
            affixes[form].append(_Affix(category, plain, _decode(features)[0]))
        return affixes

    def _compatibility(self, table: str) -> dict[str, frozenset[str]]:
        pairs = defaultdict(set)
        rows = self._connection.execute("SELECT left_category, right_category FROM compatible WHERE kind = ?", (table,))
        for left, right in rows:
            pairs[left].add(right)
        return {left: frozenset(rights) for left, rights in pairs.items()}


def _reversed(pairs: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for left, rights in pairs.items():
        for right in rights:
            found[right].add(left)
    return {right: frozenset(lefts) for right, lefts in found.items()}


@cache
def _decode(features: str) -> tuple[_Features, str]:
    """Read the features of a part of a word, and the root apart from them, "" where there is none."""
    decoded = json.loads(features)
    root = intern(decoded.pop("root", ""))
    return _shared(tuple(decoded.items())), root


@cache
def _shared(features: tuple[tuple[str, str], ...]) -> _Features:
    return _Features({intern(name): intern(value) for name, value in features})


def _plain_of(word: str) -> str:
    return dediac(word).replace("ـ", "")  # U+0640 TATWEEL


def _likelihood(logprob: float, *, exact: bool) -> float:
    return logprob + (EXACT_SPELLING_BONUS if exact else 0.0)


def _by_likelihood(analysis: Analysis) -> tuple[float, str]:
    return -_likelihood(analysis.logprob, exact=analysis.exact), analysis.lemma


def _in_order(analyses: list[Analysis]) -> tuple[Analysis, ...]:
    """Sort the likeliest first; those as likely and of one lemma in an order that is the same in every process."""
    analyses.sort(key=_by_likelihood)
    if all(_by_likelihood(one) != _by_likelihood(following) for one, following in pairwise(analyses)):
        return tuple(analyses)
    return tuple(chain.from_iterable(sorted(tied, key=repr) for _, tied in groupby(analyses, key=_by_likelihood)))


@cache
def _first_of(*parts: _Features) -> tuple[str, ...]:
    """Take each feature from the first part that has it, in the order of `_FEATURES`; some thousand calls differ."""

    def feature(name: str) -> str:
        for part in parts:
            value = part.values.get(name, "-")
            if value != "-":
                return value
        # "-" means: as the form shows it.
        return feature(f"form_{name}") if name in {"gen", "num"} else "na"

    return _only(tuple(map(feature, _FEATURES)))


@cache
def _only(features: tuple[str, ...]) -> tuple[str, ...]:
    """Give one tuple for all that are equal."""
    return features


def _analysis(lemma: str, gloss: str, root: str, features: tuple[str, ...], logprob: float, exact: bool) -> Analysis:
    pos, per, asp, vox, gen, num, stt, prc3, prc2, prc1, prc0, enc0 = features
    return Analysis(lemma, pos, gloss, root, per, asp, vox, gen, num, stt, prc3, prc2, prc1, prc0, enc0, logprob, exact)


_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE affix (kind TEXT, form TEXT, category TEXT, plain TEXT, features TEXT);
CREATE TABLE stem (form TEXT, category TEXT, plain TEXT, lemma TEXT, pos TEXT, gloss TEXT, logprob REAL, features TEXT);
CREATE TABLE gloss (english TEXT, lemma TEXT, logprob REAL);
CREATE TABLE compatible (kind TEXT, left_category TEXT, right_category TEXT);
"""


def compile_database(database: MorphologyDB, name: str, target: Path) -> None:
    """Write what camel-tools parsed into an SQLite file; the file appears whole or not at all."""
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("name", name)])
        connection.executemany("INSERT INTO affix VALUES (?, ?, ?, ?, ?)", _affix_rows(database))
        connection.executemany("INSERT INTO stem VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _stem_rows(database))
        connection.executemany("INSERT INTO gloss VALUES (?, ?, ?)", sorted(set(_gloss_rows(database))))
        connection.executemany("INSERT INTO compatible VALUES (?, ?, ?)", _compatible_rows(database))
        connection.execute("CREATE INDEX stem_form ON stem (form)")
        connection.execute("CREATE INDEX gloss_english ON gloss (english)")
    connection.close()
    partial.replace(target)


def _affix_rows(database: MorphologyDB) -> Iterator[tuple[str, str, str, str, str]]:
    for kind, table in (("prefix", database.prefix_hash), ("suffix", database.suffix_hash)):
        for form, entries in table.items():
            # Case endings and glosses make many entries of one affix that mean the same here.
            for row in {(category, _plain(features), _features(features)) for category, features in entries}:
                yield kind, form, *row


def _stem_rows(database: MorphologyDB) -> Iterator[tuple[str, str, str, str, str, str, float, str]]:
    for form, entries in database.stem_hash.items():
        for category, features in entries:
            yield (
                form,
                category,
                _plain(features),
                features["lex"],
                features["pos"],
                features.get("gloss", "").replace("_", " "),
                float(features.get("pos_lex_logprob", -99)),
                _features(features),
            )


def _gloss_rows(database: MorphologyDB) -> Iterator[tuple[str, str, float]]:
    """Read the dictionary backwards: English words of stems that the treebank has; notes in brackets are left out."""
    for entries in database.stem_hash.values():
        for _, features in entries:
            logprob = float(features.get("pos_lex_logprob", -99))
            if logprob > UNKNOWN_LOGPROB:
                for part in _GLOSS_PARTS.split(features.get("gloss", "").replace("_", " ")):
                    if english := part.strip().lower():
                        yield english, features["lex"], logprob


def _compatible_rows(database: MorphologyDB) -> Iterator[tuple[str, str, str]]:
    tables = {
        "prefix_stem": database.prefix_stem_compat,
        "stem_suffix": database.stem_suffix_compat,
        "prefix_suffix": database.prefix_suffix_compat,
    }
    for kind, table in tables.items():
        for left, rights in table.items():
            yield from ((kind, left, right) for right in rights)


def _plain(features: dict[str, Any]) -> str:
    # "#" and "+" mark where sounds meet; U+0671 ALEF WASLA is written as a bare alef.
    return dediac(features.get("diac", "")).replace("#", "").replace("+", "").replace("ٱ", "ا").replace("ـ", "")


def _features(features: dict[str, Any]) -> str:
    names = (*_FEATURES, "form_gen", "form_num")
    kept = {name: features[name] for name in names if name in features}
    root = features.get("root", _NO_ROOT)
    return json.dumps(kept if root == _NO_ROOT else kept | {"root": root}, sort_keys=True)
