"""What the archive knows of words and speakers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.analyzer import build_analyzer
from retrieval.analysis.tokenizer import cut_words
from retrieval.catalogue import Catalogue
from retrieval.catalogue.database import Database
from retrieval.question.directory import Entry, KeyKind

NAMES = {1: "سيرغي لافروف", 2: "جون كيري", 3: "مصدر عسكري"}
TEXTS = ("قال الوزير الروسي سيرغي لافروف إن الهدنة صامدة", "ورد جون كيري بأن الهدنة هشة", "والهدنة لم تصمد")


def change(catalogue: Catalogue, new: Iterable[tuple[int, str]] = (), gone: Sequence[int] = ()) -> None:
    """Enter documents, each quoting the speaker of its number as "the minister", and strike others out."""
    with catalogue.changing(None) as changes:
        for number in gone:
            changes.strike(number)
        for number, text in new:
            changes.enter(number, [cut_words(text)], [(number, "الوزير الروسي"), (number, None)])
        changes.settle(
            lambda vocabulary: build_analyzer(vocabulary, known=catalogue.words.term),
            lambda wanted: {number: NAMES[number] for number in wanted if number not in gone},
        )


def contents(catalogue: Catalogue) -> object:
    """Tell everything that is looked up of these texts."""
    words = sorted({word for text in TEXTS for word in cut_words(text)})
    speakers = [catalogue.speakers.statements(name) for name in NAMES.values()]
    counts = [catalogue.speakers.count(kind, key) for kind in KeyKind for key in ("لافروف", "كيري", "جون", "كير")]
    described = frozenset(catalogue.speakers.described([[("وزير",)]], ["وزير"]))
    families = frozenset(catalogue.speakers.families(("lfrf", "kr")))
    return [catalogue.words.count(word) for word in words], speakers, counts, described, families, catalogue.documents()


def test_words_are_counted_as_they_come_and_go() -> None:
    """A word is there as long as a document has it."""
    catalogue = Catalogue.open(None)
    change(catalogue, enumerate(TEXTS[:2], 1))
    assert (catalogue.words.count("الهدنه"), "هشه" in catalogue.words) == (2, True)
    change(catalogue, gone=[2])
    assert (catalogue.words.count("الهدنه"), "هشه" in catalogue.words) == (1, False)


def test_a_term_stays_what_it_was_indexed_under() -> None:
    """A later article would have the stemmer cut a word otherwise, but its passages are indexed as before."""
    catalogue = Catalogue.open(None)
    change(catalogue, [(1, "وسيط")])
    assert catalogue.words.term("وسيط") == ("وسيط",)
    change(catalogue, [(2, "سيط وسيط")])
    assert catalogue.words.term("وسيط") == ("وسيط",)


def test_a_speaker_goes_with_the_last_statement() -> None:
    """Somebody whom no document quotes is found by nothing."""
    catalogue = Catalogue.open(None)
    change(catalogue, enumerate(TEXTS[:2], 1))
    assert catalogue.speakers.named(KeyKind.FAMILY, ("لافروف",)) == (Entry("سيرغي لافروف", ("سيرغي", "لافروف")),)
    change(catalogue, gone=[1])
    assert catalogue.renewed().speakers.named(KeyKind.FAMILY, ("لافروف",)) == ()
    assert catalogue.renewed().speakers.number("سيرغي لافروف") is None


@given(st.permutations([1, 2, 3]), st.sets(st.sampled_from([1, 2, 3])), st.booleans())
def test_the_way_there_does_not_matter(order: list[int], gone: set[int], together: bool) -> None:
    """Documents entered in any order, at once or one by one, and some struck out, leave what the rest alone leave."""
    catalogue, other = Catalogue.open(None), Catalogue.open(None)
    new = [(number, TEXTS[number - 1]) for number in order]
    for some in [new] if together else [[one] for one in new]:
        change(catalogue, some)
    change(catalogue, gone=sorted(gone))
    change(other, [(number, text) for number, text in enumerate(TEXTS, 1) if number not in gone])
    assert contents(catalogue.renewed()) == contents(other.renewed())


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    """What lies in a catalogue follows from the store, so that nothing is lost with it."""
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"no database" * 1000)
    catalogue = Catalogue.open(path)
    assert catalogue.documents() == frozenset()
    assert catalogue.damage() is None
    catalogue.close()


def test_a_change_is_whole_or_nothing(tmp_path: Path) -> None:
    """What is written inside of a change that fails is not there afterwards."""
    database = Database(tmp_path / "catalogue.db")
    try:
        with database.writing():
            database.write("INSERT INTO meta VALUES ('a', 'b')", [()])
            raise KeyError
    except KeyError:
        pass
    assert database.one("SELECT value FROM meta WHERE key = 'a'") is None
    database.close()


def test_terms_are_found_together_as_each_is_found() -> None:
    """A stop word has none, and a word that is not there is not there."""
    catalogue = Catalogue.open(None)
    change(catalogue, enumerate(TEXTS, 1))
    words = [*cut_words(" ".join(TEXTS)), "غائب"]
    assert catalogue.words.terms(words) == {
        word: found[0] for word in words if (found := catalogue.words.term(word)) is not None
    }


def test_family_names_are_found_by_their_sound() -> None:
    """Those of just one of the skeletons asked for, as long as somebody has them; a description has none."""
    catalogue = Catalogue.open(None)
    change(catalogue, enumerate(TEXTS, 1))
    assert sorted(catalogue.speakers.families(("lfrf", "k", "krr", "msdr"))) == ["لافروف"]
    assert "كيري" in catalogue.speakers.families(("kr",))
    change(catalogue, gone=[1])
    assert catalogue.speakers.families(("lfrf",)) == ()


@pytest.mark.parametrize(
    ("ways", "called"),
    [
        ([("لافروف",)], []),
        ([("سيرغ", "لافروف")], ["سيرغي لافروف"]),
        ([("كير",), ("جون", "كير")], ["جون كيري"]),
        ([("كير",), ("سيرغ", "لافروف")], ["سيرغي لافروف"]),
        ([], []),
    ],
)
def test_somebody_is_called_by_a_whole_way_and_nothing_else(ways: list[tuple[str, ...]], called: list[str]) -> None:
    """A name has all terms of one way, and none beside those of all ways."""
    catalogue = Catalogue.open(None)
    change(catalogue, enumerate(TEXTS, 1))
    analyzer = build_analyzer(catalogue.words, known=catalogue.words.term)
    named = {"سيرغ": "سيرغي", "كير": "كيري"}
    asked = [tuple(term for word in way for term in analyzer.terms(named.get(word, word))) for way in ways]
    assert list(catalogue.speakers.called_by(asked)) == called
