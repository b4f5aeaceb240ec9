"""What office do these words name, and is it the same as another?

«المتحدث باسم البنتاغون» and «المتحدث باسم وزارة الدفاع الأميركية» are one office; «الوزير الروسي» is short for «وزير
الخارجية الروسي», but «الرئيس الروسي» is not short for «رئيس الوزراء الروسي».
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.quotation.spelling import loose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from retrieval.quotation.words import Word


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is: the words that say so, without articles, countries as `@name`.

    `plain_head` tells الرئيس from رئيس الوزراء; `former` whether it is said to be of the past.
    """

    head: str
    words: frozenset[str]
    plain_head: bool
    former: bool | None = field(default=None, compare=False)

    def holds(self, other: Office) -> bool:
        """Tell whether this office can be meant by the shorter one."""
        return (
            self.head == other.head
            and other.words <= self.words
            and (other.head != "رييس" or self.plain_head == other.plain_head)
        )

    def without_countries(self) -> Office:
        """Leave out whose office it is."""
        return Office(
            self.head, frozenset(word for word in self.words if not word.startswith("@")), self.plain_head, self.former
        )


def office_of(words: Sequence[Word]) -> Office | None:
    """Read the office in a run of words; None if no noun of an office, and no title (الملك), starts it."""
    words = [word for word in words if word.form and (not word.kinds or word.form in _TODAY)]
    if not words or not (words[0].noun or words[0].title):
        return None
    head = loose(words[0].noun.lemma if words[0].noun is not None else words[0].core.removeprefix("ال"))
    head = _SAME_OFFICE.get(head, head)
    keys = {_SAME_OFFICE.get(key, key) for key in _keys(words)} - _IDLE
    if head == "رييس" and keys & _DIPLOMACY:  # رئيس الدبلوماسية is the foreign minister
        head, keys = "وزير", (keys - _DIPLOMACY - {head}) | {loose("خارجية")}
    if head == "رييس" and "حكومه" in keys:
        keys = (keys - {"حكومه"}) | {"وزير"}
    alone = all(word.country is not None for word in words[1:])
    return Office(head, frozenset(keys | {head}), words[0].definite or words[0].title or alone, _is_former(words))


def _is_former(words: Sequence[Word]) -> bool | None:
    """Read whether an office is of the past (السابق) or of the present (الحالي)."""
    said = {loose(word.core) for word in words}
    return True if said & _FORMER else False if any(word.form in _TODAY for word in words) else None


def countries_in(words: Sequence[Word]) -> Iterator[str]:
    """Name the countries and leagues in a run of words, as `@name`."""
    for word, league in _with_leagues(words):
        if league is not None:
            yield league
        elif word.country or word.place or word.core in _SEATS:
            yield from (key for key in _word_keys(word) if key.startswith("@"))


def _keys(words: Sequence[Word]) -> list[str]:
    """Fold the words of an office; countries are `@name`, whether one word names them or two."""
    keys: list[str] = []
    for word, league in _with_leagues(words):
        keys += (league,) if league is not None else _word_keys(word)
    return keys


def _with_leagues(words: Sequence[Word]) -> Iterator[tuple[Word, str | None]]:
    """Give each word with the league or country that it names together with the next one, which is left out then."""
    before = None
    for word, after in pairwise((*words, *words[-1:])):
        league = _PAIRS.get((word.core, after.core)) if word.core in _PAIRED else None
        if before is None:
            yield word, league
        before = league


def _word_keys(word: Word) -> Collection[str]:
    if word.core in _SEATS:
        return _SEATS[word.core]
    if word.country or word.place:
        return (f"@{word.country or word.place}",)
    if word.title:
        return (loose(word.core.removeprefix("ال")),)
    return (loose(word.noun.lemma if word.noun is not None else word.core),)


COUNTERPART = "نظير"
"""What somebody of the same office elsewhere is called: نظيره التركي."""
_SAME_OFFICE = {
    "ناطق": "متحدث",
    "ناطقه": "متحدث",
    "متحدثه": "متحدث",
    "وزيره": "وزير",
    "رييسه": "رييس",
    "مستشاره": "مستشار",
    "وزراء": "وزير",
}
_PAIRS = {
    ("امم", "متحدة"): "@الأمم المتحدة",
    ("ولايات", "متحدة"): "@الولايات المتحدة",
    ("مملكة", "متحدة"): "@بريطانيا",
    ("اتحاد", "اوروبي"): "@الاتحاد الأوروبي",
    ("مجلس", "امن"): "@الأمم المتحدة",
}
_PAIRED = frozenset(first for first, _ in _PAIRS)
_SEATS = {
    "بنتاغون": {"دفاع", "@الولايات المتحدة"},
    "كرملين": {"رياسه", "@روسيا"},
    "كريملين": {"رياسه", "@روسيا"},
    "اليزيه": {"رياسه", "@فرنسا"},
}
_DIPLOMACY = frozenset(("دبلوماسيه", "دبلوماسي"))
_FORMER = frozenset(("سابق", "سابقه", "اسبق"))
_TODAY = frozenset(("الحالي", "الحالية"))
_IDLE = frozenset(
    (
        "وزاره",
        "اسم",
        "خاص",
        "رسمي",
        "حالي",
        "حاليه",
        "الحالي",
        "الحاليه",
        "سابقه",
        "سابق",
        "منتهيه",
        "شوون",
        "باسم",
        "دايم",
        "لشوون",
        "سيد",
    )
)
