"""What kind of word is this, seen alone?

A `Word` says once for each written form what the grammar of attribution asks: clitics, closed class, cue readings,
nouns that head a speaker's name, whether it may be part of a personal name or be the noun that somebody declares. It
comes from the lexicon first, then from a morphology where there is one, then from the word's pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Gender, Number
from retrieval.quotation.lexicon import Lexicon, Noun, Reading, Shape
from retrieval.quotation.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.quotation.morphology import Analysis, Morphology

_OUTLET = Noun("قناه", "media", Gender.FEMININE, Number.SINGULAR)
CACHED_WORDS = 200_000
"""As many as 24,000 articles have. With half as many, two processes that share them would analyze 60 % more words."""
_UNKNOWN = -90.0
_ON = "على"  # على ما أفاد مصدر
_LIMIT = "حد"  # على حد قوله, which names nobody

# Patterns of derived masdars on folded letters (Ryding 2005, chapter 5): II تفعيل, III مفاعلة, IV إفعال, VII انفعال,
# VIII افتعال, X استفعال, with ة or a possessive pronoun; V تفعل looks like too many other words.
_MASDAR = re.compile(
    r"(?:ت[^\W][^\Wا]ي[^\W]|ا[^\W]{2}ا[^\W]|ا[^\W]{3}ا[^\W]|است[^\W]{2}ا[^\W]|است[^\W]ا[^\W]ة|ا[^\W]ا[^\W]ة|م[^\W]ا[^\W]{2}ة)"
    r"(?:ات)?(?:ه|ها|هم|هما|نا|ي)?"
)
_JOINED_MASDAR = re.compile(r"ت[^\W][^\Wا]ي[^\W](?:ات)?(?:ه|ها|هم)?")
_DERIVED_VERB = re.compile(r"و(?:ا[^\W]ت[^\W]{2}|ان[^\W]{3}|است[^\W]{3})")  # VII انفعل, VIII افتعل, X استفعل after و
_MUTUAL = re.compile(r"ت[^\W]ا[^\W]{2}")
_TEH_PRONOUN = re.compile(r"[^\W]{3,}ت(?:ه|ها|هم|هما)")
_HAMZA_PRONOUN = re.compile(r"[^\W]{2,}[اءئ]ئ?(?:ه|ها|هم|هما)")


CLOSED = 1
"""The trait of a word of a closed class."""
CUE = 2
"""The trait of a word that has a reading as a cue."""
ATTACHED = 4
"""The trait of a word that is, has or starts like a preposition, or is of another closed class."""
_CONTRACTED = frozenset(("عما", "عمن"))


@dataclass(frozen=True, slots=True)
class Word:
    """A written form, with what is known of it out of context.

    `form` is folded; `core` is without the clitics `conjunction` (و, ف) and `preposition` (ب, ل, ك) and the article.
    `kinds` are closed classes (see words.tsv). `named`: may be part of a personal name (`sure`: is listed as one);
    `given`: is listed as a given name; `namesake`: is a common word first, but a name too (أمل، سلام);
    `abstract`: can be what somebody declares (تدمير، حرصه); `nominal`: an indefinite noun by the morphology;
    `verbal`: a finite verb that is no cue; `substantive`: a noun and no adjective, `adjectival`: an
    adjective, as far as is known; `process`: a
    verbal noun by its pattern, also with the article; `accusative`: an indefinite noun or adverb in ـا, which is no
    subject; `first_name`: is a given name as it stands, without clitics; `credits`: may end a phrase that credits
    somebody (see credits.tsv).

    The rest follows from these, and is worked out once since it is asked of every token: `says_that`: is إنّ, أنّ or
    بأنّ, alone or with a pronoun; `reports`: an attribution may be read at it; `reports_as_verb`: is a form of a cue's
    verb; `finite`: may be a finite verb; `acts`: is one, and no noun; `owned`: a verbal noun with the pronoun of whose
    words they are (قوله); `may_mean`: somebody's or something's name or description may start with it;
    `traits`: CLOSED, CUE and ATTACHED as far as they are true of it, by which a search chooses its rules.
    """

    form: str
    core: str
    conjunction: str = ""
    preposition: str = ""
    definite: bool = False
    kinds: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
    noun: Noun | None = None
    title: bool = False
    country: str | None = None
    place: str | None = None
    named: bool = False
    sure: bool = False
    given: bool = False
    namesake: bool = False
    abstract: bool = False
    nominal: bool = False
    verbal: bool = False
    substantive: bool = False
    adjectival: bool = False
    process: bool = False
    accusative: bool = False
    first_name: bool = False
    credits: bool = False
    says_that: bool = field(init=False)
    reports: bool = field(init=False)
    reports_as_verb: bool = field(init=False)
    finite: bool = field(init=False)
    acts: bool = field(init=False)
    owned: bool = field(init=False)
    may_mean: bool = field(init=False)
    traits: int = field(init=False)

    def __post_init__(self) -> None:
        verb = any(reading.shape is Shape.VERB for reading in self.readings)
        owned = any(reading.shape is Shape.MASDAR and reading.inflection.pronoun for reading in self.readings)
        listed = self.noun is not None or self.place is not None or self.country is not None or self.title
        other = self.noun is not None or self.definite or bool(self.preposition)
        closed = bool(self.kinds)
        attached = closed or bool(self.preposition) or self.form.startswith("ب") or self.form in _CONTRACTED
        derived = {
            "says_that": "that" in self.kinds or "that+" in self.kinds,
            "reports": bool(self.readings) or self.credits or self.core == _ON or "according" in self.kinds,
            "reports_as_verb": verb,
            "finite": self.verbal or verb,
            "acts": self.verbal or (verb and not other),
            "owned": owned,
            "may_mean": not self.kinds and (listed or self.named or self.sure or self.first_name or self.definite),
            "traits": CLOSED * closed | CUE * bool(self.readings) | ATTACHED * attached,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


EMPTY = Word("", "")


class Words(dict[str, Word]):
    """The words of a language by their written forms, each analyzed once: when it is first asked for."""

    def __init__(self, lexicon: Lexicon, morphology: Morphology | None = None) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._morphology = morphology
        self._credits = frozenset(phrase[-1] for phrase in lexicon.credits) | {_LIMIT}

    def __missing__(self, text: str) -> Word:
        """Analyze a written word."""
        if len(self) >= CACHED_WORDS:
            self.clear()
        word = self[text] = self._with_lists(self._analyze(text))
        return word

    def _with_lists(self, word: Word) -> Word:
        """Say what lists tell of a word whatever was read in it."""
        bare = not (word.preposition or word.conjunction or word.noun)
        first_name = bare and self._lexicon.names.get(word.form) == "given"
        joined = word.form[1:] if word.form[:1] in {"و", "ف"} else word.form
        credits_somebody = not self._credits.isdisjoint({word.core, word.form, joined})
        if not (first_name or credits_somebody):
            return word
        return replace(word, first_name=first_name, credits=credits_somebody)

    def _analyze(self, text: str) -> Word:
        form = fold(text)
        form = text if form == text else form  # one text is enough: there are many words
        if not form or not form[0].isalpha():  # a mark, a number, tatweel alone
            return EMPTY
        if " " in text or "." in text.strip("."):  # an outlet's letters: بي بي سي
            return Word(form, form, preposition=form[0] if form[0] in "لب" and form[1] != "ي" else "", noun=_OUTLET)
        article = _has_article(text)
        for split in _splits(form):
            if (split[2] and not article) or (split[1] and len(split[3]) < 2):
                continue
            if (split[0] or split[1]) and self._lexicon.names.get(form, "family") != "family":
                break  # بول, and not بـ with ولي; كامل, and not كـ with أمل
            known = self._known(form, *split)
            if known is not None:
                return known
        return self._unknown(text, form, article)

    def _known(self, form: str, conjunction: str, preposition: str, article: str, core: str) -> Word | None:
        """Look a word up without its clitics; None where the lexicon does not list it."""
        words = (self._listed(form, conjunction, preposition, article, core, s) for s in _spellings(core, article))
        return next((word for word in words if word is not None), None)

    def _listed(
        self, form: str, conjunction: str, preposition: str, article: str, core: str, spelling: str
    ) -> Word | None:
        lexicon = self._lexicon
        whole = article + spelling
        kinds = frozenset() if preposition else lexicon.classes.get(whole, frozenset())
        readings = self._readings(spelling, clitic=bool(preposition or article), closed=bool(kinds))
        if spelling != core and core[0] in "يت":
            readings = ()  # يدعى is a passive, and not يدعي in the Egyptian spelling
        noun = next(iter(lexicon.nouns.get(spelling, ())), None)
        title, place = whole in lexicon.titles and bool(article or not preposition), lexicon.places.get(whole)
        country = lexicon.adjectives.get(spelling)
        listed = not article and spelling in lexicon.abstracts
        if not (kinds or readings or noun or title or country or place or listed or spelling in lexicon.settings):
            return None
        kind = lexicon.names.get(whole)
        named = kind in _NAMES and not (kinds or noun or country or place)
        masdar = not article and noun is None and any(r.shape is Shape.MASDAR for r in readings)
        return Word(
            form, spelling, conjunction, preposition, bool(article), kinds, readings, noun, title, country, place,
            named=named, sure=named, given=kind == "given", namesake=kind is not None and not named,
            abstract=listed or masdar, substantive=noun is not None or bool(article and readings),
        )  # fmt: skip

    def _readings(self, spelling: str, *, clitic: bool, closed: bool) -> tuple[Reading, ...]:
        """List what cues a form can be: with a preposition or the article only a verbal noun."""
        readings = self._lexicon.cues.get(spelling, ())
        if clitic:
            return tuple(reading for reading in readings if reading.shape is Shape.MASDAR)
        return () if closed and spelling != _ALSO_A_VERB else readings

    def _unknown(self, text: str, form: str, article: bool) -> Word:
        conjunction, preposition, definite, core = _plain_split(form) if article else ("", "", False, form)
        kind = self._lexicon.names.get(form) or ("family" if form in self._lexicon.surnames and not article else None)
        listed = kind in _NAMES
        if not (listed or article) and self._is_joined_name(text, form):
            return Word(
                form,
                form[1:],
                "و",
                named=True,
                sure=form[1:] in self._lexicon.names,
                given=self._lexicon.names.get(form[1:]) == "given",
            )
        if listed or self._morphology is None:
            if not listed and not article and form[0] in "بل" and self._is_masdar(form[1:]):
                preposition, core = form[0], form[1:]
            abstract = not listed and not definite and self._is_masdar(core) and not _is_broken_plural(text)
            finite = bool(_PRESENT.fullmatch(core) or _CAUSATIVE.fullmatch(text))
            verbal = not (listed or abstract) and finite
            clitic = form[0] in "وفستين"  # may be a conjunction or a verb: only a listed name starts so
            return Word(
                form,
                core,
                conjunction,
                preposition,
                definite,
                named=listed or not (abstract or definite or verbal or clitic),
                abstract=abstract,
                verbal=verbal,
                sure=listed,
                given=kind == "given",
                accusative="\u064b" in text,
                process=not listed and self._is_process(core) and not _is_broken_plural(text),
                namesake=kind is not None and not listed,
            )
        read = self._read(self._morphology, text, form, (conjunction, preposition, definite, core))
        if kind is None or listed:
            return read
        return replace(read, namesake=True, core=form if not article else read.core, conjunction="", preposition="")

    def _is_joined_name(self, text: str, form: str) -> bool:
        """Tell «and» before a name: وأحمد, where the name is listed or starts with an alef that no article has."""
        if form[0] != "و" or len(form) <= _SHORTEST:
            return False
        if self._lexicon.names.get(form[1:]) in _NAMES:
            return True
        return self._morphology is None and text[1] in "إأآ" and not _CAUSATIVE.fullmatch(text)

    def _is_listed_name(self, form: str) -> bool:
        return self._lexicon.names.get(form) in _NAMES or form in self._lexicon.surnames

    def _is_masdar(self, core: str) -> bool:
        return bool(_MASDAR.fullmatch(core) or _TEH_PRONOUN.fullmatch(core) or _HAMZA_PRONOUN.fullmatch(core))

    def _is_process(self, core: str) -> bool:
        return bool(_MASDAR.fullmatch(core) or _MUTUAL.fullmatch(core))

    def _read(self, morphology: Morphology, text: str, form: str, cut: tuple[str, str, bool, str]) -> Word:
        """Ask the morphology about a word that the lexicon does not list."""
        conjunction, preposition, definite, core = cut
        readings = morphology.analyses(text)
        known = [reading for reading in readings if reading.logprob > _UNKNOWN]
        exact = [reading for reading in known if reading.exact]
        proper = any(reading.pos in _PROPER and reading.exact for reading in readings)
        if not known or (not exact and (proper or known[0].preposition in _PREPOSITIONS)):
            return self._unread(readings, text, form, cut)
        known = exact or known
        first = known[0]
        named = not definite and any(r.pos in _PROPER and r.exact and r.logprob > first.logprob - _RIVAL for r in known)
        if not named and not definite and first.pronoun.startswith("1s") and proper:
            named = True  # قاسمي is no «my Qasim»
        if named and (clitic := _clitic(known)) != ("", ""):
            conjunction, preposition = clitic
            core = form[sum(map(len, clitic)) :]
        substantive = first.pos.startswith("noun") and not any(
            r.pos.startswith("adj") and r.logprob > first.logprob - 1 for r in known
        )
        if not conjunction and not named and first.conjunction[:2] in _CONJUNCTIONS and len(core) > _SHORTEST:
            conjunction, core = core[0], core[1:]
        if not preposition and not named and first.preposition in _PREPOSITIONS and len(core) >= _SHORTEST:
            preposition, core = core[0], core[1:]
        nominal = first.pos.startswith("noun") and not definite and not named
        return Word(
            form,
            core,
            conjunction,
            preposition,
            definite,
            named=named,
            sure=named,
            abstract=nominal
            and (
                first.pronoun.startswith("3")
                or core in self._lexicon.abstracts
                or (self._is_masdar(core) and not _is_broken_plural(text))
            ),
            nominal=nominal,
            accusative=not (named or definite) and _is_accusative(morphology, text),
            given=named and self._lexicon.names.get(core) == "given",
            substantive=substantive,
            adjectival=first.pos.startswith("adj"),
            process=not named and self._is_process(core) and not _is_broken_plural(text),
            verbal=first.pos.startswith("verb") and not named,
        )

    def _unread(self, readings: Sequence[Analysis], text: str, form: str, cut: tuple[str, str, bool, str]) -> Word:
        """Judge a word that the morphology does not know, by what is possible and by its form."""
        conjunction, preposition, definite, core = cut
        if "\u064b" in text:  # U+064B FATHATAN, the ending of an accusative
            return Word(form, core, conjunction, preposition, definite, accusative=True)
        if form[0] in "بل" and len(form) > _SHORTEST + 1 and self._is_listed_name(form[1:]):
            return Word(form, form[1:], "", form[0], named=True, sure=True)  # لترامب
        if form[0] == "ب" and _JOINED_MASDAR.fullmatch(form[1:]):
            return Word(form, form[1:], "", form[0], abstract=True, process=True)  # بتغريدات
        exact = [r for r in readings if r.exact]
        verbs = [r for r in exact if r.pos == "verb"]
        if core.endswith(("ت", "وا")) and verbs:
            return Word(form, core, conjunction, preposition, definite, verbal=True)
        joined = form[0] == "و" and all(r.conjunction[:2] in _CONJUNCTIONS for r in exact)
        if joined and readings and ((verbs and _DERIVED_VERB.fullmatch(form)) or text[1] in "إأآ"):
            return Word(form, form[1:], "و", named=not verbs, verbal=bool(verbs))  # وامتدح، وإليسا
        owned = core.endswith(("ها", "هم")) and any(r.pos == "noun" and r.pronoun.endswith("poss") for r in exact)
        return Word(form, core, conjunction, preposition, definite, named=not (definite or owned), abstract=owned)


_NAMES = frozenset(("given", "family"))
_PROPER = frozenset(("noun_prop", "foreign", "abbrev"))
_CONJUNCTIONS = frozenset(("wa", "fa"))
_PREPOSITIONS = frozenset(("bi_prep", "li_prep", "ka_prep"))
_RIVAL = 0.6
_ALSO_A_VERB = "عبر"  # across, and: he expressed
_SHORTEST = 3
_PRESENT = re.compile(r"س?[يت][^\W]{3,}")
_CAUSATIVE = re.compile(r"و?أ[^\Wاأإآويىةء]{3}(?:ت|وا)?")  # IV أفعل, as أرسل; written with U+0623 in the past


def _is_accusative(morphology: Morphology, text: str) -> bool:
    """Tell تقريرا, whose stem is a noun or adjective too, from ضحايا، جيولوجيا and from a pronoun (بلادها)."""
    if "\u064b" in text:
        return True
    if len(text) <= _SHORTEST or text[-1] != "ا" or text.endswith(("ها", "نا", "هما", "يا")):
        return False
    return any(
        r.exact and r.pos.startswith(("noun", "adj")) and r.pronoun == "0" for r in morphology.analyses(text[:-1])
    )


def _clitic(readings: Sequence[Analysis]) -> tuple[str, str]:
    """Read the conjunction and the preposition that all readings as a name have: ومحمد، لأرسنال, but not وليد."""
    names = [r for r in readings if r.pos in _PROPER]
    if not names or any(r.conjunction == r.preposition == "0" for r in readings):
        return "", ""  # لسان: a tongue, and not «to San»
    first = names[0]
    conjunction = "و" if all(r.conjunction[:2] == "wa" for r in names) else ""
    prepositions = {r.preposition for r in names}
    preposition = first.preposition[0] if prepositions <= {"bi_prep", "li_prep", "la_emph"} else ""
    return conjunction, {"b": "ب", "l": "ل"}.get(preposition, "")


def _is_broken_plural(text: str) -> bool:
    """Tell أكراد from إفراج: only the plural أفعال is written with the hamza above its alef (U+0623)."""
    return text.lstrip("وف").removeprefix("ال").startswith("أ") and text[-1] not in "هةا"


def _has_article(text: str) -> bool:
    """Tell whether a word may have the article: its alef is bare (U+0627), unlike that of إليسا and ألكسندر."""
    at = text.find("ل")
    return text.startswith(("ا", "وا", "فا", "با", "كا", "لل", "وبا", "ولل", "فلل", "وكا", "فبا")) and at >= 0


def _spellings(core: str, article: str) -> Iterator[str]:
    """List how a word may be meant: Egyptian newspapers write a final ي without dots, others ة as ه."""
    yield core
    if core.endswith("ى"):
        yield core[:-1] + "ي"
    elif core.endswith("ه") and article:
        yield core[:-1] + "ة"


def _splits(form: str) -> Iterator[tuple[str, str, str, str]]:
    """List readings of the clitics, least cut first: (conjunction, preposition, article, core)."""
    yield "", "", "", form
    yield from _inner("", form)
    if len(form) > 2 and form[0] in "وف":
        yield form[0], "", "", form[1:]
        yield from _inner(form[0], form[1:])


def _inner(conjunction: str, rest: str) -> Iterator[tuple[str, str, str, str]]:
    if _is_definite(rest):
        yield conjunction, "", "ال", rest[2:]
    elif rest.startswith("لل") and len(rest) > 4:
        yield conjunction, "ل", "ال", rest[2:]
        yield conjunction, "ل", "ال", rest[1:]
    elif rest[:1] in {"ب", "ل", "ك"} and len(rest) > 2:
        if rest[1:3] == "ال" and len(rest) > 5:
            yield conjunction, rest[0], "ال", rest[3:]
        yield conjunction, rest[0], "", rest[1:]


def _is_definite(form: str) -> bool:
    """Tell whether a form is long enough for the article and a noun (الحج); that of الله is its own."""
    return form.startswith("ال") and len(form) > _SHORTEST and form != "الله"


def _plain_split(form: str) -> tuple[str, str, bool, str]:
    """Cut only the clitics that stand before the article: anything else may belong to a word that we do not know."""
    rest, conjunction = form, ""
    if len(rest) > 4 and rest[0] in "وف" and rest[1:3] in {"ال", "با", "لل"}:
        conjunction, rest = rest[0], rest[1:]
    if rest.startswith("لل") and len(rest) > 4:
        return conjunction, "ل", True, rest[2:]
    if rest[:1] in {"ب", "ك", "ل"} and rest[1:3] == "ال" and len(rest) > 5:
        return conjunction, rest[0], True, rest[3:]
    if _is_definite(rest):
        return conjunction, "", True, rest[2:]
    return "", "", False, form
