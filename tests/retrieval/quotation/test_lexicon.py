"""The tables of the lexicon."""

from __future__ import annotations

import pytest

from retrieval.quotation.lexicon import TABLES, Shape, default_lexicon, rows
from retrieval.quotation.spelling import fold, loose, plain

CLASSES = {"speech", "attitude", "address", "accuse", "describe", "relay", "document", "within", "decline", "estimate"}
COMPLEMENTS = {"أن", "اسم", "ب", "على", "إلى", "عن", "من", "في", "ل", "مسؤولية", "مخاطب", ""}


def test_every_table_states_its_source() -> None:
    """A table opens with comments, one of which says where it comes from."""
    tables = sorted(TABLES.glob("*.tsv"))
    assert tables
    for table in tables:
        assert any(line.startswith("# Source:") for line in table.read_text(encoding="utf-8").splitlines()), table.name


def test_every_cue_has_a_known_class_and_complements() -> None:
    """Nothing in the table of cues is misspelled."""
    cues = list(rows(TABLES / "cues.tsv"))
    assert cues
    for past, present, participle, masdar, manner, complements in cues:
        assert past or present or participle or masdar
        assert manner in CLASSES
        assert set(complements.split()) <= COMPLEMENTS


@pytest.mark.parametrize(
    ("form", "lemma", "shape"),
    [("قالت", "قال", Shape.VERB), ("مشيرا", "أشار", Shape.PARTICIPLE), ("قوله", "قال", Shape.MASDAR)],
)
def test_inflected_cues_are_looked_up(form: str, lemma: str, shape: Shape) -> None:
    """A form leads to its cue."""
    assert (lemma, shape) in {(r.cue.lemma, r.shape) for r in default_lexicon().cues[form]}


def test_folding_keeps_what_tells_words_apart() -> None:
    """Vowel signs, tatweel and hamzas of alef go; على and علي stay two words."""
    assert fold("أكّـدَ") == "اكد"
    assert fold("على") != fold("علي")
    assert loose("سيرجي") == loose("سيرغي")
    assert plain("الأمـم المتّحدة") == "الأمم المتحدة"
