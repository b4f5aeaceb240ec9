"""Where does a personal name end?

Given names and family names stand side by side without a mark; what follows may be a verb, an object or a description.
A name is a run of words that are listed as names or unknown to the dictionary, with particles (بن، أبو، دي), and from
the second on words with the article that are no adjectives of a country (العبادي, but not الروسي).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from retrieval.quotation.lexicon import Shape

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

_DESCRIBING = frozenset(
    ("بالغ", "بالغة", "مقيم", "مقيمة", "معروف", "معروفة", "ملقب", "منتمي", "حاصل")
)  # البالغ من العمر
NAME_WORDS = 5
"""Longest name, in words."""
_CIRCUMSTANCE = re.compile(r"م[^\W]{4,}ا")  # مستبقا: a participle that says how, unknown to the lexicon
_PARTICLES = frozenset(
    ("بن", "ابن", "ابو", "ابي", "ام", "عبد", "ال", "دي", "دا", "دو", "فان", "فون", "بو", "لو", "لا", "ولد", "بنت", "بي")
)


def name_end(
    tokens: Tokens, start: int, limit: int, *, sure: bool = False, forced: bool = False, alone: bool = False
) -> int:
    """Read a personal name: words that may be names, particles, and from the second on words with the article.

    Where a name must begin (`sure`), its first word may be any noun: many given names are (مولود، رامي، صالح). Where it
    does begin (`forced`), its first word may be anything; a family name that stands `alone` is not followed by another.
    """
    items = tokens.items
    at, count = start, 0
    while at < limit and count < NAME_WORDS:
        token = items[at]
        if token.text == "#" and at + 1 < limit:
            at += 1
            continue
        if count and _is_hyphen(tokens, at, limit):
            at += 1
            continue
        if not token.word.form or not token.text[0].isalpha():
            break
        begins = forced or _opens(token.word, sure)
        if not (begins if count == 0 else _goes_on(tokens, start, at, limit, sure)):
            break
        count += 1
        at += 1
        if alone:
            break
    while at > start and items[at - 1].text == "#":
        at -= 1
    return at


def _is_hyphen(tokens: Tokens, at: int, limit: int) -> bool:
    """Tell a hyphen within a name, without spaces around it, from a dash."""
    items = tokens.items
    if items[at].text != "-" or at + 1 >= limit or not items[at + 1].word.form:
        return False
    return items[at - 1].end == items[at].start and items[at].end == items[at + 1].start


def _opens(word: Word, sure: bool) -> bool:
    if word.definite or (word.kinds and not word.sure):
        return False
    return word.named or word.form in _PARTICLES or (sure and is_plain(word))


def _goes_on(tokens: Tokens, start: int, at: int, limit: int, sure: bool) -> bool:
    items = tokens.items
    word, before = items[at].word, items[at - 1].word
    if is_joined(word, tokens) or _is_second(tokens, at, start, limit) or _is_declared(word):
        return False
    if word.conjunction == "ف" and before.sure and word.definite:
        return True  # فيكتور فالفيس: no clause goes on with a noun after فـ
    if at == start + 1 and word.preposition and at + 1 < limit and not (word.definite or word.noun or word.kinds):
        return word.preposition == "ب" and items[at + 1].word.named and not items[at + 1].word.substantive
    if word.form in _PARTICLES or (before.form in _PARTICLES and not word.kinds):
        return True
    if word.kinds and not word.sure:
        return False
    if word.named and not _CIRCUMSTANCE.fullmatch(word.form):
        return True
    if is_surname(word):
        common = word.substantive or word.adjectival
        ends = sure or not common or _closes(tokens, at + 1, limit)  # وأعد حسن | القنبلة
        return ends and word.core not in _DESCRIBING
    if not is_plain(word) or word.abstract or (word.nominal and not sure):
        return False
    after = items[at + 1].word if at + 1 < limit else None
    if after is None or not after.form or after.named or after.form in _PARTICLES:
        return True
    return sure and after.says_that


def _is_declared(word: Word) -> bool:
    """Tell a verbal noun with the article, which is an object: ورفض سليم حداد | التعليق."""
    return word.definite and any(reading.shape is Shape.MASDAR for reading in word.readings)


def _is_second(tokens: Tokens, at: int, start: int, limit: int) -> bool:
    """Tell whether another person's unknown name starts after «and»: دينا برنارد | وفيكي ماكلور."""
    word = tokens.items[at].word
    if word.form[0] != "و" or word.sure or at - start <= 1 or at + 1 >= limit:
        return False
    return tokens.items[at + 1].word.named


def _closes(tokens: Tokens, at: int, limit: int) -> bool:
    """Tell whether nothing of a clause can follow here."""
    return at >= limit or not tokens.items[at].word.form or tokens.items[at].word.says_that


def is_joined(word: Word, tokens: Tokens) -> bool:
    """Tell whether an unknown word is a name with a clitic: لرووداو, where رووداو occurs too."""
    return word.form[0] in "لبو" and not word.sure and word.form[1:] in tokens.forms


def is_plain(word: Word) -> bool:
    """Tell whether an indefinite word may be a name although it is also a noun."""
    return not (
        word.definite
        or word.conjunction
        or word.preposition
        or word.kinds
        or word.noun
        or word.country
        or word.place
        or word.readings
        or word.verbal
        or word.title
    )


_RANKS = frozenset(("عام", "اعلي", "اول", "جديد", "سابق", "حالي", "ميداني", "عسكري", "سياسي", "فني", "روحي", "راحل"))
"""Adjectives after a title that are no names: القائد العام."""


def fits_title(word: Word, title: Word) -> bool:
    """Tell whether a word after a title is the name, also if it has the article or is an adjective: العقيد تركي."""
    if word.definite and title.noun is not None and title.noun.kind == "role":
        return False  # المستشار العسكري
    return not (
        word.kinds
        or word.conjunction
        or word.preposition
        or word.noun
        or word.place
        or (word.definite and (word.country or word.core in _RANKS))
    )


def is_surname(word: Word) -> bool:
    """Tell whether a word with the article may continue a name: العبادي yes, الروسي no."""
    return word.definite and not (
        word.preposition or word.conjunction or word.noun or word.country or word.kinds or word.title
    )
