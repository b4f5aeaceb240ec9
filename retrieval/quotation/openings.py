"""Where do the words of a cue begin?

From the end of the subject the search goes right, a token at a time, to what may introduce words: إنّ and أنّ, a
colon, a quote mark, the preposition that the verb governs, or the noun that is declared. On its way it goes over
adjuncts, relative clauses and names in quote marks, takes note of whom an agency quotes, and gives up where another
cue begins.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS, Phrase
from retrieval.quotation.subjects import SHORT_NAME, SubjectReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.quotation.cues import CueReader
    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

MASDAR_REACH = 6
"""How many tokens after a verbal noun and its subject the words may begin."""
_SCARE_TOKENS = 2
_PAUSES = COMMAS | {"-", "–"}
_NEWS = frozenset(("اخبار", "انباء", "معلومات", "تقارير"))
_BEFORE_EVENTS = frozenset(("منذ", "بعد", "قبل", "الا", "غير", "رغم", "لولا", "مجرد", "يعني", "بيد"))
_TURNING = frozenset(("لكن", "لكنه", "لكنها", "بينما", "مما", "لان", "لانه", "لانها"))
_NO_AGENT = frozenset(("جهته", "جهتها", "جانب", "قبل"))
_MANNERS = frozenset(("شدة", "قوة", "شكل", "وضوح", "صراحة", "اسم", "دور", "نفس", "جانب", "حضور"))
_NAMED_BY = frozenset(("media", "organisation", "law", "document"))
_JOINED = frozenset(("ب", "ل", "لـ", "بـ", "و"))


class OpeningFinder:
    """Find where the words of one document's cues begin."""

    def __init__(self, tokens: Tokens, cues: CueReader, subjects: SubjectReader, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.cues = cues
        self.subjects = subjects
        self.lexicon = lexicon

    def open(self, attribution: Attribution, at: int, stop: int) -> Attribution | None:
        """Search from a token for what introduces the words of a verb or participle; None where nothing does."""
        return _Search(self, attribution, at, stop).run()

    def open_masdar(self, attribution: Attribution, at: int, stop: int) -> Attribution | None:
        """Search for the words of a verbal noun: they follow at once, or after a short adjunct."""
        search = _Search(self, attribution, at, stop)
        found = search.at_once()
        while found is None and search.at < min(stop, at + MASDAR_REACH):
            if search.colon() or search.that():
                return search.found
            if self.cues.is_other(search.at):
                return None
            search.at += 1
        return found


class _Search:
    """One search: where it is, and in what. A rule returns whether it dealt with the token."""

    def __init__(self, finder: OpeningFinder, base: Attribution, at: int, stop: int) -> None:
        assert base.reading is not None  # noqa: S101 - only cues with a reading open words
        self.finder, self.tokens, self.items = finder, finder.tokens, finder.tokens.items
        self.base, self.cue, self.inflection = base, base.reading.cue, base.reading.inflection
        self.first = self.at = at
        self.stop = stop
        self.in_phrase = self.in_relative = self.ended = False
        self.found: Attribution | None = None
        # الذي حذر منه: the words are the antecedent.
        between = range(base.cue + 1, at)
        self.resumed = base.relative and any("bound" in self.items[i].word.kinds for i in between)

    def run(self) -> Attribution | None:
        rules: tuple[Callable[[], bool], ...] = (
            self.colon, self.bracket, self.mark, self.pause, self.event, self.that, self.turn, self.relayed, self.chain,
            self.other, self.agent, self.source, self.topic, self.governed, self.adjunct, self.object,
        )  # fmt: skip
        while self.at < self.stop and not self.ended and self.found is None:
            if not any(rule() for rule in rules):
                self.at += 1
        return self.found

    @property
    def word(self) -> Word:
        return self.items[self.at].word

    def _open(self, opening: Opening, content: int) -> bool:
        self.found = replace(self.base, opening=opening, content=content)
        return True

    def _go(self, at: int) -> bool:
        self.at = at
        return True

    def _end(self) -> bool:
        self.ended = True
        return True

    def _credit(self, source: Phrase, at: int) -> bool:
        self.base = replace(self.base, subject=source, gender=None, number=None)
        return self._go(at)

    # marks

    def colon(self) -> bool:
        """Open at a colon."""
        if self.items[self.at].text != ":":
            return False
        return self._open(Opening.COLON, self.at + 1) if self.at + 1 < len(self.items) else self._end()

    def bracket(self) -> bool:
        """Go over a remark in brackets."""
        text, close = self.items[self.at].text, self.tokens.partner[self.at]
        if text not in {"(", "["} or close < self.at or (self.at == self.first and self._is_quoting(self.at)):
            return False
        return self._go(close + 1)

    def mark(self) -> bool:
        """Open at a quote mark, or go over the name that it holds."""
        if not (is_mark(self.items[self.at].text) or self._is_quoting(self.at)):
            return False
        if self._opens_words():
            return self._open(Opening.MARK, self.at)
        return self._go(max(self.tokens.partner[self.at], self.at) + 1)

    def _is_quoting(self, at: int) -> bool:
        """Tell whether brackets stand for quote marks: they hold a sentence."""
        return self.items[at].text == "(" and self.tokens.partner[at] - at > SHORT_NAME + 2

    def _opens_words(self) -> bool:
        close = self.tokens.partner[self.at]
        if close < self.at or (self.base.manner == "relay" and self.base.subject is None):
            return False
        length = close - self.at
        if length <= SHORT_NAME and (self._names_before() or self._is_introduced_later(close)):
            return False
        return length > _SCARE_TOKENS or self.base.manner == "describe"

    def _names_before(self) -> bool:
        """Tell whether what stands before a mark takes a name: صحيفة «…», لـ«…»."""
        before = self.items[self.at - 1]
        if before.word.noun is not None and before.word.noun.kind in _NAMED_BY:
            return True
        return before.word.preposition == "ل" or before.text in _JOINED or "preposition" in before.word.kinds

    def _is_introduced_later(self, close: int) -> bool:
        after = self.items[close + 1] if close + 1 < len(self.items) else None
        return after is not None and (after.word.says_that or after.text == ":")

    def pause(self) -> bool:
        """Leave adjuncts and relative clauses at a comma."""
        if self.items[self.at].text not in _PAUSES:
            return False
        self.in_phrase = self.in_relative = False
        return self._go(self.at + 1)

    # clauses

    def event(self) -> bool:
        """Go over أن that is no report: منذ أن تولت; إن (if) before a verb."""
        if "that" not in self.word.kinds:
            return False
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        condition = self.items[self.at].text == "إن" and after is not None and after.verbal
        if not condition and self.items[self.at - 1].word.core not in _BEFORE_EVENTS:
            return False
        self.in_phrase = True
        return self._go(self.at + 1)

    def that(self) -> bool:
        """Open at إنّ, أنّ or بأنّ."""
        if not self.word.says_that:
            return False
        if self.word.form.startswith("ب") and self.base.manner in {"accuse", "describe"}:
            return self._open_governed()
        if self.in_relative and self.cue.noun:
            return False
        return self._open(Opening.CLAUSE, self.at + ("that" in self.word.kinds))

    def turn(self) -> bool:
        """Give up where another clause begins; take note of a relative one."""
        kinds = self.word.kinds
        if self.word.core in _TURNING and not self.in_relative and self.at > self.first:
            return self._end()
        if "relative" in kinds:
            self.in_relative = True
            return self._go(self.at + 1)
        return False

    def chain(self) -> bool:
        """Take a word that only repeats the cue: وأضاف قائلا، قوله، بالقول."""
        for reading in self.word.readings:
            says = reading.cue.lemma == "قال" and reading.shape is not Shape.VERB
            if says or (reading.shape is Shape.PARTICIPLE and self.at == self.base.cue_end):
                self.base = replace(self.base, cue_end=self.at + 1)
                return self._go(self.at + 1)
        return False

    def other(self) -> bool:
        """Give up at another cue."""
        return not self.in_relative and self.finder.cues.is_other(self.at) and self._end()

    # whose words

    def relayed(self) -> bool:
        """Credit the source in «ذكرت الوكالة نقلا عن …»; give up at بحسب."""
        if "according" not in self.word.kinds:
            return False
        if self.word.core == "نقلا" and self.at + 2 < self.stop and self.items[self.at + 1].word.core == "عن":
            source = self.finder.subjects.source(self.at + 2, self.stop)
            if source is not None:
                return self._credit(source, source.end) if self._is_outlet() else self._go(source.end)
        return self.at > self.first and self.word.core != "كما" and self._end()

    def _is_outlet(self) -> bool:
        """Tell whether the subject so far only passes words on; others who cite a source speak for themselves."""
        subject = self.base.subject
        return subject is None or subject.head is None or subject.head.kind == "media"

    def agent(self) -> bool:
        """Take who acts in a passive clause."""
        agent = self.finder.subjects.agent(self.at, self.stop)
        return agent is not None and self._credit(agent, agent.end)

    def source(self) -> bool:
        """Take whom an agency quotes: نقلت الوكالة عن … قوله; and what it says that somebody denied."""
        if self.word.core not in {"عن", "لسان"}:
            return False
        if self.base.manner == "relay" and self.items[self.at - 1].word.form.removesuffix("ا") in _NEWS:
            return self._open(Opening.PREPOSITION, self.at + 1)  # نقلت أنباء عن …
        source = self.finder.subjects.source(self.at + 1, self.stop)
        if source is None or "عن" in self.cue.prepositions:
            return False
        after = source.end + is_mark(self.items[self.at + 1].text)
        if self.base.manner == "relay":
            return self._credit(source, after)
        if self.word.core == "عن" and after < self.stop and _is_owned_masdar(self.items[after].word):
            self.base = replace(self.base, subject=source, gender=None, number=None)
            return self._open(Opening.NOUN, after)  # ذكرت الوكالة عن مصدر نفيه
        return False

    # complements

    def topic(self) -> bool:
        """Open after عن in «ما قاله فلان عن …»."""
        if not (self.base.relative and self.inflection.pronoun and self.word.core == "عن"):
            return False
        return self._open(Opening.PREPOSITION, self.at + 1)

    def governed(self) -> bool:
        """Open at the preposition that the verb governs: دعا إلى …، رحب بـ…."""
        if self.in_relative or self.resumed or not self._is_governed(self.cue.prepositions):
            return False
        return self._open_governed()

    def _is_governed(self, prepositions: frozenset[str]) -> bool:
        word = self.word
        if word.conjunction:
            return False
        if word.core in prepositions and "preposition" in word.kinds:
            after = self.items[self.at + 1].word.core if self.at + 1 < len(self.items) else ""
            return not (word.core == "من" and after in _NO_AGENT)
        return "ب" in prepositions and self._has_ba(word)

    def _has_ba(self, word: Word) -> bool:
        """Tell whether a word carries the preposition بـ, and not as an adverb: بشدة، بدوره."""
        if self.items[self.at].text in {"ب", "بـ"} or word.form in {"بما", "بمن"}:
            return True
        if word.kinds or word.core in _MANNERS or any(r.cue.lemma == "قال" for r in word.readings):
            return False
        return word.preposition == "ب" or (word.form.startswith("ب") and word.abstract)

    def _open_governed(self) -> bool:
        if self.base.manner in {"accuse", "describe"}:
            return self._open(Opening.PREPOSITION, self._object_start())
        if "preposition" not in self.word.kinds:
            return self._open(Opening.PREPOSITION, self.at)
        after = self.items[self.at + 1].word if self.at + 1 < len(self.items) else None
        if after is not None and "that" in after.kinds:
            return self._open(Opening.CLAUSE, self.at + 2)
        return self._open(Opening.PREPOSITION, self.at + 1)

    def _object_start(self) -> int:
        """Find where what is spoken of begins, if it stands right before the preposition: وصف | خصمه بأنه."""
        items = self.items
        start = self.base.subject.end if self.base.subject is not None else self.base.cue_end
        if start < self.at and items[start].word.preposition:  # an adjunct of the subject: المجاورة لإيران،
            start = next((i for i in range(start, self.at) if items[i].text in COMMAS), self.at)
        while start < self.at and (not items[start].word.form or items[start].word.kinds & {"time", "bound"}):
            start += 1
        parted = any("preposition" in item.word.kinds or item.text in COMMAS for item in items[start : self.at])
        return self.at if parted else start

    def adjunct(self) -> bool:
        """Enter an adjunct at a preposition, leave it at a time."""
        kinds = self.word.kinds
        if "preposition" in kinds or (self.word.preposition and not self.word.noun):
            self.in_phrase = True
            return self._go(self.at + 1)
        if "time" in kinds:
            self.in_phrase = False
            return self._go(self.at + 1)
        return False

    def object(self) -> bool:
        """Open at the noun that is declared or denied: أعلن … تدمير، نفى هذه التهم."""
        if not self.cue.noun or (self.in_relative and not self.in_phrase):
            return False
        if self.in_phrase:
            closed = self.finder.lexicon.settings | self.finder.lexicon.setting_adjectives
            is_object = self.word.abstract and self.items[self.at - 1].word.core in closed
        else:
            is_object = self._is_pointed() or (not self.word.kinds and self._is_object())
        return is_object and self._open(Opening.NOUN, self.at)

    def _is_pointed(self) -> bool:
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        return "demonstrative" in self.word.kinds and after is not None and after.definite

    def _is_object(self) -> bool:
        """Tell whether a noun can be what was declared: abstract, or after a pause, or (for most verbs) any."""
        word, before = self.word, self.items[self.at - 1]
        if word.conjunction or not word.form:
            return False
        if word.abstract:
            return True
        if word.nominal and (before.text in COMMAS or "time" in before.word.kinds):
            return not any(item.word.says_that for item in self.items[self.at : self.at + 2 * SHORT_NAME])
        # Most verbs also take definite objects: رفض الزعم، نفى الاتهامات، انتقد الحكومة.
        return self.cue.lemma not in {"أعلن", "أكد"} and self.base.manner != "relay" and not word.preposition

    def at_once(self) -> Attribution | None:
        """Open the words of a verbal noun that follow it at once."""
        if self.at >= self.stop:
            return None
        if is_mark(self.items[self.at].text) and self.tokens.partner[self.at] - self.at > _SCARE_TOKENS:
            self._open(Opening.MARK, self.at)
        elif self._is_governed(self.cue.prepositions - {"من"}) and not self.word.says_that:
            self._open_governed()
        elif self.cue.lemma == "أعلن" and self.word.abstract:
            self._open(Opening.NOUN, self.at)
        return self.found


def _is_owned_masdar(word: Word) -> bool:
    """Tell whether a verbal noun names its speaker by a pronoun: نفيه."""
    return any(reading.shape is Shape.MASDAR and reading.inflection.pronoun for reading in word.readings)
