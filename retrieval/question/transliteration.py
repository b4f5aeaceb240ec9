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
from functools import lru_cache, partial
from itertools import accumulate, product
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
_ROUNDING = 1e-9
"""By how much sums of the same numbers may differ."""
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
    "w": ("f",), "v": ("",), "s": ("S",), "z": ("ts", "d"), "th": ("s", "d"), "ci": ("S", "g"), "ce": ("S", "g"),
    "q": ("g", "S"), "zh": ("S", "s"), "dh": ("s",), "sh": ("s",), "gn": ("n",), "ll": ("",), "ck": ("sk",),
}  # fmt: skip
_LATIN_BY_FIRST = {
    first: tuple(row for row in _LATIN if row[0].startswith(first)) for first in {row[0][0] for row in _LATIN}
}
_MOST_READINGS = 64
_OTHER_SOUND = 0.1  # the cost of each letter that is not read in the likeliest way
_HARDENED = 0.2  # the cost of a last letter that is written as it sounds
_LOST_SOUND = 0.3  # and of each that is not read at all
_AS_A_VOWEL = {"j": "y", "v": "u", "ll": "y"}  # Juncker, Davut, Castilla: what is heard where no consonant is
# In French: Bachelet, Legault, Bernard, Olivier.
_SILENT_END = re.compile(r"(?:(?<=[aeiouy])l?[dstxpz]{1,2}|(?<=[rn])[dt]|(?<=ie)r)$")
_SHORTEST_WITH_SILENT_END = 4
_TURKISH_END = re.compile(r"[aeiou]t$")  # Ahmet, Nihat: Turkish hardens a final d
_WEAK = frozenset("aeiouywh")
_SAME_AS_BEFORE = frozenset({"k", "q", "z", "s"})  # Acquaviva, Katz, Rasz
# Letters of Latin alphabets that are not a letter with an accent.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ə": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

_SOUNDS = dict(zip("بتطثجخدذضرزظسصشغفقكلمن", "btttgkdddrssssSgfkklmn", strict=True))
_ARABIC_WEAK = "اويهحع"
_CONSONANT = re.compile(f"([{''.join(_SOUNDS)}])")
_OTHER = re.compile(f"[^\n{''.join((*_SOUNDS, *_ARABIC_WEAK))}]")
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
# And those that Arabic spellings of one foreign name have for each other.
_SAME_SOUND = (
    dict.fromkeys("تطث", "تطث")
    | dict.fromkeys("جغ", "جغ")
    | dict.fromkeys("كق", "كق")
    | {**dict.fromkeys("دذض", "دذض"), **dict.fromkeys("سص", "سص"), **dict.fromkeys("زظ", "زظ")}
)
_OTHER_LETTER = 0.5
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
_FINAL = {"ه": 0.15, "ي": 0.6, "و": 0.6}  # the heh of a feminine; but Latin letters have final vowels, too


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


def usual_skeletons(word: str) -> tuple[str, ...]:
    """Reduce a Latin name in the likeliest way, and a Turkish one also as it is written: Mesut is مسعود."""
    word = word.lower()
    hardened = (f"{word[:-1]}d",) if _TURKISH_END.search(word) else ()
    return tuple(latin_skeletons(one)[0] for one in (word, *hardened))


@lru_cache(_NAMES_REMEMBERED)
def arabic_skeleton(word: str) -> str:
    """Reduce a normalized Arabic name to its consonants: لافروف is "lfrf"."""
    return _heard(word.replace("\n", "")).translate(_SKELETONS)


@lru_cache(_NAMES_REMEMBERED)
def latin_sounds(word: str) -> frozenset[str]:
    """Collect the skeletons of a Latin name: those of `latin_skeletons`, without what each takes for granted.

    Of names of several words there are many readings, and few that anybody bears: those that go on alike are one here.
    """
    found: set[str] = set()
    for spelling, _ in _spellings(word):
        states = {("", "", False)}
        for unit, sounds in _some_ways(_units(spelling)):
            states = {_heard_on(state, unit, sound) for state in states for sound in sounds}
        found.update(skeleton for skeleton, _, _ in states)
    return frozenset(found)


