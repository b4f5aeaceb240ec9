"""Whom a real SQLite archive quotes, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SpeakerNotFoundError
from retrieval.identity import JOINT, key_of
from retrieval.model import (
    Block,
    BlockKind,
    Certainty,
    Dating,
    Document,
    DocumentId,
    Quotation,
    QuotationKind,
    Sentence,
    Span,
    SpeakerId,
)
from retrieval.store import Store, speakers

TEXT = "قال الوزير إن الهدنة صامدة."
SALMA, SALMA_SHORT, LAVROV, LAVROV_TOO = "سلمى حداد", "سلمي حداد", "سيرغي لافروف", "سيرجي لافروف"


def document(name: str, year: int | None = None) -> Document:
    """Make a document of one sentence, published at the start of a year."""
    day = date(year, 1, 1) if year else None
    dating = Dating(day, day, Certainty.STATED) if day else None
    whole = Span(0, len(TEXT))
    blocks = (Block(BlockKind.PARAGRAPH, whole),)
    return Document(
        DocumentId(name), TEXT, None, None, None, None, dating, blocks, (Sentence(BlockKind.PARAGRAPH, 0, whole),)
    )


def said(name: str, *speakers_of_it: str | None) -> list[Quotation]:
    """Make a quotation of each speaker."""
    return [
        Quotation(DocumentId(name), i, i + 5, TEXT[i : i + 5], speaker, None, None, QuotationKind.INDIRECT)
        for i, speaker in enumerate(speakers_of_it)
    ]


def put(store: Store, name: str, *speakers_of_it: str | None, year: int | None = None) -> None:
    """Store a document in which these speak, one after the other."""
    store.put(document(name, year), said(name, *speakers_of_it))


def names(store: Store) -> dict[str, int]:
    """Map the names of an archive's speakers to how often they are quoted."""
    return {speaker.name: speaker.quotations for speaker in store.speakers()}


@pytest.fixture
def store(fresh_url: Callable[[], str]) -> Iterator[Store]:
    """An archive that is empty."""
    opened = Store.open(fresh_url(), create=True)
    yield opened
    opened.close()


def test_spellings_of_a_name_are_one_speaker(store: Store) -> None:
    """Somebody is listed once, under the commonest spelling, and each statement keeps the spelling of its document."""
    put(store, "a", LAVROV_TOO)
    put(store, "b", LAVROV, LAVROV)
    assert names(store) == {LAVROV: 3}
    assert [q.speaker for q in store.quotations()] == [LAVROV_TOO, LAVROV, LAVROV]
    assert {q.canonical for q in store.quotations()} == {LAVROV}


def test_of_spellings_as_frequent_the_longest_is_shown(store: Store) -> None:
    """Then the first of the alphabet; in which order they came does not matter."""
    put(store, "a", "عبدالله الثاني", "عبد الله الثاني", "سلمي حداد", "سلمى حداد")
    assert names(store) == {"عبد الله الثاني": 2, min("سلمي حداد", "سلمى حداد"): 2}


def test_a_changed_document_renames_its_speakers(store: Store) -> None:
    """The name follows the documents that there are, when one is replaced and when one is removed."""
    put(store, "a", LAVROV, LAVROV, LAVROV)
    put(store, "b", LAVROV_TOO, LAVROV_TOO)
    assert names(store) == {LAVROV: 5}
    put(store, "a", LAVROV)
    assert names(store) == {LAVROV_TOO: 3}
    store.remove(DocumentId("b"))
    assert names(store) == {LAVROV: 1}


def test_nobody_is_listed_whom_no_document_quotes(store: Store) -> None:
    """A speaker goes with the last quotation, and a number is never given to another."""
    put(store, "a", SALMA)
    (salma,) = store.speakers()
    store.remove(DocumentId("a"))
    assert store.speakers() == ()
    with pytest.raises(SpeakerNotFoundError, match=str(salma.id)):
        store.speaker(salma.id)
    put(store, "b", LAVROV)
    assert store.speakers()[0].id != salma.id


def test_a_replaced_document_lets_go_of_its_speakers(store: Store) -> None:
    """Whom only the text before quoted is gone, and whom others quote too has their spelling."""
    put(store, "a", SALMA, LAVROV, LAVROV)
    put(store, "b", LAVROV_TOO)
    put(store, "a", "جون كيري")
    assert names(store) == {"جون كيري": 1, LAVROV_TOO: 1}


def test_a_speaker_keeps_the_number(store: Store) -> None:
    """A document that is read anew does not make another speaker of the same one."""
    put(store, "a", SALMA)
    (before,) = store.speakers()
    put(store, "a", SALMA, SALMA, None)
    assert store.speaker(before.id) == replace(before, quotations=2)


