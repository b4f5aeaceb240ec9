"""Where do the reported words end?

Words in quote marks end with their mark; a clause goes on to the end of its sentence, unless the writer takes the
word again before: with a participle (مضيفا), with another cue beside this one (وقال), with who said it (بحسب), or
with a remark on it (في إشارة إلى).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.inflection import Number
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.tokens import Tokens

_TRAILING = frozenset("،,.؛;:!؟?…-–") | {"..", "..."}
LONGEST = 400
"""How many tokens a reported clause may have, so that text without any stop costs linear time."""
_TURNS = frozenset(("كما", "بينما", "فيما", "حيث", "لكن", "لكنه", "لكنها"))
_CONTRASTS = frozenset(("لكن", "لكنه", "لكنها", "لكنهم"))
_NEAR = 4
_ARRIVALS = frozenset(("جاء", "ياتي", "جاءت", "تاتي"))
_SPOKEN = frozenset(("speech", "address"))
_MEANWHILE = frozenset(("فيما", "بينما"))
_RESULTS = frozenset(("هو", "هي", "ما", "امر"))


def end_all(
    tokens: Tokens, attributions: Sequence[Attribution], remarks: frozenset[tuple[str, str]]
) -> list[Attribution]:
    """Find where the words of every attribution end.

    Args:
        tokens: The document.
        attributions: In the order of their cues.
        remarks: Pairs of words with which the writer speaks again after a comma (see remarks.tsv).

    Returns:
        The attributions with their ends, but for those that credit nobody of their own; what has no words has content
        == end.
    """
    beside = [a for a in attributions if a.coordinate]
    # Words of one are not ended by a verb of many without subject: those are among what he speaks of.
    of_one = [a for a in beside if a.subject is not None or a.number is not Number.PLURAL]
    of_anybody, of_single = _Ends(tokens, beside, remarks), _Ends(tokens, of_one, remarks)
    ended = ((of_single if a.number is Number.SINGULAR else of_anybody).end(a) for a in attributions if not a.same)
    return [attribution for attribution in ended if attribution is not None]


class _Ends:
    """Find ends, given the attributions that begin a clause of the writer's own."""

    def __init__(self, tokens: Tokens, beside: Sequence[Attribution], remarks: frozenset[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._items = tokens.items
        self._begins = sorted(a.begin for a in beside)
        self._remarks = remarks

    def end(self, attribution: Attribution) -> Attribution | None:
        """Find the end of one attribution's words; None where there are none."""
        if attribution.opening is Opening.BEFORE:
            return self._before(attribution)
        start = attribution.content
        if attribution.opening in {Opening.MARK, Opening.COLON, Opening.FRONTED}:
            while start < len(self._items) and self._items[start].text in {":", "،"}:
                start += 1
            quoted = self._quoted(attribution, start)
            if quoted is not None:
                return quoted
        if start >= len(self._items):
            return None
        outside = self._tokens.around[start] == self._tokens.around[attribution.cue]
        stop = min(self._tokens.stop[start if outside else attribution.cue], start + LONGEST)
        if start >= stop:
            return None
        if attribution.opening is Opening.COLON and attribution.manner in _SPOKEN and outside:
            stop = self._speech_end(start, stop)
        end = self._clause_end(start, stop)
        if attribution.opening is Opening.NOUN:
            end = self._noun_end(start, end)
        return replace(attribution, content=start, end=self._trim(start, end))

    def _speech_end(self, start: int, stop: int) -> int:
        """End direct speech without marks, which goes on over sentences: with its paragraph, or the next cue."""
        paragraph, limit = self._tokens.paragraph, min(len(self._items), start + LONGEST)
        while stop < limit and paragraph[stop] == paragraph[start]:
            sentence = min(self._tokens.stop[stop], limit)
            if self._begins_at(stop, sentence) or any(is_mark(self._items[at].text) for at in range(stop, sentence)):
                break
            stop = sentence
        return stop

    def _noun_end(self, start: int, end: int) -> int:
        """End a declared noun where a clause of the writer's contradicts or explains it: ولكن، لأن."""
        for at in range(start + 1, end):
            word = self._items[at].word
            if word.core in _CONTRASTS and self._tokens.around[at] == self._tokens.around[start]:
                return at
        return end

    def _quoted(self, attribution: Attribution, start: int) -> Attribution | None:
        """Take what quote marks hold; an unclosed one holds the rest of its paragraph."""
        if start >= len(self._items) or not (is_mark(self._items[start].text) or self._items[start].text == "("):
            return None
        close = self._tokens.partner[start]
        if close > start:
            if attribution.opening is Opening.MARK and self._goes_on(close + 1):
                return None
            return replace(attribution, content=start, end=close + 1)
        if attribution.opening is Opening.FRONTED or start + 1 >= len(self._items):
            return None
        return replace(attribution, content=start + 1, end=self._paragraph_end(start))

    def _goes_on(self, at: int) -> bool:
        """Tell whether the writer ends the sentence that a quote begins: قال «في النهاية» الرئيس هو المسؤول."""
        word = self._items[at].word if at < len(self._items) else None
        return word is not None and bool(word.form) and not (word.kinds or word.conjunction or word.readings)

    def _paragraph_end(self, start: int) -> int:
        end, paragraph = start, self._tokens.paragraph
        limit = min(len(self._items), start + LONGEST)
        while end < limit and paragraph[end] == paragraph[start]:
            end += 1
        return self._trim(start + 1, end)

    def _clause_end(self, start: int, stop: int) -> int:
        at, partner = start, self._tokens.partner
        while at < stop:
            if partner[at] > at:
                at = partner[at] + 1
                continue
            if at > start and self._begins_at(at, at + 1):
                return at
            if self._items[at].text in COMMAS and at + 1 < stop and self._is_writers(at + 1, stop):
                return at
            at += 1
        return stop

    def _begins_at(self, first: int, end: int) -> bool:
        position = bisect_left(self._begins, first)
        return position < len(self._begins) and self._begins[position] < end

    def _is_writers(self, at: int, stop: int) -> bool:
        """Tell whether the writer speaks again after a comma."""
        first = self._items[at].word
        if first.says_that and not first.conjunction:
            return True  # an outer cue's words: «قال X، الذي هدد بـ…، إنّ»
        if at + 1 >= stop:
            return False
        second = self._items[at + 1].word
        if (first.core, second.core) in self._remarks:
            return True
        if first.core in _MEANWHILE and (second.verbal or second.readings) and not second.definite:
            return True  # فيما وصل الوفد
        if first.core in _RESULTS and second.core in {"امر", "ما"} and first.conjunction:
            return True  # وهو الأمر الذي …
        if first.core == "كما" and (second.verbal or second.readings) and not second.definite:
            return True
        return first.core in _TURNS and self._begins_at(at, min(at + _NEAR, stop) + 1)

    def _before(self, attribution: Attribution) -> Attribution | None:
        """Take the sentence before a preposition's attribution as the words."""
        if attribution.end >= 0:
            return attribution
        end, items = attribution.begin, self._items
        begin = max(self._tokens.begin[attribution.cue], end - LONGEST)
        if items[begin].word.core in _ARRIVALS:
            return replace(attribution, content=begin, end=begin)  # جاء ذلك بحسب …: the words stand elsewhere
        for at in range(begin, end - 2):
            result = items[at + 1].word.core in _RESULTS and items[at + 2].word.kinds & {"ma", "relative"}
            if items[at].text in COMMAS and result:
                begin = at + 1  # …، وهو ما تسبب في … بحسب الحكومة
        if begin < end and items[end - 1].word.core == "ذلك":
            end -= 1
        return replace(attribution, content=begin, end=self._trim(begin, end)) if end > begin else None

    def _trim(self, start: int, end: int) -> int:
        """Leave out the marks and the lone conjunction at the end."""
        items = self._items
        while end > start and (items[end - 1].text in _TRAILING or items[end - 1].text in {"و", "كما"}):
            end -= 1
        if end - start > 1 and is_mark(items[end - 1].text) and self._tokens.partner[end - 1] < start:
            end -= 1
        while end > start and items[end - 1].text in _TRAILING:
            end -= 1
        return end
