"""Which attributions stand? Not those of who only passed words on, and no weak signs within reported words.

«قال الوزير …، وفق الوكالة» is the minister's, «حسبما ذكرت الوكالة نقلا عن مسؤول» the official's.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.lexicon import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retrieval.quotation.tokens import Tokens


_NEARBY = 8
"""How many cues back the words may be sought that hold a cue."""
_NAMING = frozenset(("ما", "لما", "مما", "عما", "بما"))
_OPINIONS = frozenset(("توقع", "اعتبر", "تمنى", "رجح"))


def reported_tokens(tokens: Tokens, attributions: Iterable[Attribution]) -> list[bool]:
    """Tell of each token whether it stands within somebody's reported words."""
    return _within(len(tokens), [(a.content, a.end) for a in attributions if a.content < a.end])


def _within(count: int, ranges: Iterable[tuple[int, int]]) -> list[bool]:
    """Tell of each of so many tokens whether it stands within one of some ranges, none of which is empty."""
    changes: dict[int, int] = {}
    for start, end in ranges:
        changes[start] = changes.get(start, 0) + 1
        changes[end] = changes.get(end, 0) - 1
    inside: list[bool] = []
    depth = 0
    for at in sorted(changes):
        inside += [depth > 0] * (at - len(inside))
        depth += changes[at]
    return inside + [False] * (count - len(inside))


def without_relays(tokens: Tokens, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Leave out attributions that credit nobody of their own."""
    joined = _with_namers(tokens, _without_repeats(_without_remarks(tokens, _join_relays(attributions))))
    reported = reported_tokens(tokens, joined)
    spoken = sorted(a.cue for a in joined if a.opening is not Opening.BEFORE and a.manner not in {"", "attitude"})
    return [a for a in joined if not _is_unclear(tokens, a, reported) and not _only_relays(a, spoken)]


def _join_relays(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give words that were passed on twice to their source."""
    prepositions = [a for a in attributions if a.opening is Opening.BEFORE and a.end >= a.content]
    ends = {a.subject.end: a for a in prepositions if a.subject is not None}
    relayed = {a.cue: ends[a.cue] for a in prepositions if a.cue in ends}
    dropped = {id(a) for a in relayed.values()}
    kept = (a for a in attributions if id(a) not in dropped)
    return [a._replace(end=relayed[a.cue].end) if a.cue in relayed else a for a in kept]


def _without_remarks(tokens: Tokens, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Leave out who is credited between another cue and its words: «أكد مصدر، وفق الوكالة، أن …»."""
    ranges: list[tuple[int, int]] = []
    first: dict[int, int] = {}  # of words their first cue
    for a in attributions:
        if a.opening not in {Opening.BEFORE, Opening.FRONTED} and a.cue < a.content:
            ranges.append((a.cue + 1, a.content))
            first[a.content] = min(a.cue, first.get(a.content, a.cue))
    leading = _within(len(tokens), [(start, end) for start, end in ranges if start < end])

    def is_remark(a: Attribution) -> bool:
        resumes = a.manner == "relay" and a.reading is not None and bool(a.reading.inflection.pronoun)
        if a.opening is Opening.FRONTED or resumes:  # «قال حداد، حسب البيان، إنه …»، «في تصريح نقلته الوكالة، أن …»
            return first.get(a.content, a.cue) < a.cue
        return a.opening is Opening.BEFORE and leading[a.cue]

    return [a for a in attributions if not is_remark(a)]


def _without_repeats(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Leave out a verbal noun that opens the words of another cue: أعرب عن | اعتقاده بأن."""
    contents = {a.content for a in attributions if a.opening is not Opening.BEFORE}
    return [a for a in attributions if a.cue not in contents or not _is_owned(a)]


def _with_namers(tokens: Tokens, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give what something is called within a report to who reports: قالت ريم إن الوزارة أوقفت «ما وصفته بالعبث»."""
    named = []
    for index, attribution in enumerate(attributions):
        if attribution.subject is None and not attribution.unread and _is_named_so(tokens, attribution):
            around = (a for a in reversed(attributions[max(0, index - _NEARBY) : index]) if _reports(a, attribution))
            attribution = attribution._replace(subject=next((a.subject for a in around), None))  # noqa: PLW2901
        named.append(attribution)
    return named


def _reports(outer: Attribution, inner: Attribution) -> bool:
    """Tell whether a cue within the words of another may have its subject."""
    agrees = None in {outer.gender, inner.gender} or outer.gender is inner.gender
    return outer.content <= inner.cue < outer.end and agrees and outer.opening is not Opening.BEFORE


def _is_owned(attribution: Attribution) -> bool:
    reading = attribution.reading
    return reading is not None and reading.shape is Shape.MASDAR and bool(reading.inflection.pronoun)


def _is_unclear(tokens: Tokens, attribution: Attribution, reported: Sequence[bool]) -> bool:
    """Tell whether a cue within others' words is too weak a sign: without subject, or in the present inside a quote."""
    reading, quoted = attribution.reading, tokens.around[attribution.cue] != -1
    is_verb = reading is not None and reading.shape is Shape.VERB
    if reported[attribution.cue] and is_verb and _is_elided(attribution):
        return quoted or not _is_named_so(tokens, attribution)
    within = reported[attribution.cue] and attribution.begin > tokens.begin[attribution.cue]
    if within and is_verb and _is_opinion(attribution):
        return True
    if not quoted:
        return False
    if reading is not None and is_verb and reading.inflection.present:
        return True
    return attribution.subject is None or (reading is None and attribution.opening is Opening.BEFORE)


def _is_elided(attribution: Attribution) -> bool:
    """Tell whether a verb has no subject of its own; that of the cue around it stands before it."""
    subject = attribution.subject
    return subject is None or (attribution.relative and subject.end < attribution.cue - 1)


def _is_named_so(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell what somebody calls a thing within a report of him: طالب بوقف «ما وصفه بـ"العدوان"»."""
    called = attribution.manner == "describe" or attribution.opening in {Opening.CLAUSE, Opening.MARK}
    return attribution.relative and called and tokens.items[attribution.cue - 1].word.core in _NAMING


def _is_opinion(attribution: Attribution) -> bool:
    """Tell what somebody only holds, as another one says: قال إن موسكو تتوقع أن …."""
    reading = attribution.reading
    return attribution.manner == "attitude" or (reading is not None and reading.cue.lemma in _OPINIONS)


def _only_relays(attribution: Attribution, spoken: Sequence[int]) -> bool:
    """Tell whether the words before a preposition hold somebody's report already, given the cues of reports."""
    if attribution.opening is not Opening.BEFORE or attribution.cue < attribution.end:
        return False
    first = bisect_left(spoken, attribution.content)
    return first < len(spoken) and spoken[first] < max(attribution.content, attribution.end)
