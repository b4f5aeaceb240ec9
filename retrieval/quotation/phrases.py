"""Which words name the speaker?

A speaker's phrase is a head noun with what belongs to it: its construct, adjectives, «باسم …», an apposition between
commas, and the personal name. This module goes from word to word; the rules for each kind of word stand beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number
from retrieval.quotation.lexicon import Lexicon, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.person_names import is_joined, name_end
from retrieval.quotation.phrase import COMMAS, INSTITUTIONS, PEOPLE, PHRASE_TOKENS, Phrase, keeps_nun
from retrieval.quotation.phrase_adjuncts import AdjunctRules
from retrieval.quotation.phrase_joints import JointRules
from retrieval.quotation.phrase_names import only_particle
from retrieval.quotation.phrase_nouns import NounRules

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

__all__ = ["COMMAS", "PHRASE_TOKENS", "Phrase", "PhraseReader"]

_IN_A_TITLE = frozenset(("الله", "العظمى"))
"""What goes on with a title: آية الله العظمى."""
_CALLED = frozenset(("يدعى", "تدعى", "يُدعى", "تُدعى", "اسمه", "اسمها"))


def _only_speaks(word: Word) -> bool:
    """Tell a reporting verb that is no noun as well, so that no noun before it can be completed by it."""
    shapes = {reading.shape for reading in word.readings if reading.cue.manner in {"speech", "relay", "document"}}
    return shapes == {Shape.VERB} and not word.named


class PhraseReader:
    """Read the phrases of one document's tokens."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon

    def read(
        self, start: int, limit: int, *, objects: bool = False, stops: frozenset[str] = frozenset()
    ) -> Phrase | None:
        """Read the phrase that starts at a token.

        Args:
            start: Index of the first token.
            limit: The phrase ends before this index.
            objects: Whether a noun may follow that is what was declared (أعلن الوزير | تدمير …): it ends the phrase.
            stops: Prepositions that the verb before governs, and that end its subject.
        """
        return _Reading(self._tokens, self._lexicon, start, min(limit, start + PHRASE_TOKENS), objects, stops).run()


