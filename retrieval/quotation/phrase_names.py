"""Where in a phrase does the personal name stand?

In Arabic a role that stands before a name is definite, so that the first indefinite word after something definite is
where the name begins (وزير الخارجية الروسي | سيرغي لافروف). A name that completes an indefinite role is another
person's (محامي سامي حداد).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.late_names import late_name
from retrieval.quotation.person_names import OUTLETS, begins_by_particle, fits_title, is_joined, is_plain, name_end
from retrieval.quotation.phrase import ANYBODY, COMMAS, PEOPLE, PhraseState

if TYPE_CHECKING:
    from retrieval.quotation.words import Word

_SERVING = frozenset(("وكيل", "وكيلة"))
_CLIENTS = frozenset(("لاعب", "لاعبة", "فنان", "فنانة", "مدرب", "نجم"))
"""Who has an agent but no deputy: وكيل اللاعب | سامي حداد."""
_CHIEFS = frozenset(("كبير", "كبيرة", "اول", "ثاني", "اكبر", "اصغر", "اشهر", "ابرز"))
_UTTERED = frozenset(
    ("كلام", "رواية", "راي", "قول", "شهادة", "كلمات", "اقوال", "افادة", "تعبير", "منشور", "حساب", "صفحة")
)
"""What a person says or writes, whose words they are: بحسب رواية الشرطي سامي حداد."""
_WITH_HOLDER = 3
"""How many words a name has at least that follows the place of an office: مدرب ليفربول يورغن كلوب."""


def only_particle(word: Word) -> bool:
    """Tell a foreign name that reads as a preposition with a pronoun: لي، بي."""
    return word.kinds == {"bound"} and word.form in {"لي", "بي"}


class NameRules(PhraseState):
    """Tell whether a name may begin at a word, and take it."""

    def _late_name(self) -> None:
        """Take the name after the place or the office that parts it from its role: السفير في لندن، سامي حداد."""
        if self.joint or self.tokens.items[self.end - 1].word.kinds:
            return
        self.name = late_name(self.tokens, self.end, self.limit, self.lexicon.settings)
        if self.name is not None:
            self._take(self.name[1])

    def _own_name(self) -> None:
        """Take the head's own name after another's: مستشار الرئيس سامي حداد للشؤون الخارجية، | رشيد نصار، إن."""
        if self.name is None or self.name[0] == self.start:
            return  # رشيد نصار، مستشار الرئيس، سامي حداد
        office = self.head is not None and (self.head.kind == "role" or self._is_relative_of)
        if self.joint or self.head is None or not office or self.head.number is not Number.SINGULAR:
            return
        at = self.end
        if at < self.limit and self.tokens.items[at].text in COMMAS:
            found: tuple[int, int] | None = (at + 1, name_end(self.tokens, at + 1, self.limit, sure=True))
        else:
            found = late_name(self.tokens, at, self.limit, self.lexicon.settings)
        if found is not None and self.tokens.items[found[0] - 1].text in COMMAS and self._is_closed_name(found):
            self.owner = (self.inner_start, *self.name)
            self.name = found
            self._take(found[1])

    def _is_closed_name(self, name: tuple[int, int]) -> bool:
        """Tell a full name between commas, or before what is said."""
        items, (start, end) = self.tokens.items, name
        if end - start <= 1 or not (items[start].word.sure or items[start + 1].word.sure):
            return False
        return end < len(items) and (items[end].text in COMMAS or items[end].word.says_that or items[end].text == ":")

    def _starts_name(self, word: Word, first: bool) -> bool:
        if self.name is not None or self.owned:
            return False
        titled, self.titled = self.titled, False
        if titled and fits_title(word, self.tokens.items[self.at - 1].word):
            return True
        if not first and not word.conjunction and is_joined(word, self.tokens):
            return False  # قال الوزير | لترامب
        if self._only_looks_common(word, first):
            return True
        if not first and (word.preposition or word.conjunction):
            return False
        if first and word.conjunction and word.given and word.form.endswith("ت"):
            return False  # ورفعت | حداد دعوى: a verb at the start of its sentence
        if first and word.acts and not word.conjunction and self._named_next():
            return True  # مات بالمي: a foreign name that reads as a verb
        if not self.anchored or word.definite or (word.acts and not self.construct):
            return False
        before = self.tokens.items[self.at - 1].word if not first else None
        if self.objects and before is not None and before.place is not None and self.end == self.start + 1:
            return False  # اتهمت أنقرة | غولن
        return self._may_be_name(word)

    def _only_looks_common(self, word: Word, first: bool) -> bool:
        """Tell a name whose first word reads as a verb, a function word or a noun of kinship."""
        if first:
            return self._is_kinsman(word) or self._only_looks_joined(word)
        return self.anchored and (self._is_name_like_verb(word) or self._starts_like_particle(word))

    def _starts_like_particle(self, word: Word) -> bool:
        """Tell a name whose first word is a function word or a noun of kinship too: لي كيتشيانغ، أبو علي."""
        if only_particle(word) and self._named_next():
            return True
        return not self.objects and begins_by_particle(self.tokens, self.at, self.limit)

    def _is_kinsman(self, word: Word) -> bool:
        """Tell a given name that is a noun of kinship too, at the start: أبي أحمد."""
        return word.noun is not None and begins_by_particle(self.tokens, self.at, self.limit)

    def _only_looks_joined(self, word: Word) -> bool:
        """Tell a foreign name that starts like فـ, which no subject right after its verb has: قال | فابين دي بوا."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        joined = word.conjunction == "ف" and not (word.definite or word.acts or word.kinds) and self._follows_verb
        return joined and after is not None and after.sure and not after.conjunction

    def _is_name_like_verb(self, word: Word) -> bool:
        """Tell a name that reads as a verb: قال المسؤول | شفقت حداد; a verb with its subject is not followed by one."""
        if not (self.definite and word.verbal) or word.readings or word.definite or word.conjunction:
            return False
        one = self.head is not None and self.head.kind in PEOPLE and self.head.number is Number.SINGULAR
        return one and self._follows_verb and self._is_followed_like_name()

    def _is_followed_like_name(self) -> bool:
        """Tell whether a pause, a closed word or another word of a name follows."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        if after is None or not after.form or after.kinds or after.readings:
            return True
        return after.named or after.namesake or is_plain(after)

    def _may_be_name(self, word: Word) -> bool:
        if self.head is not None and self.head.kind in {"media", "organisation", "document"}:
            return False  # صحيفة واشنطن بوست: the name of an institution
        if self.objects and self.head is not None and self.head.number is Number.PLURAL:
            return False  # انتقد زعماء المعارضة | سليم حداد: one name is not that of many
        if word.country is not None and word.form in self.lexicon.names and self._particle_next():
            return True  # تركي آل الشيخ
        if word.noun is not None or word.country is not None or word.place is not None:
            return word.named and self.at > self.start
        if word.named or (word.namesake and self._named_next() and (self.at == self.start or self.definite)):
            return True
        if word.abstract or (word.verbal and not word.named):
            return False
        if self.at == self.start:
            return is_plain(word) and self._named_next()
        if self.head is None and self.definite and self.at == self.start + 1:
            return (
                is_plain(word) and self._named_next()
            )  # السجين | معين حداد: no indefinite noun completes a definite one
        office = self.head is not None and self.head.kind in PEOPLE and self.definite
        many = self.objects and word.form.endswith("ي") and not word.sure and self._definite_next()
        if many:
            return False  # توعد الوزير | منفذي الهجوم
        how = word.accusative and not (self._named_next() or self._particle_next())  # طالب الوزير | مرارا
        return office and not (word.readings or how or self.foreign or self._is_outlet_told())

    def _definite_next(self) -> bool:
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        return after is not None and after.definite and (after.substantive or after.process)

    def _is_outlet_told(self) -> bool:
        """Tell to whom somebody spoke from his name: قال مدير الشركة | لسكاي نيوز."""
        items, at = self.tokens.items, self.at
        return items[at].word.form[0] in "لب" and at + 1 < self.limit and items[at + 1].word.form in OUTLETS

    def _take_name(self) -> bool:
        # ووصف ترامب | هيكس: a known family name at the start is the whole name.
        form = self.tokens.items[self.at].word.form
        alone = self.at == self.start and (form in self.lexicon.surnames or self._is_family_alone(form))
        end = max(self.at + 1, self._name_end(self.at, alone=alone))
        inner = self._is_inner_name(self.at, end)
        if inner or self._is_anothers_name():
            self.owner, self.inner = (self.inner_start, self.at, end) if inner else None, None
            self.definite, self.anchored, self.construct = self.definite or not self.prepositional, False, False
            self.owned = True
            return self._take(end)
        self.name = (self.at, end)
        self.anchored = self.construct = False
        return self._take(end)

    def _name_end(self, start: int, *, alone: bool = False) -> int:
        return name_end(self.tokens, start, self.limit, sure=True, forced=True, alone=alone, objects=self.objects)

    def _is_family_alone(self, form: str) -> bool:
        """Tell whether a common noun with the article follows a family name: ودعا غوتيريس | الأطراف."""
        after = self.tokens.items[self.at + 1].word if self.at + 1 < self.limit else None
        if after is None or self.lexicon.names.get(form) != "family":
            return False
        last = self.tokens.items[self.at + 2] if self.at + 2 < self.limit else None
        if last is None or last.text in COMMAS or last.word.says_that:
            return False  # خليل الحية، عضو …
        return after.definite and (after.substantive or after.adjectival or after.process)

    def _genitive_name(self) -> bool:
        """Take the name that completes a role: محامي سامي حداد، قائد ويست هام | مارك نوبل."""
        end = self._name_end(self.at)
        if end == self.at + 1 < self.limit and self._is_foreign_rest(end):
            end += 1
        self.definite = self.definite or not self.prepositional
        self.anchored, self.construct = True, False
        self.owned, self.foreign = self._is_relative_of, True
        return self._take(end if self._is_relative_of else self._holder_start(self.at, end))

    def _is_foreign_rest(self, at: int) -> bool:
        """Tell an adjective without article, which describes nobody who is named, from more of a name: ويست هام."""
        word, after = self.tokens.items[at].word, self.tokens.items[at + 1].word if at + 1 < self.limit else None
        return word.adjectival and not word.definite and (after is None or bool(after.kinds) or not after.form)

    def _holder_start(self, start: int, end: int) -> int:
        """Tell the place or club of an office from its holder's name: a given name, or the last two of three words."""
        words = [at for at in range(start, end) if self.tokens.items[at].word.form]
        given = [at for at in words[1:] if self.lexicon.names.get(self.tokens.items[at].word.form) == "given"]
        if self.lexicon.names.get(self.tokens.items[start].word.form) == "given" or len(words) < _WITH_HOLDER:
            return end if not given or given[0] == words[1] == words[-1] else given[0]
        return given[0] if given else words[-2]

    def _is_inner_name(self, start: int, end: int) -> bool:
        """Tell whether a name stands beside somebody within the phrase, and not beside its head.

        A plural, a collective noun and أحد have no name in the singular, an indefinite head none after a title, and
        nobody else is called as the head's doctor or driver is: مستشارو الرئيس، عائلة المعتقل، طبيب الرئيس | سامي حداد.
        Who deputizes or speaks for somebody may be named as well (نائب الرئيس | سامي حداد).
        """
        inner, head = self.inner, self.head
        if inner is None:
            return False
        first = self.tokens.items[self.start].word
        if head is None:
            return not (
                first.definite or first.adjectival or first.core in _UTTERED or first.core in _CHIEFS or first.process
            )
        if head.kind not in ANYBODY or head.owner:
            return False
        if head.kind == "anonymous" or head.number is Number.PLURAL or not self.definite:
            return True
        if first.definite and not self.prepositional:
            return False  # nothing completes a definite head: الوزير السابق الشيخ | سامي حداد
        served = head.lemma in _SERVING and inner.lemma in _CLIENTS
        return (
            head.kind != "role"
            or served
            or self._is_known_as(start, end)
            or self._is_of_inner_gender(self.tokens.items[start].word)
        )

    def _is_known_as(self, start: int, end: int) -> bool:
        """Tell who is known to be what the head's superior is: المتحدث باسم الرئيس | دونالد ترامب."""
        name = " ".join(item.word.form for item in self.tokens.items[start:end] if item.word.form)
        held = self.lexicon.held.get(name, frozenset())
        if self.head is None or self.inner is None:
            return False
        items, at, lemma = self.tokens.items, self.inner_start, self.head.lemma.removesuffix("ة")
        form = items[at].word.form
        asked = form if items[at].word.definite else f"{form} {items[at + 1].word.form}"
        return asked in held and not any(office.removeprefix("ال").startswith(lemma) for office in held)

    def _is_of_inner_gender(self, word: Word) -> bool:
        """Tell by a given name that only the superior can have it: المتحدثة باسم الرئيس | سامي حداد."""
        if self.head is None or self.inner is None or self.head.gender is self.inner.gender:
            return False
        if self.head.gender is Gender.MASCULINE:
            return word.form in self.lexicon.women
        return word.given and word.form not in self.lexicon.women and not word.form.endswith(("ة", "اء", "ا", "ى"))

    def _is_anothers_name(self) -> bool:
        """Tell whether a name completes the role: محامي الناشطة هبة حداد، متحدث باسم رئيس الوزراء سامي حداد."""
        first, last = self.tokens.items[self.start].word, self.tokens.items[self.at - 1].word
        if self.at == self.start or self.head is None or first.definite or self.head.owner or self.owned:
            return False
        if self._is_relative_of:
            return True
        person = any(
            item.word.noun is not None and item.word.noun.kind in PEOPLE
            for item in self.tokens.items[self.start + 1 : self.at]
        )
        return self.prepositional and not self.definite and person and not last.title
