"""Where does a personal name end?

Given names and family names stand side by side without a mark; what follows may be a verb, an object or a description.
A name is a run of words that are listed as names or unknown to the dictionary, with particles (بن، أبو، دي), and from
the second on words with the article that are no adjectives of a country (العبادي, but not الروسي).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from retrieval.quotation.lexicon import Shape

if TYPE_CHECKING:
    from retrieval.quotation.tokens import Tokens
    from retrieval.quotation.words import Word

_DESCRIBING = frozenset(
    ("بالغ", "بالغة", "مقيم", "مقيمة", "معروف", "معروفة", "ملقب", "منتمي", "حاصل")
)  # البالغ من العمر
_REGNAL = frozenset(("ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"))
"""Ordinals after a ruler's name: محمد السادس."""
_FAITH = frozenset(("دين", "اسلام", "حق"))
"""What a compound given name ends in: حسام الدين، سيف الإسلام."""
NAME_WORDS = 5
"""Longest name, in words."""
_CIRCUMSTANCE = re.compile(r"م[^\W]{4,}ا")  # مستبقا: a participle that says how, unknown to the lexicon
_VERBAL_NOUN = re.compile(r"ت[^\W][^\Wا]ي[^\W]")  # II تفعيل, where no dictionary knows it
_PLURAL = re.compile(r"ا[^\W]{2}ا[^\W]")  # أسباب: no plural of this pattern is a family name
PARTICLES = frozenset(
    (
        "بن",
        "ابن",
        "ابو",
        "ابي",
        "ام",
        "عبد",
        "ال",
        "دي",
        "دا",
        "دو",
        "فان",
        "فون",
        "بو",
        "ولد",
        "بنت",
        "بي",
        "ذو",
        "ديل",
        "دير",
        "زو",
    )
)
_DESCENT = frozenset(("بن", "ابن", "ال", "عبد", "ولد"))
"""Particles that do not count as words of a name: حمد بن جاسم بن جبر آل ثاني."""
_NEGATIONS = frozenset(("لا", "لو", "كي"))
"""Foreign particles that are Arabic function words as well."""
_LINKS = PARTICLES | _NEGATIONS
_FOREIGN = frozenset(("bound",))
_PERSONS = frozenset(("role", "profession"))
OUTLETS = frozenset(("نيوز", "بوست", "تايمز", "تلغراف", "جورنال", "ماغازين"))
"""What the names of outlets end in: سكاي نيوز."""
_SHORTEST = 3
_SERVANT = "عبدال"
"""How names of God's servants start that are written as one word: عبدالرحيم."""


def name_end(
    tokens: Tokens,
    start: int,
    limit: int,
    *,
    sure: bool = False,
    forced: bool = False,
    alone: bool = False,
    objects: bool = False,
) -> int:
    """Read a personal name: words that may be names, particles, and from the second on words with the article.

    Where a name must begin (`sure`), its first word may be any noun: many given names are (مولود، رامي، صالح). Where it
    does begin (`forced`), its first word may be anything; a family name that stands `alone` is not followed by another.
    After a verb that takes `objects` a common noun may be one: ووصف سامي حداد | الخطة بأنها ….
    """
    items, words = tokens.items, tokens.words
    at, count, linked = start, 0, 0
    while at < limit and count < NAME_WORDS + linked:
        token = items[at]
        if count and (joint := _joint(tokens, at, limit)):
            at += joint
            continue
        if not token.word.form or not token.text[0].isalpha() or _is_gloss(token.text, items[start].text, count):
            break
        if count == 0:
            goes_on = forced or _opens(token.word, sure) or _is_foreign_particle(tokens, at, limit)
        else:
            after = words[at + 1] if at + 1 < limit else None
            goes_on = _goes_on(_Place(tokens, start, at, limit, sure, objects, words[at - 1], token.word, after))
        if not goes_on:
            break
        count += 1
        linked += token.word.form in _DESCENT
        at += 1
        if alone:
            break
    return at


