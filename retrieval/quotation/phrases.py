"""Which words name the speaker?

A speaker's phrase is a head noun with what belongs to it: its construct, adjectives, «باسم …», an apposition between
commas, and the personal name. In Arabic a role that stands before a name is definite, so that the first indefinite
word after something definite is where the name begins (وزير الخارجية الروسي | سيرغي لافروف); a word after an
indefinite head is its complement (رئيس تشيلي).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Number
from retrieval.quotation.lexicon import Lexicon, Noun, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.person_names import fits_title, is_joined, is_plain, name_end

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

COMMAS = frozenset("،,")
PHRASE_TOKENS = 40
_ROLE_PREPOSITIONS = frozenset(("في", "لدى", "عن"))
_PEOPLE = frozenset(("role", "profession"))
_NAMED_KINDS = frozenset(("media", "organisation"))
_INSTITUTIONS = frozenset(("organisation", "media", "document"))
_RELATED = frozenset(("ولايته", "ولايتها", "صلاحيته", "عضويته"))  # الرئيس المنتهية ولايته


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as token indexes; `name` is the personal name's range, `head` the noun that it starts with."""

    start: int
    end: int
    head: Noun | None
    definite: bool
    name: tuple[int, int] | None
    joint: tuple[int, ...] = ()


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


