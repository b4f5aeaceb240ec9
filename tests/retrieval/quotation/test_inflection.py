"""Forms of cues."""

from __future__ import annotations

import pytest

from retrieval.quotation.inflection import Gender, Number, masdar_forms, participle_forms, verb_forms


@pytest.mark.parametrize(
    ("past", "present", "form"),
    [
        ("قال", "يقول", "قالت"),
        ("قال", "يقول", "قالوا"),
        ("قال", "يقول", "ستقول"),
        ("قال", "يقول", "يقولون"),
        ("قال", "يقول", "قالها"),
        ("نفى", "ينفي", "نفت"),
        ("نفى", "ينفي", "نفوا"),
        ("نفى", "ينفي", "نفاه"),
        ("نفى", "ينفي", "ينفون"),
        ("دعا", "يدعو", "دعت"),
        ("دعا", "يدعو", "دعوا"),
        ("دعا", "يدعو", "يدعون"),
        ("افاد", "يفيد", "افدن"),
        ("وصف", "يصف", "وصفته"),
        ("وصف", "يصف", "وصفوه"),
        ("طالب", "يطالب", "طالبا"),
    ],
)
def test_a_verb_takes_its_regular_and_weak_forms(past: str, present: str, form: str) -> None:
    """Sound, hollow and final-weak verbs inflect for person, gender, number, tense and object."""
    assert form in {inflection.form for inflection in verb_forms(past, present)}


def test_a_form_says_what_it_agrees_with() -> None:
    """قالت is feminine singular, قالوا masculine plural."""
    forms = {inflection.form: inflection for inflection in verb_forms("قال", "يقول")}
    assert (forms["قالت"].gender, forms["قالت"].number) == (Gender.FEMININE, Number.SINGULAR)
    assert (forms["قالوا"].gender, forms["قالوا"].number) == (Gender.MASCULINE, Number.PLURAL)


def test_only_verbs_of_addressing_take_me_as_object() -> None:
    """أخبرني is a form, قالني is not."""
    assert "اخبرني" in {i.form for i in verb_forms("اخبر", "يخبر", addressing=True)}
    assert "قالني" not in {i.form for i in verb_forms("قال", "يقول")}


def test_a_participle_is_accusative() -> None:
    """A circumstance is مضيفا, مضيفة or مضيفين."""
    assert {"مضيفا", "مضيفة", "مضيفين"} <= {i.form for i in participle_forms("مضيف")}


def test_a_masdar_takes_its_speaker_s_pronoun() -> None:
    """إشارته, إعلانها and ادعائه name the speaker by a pronoun."""
    forms = {i.form for masdar in ("اشارة", "اعلان", "ادعاء") for i in masdar_forms(masdar) if i.pronoun}
    assert {"اشارته", "اعلانها", "ادعائه"} <= forms


def test_nothing_comes_from_an_empty_cell() -> None:
    """A tense, participle or masdar that a cue lacks has no forms."""
    assert not list(verb_forms("", ""))
    assert not list(participle_forms(""))
    assert not list(masdar_forms(""))