def _is_gloss(text: str, first: str, count: int) -> bool:
    """Tell the Latin spelling beside an Arabic name: تيم بيرنرز لي | Tim Berners-Lee."""
    return count > 0 and text[0].isascii() and not first[0].isascii()


def _joint(tokens: Tokens, at: int, limit: int) -> int:
    """Count the marks that go on within a name: a hyphen, or an initial with its point (ديفيد ل. فيليبس)."""
    items = tokens.items
    if _is_hyphen(tokens, at, limit):
        return 1
    if at + 2 >= limit or len(items[at].text) > 1 or items[at + 1].text != "." or items[at].end != items[at + 1].start:
        return 0
    return 2 if items[at].text.isalpha() and items[at + 2].word.form else 0


def _is_hyphen(tokens: Tokens, at: int, limit: int) -> bool:
    """Tell a hyphen within a name, without spaces around it, from a dash."""
    items = tokens.items
    if at + 1 >= limit or items[at].text != "-" or not items[at + 1].word.form:
        return False
    return items[at - 1].end == items[at].start and items[at].end == items[at + 1].start


def _opens(word: Word, sure: bool) -> bool:
    if word.definite or (word.kinds and not word.sure):
        return False
    return word.named or word.form in PARTICLES or (sure and is_plain(word))


class _Place(NamedTuple):
    """A word that may continue a name, with its neighbours: where the name starts, and what is known of it."""

    tokens: Tokens
    start: int
    at: int
    limit: int
    sure: bool
    objects: bool
    before: Word
    word: Word
    after: Word | None

    @property
    def follows_given(self) -> bool:
        """Tell whether the name has only its first word so far, which is listed: a family name is to be expected."""
        first = self.tokens.items[self.start].word
        known = self.before.sure or self.before.namesake or self.before.form.startswith(_SERVANT)
        return (self.at == self.start + 1 and known) or (self.at == self.start + 2 and first.form == "عبد")

    @property
    def is_last(self) -> bool:
        """Tell whether nothing of a clause follows the word: a comma, a mark or إنّ."""
        after = self.after
        if after is None or not after.form or (after.says_that and after.form[0] != "ب"):
            return True
        # نقلت عن طلال معرفي | قوله
        return any(r.shape is Shape.MASDAR and r.cue.lemma == "قال" for r in after.readings)

    @property
    def is_hyphenated(self) -> bool:
        """Tell whether a hyphen joins the word to the one before or after it."""
        before, after = self.at - 1, self.at + 1
        return _is_hyphen(self.tokens, before, self.limit) or _is_hyphen(self.tokens, after, self.limit)

    @property
    def ends_phrase(self) -> bool:
        """Tell whether a pause, a preposition or a closed word follows, so that no noun after it is the object."""
        after = self.after
        return self.is_last or (after is not None and bool(after.kinds))


def _goes_on(place: _Place) -> bool:
    word, before = place.word, place.before
    if place.is_hyphenated:
        return not (word.kinds or word.noun)  # كيم أوي-كيوم
    if _only_looks_joined(place):
        return True
    joined = word.conjunction != "و" and is_joined(word, place.tokens)
    told = word.preposition == "ل" and word.named  # ترامب لبوتين: كف عن ذلك
    told = told or (word.form[0] == "ل" and place.after is not None and place.after.form in OUTLETS)
    if told or joined or _is_second(place) or _is_declared(word) or _is_unknown_act(place):
        return False
    after = place.after
    if place.at == place.start + 1 and word.preposition and _is_bare(word):
        pause = after is None or not after.form or after.says_that
        unknown = pause and not (word.nominal or word.abstract)
        # جون برنان المدير: no adjective with بـ describes a name
        return word.preposition == "ب" and (
            unknown or word.adjectival or (after is not None and after.named and not after.substantive)
        )
    if word.form in _NEGATIONS:
        return _is_foreign_particle(place.tokens, place.at, place.limit)
    if word.form in PARTICLES or (before.form in _LINKS and not word.kinds):
        return True
    if word.namesake and (place.follows_given or (after is not None and after.named)):
        object_next = after is not None and (after.named or after.abstract or (after.definite and word.noun is None))
        return place.ends_phrase or not place.objects or object_next
    if word.kinds and not word.sure:
        return place.sure and word.kinds >= _FOREIGN and place.is_last  # ميشيل لي
    if word.named and not _CIRCUMSTANCE.fullmatch(word.form):
        return True
    return _is_family(place) if word.definite or word.title else _is_unlisted(place)


