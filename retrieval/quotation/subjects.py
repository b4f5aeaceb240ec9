"""Where is the subject of a cue?

After a verb in the singular, before a verb of any number, before a relative pronoun, or after بحسب and its like. What
is accusative, what is only a setting and what the verb's gender rules out is no subject.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from retrieval.quotation.attribution import REACH
from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Lexicon, Noun, Reading, Shape
from retrieval.quotation.marks import is_mark
from retrieval.quotation.phrases import COMMAS, PHRASE_TOKENS, Phrase, PhraseReader

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

SHORT_NAME = 6
"""How many tokens a name in quote marks may have."""
_GOVERNED = frozenset(("الى", "على", "عن"))
_PEOPLE = frozenset(("role", "profession", "anonymous"))
_CITING = frozenset(("عن",))
_TRANSITIVE = frozenset(("اتهم", "حث", "ناشد", "شكر", "هنأ", "أبلغ", "أخبر", "حمل"))
"""Verbs that always have an object."""
_TEXTS = frozenset(("statement", "document", "law"))
_FEMININE_ENDINGS = ("ة", "ات", "اء", "ى")
_BREAKS = frozenset(("conjunction", "auxiliary", "that"))
_PARTICIPLES = re.compile(r"الم[^\W]{3,}ين")
"""Sound plurals of participles in the accusative."""
_TIMES = frozenset(("عام", "اسبوع", "شهر", "صيف", "شتاء", "ربيع", "خريف", "صباح", "مساء", "موسم", "مرة"))
_SIDES = frozenset(("جهته", "جهتها", "جهتهم", "جانبه", "جانبها", "جانبهم", "ناحيته", "ناحيتها"))
_PARTS = frozenset(("مطلع", "مستهل", "بداية", "نهاية", "ختام"))
"""Parts of a time, which say when."""
_CIRCUMSTANCE = re.compile(r"م(?:ت|ست|نت)[^\W]{3,}ا")
"""How somebody speaks: متوجها، مستشهدا."""
IDENTITIES = frozenset(("اسمه", "اسمها", "اسمهم", "اسمائهم", "هويته", "هويتها", "هويتهم", "هوياتهم"))
"""What a source keeps to himself."""
_LONG = 5
_FEMININE_OF_MANY = re.compile(r"ا[^\W]{2}ة$")
"""Broken plurals of people: أساقفة، أساتذة; and shorter ones: قادة."""
_LEADERS = frozenset(("قادة", "طلبة"))
"""Broken plurals of people that end as the feminine does."""
_FEMININE_PLURALS = frozenset(("امم", "قوى", "فصائل", "دول"))
"""Broken plurals of what is no person agree as feminine nouns in the singular do."""
_THING = Noun("", "thing", Gender.MASCULINE, Number.SINGULAR)


class SubjectReader:
    """Read the subjects of one document's cues."""

    def __init__(self, tokens: Tokens, phrases: PhraseReader, lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._lexicon = lexicon

    def skip_adverbs(self, at: int, stop: int) -> int:
        """Go over what may stand between a verb and its subject: أمس، به، قد."""
        items = self._tokens.items
        while at < stop:
            word = items[at].word
            if word.kinds & {"time", "bound", "auxiliary"} and not word.says_that and not self._is_name(at, stop):
                at += 1
            elif (end := self._adverbial_end(at, stop)) > at:
                at = end
            elif word.core in _PARTS and at + 1 < stop and "time" in items[at + 1].word.kinds:
                at += 2  # قال | مطلع الشهر
            else:
                break
        return at

    def _is_name(self, at: int, stop: int) -> bool:
        """Tell a given name that reads as a time from one: فجر حداد."""
        after = self._tokens.items[at + 1].word if at + 1 < stop else None
        return self._tokens.items[at].word.namesake and after is not None and (after.named or after.namesake)

    def _adverbial_end(self, at: int, stop: int) -> int:
        """Go over «من جهته» and «في تصريح صحفي», which is complete with its adjective: the subject may follow."""
        items = self._tokens.items
        if at + 2 >= stop or "preposition" not in items[at].word.kinds:
            return at
        noun, after = items[at + 1].word, items[at + 2].word
        place = noun.place is not None or (noun.definite and noun.nominal)
        if (
            place
            and after.noun is not None
            and after.noun.kind == "role"
            and not (after.preposition or after.conjunction)
        ):
            return at + 2  # وأكد في الرياض | وزير الخارجية
        if items[at].word.core == "من" and noun.form in _SIDES:
            return at + 2
        described = after.core in self._lexicon.setting_adjectives and not (noun.definite or after.kinds)
        return at + 3 if noun.core in self._lexicon.settings and described else at

    def after(self, at: int, stop: int, reading: Reading) -> Phrase | None:
        """Read the subject that follows its verb."""
        if at >= stop or reading.inflection.number is not Number.SINGULAR:
            return None  # a verb before its subject is singular
        token = self._tokens.items[at]
        if token.word.core == "كل" and at + 2 < stop and self._tokens.items[at + 1].word.form == "من":
            at, token = at + 2, self._tokens.items[at + 2]  # كتب كل من | سليم حداد وكمال نصار
        if is_mark(token.text):
            return self._quoted_name(at, stop)
        if token.text == "(" and (close := self._tokens.partner[at]) > at:
            return self._bracketed(at, close, stop)
        if not token.word.form or not self._may_be_subject(at, stop, reading):
            return None
        objects = reading.cue.takes_object
        stops = reading.cue.prepositions | (_CITING if reading.cue.manner == "relay" else frozenset())
        phrase = self._phrases.read(at, stop, objects=objects, stops=stops)
        if phrase is None or self._is_participle(phrase.start):
            return None  # وبرر ذلك | قائلا
        if not objects:
            return phrase
        if reading.cue.lemma in _TRANSITIVE and self._is_only_object(phrase, stop, reading):
            return None
        first = self._tokens.items[phrase.start].word
        if _disagrees(phrase, first, reading.inflection.gender) or self._is_thing(phrase, reading):
            return None
        return self._without_object(phrase, reading.inflection.gender)

    def _bracketed(self, at: int, close: int, stop: int) -> Phrase | None:
        """Read a subject in brackets, or the name after them: وقال (الوزير) | سامي حداد; but «وأضاف (ساخرا)»."""
        if self._tokens.items[at + 1].word.accusative or self._is_participle(at + 1):
            return None
        after = self._phrases.read(close + 1, stop)
        if after is not None and after.name is not None and after.name[0] == close + 1:
            return after
        return self._phrases.read(at + 1, close)

    def _is_thing(self, phrase: Phrase, reading: Reading) -> bool:
        """Tell an object from a subject by what cannot speak: وطلب معلومات إضافية، وأعلنت النتائج."""
        if phrase.name is not None or phrase.joint or reading.cue.manner == "document":
            return False
        first = self._tokens.items[phrase.start].word
        if phrase.head is None:
            act = first.definite and first.core in self._lexicon.abstracts
            return act or (not reading.inflection.pronoun and self._is_common(phrase, first))
        texts = phrase.head.kind in _TEXTS and not phrase.definite
        return texts and reading.cue.manner in {"address", "accuse", "describe"}

    def _is_common(self, phrase: Phrase, first: Word) -> bool:
        """Tell an indefinite common noun, which no verb of this kind has for its subject: طلبت | عينة، أرجع | عزوف."""
        after = self._tokens.items[phrase.end] if phrase.end < len(self._tokens) else None
        if phrase.end > phrase.start + 1 or after is None or after.word.says_that or after.text == ":":
            return False
        many = first.form.endswith(("ون", "ان"))
        return first.nominal and not (first.named or first.namesake or first.place or first.country or many)

    def _without_object(self, phrase: Phrase, gender: Gender | None) -> Phrase:
        """Leave out a name that is the object: ووصفت الصحف | سامي حداد, for the verb is feminine."""
        first = self._tokens.items[phrase.start].word
        if phrase.name is None or phrase.head is not None or gender is not Gender.FEMININE or not first.definite:
            return phrase
        if first.title or first.country or first.form.endswith(_FEMININE_ENDINGS) or phrase.name[0] == phrase.start:
            return phrase
        return phrase._replace(end=phrase.name[0], name=None)

    def _is_only_object(self, phrase: Phrase, stop: int, reading: Reading) -> bool:
        """Tell whether the only noun before what the verb governs is its object: واتهم خصومه بالتزوير، حث الناس على."""
        if phrase.end >= stop or reading.inflection.pronoun:
            return False  # واتهمته | الحكومة | بالكذب
        word, first = self._tokens.items[phrase.end].word, self._tokens.items[phrase.start].word
        if first.noun is not None and first.noun.number is Number.PLURAL and first.form.endswith("ون"):
            return False  # اتهم معارضون …
        governed = {word.core, word.preposition} | ({"ب"} if word.says_that and word.form[0] == "ب" else set())
        if word.core in reading.cue.nouns:  # وحملت الوزارة | مسؤولية …
            first = self._tokens.items[phrase.start].word  # حمل مسؤولون | الحكومة، حملت بريطانيا | روسيا
            both = first.form.endswith("ون") or (first.place is not None and phrase.end > phrase.start + 1)
            return phrase.name is None and not both
        return bool(governed & reading.cue.prepositions)

    def _is_dual(self, at: int, stop: int) -> bool:
        """Tell a dual in construct from an accusative, which no noun completes: وقال وزيرا خارجية البلدين."""
        word, after = self._tokens.items[at].word, self._tokens.items[at + 1].word if at + 1 < stop else None
        dual = word.noun is not None and word.noun.accusative and word.noun.kind == "role" and after is not None
        return dual and after is not None and after.noun is not None and not after.preposition

    def _is_participle(self, at: int) -> bool:
        word = self._tokens.items[at].word
        return word.noun is None and any(reading.shape is Shape.PARTICIPLE for reading in word.readings)

    def _may_be_subject(self, at: int, stop: int, reading: Reading) -> bool:
        word, is_dual = self._tokens.items[at].word, self._is_dual(at, stop)
        if word.preposition or ((word.accusative or _is_accusative(word)) and not is_dual):
            return False  # a subject is nominative
        circumstance = _CIRCUMSTANCE.fullmatch(word.form) and not (word.sure or word.noun)
        if word.core in IDENTITIES or circumstance:
            return False  # لم يجر ذكر | اسمه، وتابع | متوجها إلى
        if word.kinds - {"demonstrative"} and not (word.named or word.namesake):
            return False
        if word.conjunction and word.form != word.core and word.noun is None and word.definite:
            return False
        setting = word.abstract or (word.core in self._lexicon.settings and reading.cue.manner != "document")
        if setting and reading.cue.takes_object and not word.named:
            return False
        return not self._is_participle(at)

    def _quoted_name(self, at: int, stop: int) -> Phrase | None:
        """Read a name in quote marks that is followed by what introduces its words."""
        close = self._tokens.partner[at]
        if not at + 1 < close <= at + SHORT_NAME or close + 1 >= stop:
            return None
        after = self._tokens.items[close + 1]
        soon = self._tokens.items[close + 2 : min(stop, close + 2 + SHORT_NAME)]
        if "preposition" in after.word.kinds and any(item.word.says_that for item in soon):
            return Phrase(at + 1, close, None, True, None)  # ويشير «المجلس …» في بيان إلى أن
        inner = self._tokens.items[at + 1].word
        named = close == at + 2 and (inner.definite or inner.named) and "time" in after.word.kinds  # أعلن «الفيفا» أمس
        if named or after.word.says_that or after.text == ":" or after.word.core in _GOVERNED:
            return Phrase(at + 1, close, None, True, None)
        return None

    def is_unread(self, at: int, stop: int, reading: Reading) -> bool:
        """Tell whether a subject stands after the verb that we cannot read: then nobody else may be credited."""
        token = self._tokens.items[at] if at < stop else None
        if token is not None and is_mark(token.text):
            close = self._tokens.partner[at]
            return at < close <= at + SHORT_NAME and self._is_explained(close)
        if token is None or not token.word.form or token.word.preposition or token.word.accusative:
            return False
        word = token.word
        if reading.cue.lemma in _TRANSITIVE:
            return False
        gender = reading.inflection.gender
        if _is_accusative(word) or (gender is Gender.MASCULINE and _is_feminine(word)):
            return False  # an object: واتهم السلطات
        after = self._tokens.items[at + 1] if at + 1 < stop else token
        if (after.word.says_that or after.text == ":" or is_mark(after.text)) and not (word.kinds or word.readings):
            return True  # وأضافت ويتسن أن: what stands between a verb and its words is the subject
        return not (word.kinds or word.abstract or word.readings or word.verbal or word.process)

    def is_genitive(self, at: int, stop: int) -> bool:
        """Tell whether a sound plural follows that is no subject by its ending."""
        return (
            at < stop
            and self._tokens.items[at].word.form.endswith("ين")
            and _is_accusative(self._tokens.items[at].word)
        )

    def _is_explained(self, close: int) -> bool:
        """Tell whether what a mark closes is a name that is explained: نقلت «…»، وهي صحيفة …، أن."""
        items = self._tokens.items
        explained = 0 < close < len(items) - 2 and items[close + 1].text in COMMAS
        return explained and items[close + 2].word.core in {"هي", "هو"}

    def adjacent(self, index: int) -> Phrase | None:
        """Find a subject right before a verb that takes objects: what follows such a verb is no subject then."""
        items, floor = self._tokens.items, self._tokens.begin[index]
        end = index
        while end > floor and "auxiliary" in items[end - 1].word.kinds:
            end -= 1
        closed = end == index and end > floor and items[end - 1].text in COMMAS
        end -= closed
        if items[index].word.conjunction or end == floor or not items[end - 1].word.form:
            return None
        before = self.before(index)
        if before is None or before.end != end:
            return None
        inner = any(item.text in COMMAS for item in items[before.start : end])  # الباحث، سامي حداد، | أرجع
        return before if inner or not closed else None

    def topic(self, index: int) -> Phrase | None:
        """Find the subject in «أما X، فيقول …»: what is spoken of stands first, its verb takes فـ."""
        items, floor = self._tokens.items, self._tokens.begin[index]
        if items[index].word.conjunction != "ف" or items[floor].word.core != "اما":
            return None
        phrase = self._phrases.read(floor + 1, index)
        if phrase is None:
            return None
        between = items[phrase.end : index]
        return phrase if not between or between[-1].text in COMMAS else None

    def before(self, index: int) -> Phrase | None:
        """Find a subject before its verb: sentence-initial, after لكن or أنّ, between كان and قد."""
        items, floor = self._tokens.items, self._tokens.begin[index]
        end = index
        while end > floor and (items[end - 1].word.kinds & {"auxiliary", "time"} or items[end - 1].text in COMMAS):
            end -= 1
        first = max(floor, index - REACH // 2)
        places = range(first, end)
        starts = [at + 1 for at in places if items[at].word.kinds & _BREAKS or items[at].text in COMMAS]
        present = any(r.inflection.present for r in items[index].word.readings)
        told = present and items[floor].word.reports_as_verb and floor + 1 < end == index  # وكتبت ريم حداد | تقول
        for start in (floor, *([floor + 1] if told else []), *starts):
            if start < end and (phrase := self._fitting(start, end, index)) is not None:
                return phrase
        return None

    def _fitting(self, start: int, end: int, index: int) -> Phrase | None:
        """Read a phrase that reaches to its verb, or is parted from it by a description only."""
        token = self._tokens.items[start]
        word = token.word
        if is_mark(token.text):
            close = self._tokens.partner[start]
            fits = close == end - 1 and 1 < close - start <= SHORT_NAME
            return Phrase(start + 1, close, None, True, None) if fits else None
        if (word.kinds - {"demonstrative"} and not word.named) or word.preposition:
            return None
        verb = word.reports_as_verb and word.noun is None
        pointed = "demonstrative" in (word.kinds | self._tokens.items[max(start - 1, 0)].word.kinds)
        time = self._tokens.items[start + 1].word if "demonstrative" in word.kinds else word
        if pointed and time.definite and time.core in _TIMES:
            return None  # هذا العام | أعلنت
        law = word.noun is not None and word.noun.kind == "law" and not word.definite
        if verb or (law and start == self._tokens.begin[start]) or not word.form:
            return None
        phrase = self._phrases.read(start, end)
        if phrase is None or phrase.end == end:
            return phrase
        return phrase if self._only_described(phrase, end, index) else None

    def _only_described(self, phrase: Phrase, end: int, index: int) -> bool:
        """Tell whether what parts a phrase from its verb is a relative clause or an apposition between commas."""
        between = [item.word for item in self._tokens.items[phrase.end : end]]
        relative = any("relative" in word.kinds for word in between)
        closed = self._tokens.items[index - 1].text in COMMAS or "relative" in between[0].kinds
        clean = relative or not any(word.verbal or word.kinds & {"conjunction", "that"} for word in between)
        return closed and clean and (phrase.name is not None or phrase.head is not None)

    def described(self, index: int) -> Noun | None:
        """Find the indefinite noun that a verb without conjunction describes: «بند يقترح أن», «أدلة تشير إلى»."""
        items = self._tokens.items
        before = items[index - 1].word if index > self._tokens.begin[index] else None
        if index + 1 < len(items) and "bound" in items[index + 1].word.kinds:
            return None  # بيانا وصفت فيه: it takes its noun up again, and so means somebody else
        if before is None or not before.form or before.kinds or before.definite or before.named or before.place:
            return None
        if before.readings:
            return None
        return before.noun or (_THING if before.nominal or before.accusative else None)

    def source(self, at: int, stop: int) -> Phrase | None:
        """Read whom an agency quotes: نقلت الوكالة عن «مصدر رسمي»."""
        if at < stop and is_mark(self._tokens.items[at].text):
            close = self._tokens.partner[at]
            return self._phrases.read(at + 1, close) if at < close <= at + SHORT_NAME else None
        if at < stop and self._tokens.items[at].word.core in IDENTITIES:
            return None  # عن مصدر لم تكشف عن اسمه قوله
        return self._phrases.read(at, stop)

    def agent(self, at: int, stop: int) -> Phrase | None:
        """Read who acts in a passive clause: يُتهم فلان من جانب معارضيه."""
        items, place = self._tokens.items, at + 2
        if items[at].word.form != "من" or place >= stop or items[at + 1].word.form not in {"جانب", "قبل"}:
            return None
        word = items[place].word
        owned = word.noun is not None and bool(word.noun.owner)
        return self._phrases.read(place, stop) if word.definite or owned or word.place else None

    def voice(self, index: int) -> Phrase | None:
        """Read who is named in «على لسان X قوله»."""
        items, floor = self._tokens.items, max(self._tokens.begin[index], index - PHRASE_TOKENS)
        for at in range(index - 1, floor, -1):
            if items[at].word.core == "لسان" and items[at - 1].word.core in {"على", "ب"}:
                phrase = self._phrases.read(at + 1, index)
                return phrase if phrase is not None and phrase.end == index else None
        return None

    def of_masdar(self, at: int, stop: int) -> Phrase | None:
        """Read whose words a verbal noun means: إعلان الوزير."""
        word = self._tokens.items[at].word if at < stop else None
        if word is None or word.kinds or word.preposition or word.abstract:
            return None
        phrase = self._phrases.read(at, stop, objects=True)
        if phrase is None or phrase.name or word.place or word.country:
            return phrase
        if phrase.definite:  # إعلان النتائج: what cannot speak is the object
            after = self._tokens.items[phrase.end] if phrase.end < stop else None
            opens = after is not None and (after.word.says_that or after.word.core == "عن")
            return phrase if phrase.head is not None or word.title or opens else None
        # An indefinite profession is an adjective here: تصريحات صحفية.
        return phrase if phrase.head is not None and phrase.head.kind != "profession" else None

    def of_preposition(self, at: int, stop: int) -> Phrase | None:
        """Read who stands after بحسب; laws and plans are followed, not quoted."""
        if at >= stop or self._tokens.items[at].word.kinds - {"demonstrative"}:
            return None
        if is_mark(self._tokens.items[at].text):
            close = self._tokens.partner[at]
            return Phrase(at + 1, close, None, True, None) if at + 1 < close <= at + SHORT_NAME else None
        phrase = self._phrases.read(at, stop, objects=True)
        if phrase is None or (phrase.head is not None and phrase.head.kind == "law"):
            return None
        words = [item.word for item in self._tokens.items[phrase.start : phrase.end]]
        place = words[0].place is not None or " ".join(word.form for word in words) in self._lexicon.places
        known = phrase.name is not None or phrase.head is not None or place
        return phrase if known else None


def _is_feminine(word: Word) -> bool:
    if word.noun is None or word.named:
        return False
    return word.noun.gender is Gender.FEMININE or word.noun.lemma in _FEMININE_PLURALS


def _is_accusative(word: Word) -> bool:
    """Tell an object by its ending: رئيسا, and sound plurals in ـين (ودعا المواطنين إلى …)."""
    noun = word.noun
    if word.definite and _PARTICIPLES.fullmatch(word.form):
        return True  # ودعت المسلحين
    if word.country is not None:
        return word.definite and word.form.endswith("ين")  # وطالبت القطريين
    if noun is None or noun.accusative:
        return noun is not None
    plural = noun.number is Number.PLURAL and noun.kind in _PEOPLE
    return plural and word.definite and word.form.endswith("ين")


def _disagrees(phrase: Phrase, first: Word, gender: Gender | None) -> bool:
    """Tell an object from a subject by the verb's gender: وصف تصريحات، طالب الأمم المتحدة، دعا النقابة."""
    if phrase.name is not None or gender is not Gender.MASCULINE:
        return False
    if phrase.head is not None and phrase.head.lemma in _LEADERS:
        return False  # دعا قادة المعارضة
    if phrase.head is None:
        people = len(first.core) < _LONG or _FEMININE_OF_MANY.search(first.core)
        return first.definite and first.substantive and first.form.endswith("ة") and not people
    return phrase.head.gender is Gender.FEMININE or phrase.head.lemma in _FEMININE_PLURALS
