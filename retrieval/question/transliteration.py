"""Which Arabic name of the archive sounds like this Latin one? By the skeleton of consonants that both share.

Arabic writes few vowels, and Latin spellings of Arabic names, and Arabic spellings of Latin ones, disagree about the
rest: what stays is the order of the consonants, with those that one script tells apart and the other does not made one.
Among names of one skeleton what stands between the consonants decides who is nearest, and which of the letters of one
sound is written: a distance that costs little where the scripts differ by habit (a short vowel that Arabic leaves out)
and much where they would agree. The costs are set by hand, after the romanizations of the Library of Congress (ALA-LC)
and what newspapers make of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import product
from typing import NamedTuple

from retrieval.analysis.normalization import normalize
from retrieval.question.words import is_describing

SHORTEST_SKELETON = 2
LIKENESS = 0.5
"""Least likeness of two spellings of one name (see `likeness`)."""
_SURELY = 0.9
"""Least likeness of a name of a single consonant, and of a word that is no name as far as the dictionary knows."""
_ORDINARY = 0.15
"""What a word that is no name as far as the dictionary knows stands back behind one that is."""
_PERSON = 0.05
"""What a word in the name of somebody who is quoted goes before."""
_MOST = 4
_COST_OF_A_LETTER = 2.5  # times the mean length: how fast likeness falls with distance
_OF_ANY = 0.65
"""Least likeness of a word of the archive to a name that is looked up among all."""
_GUESSED = 0.1
"""What a name stands back that occurs with a particle alone, or with what looks like one."""
_FREQUENT = 0.01
"""What a name goes before for each time that it is twice as frequent: rare spellings are most often slips."""
_MOST_FREQUENT = 0.1
_BONUS = tuple(_FREQUENT * doublings for doublings in range(round(_MOST_FREQUENT / _FREQUENT) + 1))
_SHORTEST_NAME = 3
_LONGEST_NAME = 4
_NAMES_REMEMBERED = 50_000
_SKELETONS_REMEMBERED = 2_000

# Longest first. Vowels, h and the semivowels w and y carry nothing that the other script writes reliably.
_LATIN = (
    *((letters, "S") for letters in ("tsch", "shch", "tch", "sch", "sh", "ch")),
    *(("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "g"), ("dj", "g"), ("ck", "k")),
    *((letters, "s") for letters in ("ce", "ci", "cy", "z")),
    *(("x", "ks"), ("q", "k"), ("c", "k"), ("j", "g"), ("v", "f"), ("p", "b"), ("gn", "gn"), ("ll", "l")),
    *((letter, letter) for letter in "bdfgklmnrst"),
)
# How other languages read the same letters: Christine, Cambridge, Jolie and Juan, Guebouj and Giscard, Xi, Recep, Reza.
_OTHER_SOUNDS = {
    "ch": ("k",), "c": ("s", "g"), "j": ("", "k"), "g": ("k",), "gh": ("", "k"), "kh": ("",), "x": ("S", "k"),
    "w": ("f",), "v": ("",), "s": ("S",), "z": ("ts", "d"), "th": ("s",), "ci": ("S",), "ce": ("S", "g"),
    "q": ("g", "S"), "zh": ("S", "s"), "dh": ("s",), "sh": ("s",), "gn": ("n",), "ll": ("",), "ck": ("sk",),
}  # fmt: skip
_MOST_READINGS = 64
_OTHER_SOUND = 0.1  # the cost of each letter that is not read in the likeliest way
_LOST_SOUND = 0.3  # and of each that is not read at all
_AS_A_VOWEL = {"j": "y", "v": "u", "ll": "y"}  # Juncker, Davut, Castilla: what is heard where no consonant is
# In French: Bachelet, Legault, Bernard, Olivier.
_SILENT_END = re.compile(r"(?:(?<=[aeiouy])l?[dstxpz]{1,2}|(?<=[rn])[dt]|(?<=ie)r)$")
_SHORTEST_WITH_SILENT_END = 4
_WEAK = frozenset("aeiouywh")
_SAME_AS_BEFORE = frozenset({"k", "q", "z", "s"})  # Acquaviva, Katz, Rasz
# Letters of Latin alphabets that are not a letter with an accent.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ə": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

_SOUNDS = dict(zip("بتطثجخدذضرزظسصشغفقكلمن", "btttgkdddrssssSgfkklmn", strict=True))
_ARABIC_WEAK = "اويهحع"
_CONSONANT = re.compile(f"([{''.join(_SOUNDS)}])")
_OTHER = re.compile(f"[^{''.join((*_SOUNDS, *_ARABIC_WEAK))}]")
_SKELETONS = str.maketrans(_SOUNDS | dict.fromkeys(_ARABIC_WEAK, ""))
_CH = "تش"
_ROMAN = {"ا": "a", "و": "u", "ي": "i", "ه": "h", "ح": "h", "ع": "a"}
_LETTERS_OF_A_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff]+")
_NO_SOUND = re.compile(r"[^a-zS\n]")

# The Arabic letters that usually write a Latin one; another of the same sound costs more.
_USUAL = {
    "k": "كق", "q": "قك", "c": "كقس", "kh": "خ", "ch": "شخ", "g": "غج", "gh": "غق", "j": "جيخ", "zh": "ج", "s": "سص",
    "z": "زذظض", "t": "تط", "th": "ثت", "d": "دض", "dh": "ذضظ", "sh": "ش", "ce": "سج", "ck": "ك",
}  # fmt: skip
_UNUSUAL = 0.25
_PAIRS = {
    "ا": {"a": 0.0, "e": 0.15, "o": 0.2, "i": 0.25, "u": 0.25},
    "و": {"o": 0.0, "u": 0.0, "w": 0.0, "a": 0.4, "e": 0.4, "i": 0.45},
    "ي": {"i": 0.0, "y": 0.0, "e": 0.05, "a": 0.3, "o": 0.45, "u": 0.4},
    "ه": {"h": 0.0, "a": 0.05, "e": 0.1},
    "ح": {"h": 0.0},
    "ع": {"a": 0.05, "e": 0.1, "o": 0.1, "i": 0.1, "u": 0.1},
}
_NOT_WRITTEN = {"y": 0.3, "w": 0.5, "h": 0.25}  # Latin letters without an Arabic one; a vowel most often has none
_SHORT_VOWEL = 0.12
_FIRST_VOWEL = 0.5  # but Arabic writes the first
_NOT_READ = {"ا": 0.3, "و": 0.35, "ي": 0.35, "ه": 0.45, "ح": 0.5, "ع": 0.15}
_FINAL_HEH = 0.15  # of a feminine


class Reading(NamedTuple):
    """A name as consonants and what stands before, between and behind them: one more of these than of consonants.

    `letters` are the consonants as they are written, one for each of `skeleton`; `cost` is what the reading takes for
    granted.
    """

    skeleton: str
    letters: tuple[str, ...]
    between: tuple[str, ...]
    cost: float


def latin_skeletons(word: str) -> tuple[str, ...]:
    """Reduce a Latin name to its consonants: Lavrov and Lavrof are "lfrf".

    Letters that languages read in several ways (ch, c, j, g, x, w) give a skeleton for each, the likeliest first.
    """
    return tuple(dict.fromkeys(reading.skeleton for reading in latin_readings(word)))


def arabic_skeleton(word: str) -> str:
    """Reduce a normalized Arabic name to its consonants: لافروف is "lfrf"."""
    return arabic_reading(word).skeleton


@lru_cache(_NAMES_REMEMBERED)
def latin_readings(word: str) -> tuple[Reading, ...]:
    """Read a Latin name in the ways that languages have, the likeliest first."""
    word = word.lower().translate(_LETTERS)
    spellings = [(word, 0.0)]
    if len(word) > _SHORTEST_WITH_SILENT_END and (heard := _SILENT_END.sub("", word)) != word:
        spellings.append((heard, _OTHER_SOUND))
    found: list[Reading] = []
    for spelling, cost in spellings:
        units = list(_units(spelling))
        ways = (tuple(enumerate(sounds)) for _, sounds in units)
        letters = [unit for unit, _ in units]
        found += (_read(letters, way, cost) for way, _ in zip(_likeliest(ways), range(_MOST_READINGS), strict=False))
    return tuple(sorted(found, key=lambda reading: reading.cost))


def _likeliest(ways: Iterable[Sequence[tuple[int, str]]]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Combine the ways to read each letter; where they are many, letters at the end are read in their likeliest way."""
    kept: list[Sequence[tuple[int, str]]] = []
    total = 1
    for way in ways:
        some = way if total * len(way) <= _MOST_READINGS else way[:1]
        total *= len(some)
        kept.append(some)
    return product(*kept)