def _only_looks_joined(place: _Place) -> bool:
    """Tell a name that starts like a conjunction from a clause: no verb is followed by a pause at once."""
    word = place.word
    if word.conjunction == "و":  # سارة ليا ويتسن
        return word.verbal and not word.readings and place.is_last and place.at > place.start + 1
    # فيكتور فالفيس، فرانك فيلد: no clause goes on with فـ before its verb
    return word.conjunction == "ف" and place.before.sure and (word.definite or place.follows_given)


def _is_bare(word: Word) -> bool:
    """Tell a word that may be a foreign name although it starts like بـ: بروادي، بالادينو."""
    return not (word.noun or word.kinds or (word.definite and (word.substantive or word.adjectival)))


def _is_family(place: _Place) -> bool:
    """Tell a family name with the article from an object or a description: أحمد القدرة، but not حداد المسؤول في."""
    word = place.word
    if word.preposition:
        return False
    if word.conjunction:
        return place.ends_phrase
    after = place.after
    compound = after is not None and after.form == "الله"  # خالد الجار الله
    person = word.noun is not None and word.noun.kind in _PERSONS
    if compound or (person and place.follows_given and place.ends_phrase):
        return True  # أحمد الشيخ، رئيس …: nobody who is named is described by a noun alone
    if word.title or (word.noun is not None and word.form.endswith("ي")):
        surname = after is not None and after.definite and after.adjectival and place.follows_given
        return place.is_last or surname  # عادل محمد الإمام، رشيد الطالبي العلمي
    if not is_surname(word):
        # محمد المصري: no adjective describes somebody who is named without a role
        return bool(word.country) and place.before.given and place.is_last
    if word.core in _DESCRIBING or (place.objects and word.process):
        return False  # ووصف سليم حداد | الإجراءات بأنها …
    if word.core in _REGNAL or not (word.substantive or word.adjectival) or place.is_last:
        return True
    if not word.substantive:  # علي شريف العمادي: no adjective is an object
        second = place.at > place.start + 1 and place.before.given and word.form.endswith("ي")
        return place.follows_given or place.before.definite or second
    described = after is not None and after.noun is not None and after.noun.kind == "role" and not after.definite
    first = place.at == place.start + 1 and place.before.given  # سعد الحريري: nobody is called by a given name alone
    return first or described or (place.follows_given and (not place.objects or word.core in _FAITH))


def _is_unlisted(place: _Place) -> bool:
    """Tell whether an indefinite common noun or unknown word is a name: no name is in construct (حسين مالك | عن)."""
    word, after = place.word, place.after
    if is_plain(word) and place.sure and place.follows_given and place.is_last and not word.accusative:
        return True  # عبدالرحيم فتح، إنّ: nothing is the object
    if not is_plain(word) or word.abstract or (word.nominal and not place.sure):
        return False
    if after is None or not after.form or after.named or after.form in PARTICLES:
        return not word.accusative or (after is not None and after.named)
    if word.accusative:
        return False
    if after.noun is not None and after.noun.kind in _PERSONS and not after.definite:
        return not place.objects  # محمد مالك فال | مسؤول المنظمة
    if place.follows_given and word.nominal and not _PLURAL.fullmatch(word.form):
        return not place.objects or after.abstract or after.says_that
    return place.sure and place.is_last


