"""Which names are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.identity import JOINT, are_same, key_of, names_in
from retrieval.lexicon import alternatives, read_table
from tests.tables import read_cases

NAMESAKES = [row[:2] for row in read_cases("namesakes.tsv")]
ONE_PERSON = [row[:2] for row in read_cases("one_person.tsv")]
SPELLINGS = [(name, way) for name, cell in read_table("spellings") for way in alternatives(cell)]
PEOPLE = sorted({name for row in (*NAMESAKES, *ONE_PERSON) for name in row})
WORDS = sorted({word for name in (*PEOPLE, *(way for _, way in SPELLINGS)) for word in name.split()})

made_up = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
odd = st.text(st.sampled_from("اأإآبتجحدرسعغفقكلمنهويىةؤئءپڤگ ـًُ«»-"), max_size=20)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(("one", "other"), NAMESAKES)
def test_people_of_like_names_stay_apart(one: str, other: str) -> None:
    """Nobody is credited with the words of a namesake."""
    assert key_of(one) != key_of(other)


def test_there_are_enough_namesakes() -> None:
    """Most pairs are of people who are both well known, and none stands twice."""
    assert sum(row[2] == "real" for row in read_cases("namesakes.tsv")) >= 60
    assert len({frozenset(pair) for pair in NAMESAKES}) == len(NAMESAKES)


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    """However a newspaper spells somebody, it is the same person."""
    assert key_of(one) == key_of(other)


def test_a_row_of_spellings_is_one_name() -> None:
    """All spellings of a row have one key, and no two rows share it."""
    keys = {name: {key_of(way) for way in alternatives(cell)} for name, cell in read_table("spellings")}
    assert all(len(found) == 1 for found in keys.values())
    assert len({key for found in keys.values() for key in found}) == len(keys)


@given(made_up | odd | anything)
def test_a_key_is_its_own_key(name: str) -> None:
    """Reducing twice is reducing once."""
    assert key_of(key_of(name)) == key_of(name)


@given(made_up, st.data())
def test_signs_and_hamzas_do_not_count(name: str, data: st.DataObject) -> None:
    """Vowel signs, tatweel, quote marks and left-out hamzas of alefs change no key."""
    sprinkled = "".join(letter + data.draw(st.sampled_from(["", "", "\u064e", "\u0652"])) for letter in name)
    plain = sprinkled.translate(str.maketrans("أإآ", "ااا"))
    assert key_of(f"«{plain}»") == key_of(name)


@given(made_up)
def test_final_letters_do_not_count(name: str) -> None:
    """ى for ي and ه for ة are habits of a newspaper."""
    egyptian = " ".join(word[:-1] + {"ي": "ى", "ة": "ه"}.get(word[-1], word[-1]) for word in name.split())
    assert key_of(egyptian) == key_of(name)


def test_a_name_without_letters_is_its_own_key() -> None:
    """Punctuation in the place of a name is not united with other punctuation."""
    assert key_of("…") == "…"
    assert key_of("؟") != key_of("…")


def test_joint_speakers_are_several_names() -> None:
    """Those who say something together are each named; one speaker is one name."""
    assert names_in(JOINT.join(("جون كيري", "سيرغي لافروف"))) == ("جون كيري", "سيرغي لافروف")
    assert names_in("جون كيري") == ("جون كيري",)
    assert names_in("؛ ") == ()


def test_credits_are_compared_person_by_person() -> None:
    """Spellings and the order of names do not matter; a namesake, and nobody beside somebody, do."""
    assert are_same("سيرجي لافروف؛ جون كيري", "جون كيري؛ سيرغي لافروف")
    assert are_same(None, None)
    assert not are_same("جون كيري", "جون كيربي")
    assert not are_same("جون كيري", None)