class _Reading(NounRules, AdjunctRules, JointRules):
    """The rules for each kind of word together, applied from the first word on."""

    def run(self) -> Phrase | None:
        while self.at < self.limit and self._step():
            pass
        if self.end <= self.start:
            return None
        if self.name is None and self.definite and self._is_person:
            self._late_name()
        elif self.name is not None and self.inner is not None:
            self._own_name()
        return Phrase(self.start, self.end, self.head, self.definite, self.name, self.joint, self.owner)

    def _step(self) -> bool:
        token = self.tokens.items[self.at]
        if token.word.form:
            if self.name is None and self.at > self.start and self._is_introduced(self.at):
                return self._introduced(self.at)  # أحد هؤلاء ويدعى | سليم حداد
            if self.name is not None and token.text[0].isascii() and token.text[0].isalpha():
                return self._take(self.at + 1)  # تيم بيرنرز لي | Tim Berners-Lee
            return self._word(token.word)
        if is_mark(token.text) or token.text == "(":
            return self._marked()
        if token.text in COMMAS:
            return self._apposition()
        if token.text == "." and self.titled and len(self.tokens.items[self.at - 1].text) == 1:
            self.at += 1  # د. سامي
            return True
        return False

    def _marked(self) -> bool:
        """Take a name in quote marks or a remark in brackets."""
        close = self.tokens.partner[self.at]
        if not self.at < close <= self.at + 8 or close >= self.limit:
            return False
        if self.tokens.items[self.at].text == "(":
            if self.at == self.start:
                return False
        elif (
            self.name is not None
            or (self.objects and self.definite and not self._introduces())
            or (self.at > self.start and not self._introduces())
            or (self.objects and self._is_act(close))
        ):
            return False
        if self.construct and self.head is not None and self.head.kind in PEOPLE:
            self.definite = True  # مراسل «…»
        self.anchored, self.construct = True, False
        return self._take(close + 1)

    def _is_act(self, close: int) -> bool:
        """Tell what is declared in quote marks from a name: أعلنت الشرطة | «إرجاء» العرض; but حركة «تمرد»."""
        word, before = self.tokens.items[self.at + 1].word, self.tokens.items[self.at - 1].word
        return close == self.at + 2 and word.abstract and not word.definite and before.definite

    def _introduces(self) -> bool:
        """Tell whether a name in quote marks may follow: صحيفة «…»، حزب «…»، المتحدث باسم «…»."""
        word = self.tokens.items[self.at - 1].word
        if "naming" in word.kinds:
            return True
        noun = word.noun
        if noun is not None and not word.definite and (noun.kind == "role" or noun.lemma == "مراسل"):
            return True  # مراسل «…»
        if word.core == "مع" and self.prepositional and self._is_participants():
            return True  # المتعاطفون مع «…»
        if self.construct and noun is None and word.substantive and self.at > self.start + 1:
            return True  # منسق برنامج «…»
        if noun is not None and noun.kind == "anonymous" and (word.definite or keeps_nun(word)):
            return False  # هتف المحتجون | «…»
        return (noun is not None and noun.kind not in PEOPLE) or (
            self.head is not None and self.head.kind in INSTITUTIONS
        )

    def _apposition(self) -> bool:
        """Go on after a comma with a name for a role, or a role for a name."""
        after = self.at + 1
        if after >= self.limit or self.end == self.start:
            return False
        word = self.tokens.items[after].word
        known = self.head is not None and self.head.kind in PEOPLE and self.definite
        after_name = name_end(self.tokens, after, self.limit, sure=known) if self.name is None else after
        is_role = word.noun is not None and word.noun.kind in PEOPLE and not word.conjunction and not word.preposition
        person = self.head is None or self.head.kind in PEOPLE
        if self.name is None and person and after_name > after and self._closes(after_name):
            self.name = (after, after_name)
            self.anchored = self.construct = False
            return self._take(after_name)
        if self.name is None and person and (word.title or self._is_second_office(after)):
            self.at, self.anchored, self.construct = after, True, False
            return True
        if self.name is None and self._is_introduced(after):
            return self._introduced(after)
        if self.name is not None and is_role and self.head is None:
            self.at, self.anchored, self.construct = after, False, False
            self.head = word.noun
            return self._word(word)
        return False

    def _is_introduced(self, at: int) -> bool:
        """Tell a clause that gives the name of one of many: أحد السكان، ويدعى | سليم حداد."""
        if self.tokens.items[at].text.removeprefix("و") not in _CALLED:
            return False
        one = self.head is not None and self.head.kind in {"anonymous", *PEOPLE}
        says = at + 1 < self.limit
        word = self.tokens.items[min(at + 1, self.limit - 1)].word
        return one and says and (word.named or word.namesake or word.noun is not None) and not word.definite

    def _introduced(self, at: int) -> bool:
        """Take the name after «يدعى»."""
        self.name = (at + 1, name_end(self.tokens, at + 1, self.limit, sure=True, forced=True))
        return self._take(self.name[1])

    def _is_second_office(self, at: int) -> bool:
        """Tell an office with a name at once after the comma: مساعد الوزير، السفير | ناصر حداد."""
        word, after = self.tokens.items[at].word, self.tokens.items[at + 1].word if at + 1 < self.limit else None
        office = word.noun is not None and word.noun.kind == "role" and word.noun.number is Number.SINGULAR
        if not (office and word.definite and self.definite) or word.conjunction or word.preposition or after is None:
            return False
        return (after.named or after.namesake) and not after.conjunction

    def _closes(self, index: int) -> bool:
        """Tell whether a name that ends here may be an apposition: no clause of its own starts with it."""
        if index >= self.limit:
            return True
        token = self.tokens.items[index]
        return (
            not token.word.form
            or bool(token.word.kinds)
            or token.word.definite
            or bool(token.word.preposition)
            or token.word.abstract
            or bool(token.word.readings)
        )

    def _word(self, word: Word) -> bool:
        first = self.at == self.start
        if word.kinds and not (only_particle(word) and self._starts_name(word, first)):
            return self._closed_word(word)
        if self._is_no_part(word, first):
            return False
        long = self.lexicon.long_places
        if (word.form in long or word.core in long) and self._is_long_place():
            return self._take_long_place(first)
        if word.title and (first or not (word.preposition or word.conjunction)):
            return self._title(word)
        if self._starts_name(word, first):
            return self._take_name()
        if not first and self._is_purpose(word):
            self.anchored, self.construct, self.prepositional = False, True, True
            return self._take(self.at + 1)
        if not first and (word.preposition or word.conjunction):
            return self._attached(word) if word.preposition else self._coordinate(word)
        ends = not first and _only_speaks(word)
        if self._is_issued(word):
            return self._issued()
        if word.acts and not (self.construct and not ends):
            return self._relative() if self._is_open and not first else False
        return self._noun(word, first)

    def _is_long_place(self) -> bool:
        """Tell a country whose name is two words: كوريا الشمالية."""
        items = self.tokens.items
        if (
            self.at + 1 >= self.limit
            or (self.anchored and self.at > self.start)
            or items[self.at].word.noun is not None
        ):
            return False
        word, after = items[self.at].word, items[self.at + 1].word.form
        return f"{word.form} {after}" in self.lexicon.places or f"{word.core} {after}" in self.lexicon.places

    def _take_long_place(self, first: bool) -> bool:
        if first or not self.prepositional:
            self.definite = True
        self.anchored, self.construct = not first, False
        return self._take(self.at + 2)

    def _is_no_part(self, word: Word, first: bool) -> bool:
        """Tell what never belongs to a phrase: قوله after it, and لرووداو where رووداو occurs too."""
        if not first and word.owned:
            return True
        return self.name is not None and word.named and not word.conjunction and is_joined(word, self.tokens)

    def _title(self, word: Word) -> bool:
        if self.at > self.start:
            self._note_inner(word)
        if self.head is None and not self.construct:
            self.head = word.noun
        self.definite = self.anchored = self.titled = True
        self.construct = False
        end = self.at + 1
        while end < self.limit and self.tokens.items[end].word.form in _IN_A_TITLE:
            end += 1
        return self._take(end)
