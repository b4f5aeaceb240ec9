"""Phrases to concepts."""

from __future__ import annotations

import pytest

from retrieval.analysis.analyzer import Analyzer, build_analyzer, vocabulary_of
from retrieval.analysis.filters import reduce_filter
from retrieval.lexicon import alternatives, read_table
from retrieval.model import Alternative
from retrieval.question.translation import ROOT_WEIGHT, Knowledge, Translator, names
from retrieval.question.transliteration import NameForm, NameIndex
from retrieval.question.words import key_of, words_of
from tests.retrieval.catalogues import catalogue_of, names_of

TEXTS = ("وقف إطلاق النار في سورية", "هدنة هشة", "اجتماع مجلس الأمن", "جبهة النصرة و تنظيم القاعدة")


@pytest.fixture(scope="module")
def translator() -> Translator:
    """A translator into the terms of a small archive."""
    return Translator(build_analyzer(vocabulary_of(TEXTS)), Knowledge())


def test_a_fixed_term_comes_before_its_words(translator: Translator) -> None:
    """The Security Council is one concept, not two."""
    (concept,) = translator.concepts(words_of("Security Council"))
    assert concept.held_by(build_analyzer(vocabulary_of(TEXTS)).terms("مجلس الأمن"))


def test_alternatives_are_one_concept(translator: Translator) -> None:
    """A word with several translations stays one thing that is asked about."""
    (concept,) = translator.concepts(words_of("ceasefire"))
    assert len(concept.alternatives) > 1


@pytest.mark.parametrize(
    ("written", "dictionary_form"),
    [
        ("meetings", "meeting"),
        ("rates", "rate"),  # and no rats
        ("rated", "rate"),
        ("losses", "loss"),
        ("stopped", "stop"),
        ("interest rates", "interest rate"),
        ("won", "win"),
        ("bought", "buy"),
        ("sold", "sell"),
        ("fought", "fight"),
    ],
)
def test_an_inflected_english_word_is_found(translator: Translator, written: str, dictionary_form: str) -> None:
    """The table has dictionary forms, questions have plurals and past tenses, also in a phrase."""
    found = [[c.alternatives for c in translator.concepts(words_of(text))] for text in (written, dictionary_form)]
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_a_phrase_may_begin_with_a_small_word(translator: Translator) -> None:
    """Take, under and digits say nothing alone and something in a phrase."""
    found = [concept.words for concept in translator.concepts(words_of("came under fire over 9/11"))]
    assert found == ["came under fire", "9 11"]


def test_a_translation_is_taken_as_newspapers_write_it() -> None:
    """Alone بحرية is analyzed as freedom with a particle; with the article it is the navy, and so it is printed."""
    texts = ("القوات البحرية", "قائد البحرية", "حرية الصحافة")
    plain = build_analyzer(vocabulary_of(texts))
    analyzer = build_analyzer(vocabulary_of(texts), known={"بحرية": (plain.term("حرية"),)}.get)
    (concept,) = Translator(analyzer, Knowledge(count=catalogue_of(texts).words.count)).concepts(words_of("navy"))
    assert concept.held_by(analyzer.terms("البحرية"))
    assert not concept.held_by(analyzer.terms("حرية"))


def test_a_region_brings_its_adjective(translator: Translator) -> None:
    """Europe is asked for, and the European Parliament answers."""
    (concept,) = translator.concepts(words_of("Europe"))
    assert concept.held_by(build_analyzer(vocabulary_of(TEXTS)).terms("الأوروبي"))


def test_an_unknown_word_is_kept_as_it_is(translator: Translator) -> None:
    """A word without translation still counts as asked about, so that its absence is noticed."""
    (concept,) = translator.concepts(words_of("flibbertigibbet"))
    assert concept.alternatives == (Alternative(("flibbertigibbet",)),)


def test_a_dictionary_stands_in_for_the_table() -> None:
    """An English word that the table lacks is translated by the installed dictionary, in whichever form it has."""
    dictionary = {"gizmo": ("هدنة",)}
    knowledge = Knowledge(translations=lambda word: dictionary.get(word, ()))
    (concept,) = Translator(build_analyzer(vocabulary_of(TEXTS)), knowledge).concepts(words_of("gizmos"))
    assert 0 < concept.held_by(build_analyzer(vocabulary_of(TEXTS)).terms("هدنة")) < 1


def test_a_word_that_is_also_an_irregular_form_has_both_meanings(translator: Translator) -> None:
    """Who left may have gone, or be of the left."""
    (concept,) = translator.concepts(words_of("left"))
    assert {translator.terms("يسار"), translator.terms("غادر")} <= {way.terms for way in concept.alternatives}


def test_a_servant_of_god_may_be_two_words() -> None:
    """What Latin letters write as one word."""
    text = "عبد الرحمن نوري"
    translator = Translator(build_analyzer(vocabulary_of([text])), Knowledge(names=names_of(text)))
    (concept,) = translator.concepts(words_of("Abderrahmane"))
    assert (*translator.terms("عبد"), *translator.terms("الرحمن")) in {way.terms for way in concept.alternatives}


def test_a_participle_is_found_by_its_plural() -> None:
    """مهاجر alone is analyzed as the plural of مهجر, where the database is installed; its own plural never is."""
    terms = {"مهاجر": "مهجر", "مهاجرين": "مهاجر"}
    counts = {"مهاجر": 1, "المهاجرين": 9}
    translator = Translator(
        Analyzer("a", [reduce_filter(lambda word: terms.get(word.removeprefix("ال"), word))]),
        Knowledge(count=lambda word: counts.get(word, 0)),
    )
    (concept,) = translator.concepts(words_of("migrant"))
    assert ("مهاجر",) in {way.terms for way in concept.alternatives}


