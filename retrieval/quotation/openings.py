"""Where do the words of a cue begin?

From the end of the subject the search goes right, a token at a time, to what may introduce words: إنّ and أنّ, a
colon, a quote mark, the preposition that the verb governs, or the noun that is declared. On its way it goes over
adjuncts, relative clauses and names in quote marks, takes note of whom an agency quotes, and gives up where another
cue begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.marks import is_mark
from retrieval.quotation.obstacles import ClauseRules
from retrieval.quotation.quoted import MarkRules
from retrieval.quotation.search import SCARE_TOKENS, Readers
from retrieval.quotation.words import ATTACHED, CLOSED, CUE

if TYPE_CHECKING:
    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.cues import CueReader
    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.subjects import SubjectReader
    from retrieval.quotation.tokens import Tokens

MASDAR_REACH = 6
"""How many tokens after a verbal noun and its subject the words may begin."""


class OpeningFinder:
    """Find where the words of one document's cues begin."""

    def __init__(self, tokens: Tokens, cues: CueReader, subjects: SubjectReader, lexicon: Lexicon) -> None:
        self._readers = Readers(tokens, cues, subjects, lexicon)

    def open(self, attribution: Attribution, at: int, stop: int) -> Attribution | None:
        """Search from a token for what introduces the words of a verb or participle; None where nothing does."""
        return _Search(self._readers, attribution, at, stop).run()

    def open_masdar(self, attribution: Attribution, at: int, stop: int) -> Attribution | None:
        """Search for the words of a verbal noun: they follow at once, or after a short adjunct."""
        search = _Search(self._readers, attribution, self._after_manner(at, stop), stop)
        found = search.at_once()
        while found is None and search.at < min(stop, at + MASDAR_REACH):
            if search.colon() or search.that():
                return search.found
            if self._readers.cues.is_other(search.at):
                return None
            search.at += 1
        return found

    def _after_manner(self, at: int, stop: int) -> int:
        """Go over when and how something was said: إعلان الاتحاد أمس بشكل مفاجئ | استبعاد الحكم."""
        items = self._readers.tokens.items
        while at + 2 < stop:
            if "time" in items[at].word.kinds or (items[at].word.accusative and not items[at].word.abstract):
                at += 1
            elif items[at].word.core in {"شكل", "صورة"} and items[at].word.preposition == "ب":
                at += 2
            else:
                break
        return at


class _Search(MarkRules, ClauseRules):
    """One search with all its rules, in their order."""

    def run(self) -> Attribution | None:
        """Go right until a rule opens the words or gives up."""
        while self.at < self.stop and not self.ended and self.found is None:
            word = self.word
            for rule in _OF_TRAITS[word.traits] if word.form else _OF_MARKS:
                if rule(self):
                    break
            else:
                self.at += 1
        if self.found is None and self.last_resort is not None:
            self._open_last_resort(self.last_resort)
        return self.found

    def _open_last_resort(self, at: int) -> None:
        """Open where words may begin that seemed to belong to an adjunct or a relative clause."""
        self.at = at
        if is_mark(self.items[at].text):
            self._open(Opening.MARK, at)
        else:
            self._open_governed()

    def at_once(self) -> Attribution | None:
        """Open the words of a verbal noun that follow it at once."""
        if self.at >= self.stop:
            return None
        if is_mark(self.items[self.at].text) and self.tokens.partner[self.at] - self.at > SCARE_TOKENS:
            self._open(Opening.MARK, self.at)
        elif self._is_governed(self.cue.prepositions - {"من"}) and not self.word.says_that and not self._invites():
            self._open_governed()
        elif self.cue.lemma == "أعلن" and (self.word.abstract or self._is_act()):
            self._open(Opening.NOUN, self.at)
        return self.found

    def _invites(self) -> bool:
        """Tell where somebody is invited from what he is called upon to do: دعوة الوزير إلى | القصر."""
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        if self.base.manner != "address" or self.word.core != "الى" or after is None:
            return False
        return bool(after.place or after.named) or (after.definite and not after.process)


_Rule = Callable[[_Search], bool]
_OF_MARKS: tuple[_Rule, ...] = (_Search.colon, _Search.bracket, _Search.mark, _Search.pause)
_OF_WORDS: tuple[tuple[_Rule, int], ...] = (
    (_Search.event, CLOSED), (_Search.that, CLOSED), (_Search.turn, ATTACHED), (_Search.relayed, CLOSED),
    (_Search.chain, CUE), (_Search.owned, CUE), (_Search.carried, CUE), (_Search.other, CUE),
    (_Search.agent, ATTACHED), (_Search.source, 0), (_Search.topic, ATTACHED), (_Search.burden, 0),
    (_Search.governed, ATTACHED), (_Search.addressee, 0), (_Search.adjunct, ATTACHED), (_Search.apposition, 0),
    (_Search.object, 0),
)  # fmt: skip
"""The rules in their order, with the trait without which a word is none of their business (0: any word may be)."""
_OF_TRAITS = tuple(
    tuple(rule for rule, trait in _OF_WORDS if not trait or traits & trait) for traits in range(2 * ATTACHED)
)
"""The rules for a word by its traits: they are asked of every word between a cue and its words, mostly in vain."""