def _heard_on(state: tuple[str, str, bool], unit: str, sound: str) -> tuple[str, str, bool]:
    """Read one more unit: the skeleton so far, how its last consonant is written, and whether a vowel stands behind."""
    skeleton, last, is_apart = state
    for one in sound:
        if not (skeleton and skeleton[-1] == one and not is_apart and _is_double(unit, last)):
            skeleton, last, is_apart = skeleton + one, unit, False
    if not sound:
        is_apart = is_apart or unit in _AS_A_VOWEL or unit in _WEAK
    return skeleton, last, is_apart


@lru_cache(_NAMES_REMEMBERED)
def latin_readings(word: str) -> tuple[Reading, ...]:
    """Read a Latin name in the ways that languages have, the likeliest first."""
    found: list[Reading] = []
    for spelling, cost in _spellings(word):
        units = list(_some_ways(_units(spelling)))
        letters = [unit for unit, _ in units]
        found += (_read(letters, way, cost) for way in product(*(tuple(enumerate(sounds)) for _, sounds in units)))
    return tuple(sorted(found, key=lambda reading: reading.cost))


def _spellings(word: str) -> Iterator[tuple[str, float]]:
    """Yield a Latin name in plain letters, and without an end that may be silent, each with what that costs."""
    word = word.lower().translate(_LETTERS)
    yield word, 0.0
    if len(word) > _SHORTEST_WITH_SILENT_END and (heard := _SILENT_END.sub("", word)) != word:
        yield heard, _OTHER_SOUND
    if _TURKISH_END.search(word):
        yield f"{word[:-1]}d", _HARDENED
    if word.endswith("ic"):
        yield f"{word}h", _OTHER_SOUND  # Mamić: Slavic names lose their accent


