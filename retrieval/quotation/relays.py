"""Which attributions stand? Not those of who only passed words on, and no weak signs within reported words.

«قال الوزير …، وفق الوكالة» is the minister's, «حسبما ذكرت الوكالة نقلا عن مسؤول» the official's.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.lexicon import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retrieval.quotation.tokens import Tokens


def reported_tokens(tokens: Tokens, attributions: Iterable[Attribution]) -> list[bool]:
    """Tell of each token whether it stands within somebody's reported words."""
    changes = [0] * (len(tokens) + 1)
    for attribution in attributions:
        if attribution.content < attribution.end:
            changes[attribution.content] += 1
            changes[attribution.end] -= 1
    return [depth > 0 for depth in accumulate(changes[:-1])]


def without_relays(tokens: Tokens, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Leave out attributions that credit nobody of their own."""
    joined = _join_relays(attributions)
    reported = reported_tokens(tokens, joined)
    spoken = [0] * (len(tokens) + 1)
    for attribution in joined:
        if attribution.opening is not Opening.BEFORE and attribution.manner not in {"", "attitude"}:
            spoken[attribution.cue + 1] += 1
    cues_before = list(accumulate(spoken))
    return [a for a in joined if not _is_unclear(tokens, a, reported) and not _only_relays(a, cues_before)]


def _join_relays(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give words that were passed on twice to their source."""
    prepositions = [a for a in attributions if a.opening is Opening.BEFORE and a.end >= a.content]
    ends = {a.subject.end: a for a in prepositions if a.subject is not None}
    relayed = {a.cue: ends[a.cue] for a in prepositions if a.cue in ends}
    dropped = {id(a) for a in relayed.values()}
    kept = (a for a in attributions if id(a) not in dropped)
    return [replace(a, end=relayed[a.cue].end) if a.cue in relayed else a for a in kept]


def _is_unclear(tokens: Tokens, attribution: Attribution, reported: Sequence[bool]) -> bool:
    """Tell whether a cue within others' words is too weak a sign: without subject, or in the present inside a quote."""
    reading, quoted = attribution.reading, tokens.around[attribution.cue] != -1
    is_verb = reading is not None and reading.shape is Shape.VERB
    if reported[attribution.cue] and is_verb and attribution.subject is None:
        return True
    if not quoted:
        return False
    if reading is not None and is_verb and reading.inflection.present:
        return True
    return attribution.subject is None or (reading is None and attribution.opening is Opening.BEFORE)


def _only_relays(attribution: Attribution, cues_before: Sequence[int]) -> bool:
    """Tell whether the words before a preposition hold somebody's report already."""
    if attribution.opening is not Opening.BEFORE or attribution.cue < attribution.end:
        return False
    return cues_before[max(attribution.content, attribution.end)] > cues_before[attribution.content]