def test_words_of_the_dialects_lead_to_those_of_newspapers(translator: Translator) -> None:
    """As synonyms do."""
    (concept,) = translator.concepts(words_of("ماتش"))
    assert translator.terms("مباراة") in {way.terms for way in concept.alternatives}


def test_an_arabic_term_brings_its_synonyms(translator: Translator) -> None:
    """What the English table translates by the same word is a second way to say it, and weighs less."""
    (concept,) = translator.concepts(words_of("وقف إطلاق النار"))
    assert concept.alternatives[0].weight == 1
    assert any(0 < way.weight < 1 for way in concept.alternatives)


@pytest.mark.parametrize(
    ("question", "is_name"),
    [("Is Bashir sorry?", False), ("is bashir sorry?", True), ("Is sorry", True), ("Is Bashir Sorry?", True)],
)
def test_a_word_in_lower_case_beside_names_is_none(question: str, is_name: bool) -> None:
    """Where a question writes capitals, a word of the dictionary without one is not looked up by its sound."""
    words = {"sorry": ("آسف",)}
    knowledge = Knowledge(translations=lambda word: words.get(word, ()), names=names_of("سوري"))
    *_, concept = Translator(build_analyzer(vocabulary_of(TEXTS)), knowledge).concepts(words_of(question))
    assert (("سوري",) in {way.terms for way in concept.alternatives}) == is_name


def test_a_word_in_lower_case_beside_names_is_no_listed_name(translator: Translator) -> None:
    """Jobs has a name, and promises jobs."""
    assert translator.name_at(words_of("Did Jobs promise"), 1) is not None
    assert translator.name_at(words_of("Did Trump promise jobs"), 3) is None


def test_a_country_of_several_words_is_one_concept(translator: Translator) -> None:
    """It brings its adjective and its capital: a visit to Pyongyang is one to North Korea."""
    (concept,) = translator.concepts(words_of("لكوريا الشمالية"))
    held = {way.terms for way in concept.alternatives}
    assert {translator.terms("كوري شمالي"), translator.terms("بيونغيانغ")} <= held


def test_the_arabic_article_belongs_to_a_name() -> None:
    """al-Batsh is one name, also where البطش is a word of the dictionary, which Batsh alone is not."""
    knowledge = Knowledge(names=NameIndex(lambda _: (NameForm("البطش", "بطش", 3, is_ordinary=True, is_person=False),)))
    translator = Translator(build_analyzer(vocabulary_of(TEXTS)), knowledge)
    (concept,) = translator.concepts(words_of("al-Batsh"))
    assert ("بطش",) in {way.terms for way in concept.alternatives}
    (alone,) = translator.concepts(words_of("Batsh"))
    assert ("بطش",) not in {way.terms for way in alone.alternatives}


@pytest.mark.parametrize(
    ("question", "is_name"), [("Did James Carpenter resign?", True), ("Is the Carpenter family rich?", False)]
)
def test_a_word_of_the_dictionary_may_end_a_name(question: str, is_name: bool) -> None:
    """Behind a given name Carpenter is looked up by its sound as well."""
    concepts = Translator(build_analyzer(vocabulary_of(TEXTS)), Knowledge(names=names_of("كاربنتر"))).concepts(
        words_of(question)
    )
    (found,) = (concept for concept in concepts if concept.words == "Carpenter")
    assert (("كاربنتر",) in {way.terms for way in found.alternatives}) == is_name


def test_a_listed_name_is_found_as_the_archive_misspells_it() -> None:
    """Where no text has الكرملين as the table spells it, what sounds like it is meant as well."""
    for texts, is_found in ((["قال الكريملن"], True), (["قال الكريملن", "في الكرملين"], False)):
        catalogue = catalogue_of(texts)
        knowledge = Knowledge(names=names_of("الكريملن"), count=catalogue.words.count)
        found = Translator(build_analyzer(vocabulary_of(texts)), knowledge).name_at(words_of("الكرملين"), 0)
        assert found is not None
        assert (("كريملن",) in {way.terms for way in found[1].alternatives}) == is_found


def test_words_of_one_root_weigh_less() -> None:
    """A relative by root is an alternative of its own weight."""
    translator = Translator(build_analyzer(vocabulary_of(TEXTS)), Knowledge(relatives=lambda _word: ("قريب",)))
    (concept,) = translator.concepts(words_of("غريب"))
    assert Alternative(("قريب",), ROOT_WEIGHT) in concept.alternatives


def test_particles_are_parted_from_names(translator: Translator) -> None:
    """A name is found with a conjunction or preposition joined to it."""
    for written in ("النصرة", "والنصرة", "بالنصرة", "وجبهة النصرة"):
        found = translator.name_at(words_of(written), 0)
        assert found is not None, written


def test_every_spelling_of_a_name_leads_to_it() -> None:
    """Each row of the name table is found by each of its spellings."""
    rows = read_table("names")
    assert len(rows) > 100
    for row in rows:
        arabic, english, _kind, *others = row
        for written in (arabic, english, *(part for cell in others for part in alternatives(cell))):
            assert arabic in names().entries[key_of(written)], written
