"""Which written forms does a dictionary form of a cue take?

A verb given by its past and present (third person masculine singular) becomes every person, number and gender of both
tenses, with the future سـ and with object pronouns; a participle becomes its genders and numbers; a masdar takes
possessive pronouns. Everything is in the folded spelling of `spelling.fold`. After Ryding, A Reference Grammar of
Modern Standard Arabic, 2005, chapters 21-33 (weak verbs) and 12 (pronouns).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Gender(StrEnum):
    """Grammatical gender, as verbs agree with it."""

    MASCULINE = "m"
    FEMININE = "f"


class Number(StrEnum):
    """Grammatical number."""

    SINGULAR = "s"
    DUAL = "d"
    PLURAL = "p"


@dataclass(frozen=True, slots=True)
class Inflection:
    """One written form, its person (3, or 1 for those who speak themselves), gender, number and object pronoun."""

    form: str
    person: int
    gender: Gender | None
    number: Number
    pronoun: str = ""
    present: bool = False


M, F = Gender.MASCULINE, Gender.FEMININE
S, D, P = Number.SINGULAR, Number.DUAL, Number.PLURAL
PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "ني", "نا", "ك", "كم")


def verb_forms(past: str, present: str, *, addressing: bool = False, resulting: bool = False) -> Iterator[Inflection]:
    """Inflect a verb; an empty string leaves out a tense. Only verbs of addressing take me, us and you as objects.

    With `resulting` the present also takes لـ, as in «خرج الوزير ليؤكد أن …».
    """
    pronouns = PRONOUNS if addressing else PRONOUNS[:5]
    prefixes = ("", "س", "ل") if resulting else ("", "س")
    for form in (*_past(past), *_present(present, prefixes)) if past or present else ():
        yield form
        yield from _with_objects(form, pronouns)


def participle_forms(participle: str) -> Iterator[Inflection]:
    """Inflect an active participle as a circumstance (حال): مضيفا، مضيفة، مضيفين."""
    if not participle:
        return
    stem = participle.removesuffix("ي")
    weak = "ي" if participle.endswith("ي") else ""
    yield Inflection(stem + weak + "ا", 3, M, S)
    yield Inflection(stem + weak + "ة", 3, F, S)
    yield Inflection(stem + "ين", 3, M, P)
    yield Inflection(stem + weak + "تين", 3, F, D)
    yield Inflection(stem + weak + "ات", 3, F, P)


def masdar_forms(masdar: str) -> Iterator[Inflection]:
    """Inflect a verbal noun: bare, plural in ات, and with the pronouns of those whose words they are."""
    if not masdar:
        return
    plural = masdar.removesuffix("ة") + "ات"
    joined = masdar.removesuffix("ة") + "ت" if masdar.endswith("ة") else masdar
    for bare in (masdar, plural):
        yield Inflection(bare, 3, None, S)
    for stem in (joined, plural):
        for pronoun, (gender, number) in _OWNERS.items():
            yield Inflection(stem + pronoun, 3, gender, number, pronoun)
        if stem.endswith("اء"):  # ادعاء: ادعائه
            for pronoun, (gender, number) in _OWNERS.items():
                yield Inflection(stem[:-1] + "ئ" + pronoun, 3, gender, number, pronoun)


_OWNERS: dict[str, tuple[Gender | None, Number]] = {
    "ه": (M, S),
    "ها": (F, S),
    "هم": (M, P),
    "هن": (F, P),
    "هما": (None, D),
}


def _past(past: str) -> Iterator[Inflection]:
    if not past:
        return
    if past.endswith(("ى", "ا")):  # weak at the end: نفى نفت نفوا, دعا دعت دعوا
        stem, weak = past[:-1], "و" if past.endswith("ا") else "ي"
        yield Inflection(past, 3, M, S)
        yield from (Inflection(stem + "ت", 3, F, S), Inflection(stem + "وا", 3, M, P))
        yield from (Inflection(stem + weak + "ا", 3, M, D), Inflection(stem + "تا", 3, F, D))
        yield from _speakers(stem + weak)
        return
    yield Inflection(past, 3, M, S)
    yield from (Inflection(past + "ت", 3, F, S), Inflection(past + "وا", 3, M, P))
    yield from (Inflection(past + "ا", 3, M, D), Inflection(past + "تا", 3, F, D))
    yield from _speakers(_short(past))


def _short(past: str) -> str:
    """The stem before consonants: قال قل, أفاد أفد."""
    return past[:-2] + past[-1] if len(past) > 2 and past[-2] == "ا" else past


def _speakers(stem: str) -> Iterator[Inflection]:
    yield Inflection(stem + "ن", 3, F, P)
    yield Inflection(stem + "نا", 1, None, P)
    yield Inflection(stem + "ت", 1, None, S)


def _present(present: str, prefixes: tuple[str, ...]) -> Iterator[Inflection]:
    if not present:
        return
    body = present[1:]
    plural = body[:-1] if body.endswith(("ي", "و", "ى")) else body
    dual = body[:-1] + "ي" if body.endswith("ى") else body
    for prefix in prefixes:
        yield Inflection(prefix + "ي" + body, 3, M, S, present=True)
        yield Inflection(prefix + "ت" + body, 3, F, S, present=True)
        yield Inflection(prefix + "ي" + plural + "ون", 3, M, P, present=True)
        yield Inflection(prefix + "ي" + plural + "وا", 3, M, P, present=True)
        yield Inflection(prefix + "ي" + _short(body) + "ن", 3, F, P, present=True)
        yield Inflection(prefix + "ي" + dual + "ان", 3, M, D, present=True)
        yield Inflection(prefix + "ت" + dual + "ان", 3, F, D, present=True)
        yield Inflection(prefix + "ن" + body, 1, None, P, present=True)
        yield Inflection(prefix + "ا" + body, 1, None, S, present=True)


def _with_objects(form: Inflection, pronouns: tuple[str, ...]) -> Iterator[Inflection]:
    if form.person != 3 or form.number is D:
        return
    stem = form.form
    if stem.endswith("وا"):
        stem = stem[:-1]
    elif stem.endswith("ى"):
        stem = stem[:-1] + "ا"
    for pronoun in pronouns:
        yield Inflection(stem + pronoun, form.person, form.gender, form.number, pronoun, form.present)
