"""Where do the reported words end?

Words in quote marks end with their mark; a clause goes on to the end of its sentence, unless the writer takes the
word again before: with a participle (مضيفا), with another cue beside this one (وقال), with who said it (بحسب), or
with a remark on it (في إشارة إلى).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import REACH, Attribution, Opening
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.tokens import Tokens

_TRAILING = frozenset("،,.؛;:!؟?…-–") | {"..", "..."}
LONGEST = 400
"""How many tokens a reported clause may have, so that text without any stop costs linear time."""
_TURNS = frozenset(("كما", "بينما", "فيما", "حيث", "لكن", "لكنه", "لكنها"))
_CONTRASTS = frozenset(("لكن", "لكنه", "لكنها", "لكنهم", "لكنهما"))
_NEAR = 4
_ARRIVALS = frozenset(("جاء", "ياتي", "جاءت", "تاتي"))
_SPOKEN = frozenset(("speech", "address"))
_MEANWHILE = frozenset(("بينما", "اذ"))
_REGARDING = frozenset(("يتعلق", "تتعلق", "يخص", "يتصل", "يلي"))
_CONTRARY = frozenset(("غير", "الا", "بيد"))
_REASONS = frozenset(("سبب", "بسبب", "لان", "من", "خلال", "عبر"))
_STATEMENTS = frozenset(("بيان", "تصريح", "تصريحات", "تغريدة", "تدوينة", "منشور", "مقابلة"))
_THAT = "ذلك"
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
    ends: dict[tuple[bool, Gender | None], _Ends] = {}
    ended = []
    for attribution in attributions:
        key = _is_single(attribution), attribution.gender
        if key not in ends:
            ends[key] = _Ends(tokens, [a for a in beside if _may_go_on(a, *key)], remarks)
        if not attribution.same:
            ended.append(ends[key].end(attribution))
    return [attribution for attribution in ended if attribution is not None]


def _is_single(attribution: Attribution) -> bool:
    """Tell whether one person speaks; a verb before its subject is singular whoever speaks (ويرى البعض …، قائلين)."""
    subject = attribution.subject
    many = subject is not None and (subject.joint or (subject.head is not None and subject.head.kind == "anonymous"))
    return attribution.number is Number.SINGULAR and not many


def _may_go_on(attribution: Attribution, single: bool, gender: Gender | None) -> bool:
    """Tell whether a cue may begin a clause beside the words of somebody.

    A verb without subject that does not agree with him is about what he speaks of: «أكد الوزير أن موسكو لا تعترف
    بذلك، وتعتبر أن …», «قال الوزير إن الخبراء …، وأكدوا».
    """
    reading = attribution.reading
    if attribution.subject is not None or reading is None:
        return True
    if single and attribution.number is Number.PLURAL:
        return False
    present = reading.shape is Shape.VERB and reading.inflection.present
    return not present or None in {gender, attribution.gender} or attribution.gender is gender


class _Ends:
    """Find ends, given the attributions that begin a clause of the writer's own."""

    def __init__(self, tokens: Tokens, beside: Sequence[Attribution], remarks: frozenset[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._items = tokens.items
        self._begins = sorted(a.begin for a in beside)
        self._places = frozenset(self._begins)
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
        if attribution.opening is Opening.COLON and attribution.manner in {*_SPOKEN, ""} and outside:
            stop = self._speech_end(start, stop)
        end = self._clause_end(start, stop, self._least(attribution, start, stop))
        judged = attribution.reading is not None and attribution.reading.cue.lemma == "اعتبر"
        if attribution.opening in {Opening.NOUN, Opening.PREPOSITION} and not judged:
            end = self._noun_end(start, end)
        return attribution._replace(content=start, end=self._trim(start, end))

    def _speech_end(self, start: int, stop: int) -> int:
        """End direct speech without marks, which goes on over sentences: with its paragraph, or the next cue."""
        paragraph, limit = self._tokens.paragraph, min(len(self._items), start + LONGEST)
        while stop < limit and paragraph[stop] == paragraph[start]:
            sentence = min(self._tokens.stop[stop], limit)
            if self._begins_at(stop, sentence) or any(is_mark(self._items[at].text) for at in range(stop, sentence)):
                break
            stop = sentence
        return stop

    def _least(self, attribution: Attribution, start: int, stop: int) -> int:
        """Find what ends what is spoken of: وصف | الاتفاق، الذي وقع أمس، بأنه كارثة."""
        reading = attribution.reading
        if reading is None or not reading.cue.speaks_of or attribution.opening is not Opening.PREPOSITION:
            return start
        for at in range(start, min(stop, start + REACH)):
            word = self._items[at].word
            if word.says_that or word.preposition == "ب" or self._items[at].text in {"ب", "بـ"}:
                return at if word.form.startswith("ب") else start
        return start

    def _noun_end(self, start: int, end: int) -> int:
        """End what is no clause where the writer says more of it: أعلن فتح تحقيق | لكن …، | بعد أن …، | في تغريدة."""
        for at in range(start + 1, end):
            if self._tokens.around[at] == self._tokens.around[start] and self._is_circumstance(at):
                return at
        return end

    def _is_circumstance(self, at: int) -> bool:
        word = self._items[at].word
        after = self._items[at + 1].word.core if at + 1 < len(self._items) else ""
        paused = self._items[at - 1].text in COMMAS
        if word.core in _CONTRASTS or (paused and word.core in _CONTRARY and after == "ان"):
            return True
        if paused and (word.core in _MEANWHILE or (word.core in {"فيما", "ثم"} and after not in _REGARDING)):
            return True
        if word.core in _RESULTS and word.conjunction and after in {"ما", "امر"}:
            return True  # وهو الأمر الذي …
        if word.core in {"بعدما", "عندما"} or (word.core == "بعد" and after == "ان"):
            return True
        return (word.core == "ذلك" and word.conjunction == "و" and after not in _REASONS) or (
            word.core == "في" and after in _STATEMENTS
        )

    def _quoted(self, attribution: Attribution, start: int) -> Attribution | None:
        """Take what quote marks hold; an unclosed one holds the rest of its paragraph."""
        if start >= len(self._items) or not (is_mark(self._items[start].text) or self._items[start].text == "("):
            return None
        close = self._tokens.partner[start]
        if close > start:
            if attribution.opening is Opening.MARK and self._goes_on(close + 1):
                return None
            return attribution._replace(content=start, end=close + 1)
        if attribution.opening is Opening.FRONTED or start + 1 >= len(self._items):
            return None
        return attribution._replace(content=start + 1, end=self._paragraph_end(start))

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

    def _clause_end(self, start: int, stop: int, least: int) -> int:
        """Find the end of words that go on at least up to a token."""
        at, partner, words = start, self._tokens.partner, self._tokens.words
        if is_mark(self._items[at].text) and self._is_left(partner[at], stop):
            return partner[at] + 1
        while at < stop:
            if partner[at] > at:
                at = partner[at] + 1
                continue
            if at > start and (at in self._places or (words[at].core == _THAT and self._is_remark(at, stop))):
                return at
            if self._items[at].text in COMMAS and at >= least and at + 1 < stop and self._is_writers(at + 1, stop):
                return at
            at += 1
        return stop

    def _is_left(self, close: int, stop: int) -> bool:
        """Tell whether the writer goes on after a clause in quote marks: أن «…»، وذلك في …; أن «…» وهو …."""
        if close < 0 or close + 2 >= stop:
            return False
        pause = self._items[close + 1].text in COMMAS
        word = self._items[close + 1 + pause].word
        if pause and is_mark(self._items[close + 2].text):
            return False  # أن «…»، «…»
        if pause and word.core in {"فيما", "بينما"}:
            return True
        return word.core in {"ذلك", *_RESULTS} and word.conjunction == "و"

    def _is_remark(self, at: int, stop: int) -> bool:
        """Tell «وذلك بعد أيام من …», with which the writer says when or why something was said, also without comma."""
        word = self._items[at].word
        if word.core != _THAT or word.conjunction != "و" or at + 1 >= stop:
            return False
        return (word.core, self._items[at + 1].word.core) in self._remarks

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
            return True  # بينما وصل الوفد
        if self._is_answered(at, stop):
            return True
        if first.core == "كما" and (second.verbal or second.readings) and not second.definite:
            return True
        return first.core in _TURNS and self._begins_at(at, min(at + _NEAR, stop) + 1)

    def _is_answered(self, at: int, stop: int) -> bool:
        """Tell «وهو ما نفاه الوزير» and «ما نفته الحكومة», with which the writer says who does not agree."""
        items = self._items
        at += items[at].word.core in _RESULTS and items[at].word.core != "ما"
        if at + 1 >= stop or items[at].word.form != "ما":
            return False
        return any(r.shape is Shape.VERB and r.inflection.pronoun for r in items[at + 1].word.readings)

    def _before(self, attribution: Attribution) -> Attribution | None:
        """Take the sentence before a preposition's attribution as the words."""
        if attribution.end >= 0:
            return attribution
        end, items = attribution.begin, self._items
        begin = max(self._tokens.begin[attribution.cue], end - LONGEST)
        if items[begin].word.core in _ARRIVALS:
            return attribution._replace(content=begin, end=begin)  # جاء ذلك بحسب …: the words stand elsewhere
        for at in range(begin, end - 2):
            result = items[at + 1].word.core in _RESULTS and items[at + 2].word.kinds & {"ma", "relative"}
            if items[at].text in COMMAS and result:
                begin = at + 1  # …، وهو ما تسبب في … بحسب الحكومة
        if begin < end and items[end - 1].word.core == "ذلك":
            end -= 1
        return attribution._replace(content=begin, end=self._trim(begin, end)) if end > begin else None

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
