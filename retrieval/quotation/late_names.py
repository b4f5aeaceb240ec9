"""Where does a name stand that its office parts from its role?

A role may be followed by its place or its office before the name comes: «السفير في لندن، سامي حداد», «وزير الداخلية في
حكومة الوفاق العميد هشام حداد». The name ends at a pause or at what the verb governs, and nothing between is a clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.person_names import PARTICLES, name_end

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

ADJUNCT_TOKENS = 12
"""How far from a role its holder's name may stand, in tokens."""
_ADJUNCTS = frozenset(("في", "لدى", "من", "الى", "على"))
_PAUSES = frozenset("،,")
_QUOTES = frozenset('"«»“”')
_PERSONS = frozenset(("role", "profession"))


def late_name(tokens: Tokens, start: int, limit: int, settings: frozenset[str]) -> tuple[int, int] | None:
    """Find the name that follows a role with its place or office between: الوزير | في ولاية البنجاب | شوكت جاويد.

    Args:
        tokens: The document.
        start: Index of the first token after the role, a preposition.
        limit: The name ends before this index.
        settings: Nouns in which people speak (مؤتمر، بيان): they belong to the verb, not to the role.

    Returns:
        The name's range; None where something else follows the role.
    """
    items = tokens.items
    if start + 2 >= limit or not _starts_adjunct(tokens, start):
        return None
    for at in range(start + 1, min(limit, start + ADJUNCT_TOKENS)):
        word, before = items[at].word, items[at - 1]
        quoted = 0 <= tokens.partner[at - 1] < at - 1  # العضو في «النور» | سليم حداد
        may_begin = quoted or _may_precede(before.text, before.word, items[at - 2].word)
        if may_begin and (name := _whole_name(tokens, at, limit)):
            return name
        if not _is_of_adjunct(items[at].text, word) or (word.core in settings and at <= start + 1):
            return None
    return None


def _starts_adjunct(tokens: Tokens, at: int) -> bool:
    word = tokens.items[at].word
    return word.core in _ADJUNCTS or bool(word.preposition) or tokens.items[at].text.isdigit()


def _may_precede(text: str, word: Word, before: Word) -> bool:
    """Tell whether a name may follow: after a pause, a definite noun or a place, but not right after a preposition."""
    if text in _PAUSES:
        return True
    if word.named and before.noun is not None and before.noun.kind == "organisation":
        return True  # الأستاذ بجامعة دونغكوك | كيم يونغ هيون
    if word.preposition == "ل" and word.named:
        return True  # المدرب الفرنسي لأرسنال | أرسين فينغر
    if word.title:
        return bool(before.definite or before.place or before.title or not before.form)
    return bool(word.definite or word.place) and not (word.noun is not None and word.noun.kind in _PERSONS)


def _whole_name(tokens: Tokens, at: int, limit: int) -> tuple[int, int] | None:
    """Read a name that is followed by a pause or by what it governs; after a pause titles may stand before it."""
    items = tokens.items
    while at < limit and items[at].word.title:
        at += 1
    word = items[at].word if at < limit else None
    if word is None or word.preposition or word.conjunction or not _may_begin(tokens, at, limit):
        return None
    if word.form[0] in "لب" and not word.sure and items[at - 1].text not in _PAUSES:
        return None  # لسكاي نيوز
    end = name_end(tokens, at, limit, sure=True, forced=True)
    shown = sum(bool(item.word.form) for item in items[at:end])
    if end == at or (shown == 1 and not word.sure):
        return None
    after = items[end] if end < limit else None
    closed = after is None or not after.word.form or after.word.kinds or after.word.preposition or after.word.readings
    return (at, end) if closed else None


def _may_begin(tokens: Tokens, at: int, limit: int) -> bool:
    word, after = tokens.items[at].word, tokens.items[at + 1].word if at + 1 < limit else None
    surname = after is not None and (after.named or after.definite)
    return word.named or word.form in PARTICLES or (word.namesake and surname)


def _is_of_adjunct(text: str, word: Word) -> bool:
    """Tell whether a word can belong to the office: no clause, no other person."""
    if not word.form:
        return text in _PAUSES or text.isdigit() or text in _QUOTES
    if word.kinds - {"preposition"} or word.verbal or word.title:
        return bool(word.title)
    person = word.noun is not None and word.noun.kind in _PERSONS and not word.country
    return not (person or (word.reports_as_verb and word.noun is None))
