"""Which spellings are one? Words without vowel marks, and with letters that writers interchange made one."""

from __future__ import annotations

import unicodedata

from camel_tools.utils.charmap import CharMapper
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

# `dediac_ar` keeps U+0640 TATWEEL. Keyboards of Persian and Urdu give U+06CC, U+06A9, U+06C1 for the Arabic letters;
# U+06A4, U+067E, U+0686 and U+06AF write foreign sounds that newspapers also write with the nearest Arabic letter.
_LETTERS = CharMapper(
    {"ـ": "", "ی": "ي", "ک": "ك", "ہ": "ه", "ڤ": "ف", "پ": "ب", "چ": "ج", "گ": "غ"}
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)
_HAMZAS = CharMapper({"ؤ": "و", "ئ": "ي", "ء": ""})


def clean(word: str) -> str:
    """Take off what is not spelling: vowel marks, tatweel, invisible characters, letter forms, case and digit shapes."""
    if word.isascii():
        return word.lower()
    plain = dediac_ar(_LETTERS.map_string(dediac_ar(normalize_unicode(word))))
    return "".join(letter for letter in plain.casefold() if unicodedata.category(letter) not in {"Cf", "Mn"})


def normalize(word: str) -> str:
    """Clean a word and merge what writers interchange: hamzas, final ى and ي, final ة and ه.

    A word that is nothing but hamzas keeps them. Normalizing twice is normalizing once.
    """
    plain = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(clean(word))))
    return _HAMZAS.map_string(plain) or plain
