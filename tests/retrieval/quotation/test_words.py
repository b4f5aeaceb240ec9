"""Words seen alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from retrieval.quotation.lexicon import default_lexicon
from retrieval.quotation.words import Words

words = Words(default_lexicon())


@pytest.mark.parametrize(
    ("text", "core", "conjunction", "preposition", "definite"),
    [
        ("والوزير", "وزير", "و", "", True),
        ("للوزير", "وزير", "", "ل", True),
        ("بالوزير", "وزير", "", "ب", True),
        ("وزير", "وزير", "", "", False),
        ("لشؤون", "شؤون", "", "ل", False),
        ("بإخفاء", "اخفاء", "", "ب", False),
    ],
)
def test_clitics_are_cut(text: str, core: str, conjunction: str, preposition: str, definite: bool) -> None:
    """Conjunction, preposition and article are told from the word, but وزير keeps its و."""
    word = words[text]
    assert (word.core, word.conjunction, word.preposition, word.definite) == (core, conjunction, preposition, definite)


@pytest.mark.parametrize("text", ["إليسا", "ألكسندر"])
def test_an_alef_with_hamza_is_no_article(text: str) -> None:
    """Only a bare alef (U+0627) begins the article."""
    assert not words[text].definite


@pytest.mark.parametrize("text", ["تدمير", "اعتراض", "استهداف", "إطلاق", "رغبته", "عدم"])
def test_a_masdar_can_be_what_is_declared(text: str) -> None:
    """Derived verbal nouns are known by their pattern, others by the list."""
    assert words[text].abstract


def test_a_word_is_analyzed_once() -> None:
    """The same form gives the same object."""
    assert words["وأكدت"] is words["وأكدت"]


def test_a_nationality_names_its_country() -> None:
    """Adjectives and capitals stand for countries."""
    assert words["الروسية"].country == "روسيا"
    assert words["موسكو"].place == "روسيا"


@dataclass(frozen=True)
class Reading:
    """One reading of a small morphology."""

    pos: str
    conjunction: str = "0"
    preposition: str = "0"
    pronoun: str = "0"
    exact: bool = True
    logprob: float = -3.0


class FewReadings:
    """A morphology of three words."""

    def analyses(self, word: str) -> tuple[Reading, ...]:
        """List the readings of a word; none of others."""
        table = {
            "وصل": (Reading("verb"),),
            "لطريق": (Reading("noun", preposition="li_prep"),),
            "سليم": (Reading("adj"), Reading("noun_prop")),
        }
        return table.get(word, ())


def test_a_morphology_tells_verbs_clitics_and_names() -> None:
    """What the lexicon does not list is read by the morphology, and unknown words may be names."""
    informed = Words(replace(default_lexicon(), names={}), FewReadings())
    assert informed["وصل"].verbal
    assert (informed["لطريق"].preposition, informed["لطريق"].core) == ("ل", "طريق")
    assert informed["سليم"].named
    assert informed["غاتيلوف"].named


@pytest.mark.parametrize(("text", "core"), [("وسامي", "سامي"), ("وأحمد", "احمد")])
def test_a_conjunction_is_cut_from_a_listed_name(text: str, core: str) -> None:
    """A name after «and» is the name, so that two people are not read as one; وليد keeps its و."""
    word = words[text]
    assert (word.core, word.conjunction, word.named, words["وليد"].conjunction) == (core, "و", True, "")


@pytest.mark.parametrize("text", ["أمل", "سلام", "فجر"])
def test_a_common_word_can_be_a_name_too(text: str) -> None:
    """Such a word is no name alone, but may be one beside another, and has no clitic."""
    assert (words[text].namesake, words[text].named, words[text].preposition) == (True, False, "")


@pytest.mark.parametrize(("text", "core"), [("الحج", "حج"), ("الطب", "طب")])
def test_a_short_noun_has_its_article_cut(text: str, core: str) -> None:
    """Two letters after the article are a noun, but those of الله are its own."""
    assert (words[text].core, words[text].definite, words["الله"].definite) == (core, True, False)


def test_a_plural_with_hamza_is_no_masdar() -> None:
    """The pattern of إفراج is written with the hamza below its alef."""
    assert (words["إفراج"].abstract, words["أكراد"].abstract) == (True, False)
