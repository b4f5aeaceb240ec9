"""What else tells of passages that hold what is asked."""

from __future__ import annotations

import pytest

from retrieval.index.protocol import Field
from retrieval.model import Alternative, Concept, Hint, Query
from retrieval.question.hinting import HINT_WEIGHT, PLAIN_WEIGHT, hinted


def _weights(words: str, *, verbs: tuple[str, ...] = ()) -> list[float]:
    concept = Concept(words, (Alternative(("one",)), Alternative(("two",), 0.5)))
    return [way.weight for way in hinted(Query((concept,)), verbs.__contains__).concepts[0].alternatives]


def test_a_verb_weighs_less() -> None:
    """All ways to say a verb weigh less, in proportion."""
    assert _weights("انتقد", verbs=("انتقد",)) == [PLAIN_WEIGHT, PLAIN_WEIGHT * 0.5]


@pytest.mark.parametrize("words", ["الاسم", "اسم", "إسم", "يسمّى"])
def test_a_light_word_weighs_less_in_every_spelling(words: str) -> None:
    """Words that say little are known by their normalized spelling."""
    assert _weights(words) == [PLAIN_WEIGHT, PLAIN_WEIGHT * 0.5]


@pytest.mark.parametrize("words", ["هدنة", "الأزمة الاسم", "take"])
def test_other_words_keep_their_weight(words: str) -> None:
    """Nouns, phrases and English words weigh what they weighed."""
    assert _weights(words) == [1.0, 0.5]


def test_arabic_words_and_numbers_are_hints_as_they_stand() -> None:
    """The words of the question, normalized, are looked for as they stand; English ones stand in no Arabic text."""
    query = Query(tuple(Concept.of(words, ("x",)) for words in ("الأزمة", "2018", "crisis", "الأزمة")))
    assert hinted(query).hints == tuple(Hint(Field.WORDS, word, HINT_WEIGHT) for word in ("الازمه", "2018"))


def test_terms_of_a_phrase_are_hints() -> None:
    """A passage without the whole phrase is told by its words; only those of the surest way to say it count."""
    query = Query((Concept.of("World Cup", ("كاس", "عالم"), ("مونديال",)),))
    assert hinted(query).hints == tuple(Hint(Field.TERMS, term, HINT_WEIGHT) for term in ("كاس", "عالم"))


def test_what_the_query_has_is_kept() -> None:
    """Phrases and hints of before stay, and a concept without alternatives."""
    before = Query((Concept("كلمة", ()),), (("كلمه",),), (Hint("words", "غير", 1.0),))
    after = hinted(before)
    assert (after.concepts, after.phrases, after.hints[0]) == (before.concepts, before.phrases, before.hints[0])