class _Reading:
    """One run over a phrase: what was read so far, and what may come next."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, start: int, limit: int, objects: bool, stops: frozenset[str]
    ) -> None:
        self.stops = stops
        self.tokens, self.lexicon, self.start, self.limit, self.objects = tokens, lexicon, start, limit, objects
        self.at = self.end = start
        self.head: Noun | None = None
        self.definite = False
        self.anchored = True  # a name may begin here
        self.construct = False  # the next word completes the one before
        self.name: tuple[int, int] | None = None
        self.prepositional = False
        self.titled = False  # a title stands just before: العقيد | المالكي
        self.joint: list[int] = []

    def run(self) -> Phrase | None:
        while self.at < self.limit and self._step():
            pass
        if self.end <= self.start:
            return None
        return Phrase(self.start, self.end, self.head, self.definite, self.name, tuple(self.joint))

    def _take(self, end: int) -> bool:
        self.at = self.end = end
        return True

    def _step(self) -> bool:
        token = self.tokens.items[self.at]
        if token.text == "#":
            self.at += 1
            return True
        if is_mark(token.text) or token.text == "(":
            return self._marked()
        if token.text in COMMAS:
            return self._apposition()
        if not token.word.form:
            return False
        return self._word(token.word)

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
        ):
            return False
        if self.construct and self.head is not None and self.head.kind in _PEOPLE:
            self.definite = True  # مراسل «…»
        self.anchored, self.construct = True, False
        return self._take(close + 1)

    def _introduces(self) -> bool:
        """Tell whether a name in quote marks may follow: صحيفة «…»، حزب «…»، المتحدث باسم «…»."""
        word = self.tokens.items[self.at - 1].word
        if "naming" in word.kinds:
            return True
        noun = word.noun
        if noun is not None and not word.definite and (noun.kind == "role" or noun.lemma == "مراسل"):
            return True  # مراسل «…»
        return (noun is not None and noun.kind not in _PEOPLE) or (
            self.head is not None and self.head.kind in _INSTITUTIONS
        )

    def _apposition(self) -> bool:
        """Go on after a comma with a name for a role, or a role for a name."""
        after = self.at + 1
        if after >= self.limit or self.end == self.start:
            return False
        word = self.tokens.items[after].word
        known = self.head is not None and self.head.kind in _PEOPLE and self.definite
        after_name = name_end(self.tokens, after, self.limit, sure=known) if self.name is None else after
        is_role = word.noun is not None and word.noun.kind in _PEOPLE and not word.conjunction and not word.preposition
        person = self.head is None or self.head.kind in _PEOPLE
        if self.name is None and person and after_name > after and self._closes(after_name):
            self.name = (after, after_name)
            self.anchored = self.construct = False
            return self._take(after_name)
        if self.name is None and word.title and person:
            self.at, self.anchored, self.construct = after, True, False
            return True
        if self.name is not None and is_role and self.head is None:
            self.at, self.anchored, self.construct = after, False, False
            self.head = word.noun
            return self._word(word)
        return False

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
        if word.kinds:
            return self._closed_word(word)
        if self._is_no_part(word, first):
            return False
        if word.title and (first or not (word.preposition or word.conjunction)):
            return self._title(word)
        if self._starts_name(word, first):
            return self._take_name()
        if not first and (word.preposition or word.conjunction):
            return self._attached(word) if word.preposition else self._coordinate(word)
        if self._is_verb(word) and not (self.construct and not (not first and _only_speaks(word))):
            return self._relative() if self._is_open and not first else False
        return self._noun(word, first)

    def _is_no_part(self, word: Word, first: bool) -> bool:
        """Tell what never belongs to a phrase: قوله after it, and لرووداو where رووداو occurs too."""
        if not first and any(r.shape is Shape.MASDAR and r.inflection.pronoun for r in word.readings):
            return True
        return self.name is not None and word.named and is_joined(word, self.tokens)

    def _starts_name(self, word: Word, first: bool) -> bool:
        if self.name is not None:
            return False
        titled, self.titled = self.titled, False
        if titled and fits_title(word, self.tokens.items[self.at - 1].word):
            return True
        if not first and (word.preposition or word.conjunction):
            return False
        if first and self._is_verb(word) and not word.conjunction and self._named_next():
            return True  # مات بالمي: a foreign name that reads as a verb
        if not self.anchored or word.definite or (self._is_verb(word) and not self.construct):
            return False
        return self._may_be_name(word)

    def _particle_next(self) -> bool:
        return self.at + 1 < self.limit and self.tokens.items[self.at + 1].word.form in {"ال", "بن"}

    def _named_next(self) -> bool:
        return self.at + 1 < self.limit and self.tokens.items[self.at + 1].word.named

    def _title(self, word: Word) -> bool:
        if self.head is None:
            self.head = word.noun
        self.definite = self.anchored = self.titled = True
        self.construct = False
        return self._take(self.at + 1)

    def _closed_word(self, word: Word) -> bool:
        if word.core in self.stops or word.core in {"ل", "ب", "ك"}:
            return False
        if "demonstrative" in word.kinds and self.at == self.start:
            self.at += 1
            self.start = self.end = self.at
            return True
        if "naming" in word.kinds and self.head is not None:
            self.prepositional = True
            self.anchored, self.construct = False, True
            return self._take(self.at + 1)
        if word.core == "عام" and self.head is not None and self.name is None:  # أمين عام، مدير عام
            return self._take(self.at + 1)
        if "preposition" in word.kinds and self._takes_preposition(word):
            self.prepositional = True
            self.anchored, self.construct = False, True
            self.at += 1
            return True
        return (
            self._relative()
            if self._is_open and "relative" not in word.kinds and "preposition" in word.kinds
            else False
        )

    def _takes_preposition(self, word: Word) -> bool:
        if self.head is None or self.at + 1 >= self.limit:
            return False
        following = self.tokens.items[self.at + 1].word
        if following.core in self.lexicon.settings:
            return False
        if (
            word.core in {"الى", "لدى"}
            and self.head.kind == "role"
            and following.place is not None
            and self.name is None
        ):
            return True
        if word.core == "من":
            return self.head.kind == "anonymous" and self.at <= self.start + 2
        if word.core not in _ROLE_PREPOSITIONS or self.name is not None:
            return False
        institution = following.noun is not None and following.noun.kind in {"organisation", "media"}
        if self._is_open and word.core == "في" and (institution or following.place is not None or following.definite):
            return True
        return (
            institution or (following.place is not None and self.head.kind in {"organisation", "anonymous"})
        ) and not (self.head.kind == "organisation" and institution)

    def _attached(self, word: Word) -> bool:
        """Take «باسم …» and «لشؤون …» of a role; «للصحفيين» is an adjunct."""
        people = word.noun is not None and word.noun.kind in {"profession", "media"}
        acting = self.tokens.items[self.start].word.form.endswith("ون") and self.end == self.start + 1
        if self.head is None and acting and word.definite and word.preposition == "ل" and not people:
            self.anchored, self.construct = True, False  # المنظمون للحملة
            return self._take(self.at + 1)
        if word.noun is not None and word.noun.kind == "matter" and self.name is None and self.head is not None:
            self.anchored, self.construct = word.definite, not word.definite
            return self._take(self.at + 1)
        if (
            word.definite
            and word.preposition == "ل"
            and self.name is None
            and self.head is not None
            and not (word.noun and word.noun.kind in {"profession", "media"})
        ):
            self.anchored, self.construct = word.definite, not word.definite
            return self._take(self.at + 1)
        if (
            word.definite
            and word.preposition == "ب"
            and self.name is None
            and self.head is not None
            and self.head.kind in {"anonymous", *_PEOPLE}
        ):
            self.anchored, self.construct = True, False
            return self._take(self.at + 1)
        if self.head is not None and self.name is None and self.head.kind != "organisation":
            institution = word.noun is not None and word.noun.kind == "organisation"
            place = word.place is not None
            if institution or (place and word.preposition == "ل"):
                self.anchored, self.construct = word.definite or place, not (word.definite or place)
                return self._take(self.at + 1)
        if self.head is not None and word.definite and word.preposition == "ل" and self.head.kind == "organisation":
            self.anchored, self.construct = True, False
            return self._take(self.at + 1)
        return False

    def _coordinate(self, word: Word) -> bool:
        if word.conjunction != "و" or self._is_verb(word):
            return False
        is_head = word.noun is not None or word.place is not None
        was_place = self.tokens.items[self.end - 1].word.place is not None
        if (is_head and (word.place is None or was_place)) or (word.definite and not word.noun and self.name is None):
            if self._is_joint(word, is_head=is_head):
                self.joint.append(self.at)
            self.anchored = word.definite or word.place is not None
            self.construct = not self.anchored
            return self._take(self.at + 1)
        return False

    def _is_joint(self, word: Word, *, is_head: bool) -> bool:
        """Tell joint speakers (روسيا وإيران) from one with two offices, and from what only describes one."""
        if self.name is not None:
            return True
        if not is_head or self.prepositional:
            return False
        institution = word.noun is not None and word.noun.kind not in _PEOPLE
        return word.place is not None or (self.head is not None and institution)

    def _may_be_name(self, word: Word) -> bool:
        if self.head is not None and self.head.kind in {"media", "organisation", "document"}:
            return False  # صحيفة واشنطن بوست: the name of an institution
        if self.objects and self.head is not None and self.head.number is Number.PLURAL:
            return False  # انتقد زعماء المعارضة | سليم حداد: one name is not that of many
        if word.country is not None and word.form in self.lexicon.names and self._particle_next():
            return True  # تركي آل الشيخ
        if word.noun is not None or word.country is not None or word.place is not None:
            return word.named and self.at > self.start
        if word.named:
            return True
        if word.abstract or (word.verbal and not word.named):
            return False
        if self.at == self.start:
            return is_plain(word) and self._named_next()
        if self.head is None and self.definite and self.at == self.start + 1:
            return (
                is_plain(word) and self._named_next()
            )  # السجين | معين حداد: no indefinite noun completes a definite one
        return self.head is not None and self.head.kind in _PEOPLE and self.definite and not word.readings

    def _take_name(self) -> bool:
        # ووصف ترامب | هيكس: a known family name at the start is the whole name.
        form = self.tokens.items[self.at].word.form
        alone = self.at == self.start and (form in self.lexicon.surnames or self._is_family_alone(form))
        end = max(self.at + 1, name_end(self.tokens, self.at, self.limit, sure=True, forced=True, alone=alone))
        self.name = (self.at, end)
        self.anchored = self.construct = False
        return self._take(end)

    def _is_family_alone(self, form: str) -> bool:
        """Tell whether a common noun with the article follows a family name: ودعا غوتيريس | الأطراف."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        if after is None or self.lexicon.names.get(form) != "family":
            return False
        return after.definite and (after.substantive or after.adjectival or after.process)

    def _noun(self, word: Word, first: bool) -> bool:
        if word.core in _RELATED and not first:
            self.anchored = True
            return self._take(self.at + 1)
        owned = word.noun is not None and bool(word.noun.owner)
        if first:
            self.head = word.noun
            self.definite = word.definite or word.place is not None or owned
        elif self._ends_before(word):
            return False
        elif word.named and self.head is not None and self.head.kind in _NAMED_KINDS:
            self.anchored, self.construct = True, False
            return self._take(self.at + 1)
        self._place(word, owned, first)
        return self._take(self.at + 1)

    def _ends_before(self, word: Word) -> bool:
        """Tell whether a later noun begins something else: an object, or a phrase beside this one."""
        if self.construct:
            return False
        if self.head is None and self.name is None and self.definite and word.definite and word.substantive:
            return True  # فسر الزغل | الإجراءات: no adjective
        adjective = word.form.removeprefix("ال") in self.lexicon.adjectives  # وكالة الأنباء السعودية
        if self.objects and word.place is not None and self.definite and not adjective:
            return True  # واتهمت الدول الأربع | الدوحة
        if self.objects and word.abstract and not (word.noun and self._is_open):
            return True
        if self.objects and word.definite and word.country is None and self._complete(word):
            return True
        if self._is_office_of_name(word):
            self.head = word.noun  # أنطونيو حداد | مدرب الفريق
            return False
        if self.name is not None and (self.objects or not (word.definite or word.country)):
            return True
        if word.named and self.head is not None and self.head.kind in _NAMED_KINDS:
            return False
        if word.definite or word.country or word.place or self._is_open:
            return False
        return word.noun is None or self.objects or word.noun.kind not in _PEOPLE

    def _is_office_of_name(self, word: Word) -> bool:
        """Tell whether a role stands right after the name; an object may stand there too, after verbs that take one."""
        role = word.noun is not None and word.noun.kind == "role" and not word.definite
        after = self.name is not None and self.name[1] == self.at
        return role and after and self.head is None and not self.objects

    def _place(self, word: Word, owned: bool, first: bool) -> None:
        """Say how a noun continues the phrase: what it makes definite, whether a name may follow, or a complement."""
        fixed = word.definite or word.place is not None or owned
        if self.construct and not self.prepositional:
            self.definite = self.definite or fixed or word.named
        # محافظ أربيل: an unknown name completes an office as a place does.
        foreign = self.construct and word.named
        self.anchored = fixed or foreign or (self.anchored and word.country is not None)
        common = word.noun is not None or first or (word.nominal and word.substantive)
        self.construct = not self.anchored and common and word.country is None

    def _complete(self, word: Word) -> bool:
        """Tell whether an object starts: a noun after what is definite already (وصف الوزير | الاتفاق)."""
        before = self.tokens.items[self.at - 1].word
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else word
        if after.core in _RELATED:
            return False  # الرئيس | المنتهية ولايته
        return word.substantive or before.place is not None or not before.form

    @property
    def _is_open(self) -> bool:
        """An unnamed source may be described at length: مصدر مطلع على التحقيقات."""
        return (
            self.head is not None
            and not self.definite
            and self.name is None
            and self.head.kind in {"anonymous", "document", *_PEOPLE}
        )

    def _relative(self) -> bool:
        """Take the rest of a description up to a comma, a mark or a clause."""
        cues = self.tokens.items[self.at].word.readings
        if any(r.shape is Shape.VERB and r.cue.manner in {"speech", "relay"} for r in cues):
            return False  # تقارير نقلت عن …: what it says, not what it is
        at = self.at
        while at < self.limit:
            token = self.tokens.items[at]
            if not token.word.form and not token.text.isdigit() and token.text != "#":
                break
            kinds = token.word.kinds
            if (
                kinds & {"that", "that+", "time", "relative", "conjunction"}
                or token.word.core in self.stops
                or token.word.core == "ل"
                or token.word.core in self.lexicon.settings
            ):
                break
            if token.word.preposition == "ل" and at + 1 < self.limit:
                break
            at += 1
        while at > self.at and "preposition" in self.tokens.items[at - 1].word.kinds:
            at -= 1
        if at == self.at:
            return False
        self._take(at)
        return False

    @staticmethod
    def _is_verb(word: Word) -> bool:
        if word.verbal:
            return True
        return (
            any(reading.shape is Shape.VERB for reading in word.readings)
            and word.noun is None
            and not word.preposition
            and not word.definite
        )
