"""Names by their sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.normalization import normalize
from retrieval.evaluation import CORPUS
from retrieval.question.transliteration import (
    NameForm,
    NameIndex,
    arabic_reading,
    arabic_skeleton,
    latin_readings,
    latin_skeletons,
    latin_sounds,
    likeness,
    people_in,
)
from retrieval.question.words import key_of
from tests.retrieval.catalogues import analyzer_of, catalogue_of, names_of
from tests.tables import read_cases

NAMES = [
    "لافروف", "كيري", "كيربي", "بيسكوف", "بورودافكين", "أردوغان", "نتنياهو", "منوتشين", "ليندمير", "سالفيني", "بيكيلي",
    "تسفانغيراي", "سيهوفر", "زاخاروفا", "شويغو", "ميركل", "ماكرون", "دوجاريك", "ستولتنبرغ", "مكسيموف",
]  # fmt: skip

FIRST, LISTED = 0.935, 0.955  # accepted shares, over stemmed terms


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Lavrov", "لافروف"),
        ("Lavrof", "لافروف"),
        ("Kerry", "كيري"),
        ("Kirby", "كيربي"),
        ("Peskov", "بيسكوف"),
        ("Borodavkin", "بورودافكين"),
        ("Erdogan", "أردوغان"),
        ("Netanyahu", "نتنياهو"),
        ("Mnuchin", "منوتشين"),
        ("Seehofer", "سيهوفر"),
        ("Zakharova", "زاخاروفا"),
        ("Shoigu", "شويغو"),
        ("Macron", "ماكرون"),
        ("Stoltenberg", "ستولتنبرغ"),
        ("Maximov", "مكسيموف"),
    ],
)
def test_a_latin_name_finds_the_arabic_one(latin: str, arabic: str) -> None:
    """Any usual spelling leads to the name of the archive first; Kerry and Kirby stay apart."""
    found = names_of(*map(normalize, NAMES)).sounding_like(latin)
    assert list(found)[:1] == [normalize(arabic)]


@pytest.mark.parametrize("word", ["mastectomy", "penguins", "a", "", "Thatcher"])
def test_a_word_that_sounds_like_no_name_finds_none(word: str) -> None:
    """What the archive does not have is not found by force."""
    assert names_of(*map(normalize, NAMES)).sounding_like(word) == {}


def test_names_of_many_languages_are_found() -> None:
    """Of some two hundred names and as many more words around them the right one comes first, or at least is listed."""
    rows = read_cases("names_by_sound.tsv")
    articles = (path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir()))
    catalogue = catalogue_of([*articles, *(arabic for _, arabic, _ in rows)])
    analyzer, index = analyzer_of(catalogue), NameIndex(catalogue.words.forms)
    found = [(list(index.sounding_like("".join(key_of(latin)))), analyzer.term(arabic)) for latin, arabic, _ in rows]
    assert len(found) > 190
    assert sum(names[:1] == [right] for names, right in found) >= FIRST * len(found)
    assert sum(right in names for names, right in found) >= LISTED * len(found)


def test_a_name_is_found_behind_particles() -> None:
    """A name that the archive has only with a particle joined leads to that word's term; by itself it comes first."""
    assert names_of("لكوزيريف").sounding_like("Kozyrev") == {"لكوزيريف": pytest.approx(1, abs=0.2)}
    assert next(iter(names_of("وارسي").sounding_like("Warsi"))) == "وارسي"


def test_a_name_goes_before_a_word_that_sounds_alike() -> None:
    """An ordinary word must be more alike, and even then stands behind a name."""
    name = NameForm("باسيل", "باسيل", 1, is_ordinary=False, is_person=False)
    word = NameForm("باسل", "باسل", 1, is_ordinary=True, is_person=False)
    assert next(iter(NameIndex(lambda _: (name, word)).sounding_like("Basil"))) == "باسيل"
    assert "باسل" not in NameIndex(lambda _: (word,)).sounding_like("Bousoul")
    assert "باسل" in NameIndex(lambda _: (word._replace(is_person=True),)).sounding_like("Bassel")


def test_digits_are_no_name() -> None:
    """A year sounds like nothing, and no number is indexed."""
    assert names_of("١٣", "باسيل").sounding_like("2032") == {}