def _is_foreign_particle(tokens: Tokens, at: int, limit: int) -> bool:
    """Tell a foreign name that reads as a function word by the name after it: لو دريان، لي كيتشيانغ."""
    word, after = tokens.items[at].word, tokens.items[at + 1].word if at + 1 < limit else None
    fits = word.form in _NEGATIONS or word.kinds >= _FOREIGN
    return fits and after is not None and (after.named or is_plain(after)) and not after.verbal


def _is_declared(word: Word) -> bool:
    """Tell a verbal noun with the article, which is an object: ورفض سليم حداد | التعليق."""
    return word.definite and any(reading.shape is Shape.MASDAR for reading in word.readings)


def _is_second(place: _Place) -> bool:
    """Tell whether another person's name starts after «and»: دينا برنارد | وفيكي ماكلور، أحلام | ومحمد حماقي."""
    word, after = place.word, place.after
    if word.conjunction == "و":
        unknown = not (word.named or word.noun or word.substantive or word.adjectival or word.country or word.title)
        known = word.given or (after is not None and after.named)
        return not (place.follows_given and (unknown or (word.named and not known)))  # مايكل والدز، حميد وحيدي
    if word.form[0] != "و" or word.sure or place.at - place.start <= 1 or after is None:
        return False
    return after.named


def _is_unknown_act(place: _Place) -> bool:
    """Tell a verbal noun that no dictionary knows by the noun that completes it: ريم حداد | تسميم العميل."""
    after = place.after
    construct = after is not None and after.definite and after.substantive and place.at > place.start + 1
    return construct and not place.word.sure and _VERBAL_NOUN.fullmatch(place.word.form) is not None


def is_joined(word: Word, tokens: Tokens) -> bool:
    """Tell whether an unknown word is a name with a clitic: لرووداو, where رووداو occurs too."""
    if word.conjunction == "و":
        return True
    return word.form[0] in "لبو" and not word.sure and len(word.form) > _SHORTEST and word.form[1:] in tokens.forms


def is_plain(word: Word) -> bool:
    """Tell whether an indefinite word may be a name although it is also a noun."""
    return not (
        word.definite
        or word.conjunction
        or word.preposition
        or word.kinds
        or word.noun
        or word.country
        or word.place
        or word.readings
        or word.verbal
        or word.title
    )


_RANKS = frozenset(
    ("عام", "اعلي", "اول", "جديد", "سابق", "حالي", "ميداني", "عسكري", "سياسي", "فني", "روحي", "راحل", "متقاعد")
)
"""Adjectives after a title that are no names: القائد العام."""


_CIVIL = frozenset(("المستشار", "القائد", "القاضي"))
"""Titles that adjectives describe: المستشار القانوني."""


def begins_by_particle(tokens: Tokens, at: int, limit: int) -> bool:
    """Tell a given name that is a noun of kinship or a country too: أبي أحمد، إسرائيل كاتز."""
    word, after = tokens.items[at].word, tokens.items[at + 1].word if at + 1 < limit else None
    return word.form in {"ابي", "ابو", "اسرائيل"} and after is not None and after.named and not after.conjunction


def fits_title(word: Word, title: Word) -> bool:
    """Tell whether a word after a title is the name, also if it has the article or is an adjective: العقيد تركي."""
    if word.definite and title.form in _CIVIL:
        return False
    if word.namesake and not (word.definite or word.kinds):
        return True  # المشير خليفة حفتر
    return not (
        word.kinds
        or word.conjunction
        or word.preposition
        or word.noun
        or word.place
        or (word.definite and (word.country or word.core in _RANKS))
    )


def is_surname(word: Word) -> bool:
    """Tell whether a word with the article may continue a name: العبادي yes, الروسي no."""
    return word.definite and not (
        word.preposition or word.conjunction or word.noun or word.country or word.kinds or word.title
    )