def test_what_several_say_is_said_by_each(store: Store) -> None:
    """A joint statement keeps its names as written, and is listed under each of them."""
    together = JOINT.join((LAVROV_TOO, SALMA))
    put(store, "a", LAVROV, LAVROV, together)
    assert names(store) == {LAVROV: 3, SALMA: 1}
    assert [quotation.speaker for quotation in store.quotations()] == [LAVROV, LAVROV, together]
    assert [quotation.canonical for quotation in store.quotations()][-1] == JOINT.join((LAVROV, SALMA))
    (lavrov, salma) = store.speakers()
    assert [q.start for q in store.quotations(speaker=lavrov.id)] == [0, 1, 2]
    assert [q.speaker for q in store.quotations(speaker=salma.id)] == [together]


def test_somebody_named_twice_in_one_statement_says_it_once(store: Store) -> None:
    """Two spellings of one name beside each other are one speaker of one statement."""
    put(store, "a", JOINT.join((LAVROV, LAVROV_TOO)))
    assert list(names(store).values()) == [1]


def test_the_most_quoted_come_first(store: Store) -> None:
    """Then by name."""
    put(store, "a", SALMA, LAVROV, LAVROV, "أنس", None)
    assert [speaker.name for speaker in store.speakers()] == [LAVROV, "أنس", SALMA]


def test_a_speaker_has_documents_and_dates(store: Store) -> None:
    """Documents are counted once, and the dates are those of the first and the last that are dated."""
    for name, year in (("a", 2018), ("b", None), ("c", 2016), ("d", 2017)):
        put(store, name, SALMA, SALMA, year=year)
    put(store, "e", LAVROV)
    salma, lavrov = store.speakers()
    assert (salma.quotations, salma.documents, lavrov.first, lavrov.last) == (8, 4, None, None)
    assert (salma.first, salma.last) == (document("c", 2016).published, document("a", 2018).published)


def test_speakers_are_found_by_their_keys(store: Store) -> None:
    """Any spelling leads to the key, and a key of nobody to nobody."""
    put(store, "a", SALMA, LAVROV)
    assert [speaker.name for speaker in store.speakers([key_of(LAVROV_TOO), key_of("جون كيري")])] == [LAVROV]


def test_quotations_are_counted(store: Store) -> None:
    """All, the speakers, and the quotations of nobody."""
    put(store, "a", SALMA, LAVROV, SALMA, None)
    assert store.count_quotations() == (4, 2, 1)


def test_a_document_with_more_speakers_than_a_statement_takes(store: Store) -> None:
    """Numbers and keys are looked up in batches."""
    everybody = [f"شاهد {number}" for number in range(2 * speakers.MOST_AT_ONCE + 1)]
    put(store, "a", *everybody)
    put(store, "a", *everybody[1:])
    assert set(names(store)) == set(everybody[1:])


def test_new_rules_tell_an_archives_speakers_apart_anew(
    new_url: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive that was made by other rules is brought up to date when it is opened, and readers notice."""
    url = new_url()
    with monkeypatch.context() as other_rules:
        other_rules.setattr(speakers, "version", lambda: "other")
        other_rules.setattr(speakers, "key_of", lambda name: name)
        old = Store.open(url, create=True)
        put(old, "a", SALMA, SALMA_SHORT, LAVROV)
        before = {speaker.name: speaker.id for speaker in old.speakers()}
        revision = old.revision()
        old.close()
    new = Store.open(url)
    assert names(new) == {min(SALMA, SALMA_SHORT): 2, LAVROV: 1}
    assert before.keys() == {SALMA, SALMA_SHORT, LAVROV}
    assert new.revision() > revision
    new.close()
    again = Store.open(url)
    assert again.revision() == revision + 1
    again.close()


SPOKEN = st.lists(
    st.sampled_from([SALMA, SALMA_SHORT, LAVROV, LAVROV_TOO, JOINT.join((LAVROV_TOO, SALMA)), None]), max_size=5
)
STEPS = st.lists(st.tuples(st.sampled_from("abc"), SPOKEN | st.just("remove")), max_size=12)


@settings(max_examples=25)
@given(STEPS)
def test_names_follow_from_the_contents_alone(
    fresh_url: Callable[[], str], steps: list[tuple[str, list[str | None] | str]]
) -> None:
    """However documents came, changed and went, the speakers are those of an archive that was made in one go."""
    contents: dict[str, list[str | None]] = {}
    changed, fresh = Store.open(fresh_url(), create=True), Store.open(fresh_url(), create=True)
    for name, spoken in steps:
        if not isinstance(spoken, str):
            put(changed, name, *spoken)
            contents[name] = spoken
        elif contents.pop(name, None) is not None:
            changed.remove(DocumentId(name))
    for name, speaking in contents.items():
        put(fresh, name, *speaking)
    without_number = [replace(speaker, id=SpeakerId(0)) for speaker in changed.speakers()]
    assert without_number == [replace(speaker, id=SpeakerId(0)) for speaker in fresh.speakers()]
    assert {q.speaker for q in changed.quotations()} == {q.speaker for q in fresh.quotations()}
    changed.close()
    fresh.close()