def _units(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each letter or group of letters of a Latin name with how it may sound."""
    place = 0
    while place < len(word):
        letters, sound = next((row for row in _LATIN if word.startswith(row[0], place)), (word[place], ""))
        yield letters, (sound, *_OTHER_SOUNDS.get(letters, ()))
        # The vowel of "ce" also is one.
        place += 1 if letters in {"ce", "ci", "cy"} else len(letters)


def _read(units: Sequence[str], sounds: Sequence[tuple[int, str]], cost: float) -> Reading:
    skeleton: list[str] = []
    letters: list[str] = []
    between = [""]
    for unit, (number, sound) in zip(units, sounds, strict=True):
        if number:
            cost += _OTHER_SOUND if sound or unit in _AS_A_VOWEL else _LOST_SOUND
        for one in sound:
            if (
                skeleton
                and skeleton[-1] == one
                and not between[-1]
                and (unit[0] in letters[-1] or unit in _SAME_AS_BEFORE)
            ):
                continue  # a double letter, also one of two kinds: ck, tz
            skeleton.append(one)
            letters.append(unit)
            between.append("")
        if not sound:
            between[-1] += _AS_A_VOWEL.get(unit, unit if unit in _WEAK else "")
    return Reading("".join(skeleton), tuple(letters), tuple(between), cost)


@lru_cache(_NAMES_REMEMBERED)
def arabic_reading(word: str) -> Reading:
    """Read a normalized Arabic name."""
    parts = _CONSONANT.split(_OTHER.sub("", word.replace("لل", "ل").replace(_CH, "ش")))  # عبدالله; ch is one sound
    letters = tuple(parts[1::2])
    return Reading("".join(map(_SOUNDS.__getitem__, letters)), letters, tuple(parts[::2]), 0.0)


def likeness(name: str, term: str) -> float:
    """Compare a name in either script with an Arabic one (0 to 1, 1 where each letter has its usual counterpart)."""
    own = arabic_reading(normalize(term))
    readings = _readings_by_skeleton(name).get(own.skeleton, ())
    return max((_likeness(name, reading, term, own) for reading in readings), default=0.0)


@lru_cache(_SKELETONS_REMEMBERED)
def _readings_by_skeleton(name: str) -> Mapping[str, Sequence[Reading]]:
    found: dict[str, list[Reading]] = {}
    for reading in _readings(name):
        found.setdefault(reading.skeleton, []).append(reading)
    return found


def _readings(name: str) -> tuple[Reading, ...]:
    if not _is_arabic(name):
        return latin_readings(name)
    read = arabic_reading(normalize(name))
    return (read._replace(between=tuple("".join(map(_ROMAN.__getitem__, weak)) for weak in read.between)),)


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


def _likeness(name: str, reading: Reading, term: str, own: Reading, least: float = 0.0) -> float:
    """Compare two readings; 0 as soon as they are less alike than `least`."""
    if reading.skeleton != own.skeleton:
        return 0.0
    scale = _COST_OF_A_LETTER * 2 / max(1, len(name) + len(term))
    most = (1 - least) / scale
    last = len(own.letters)
    distance = reading.cost
    for place, (asked, having) in enumerate(zip(reading.between, own.between, strict=True)):
        if asked or having:
            distance += _distance(asked, having, place == 0, place == last)
        if place < last:
            distance += _unusual(reading.letters[place], own.letters[place])
        if distance > most:
            return 0.0
    return max(0.0, 1 - scale * distance)


def _unusual(unit: str, letter: str) -> float:
    return 0.0 if letter == unit or letter in _USUAL.get(unit, letter) else _UNUSUAL


@lru_cache(_NAMES_REMEMBERED)
def _distance(asked: str, having: str, is_first: bool, is_last: bool) -> float:
    """Align what stands at one place in both scripts, at the least cost (Wagner & Fischer, JACM 21, 1974)."""
    row = [0.0]
    for place, letter in enumerate(asked):
        row.append(row[-1] + _unwritten(letter, first=is_first and not place))
    for number, letter in enumerate(having, 1):
        extra = _FINAL_HEH if letter == "ه" and is_last and number == len(having) else _NOT_READ[letter]
        before, row = row, [row[0] + extra]
        for place, other in enumerate(asked):
            row.append(
                min(
                    before[place + 1] + extra,
                    row[-1] + _unwritten(other, first=is_first and not place),
                    before[place] + _PAIRS[letter].get(other, 1.0),
                )
            )
    return row[-1]


def _unwritten(letter: str, *, first: bool) -> float:
    return _NOT_WRITTEN.get(letter, _FIRST_VOWEL if first else _SHORT_VOWEL)


_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل")
_PARTICLES = frozenset("وفبلكا")
_PROCLITICS = ("وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ك")


class NameForm(NamedTuple):
    """A word of the archive that may be a name, or what is left of one without the particle before it.

    `times` is how often it occurs, `is_ordinary` that a dictionary has it and as no name, `is_person` that it stands in
    the name of somebody who is quoted.
    """

    spelling: str
    term: str
    times: int
    is_ordinary: bool
    is_person: bool
    is_stripped: bool = False


class _Form(NamedTuple):
    """A spelling of a word that may be a name: what it leads to, how alike it must be, what speaks for it."""

    spelling: str
    term: str
    least: float
    bonus: float


class NameIndex:
    """The words of an archive by their sound, leading to their terms. Immutable, so threads may share it.

    Args:
        forms: Lists the words that have a skeleton, normalized.
    """

    def __init__(self, forms: Callable[[str], Iterable[NameForm]] = lambda _skeleton: ()) -> None:
        self._forms = forms
        # A name is read when its skeleton is first asked for.
        self._read = lru_cache(_SKELETONS_REMEMBERED)(self._read_forms)
        self.sounding_like = lru_cache(_NAMES_REMEMBERED)(self._sounding_like)

    def _read_forms(self, skeleton: str) -> list[tuple[_Form, Reading]]:
        ordinary: dict[str, _Form] = {}
        stripped: dict[str, _Form] = {}
        names: dict[str, _Form] = {}
        for form in self._forms(skeleton):
            key = form.spelling
            if form.is_stripped:
                stripped[key] = _name(form, -_GUESSED)
            elif not form.is_ordinary or form.is_person:
                found = _name(form)
                names[key] = max(names.get(key, found), found, key=lambda one: one.bonus)
            elif not key.startswith(_ARTICLES):
                ordinary[key] = _Form(key, form.term, _SURELY, -_ORDINARY)
        return [(form, arabic_reading.__wrapped__(form.spelling)) for form in (ordinary | stripped | names).values()]

    def _sounding_like(self, word: str) -> Mapping[str, float]:
        """Name the terms that may be a name in other letters or another spelling, with their likeness, best first."""
        best: dict[str, tuple[float, float]] = {}
        if not word.isalpha():
            return {}
        is_arabic = _is_arabic(word)
        for reading in _readings(word):
            short = _SURELY if len(reading.skeleton) < SHORTEST_SKELETON else 0.0
            for form, own in self._read(reading.skeleton):
                if is_arabic and form.bonus < 0:
                    continue  # a name in another spelling of one script is no word
                least = max(form.least, short)
                share = _likeness(word, reading, form.spelling, own, least)
                if share >= least:
                    best[form.term] = max(best.get(form.term, (0.0, 0.0)), (share + form.bonus, share))
        near = nsmallest(_MOST, best.items(), key=lambda found: (-found[1][0], found[0]))
        return {term: share for term, (_, share) in near}


def _name(form: NameForm, more: float = 0.0) -> _Form:
    """Weigh what speaks for a name: that it is frequent, and somebody's who is quoted."""
    frequent = _BONUS[min(form.times.bit_length(), len(_BONUS) - 1)]
    least = _OF_ANY if len(form.spelling) >= _SHORTEST_NAME else _SURELY
    return _Form(form.spelling, form.term, least, frequent + (_PERSON if form.is_person else 0.0) + more)


def people_in(speakers: Iterable[str]) -> frozenset[str]:
    """Collect the words, normalized, of speakers' names that are names of people: of descriptions they are none."""
    named = [[normalize(word) for word in speaker.split()] for speaker in speakers]
    return frozenset(word for words in named if _is_person(words) for word in words)


def _is_person(words: Sequence[str]) -> bool:
    if not 1 < len(words) <= _LONGEST_NAME or words[0].startswith("ال"):
        return False
    return not is_describing(words[0])


def is_written_name(word: str) -> bool:
    """Tell a word of Arabic letters alone."""
    return _LETTERS_OF_A_WORD.fullmatch(word) is not None


def stripped(key: str) -> Iterator[str]:
    """Yield what may be left of a normalized word without the particles joined to it; nothing where there are none."""
    if key[:1] not in _PARTICLES:
        return
    for prefix in _PROCLITICS:
        rest = key[len(prefix) :]
        if key.startswith(prefix) and len(rest) >= _SHORTEST_NAME:
            yield rest
            if len(prefix) > 1:
                return


def skeletons(words: Collection[str]) -> list[str]:
    """Reduce many normalized words at once."""
    if not words:
        return []
    text = "\n".join(words).replace("لل", "ل").replace(_CH, "ش").translate(_SKELETONS)
    return _NO_SOUND.sub("", text).split("\n")