def _some_ways(units: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Leave each unit its sounds; where they are many, letters at the end are read in their likeliest way."""
    total = 1
    for unit, sounds in units:
        some = sounds if total * len(sounds) <= _MOST_READINGS else sounds[:1]
        total *= len(some)
        yield unit, some


def _units(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each letter or group of letters of a Latin name with how it may sound."""
    place = 0
    while place < len(word):
        first = word[place]
        rows = _LATIN_BY_FIRST.get(first, ())
        letters, sound = next((row for row in rows if word.startswith(row[0], place)), (first, ""))
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
            if skeleton and skeleton[-1] == one and not between[-1] and _is_double(unit, letters[-1]):
                continue
            skeleton.append(one)
            letters.append(unit)
            between.append("")
        if not sound:
            between[-1] += _AS_A_VOWEL.get(unit, unit if unit in _WEAK else "")
    return Reading("".join(skeleton), tuple(letters), tuple(between), cost)


def _is_double(unit: str, last: str) -> bool:
    """Tell a letter that doubles the one before, also one of two kinds: ck, tz."""
    return unit[0] in last or unit in _SAME_AS_BEFORE


@lru_cache(_NAMES_REMEMBERED)
def arabic_reading(word: str) -> Reading:
    """Read a normalized Arabic name."""
    word = word.replace("\n", "")
    if word.endswith("نهو"):
        word = word[:-2] + "يو"  # Portuguese nh: مورينهو، مورينيو
    parts = _CONSONANT.split(_heard(word))
    letters = tuple(parts[1::2])
    return Reading("".join(map(_SOUNDS.__getitem__, letters)), letters, tuple(parts[::2]), 0.0)


def _heard(words: str) -> str:
    """Leave the letters of a word, or of words on a line each, that are read: عبدالله has one lam, ch is one sound."""
    return _OTHER.sub("", words.replace("لل", "ل").replace(_CH, "ش"))


def likeness(name: str, term: str, least: float = 0.0) -> float:
    """Compare a name in either script with an Arabic one.

    Returns: 1 where each letter has its usual counterpart, less where not; 0 for what is less than `least`.
    """
    own = arabic_reading(normalize(term))
    comparisons = _comparisons(name, own.skeleton)
    shares = (c.with_spelling(len(term), own.letters, own.between, least) for c in comparisons)
    return max((share for share in shares if share >= least), default=0.0)


@lru_cache(_SKELETONS_REMEMBERED)
def _comparisons(name: str, skeleton: str) -> Sequence[_Comparison]:
    return [_Comparison(len(name), reading) for reading in _readings(name) if reading.skeleton == skeleton]


def _readings(name: str) -> tuple[Reading, ...]:
    if not _is_arabic(name):
        return latin_readings(name)
    read = arabic_reading(normalize(name))
    return (read._replace(between=tuple("".join(map(_ROMAN.__getitem__, weak)) for weak in read.between)),)


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


class _Costs(dict[str, float]):
    """What the spellings of one place cost; what is not there is found out."""

    def __init__(self, find: Callable[[str], float]) -> None:
        self._find = find

    def __missing__(self, having: str) -> float:
        cost = self[having] = self._find(having)
        return cost


class _Comparison:
    """Compares one reading of a name, of so many letters, with Arabic spellings that have its skeleton."""

    def __init__(self, length: int, reading: Reading) -> None:
        self._length = length
        self._cost = reading.cost
        last = len(reading.letters)
        self._first, *behind = (
            _Costs(partial(_distance, asked, place == 0, place == last)) for place, asked in enumerate(reading.between)
        )
        letters = (_Costs(partial(_unusual, unit)) for unit in reading.letters)
        self._places = tuple(zip(letters, behind, strict=True))

    def with_spelling(self, length: int, letters: Sequence[str], between: Sequence[str], least: float = 0.0) -> float:
        """Tell how alike a spelling of so many letters is; 0 as soon as it is less than `least`.

        Args:
            length: How many letters it has.
            letters: Its consonants.
            between: What stands before, between and behind them.
            least: How alike it must be.
        """
        scale = _COST_OF_A_LETTER * 2 / max(1, self._length + length)
        most = (1 - least) / scale
        behind = iter(between)
        distance = self._cost + self._first[next(behind)]
        for (usual, costs), letter, having in zip(self._places, letters, behind, strict=True):
            distance += usual[letter]
            distance += costs[having]
            if distance > most:
                return 0.0
        return max(0.0, 1 - scale * distance) if distance <= most else 0.0


def _unusual(unit: str, letter: str) -> float:
    if _is_arabic(unit):
        return 0.0 if letter in _SAME_SOUND.get(unit, unit) else _OTHER_LETTER
    return 0.0 if letter in _USUAL.get(unit, letter) else _UNUSUAL


@lru_cache(_NAMES_REMEMBERED)
def _distance(asked: str, is_first: bool, is_last: bool, having: str) -> float:
    """Align what stands at one place in both scripts, at the least cost (Wagner & Fischer, JACM 21, 1974)."""
    unwritten = _unwritten(asked, is_first)
    row = [0.0, *accumulate(cost for _, cost in unwritten)]
    for number, letter in enumerate(having, 1):
        extra = _NOT_READ[letter]
        if is_last and number == len(having):
            extra = _FINAL.get(letter, extra)
        pairs, before, row = _PAIRS[letter], row, [row[0] + extra]
        for (other, cost), diagonal, above in zip(unwritten, before, before[1:], strict=False):
            row.append(min(above + extra, row[-1] + cost, diagonal + pairs.get(other, 1.0)))
    return row[-1]


@lru_cache(_NAMES_REMEMBERED)
def _unwritten(asked: str, is_first: bool) -> tuple[tuple[str, float], ...]:
    """Pair each Latin letter with what it costs where Arabic has none for it."""
    vowels = [_FIRST_VOWEL if is_first and not place else _SHORT_VOWEL for place in range(len(asked))]
    return tuple((letter, _NOT_WRITTEN.get(letter, vowel)) for letter, vowel in zip(asked, vowels, strict=True))


LATIN_ARTICLES = ("al", "el")
"""The Arabic article in Latin letters; before sun letters it is mostly written as it is spelled."""
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


_ReadForm = tuple[_Form, Sequence[str], Sequence[str]]
"""A form with its consonants, and what stands before, between and behind them."""


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

    def read_shortest(self) -> None:
        """Read the names of one and two consonants before any is asked for: there are hundreds for some of these."""
        sounds = sorted(set(_SOUNDS.values()))
        for length in range(1, SHORTEST_SKELETON + 1):
            for skeleton in product(sounds, repeat=length):
                self._read("".join(skeleton))

    def _read_forms(self, skeleton: str) -> list[_ReadForm]:
        ordinary: dict[str, _Form] = {}
        stripped: dict[str, _Form] = {}
        names: dict[str, _Form] = {}
        for key, term, times, is_ordinary, is_person, is_stripped in self._forms(skeleton):
            if is_stripped:
                stripped[key] = _name(key, term, times, is_person, -_GUESSED)
            elif not is_ordinary or is_person:
                found = _name(key, term, times, is_person)
                if key not in names or found.bonus > names[key].bonus:
                    names[key] = found
            else:
                ordinary[key] = _Form(key, term, _SURELY, -_ORDINARY)
        # What speaks for a name is told first: the sooner good ones are found, the sooner others can be given up.
        forms = sorted((ordinary | stripped | names).values(), key=lambda form: -form.bonus)
        heard = _heard("\n".join(form.spelling for form in forms))
        read = zip(forms, heard.split("\n"), heard.translate(_SKELETONS).split("\n"), strict=False)
        parts = ((form, _CONSONANT.split(word)) for form, word, sound in read if sound == skeleton)
        return [(form, own[1::2], own[::2]) for form, own in parts]

    def _sounding_like(self, word: str) -> Mapping[str, float]:
        """Name the terms that may be a name in other letters or another spelling, with their likeness, best first."""
        if not word.isalpha() or len(word) == 1:
            return {}
        best, is_arabic = _Nearest(_MOST), _is_arabic(word)
        is_definite = word.startswith(LATIN_ARTICLES)
        for reading in _readings(word):
            short = _SURELY if len(reading.skeleton) < SHORTEST_SKELETON else 0.0
            comparison = _Comparison(len(word), reading)
            for (spelling, term, needed, bonus), letters, between in self._read(reading.skeleton):
                if is_arabic and bonus < 0:
                    continue  # a name in another spelling of one script is no word
                if bonus < 0 and not is_definite and spelling.startswith(_ARTICLES):
                    continue  # البطش is al-Batsh, and الحرب no Harb
                if (least := max(needed, short, best.least - bonus)) > 1:
                    break
                if (share := comparison.with_spelling(len(spelling), letters, between, least)) >= least:
                    best.add(term, share + bonus, share)
        return best.shares()


class _Nearest:
    """The terms of the best so many spellings, and what a further one must be worth to be among them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[str, tuple[float, float]] = {}
        self.least = 0.0

    def add(self, term: str, worth: float, share: float) -> None:
        """Take a spelling of a term: its worth, and how alike it is."""
        self._found[term] = max(self._found.get(term, (0.0, 0.0)), (worth, share))
        if len(self._found) > self._most:
            del self._found[self._in_order()[-1]]
        if len(self._found) == self._most:
            self.least = min(self._found.values())[0] - _ROUNDING

    def shares(self) -> dict[str, float]:
        """Tell how alike the terms are, best first."""
        return {term: self._found[term][1] for term in self._in_order()}

    def _in_order(self) -> list[str]:
        return sorted(self._found, key=lambda term: (-self._found[term][0], term))


def _name(spelling: str, term: str, times: int, is_person: bool, more: float = 0.0) -> _Form:
    """Weigh what speaks for a name: that it is frequent, and somebody's who is quoted."""
    frequent = _BONUS[min(times.bit_length(), len(_BONUS) - 1)]
    least = _OF_ANY if len(spelling) >= _SHORTEST_NAME else _SURELY
    return _Form(spelling, term, least, frequent + (_PERSON if is_person else 0.0) + more)


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
