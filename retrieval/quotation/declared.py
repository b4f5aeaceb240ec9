"""Which noun is declared, denied or denounced? أعلن … | فتح تحقيق، نفى … | هذه التهم، أكد … | رفضه الخطة."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.attribution import Opening
from retrieval.quotation.complements import ComplementRules
from retrieval.quotation.lexicon import Shape
from retrieval.quotation.phrases import COMMAS
from retrieval.quotation.search import BEFORE_EVENTS, NEWS, PEOPLE, REFUSALS
from retrieval.quotation.subjects import SHORT_NAME

if TYPE_CHECKING:
    from retrieval.quotation.inflection import Inflection


class ObjectRules(ComplementRules):
    """Rules of objects."""

    def object(self) -> bool:
        """Open at the noun that is declared or denied: أعلن … تدمير، نفى هذه التهم."""
        if not self._takes_noun() or (self.in_relative and not self.in_phrase):
            return False
        if self.base.manner == "document" and self.base.subject is None:
            return False  # أظهرت نتائج الدراسة أنّ
        if self.in_phrase:
            act = self.word.abstract or self._is_act()
            is_object = act and not self.word.conjunction and self._is_complete(self.at - 1)
        else:
            is_object = self._is_pointed() or (not self.word.kinds and self._is_object())
        return is_object and self._open(Opening.NOUN, self.at)

    def owned(self) -> bool:
        """Open at a verbal noun whose pronoun means the speaker: أكدت المملكة، الأحد، | رفضها أي تهديد."""
        if not self._takes_noun() or self.in_relative or self.word.conjunction or self.word.preposition:
            return False
        masdars = [r for r in self.word.readings if r.shape is Shape.MASDAR and r.cue.lemma != "قال"]
        owned = any(r.inflection.pronoun and self._agrees(r.inflection) for r in masdars)
        bare = any(not r.inflection.pronoun for r in masdars) and bool(self.items[self.at - 1].word.form)
        return (owned or (bare and not self.in_phrase)) and self._open(Opening.NOUN, self.at)

    def apposition(self) -> bool:
        """Go over who the subject is: أدان سليم حداد | مبعوث المنظمة | استخدام القوة."""
        word, subject = self.word, self.base.subject
        person = word.noun is not None and word.noun.kind in PEOPLE and not (word.definite or word.readings)
        if not person or subject is None or subject.name is None or subject.end != self.at:
            return False
        explained = self.readers.subjects.of_preposition(self.at, self.stop)
        return explained is not None and self._go(explained.end)

    def _agrees(self, owner: Inflection) -> bool:
        return None in {owner.gender, self.inflection.gender} or owner.gender is self.inflection.gender

    def _is_complete(self, at: int) -> bool:
        """Tell a word that no verbal noun can complete: في بيان | نقل …; في دمشق | تحليق …."""
        word, lexicon = self.items[at].word, self.readers.lexicon
        if 0 <= self.tokens.partner[at] < at:
            return True  # على موقع «تويتر» | سقوط …
        if word.core in lexicon.settings or word.core in lexicon.setting_adjectives or word.core in lexicon.spans:
            return True
        if "bound" in word.kinds and not self.in_relative:
            return True  # أكد من خلالها | إعجابه بالنموذج
        known = word.definite or word.place is not None or word.country is not None
        return known and not self.in_relative and not self.word.definite and not self.word.preposition

    def _is_pointed(self) -> bool:
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        return "demonstrative" in self.word.kinds and after is not None and after.definite

    def _is_object(self) -> bool:
        """Tell whether a noun can be what was declared: abstract, or after a pause, or (for most verbs) any."""
        word, before = self.word, self.items[self.at - 1]
        if word.conjunction or not word.form:
            return False
        if before.text in COMMAS and self._clause_follows():
            return False  # أعلن القائد، أبو زرعة، أن …
        if word.abstract and not word.definite:
            return True
        if self.cue.lemma in REFUSALS and word.core in NEWS and not word.definite:
            return True  # نفى الوزير تقارير قالت إن …
        if self._is_act():
            return True
        if word.nominal and (before.text in COMMAS or "time" in before.word.kinds):
            return not self._clause_follows()
        if self.at == self.first + 1 and before.text in COMMAS and word.noun is not None and word.noun.kind == "role":
            return False  # رفض سليم حداد، الرئيس الحالي للحزب، …
        if self._clause_follows() or (word.definite and word.adjectival):
            return False
        # Most verbs also take definite objects: رفض الزعم، نفى الاتهامات، انتقد الحكومة.
        return (
            self.cue.lemma not in {"أعلن", "أكد", "أوضح", "كرر"}
            and self.base.manner != "relay"
            and not word.preposition
        )

    def _clause_follows(self) -> bool:
        """Tell whether what the verb says comes later, in a clause: أعلن القائد، أبو زرعة، | أنّ."""
        if not self.cue.clause:
            return False
        for at in range(self.at + 1, min(self.stop, self.at + 2 * SHORT_NAME)):
            word = self.items[at].word
            if word.says_that and not word.conjunction:
                return self.items[at - 1].word.core not in BEFORE_EVENTS
            if word.conjunction:
                return False
        return False

    def _is_act(self) -> bool:
        """Tell a verbal noun with the article and what it governs: أعلنت الحركة | التوصل إلى اتفاق."""
        after = self.items[self.at + 1].word if self.at + 1 < self.stop else None
        governs = after is not None and ("preposition" in after.kinds or bool(after.preposition))
        return governs and self._is_named_act(self.word)