def test_descriptions_name_nobody() -> None:
    """Words of a person's name are names; those of an office or an institution are not."""
    assert people_in(["ناصر بوريطة", "وزارة الخارجية", "الرئيس الروسي"]) == {"ناصر", "بوريطه"}


@given(st.text(max_size=40))
def test_any_word_has_a_reading(word: str) -> None:
    """No string makes it fail, and what stands between consonants is one more than they are."""
    for reading in (*latin_readings(word), arabic_reading(word)):
        assert len(reading.between) == len(reading.letters) + 1 == len(reading.skeleton) + 1


@given(st.text("abcdghjklmnopqrstuvwxyz", max_size=30), st.text("ابتثجحخدرسشعغفقكلمنهوي", max_size=12))
def test_likeness_is_a_share(name: str, term: str) -> None:
    """Any two words are alike by something between nothing and all."""
    assert 0 <= likeness(name, term) <= 1


@given(st.text("abcdghjklmnopqrstuvwxyz", max_size=9), st.text("ابتثجحخدرسشعغفقكلمنهوي", max_size=9), st.floats(0, 1))
def test_what_is_less_alike_than_asked_is_not_alike(name: str, term: str, least: float) -> None:
    """Giving up early changes no likeness that is enough."""
    whole = likeness(name, term)
    if abs(whole - least) > 1e-6:
        assert likeness(name, term, least) == (whole if whole > least else 0)


@given(st.text(st.sampled_from("abcdeghijklnopqstuvwxyz"), max_size=14))
def test_the_sounds_of_a_name_are_those_of_its_readings(word: str) -> None:
    """Readings that go on alike are followed once, and nothing else is found than by following each."""
    assert latin_sounds(word) == frozenset(latin_skeletons(word))


@given(
    st.lists(st.sampled_from(["tsch", "ck", "ce", "cc", "ll", "gh", "x", "tz", "ss", "j", "a", "e", "y", "ier", "ld"]))
)
def test_letters_that_are_read_in_many_ways_have_the_sounds_of_their_readings(units: list[str]) -> None:
    """The same holds of names of nothing but such letters, doubled ones and silent ends."""
    word = "".join(units)
    assert latin_sounds(word) == frozenset(latin_skeletons(word))


@given(st.text(st.sampled_from("بتثجشلقعحهاوي\n" + "aَ")))
def test_the_skeleton_of_a_name_is_that_of_its_reading(word: str) -> None:
    """It is found without reading what stands between the consonants."""
    assert arabic_skeleton(word) == arabic_reading(word).skeleton


def test_a_form_of_another_sound_is_never_taken() -> None:
    """What is listed under a skeleton that is not its own is left out."""
    listed = [NameForm("كيري", "كيري", 9, False, True), NameForm("كيربي", "كيربي", 9, False, True)]
    assert set(NameIndex(lambda _skeleton: listed).sounding_like("kerry")) == {"كيري"}


@given(
    st.lists(
        st.tuples(st.text(st.sampled_from("اويهع"), max_size=4), st.integers(1, 2000), st.sampled_from("abcdefg")),
        min_size=1,
        max_size=20,
        unique_by=lambda form: form[0],
    )
)
def test_the_nearest_names_are_those_of_all_that_are_compared(spelled: list[tuple[str, int, str]]) -> None:
    """Which spellings are given up early changes nothing: the best four terms of all stay."""
    best: dict[str, float] = {}
    forms = [NameForm(f"ك{between}ري", term, times, False, False) for between, times, term in spelled]
    for form in forms:
        for share in NameIndex(lambda _, form=form: [form]).sounding_like("kerry").values():
            # A name goes before by a hundredth for each time that it is twice as frequent, up to ten times.
            worth = share + 0.01 * min(form.times.bit_length(), 10)
            best[form.term] = max(best.get(form.term, 0.0), worth)
    expected = sorted(best, key=lambda term: (-best[term], term))[:4]
    assert list(NameIndex(lambda _: forms).sounding_like("kerry")) == expected


def test_the_shortest_names_are_read_once() -> None:
    """Once they were read ahead, nobody asks the archive for names of one or two consonants again."""
    asked: list[str] = []
    index = NameIndex(lambda skeleton: asked.append(skeleton) or ())
    index.read_shortest()
    ahead = len(asked)
    index.sounding_like("Webb")
    assert ahead == len(asked) == 12 + 12 * 12
