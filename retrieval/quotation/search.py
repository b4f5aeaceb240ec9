"""Where is the search for the words of one cue, and what has it found so far?

The rules of `complements.py`, `declared.py`, `quoted.py` and `obstacles.py` share this state. A rule looks at the
token where the search is and returns whether it dealt with it: it went on, opened the words, or gave up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.phrases import COMMAS

if TYPE_CHECKING:
    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.cues import CueReader
    from retrieval.quotation.lexicon import Lexicon
    from retrieval.quotation.phrases import Phrase
    from retrieval.quotation.subjects import SubjectReader
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

SCARE_TOKENS = 2
PAUSES = COMMAS | {"-", "–"}
NEWS = frozenset(("اخبار", "انباء", "معلومات", "تقارير"))
BEFORE_EVENTS = frozenset(("منذ", "بعد", "قبل", "الا", "غير", "رغم", "لولا", "مجرد", "يعني", "بيد"))
REFUSALS = frozenset(("رفض", "نفى", "امتنع", "أنكر"))
_BOUND = {"ب": "ب", "ل": "ل", "من": "من", "عن": "عن", "في": "في", "على": "علي", "الى": "الي"}
"""How prepositions are written before a pronoun: منه، عليه."""
PEOPLE = frozenset(("role", "profession"))
_MANNERS = frozenset(("شدة", "قوة", "شكل", "وضوح", "صراحة", "اسم", "دور", "نفس", "جانب", "حضور", "صدد", "شأن", "خصوص"))


@dataclass(frozen=True, slots=True)
class Readers:
    """What a search asks about one document."""

    tokens: Tokens
    cues: CueReader
    subjects: SubjectReader
    lexicon: Lexicon


class Search:
    """One search: where it is, and in what."""

    def __init__(self, readers: Readers, base: Attribution, at: int, stop: int) -> None:
        assert base.reading is not None  # noqa: S101 - only cues with a reading open words
        self.readers, self.tokens, self.items = readers, readers.tokens, readers.tokens.items
        self.base, self.cue, self.inflection = base, base.reading.cue, base.reading.inflection
        self.is_masdar = base.reading.shape is Shape.MASDAR
        self.is_verb = base.reading.shape is Shape.VERB
        self.first = self.at = at
        self.stop = stop
        self.in_phrase = self.in_relative = self.ended = False
        self.found: Attribution | None = None
        self.last_resort: int | None = None
        self.resumed = base.relative and self._takes_up(at)

    def _takes_up(self, at: int) -> bool:
        """Tell whether a pronoun stands for the words, which are the antecedent then: الأمر الذي حذر منه الوزير."""
        taken_up = {_BOUND.get(preposition, "") for preposition in self.cue.prepositions}
        between = (self.items[i].word.core for i in range(self.base.cue + 1, at))
        return any(core[:-1] in taken_up or core[:-2] in taken_up for core in between)

    @property
    def word(self) -> Word:
        """The token's word where the search is."""
        return self.items[self.at].word

    def _open(self, opening: Opening, content: int) -> bool:
        self.found = self.base._replace(opening=opening, content=content)
        return True

    def _go(self, at: int) -> bool:
        self.at = at
        return True

    def _end(self) -> bool:
        self.ended = True
        return True

    def _credit(self, source: Phrase, at: int) -> bool:
        self.base = self.base._replace(subject=source, gender=None, number=None)
        return self._go(at)

    def _takes_noun(self) -> bool:
        """Tell whether a noun may be what is declared: not where a pronoun is it already (الأمر الذي نفاه الوزير)."""
        taken = self.is_verb and bool(self.inflection.pronoun) and self.cue.lemma != "اعتبر"
        return self.cue.noun and not taken

    def _has_ba(self, word: Word, at: int) -> bool:
        """Tell whether a word carries the preposition بـ, and not as an adverb: بشدة، بدوره."""
        if self.items[at].text in {"ب", "بـ"} or word.form in {"بما", "بمن"}:
            return True
        if "demonstrative" in word.kinds and at + 1 < len(self.items):
            return word.preposition == "ب" and self.items[at + 1].word.core not in _MANNERS
        if word.kinds or word.core in _MANNERS or any(r.cue.lemma == "قال" for r in word.readings):
            return False
        return word.preposition == "ب" or (word.form.startswith("ب") and word.abstract)
