"""Which spellings are one? Words without vowel marks, and with letters that writers interchange made one."""

from __future__ import annotations

import re
from functools import lru_cache

import regex
from camel_tools.utils.normalize import normalize_unicode

WORDS_REMEMBERED = 50_000

# `dediac` keeps U+0640 TATWEEL. Keyboards of Persian and Urdu give U+06CC, U+06A9, U+06C1 for the Arabic letters;
# U+06A4, U+067E, U+0686 and U+06AF write foreign sounds that newspapers also write with the nearest Arabic letter.
_LETTERS = str.maketrans(
    {"ـ": "", "ی": "ي", "ک": "ك", "ہ": "ه", "ڤ": "ف", "پ": "ب", "چ": "ج", "گ": "غ"}
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)
# What camel-tools' `dediac_ar` removes, which loads all of Unicode for it: U+064B to U+0652, and U+0670.
_VOWEL_MARKS = dict.fromkeys([*range(0x064B, 0x0653), 0x0670])
# What camel-tools' `normalize_alef_ar`, `normalize_alef_maksura_ar` and `normalize_teh_marbuta_ar` do, and the hamzas.
_INTERCHANGED = str.maketrans({"إ": "ا", "أ": "ا", "ٱ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": ""})
_UNSEEN = regex.compile(r"[\p{Cf}\p{Mn}]+")
# Nothing is to be cleaned off nearly every word of a newspaper: bare letters from U+0621 on, but U+0640 TATWEEL.
_BARE = re.compile("[\u0621-\u063a\u0641-\u064a]+")


def dediac(word: str) -> str:
    """Take the vowel marks off a word."""
    return word.translate(_VOWEL_MARKS)


def is_bare(word: str) -> bool:
    """Tell a word of nothing but Arabic letters, without marks or tatweel: `clean` leaves it as it is."""
    return _BARE.fullmatch(word) is not None


@lru_cache(WORDS_REMEMBERED)
def clean(word: str) -> str:
    """Take off what is not spelling: vowel marks, tatweel, invisible characters, case, letter and digit forms."""
    if word.isascii():
        return word.lower()
    if is_bare(word):
        return word
    plain = dediac(normalize_unicode(dediac(word)).translate(_LETTERS))
    return str(_UNSEEN.sub("", plain.casefold()))


@lru_cache(WORDS_REMEMBERED)
def normalize(word: str) -> str:
    """Clean a word and merge what writers interchange: hamzas, final ى and ي, final ة and ه.

    A word that is nothing but hamzas keeps them. Normalizing twice is normalizing once.
    """
    plain = clean(word)
    return plain.translate(_INTERCHANGED) or plain
