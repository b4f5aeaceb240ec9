"""Documents written together are what they would be one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import StoreError
from retrieval.identity import JOINT
from retrieval.model import (
    Block,
    BlockKind,
    Document,
    DocumentId,
    IngestOutcome,
    Quotation,
    QuotationKind,
    Sentence,
    Span,
    SpeakerId,
)
from retrieval.store import Store
from retrieval.store.rows import DocumentRows, to_rows
from retrieval.store.writing import Known

TEXT = "قال الوزير إن الهدنة صامدة."
LAVROV, LAVROV_TOO, SALMA = "سيرغي لافروف", "سيرجي لافروف", "سلمى حداد"


def made(name: str, *speakers: str | None, title: str | None = None, origin: str | None = None) -> DocumentRows:
    """Make the rows of a document of one sentence in which these speak."""
    whole = Span(0, len(TEXT))
    blocks, sentences = (Block(BlockKind.PARAGRAPH, whole),), (Sentence(BlockKind.PARAGRAPH, 0, whole),)
    document = Document(DocumentId(name), TEXT, title, None, None, None, None, blocks, sentences)
    quotations = [
        Quotation(document.id, i, i + 5, TEXT[i : i + 5], speaker, None, None, QuotationKind.INDIRECT)
        for i, speaker in enumerate(speakers)
    ]
    return to_rows(document, quotations, origin)


@pytest.fixture
def store(fresh_url: Callable[[], str]) -> Iterator[Store]:
    """An archive that is empty."""
    opened = Store.open(fresh_url(), create=True)
    yield opened
    opened.close()


def test_a_batch_is_one_change(store: Store) -> None:
    """The revision grows once, and not at all where nothing changed."""
    before = store.revision()
    assert store.put_each([made("a", SALMA), made("b", LAVROV)]) == [IngestOutcome.ADDED] * 2
    assert store.put_each([made("a", SALMA), made("b", LAVROV)]) == [IngestOutcome.UNCHANGED] * 2
    assert store.put_each([]) == []
    assert store.revision() == before + 1


def test_one_id_several_times_in_a_batch(store: Store) -> None:
    """The last one stays, with what lies below it, as if each had come by itself."""
    batch = [made("a", SALMA), made("a", SALMA), made("a", LAVROV, LAVROV), made("b", None), made("a", "أنس")]
    before = store.revision()
    assert store.put_each(batch) == ["added", "unchanged", "changed", "added", "changed"]
    assert store.revision() == before + 1
    assert [quotation.speaker for quotation in store.quotations()] == [None, "أنس"]
    assert [speaker.name for speaker in store.speakers()] == ["أنس"]


def test_what_cannot_be_written_stops_no_other(store: Store) -> None:
    """Its batch is taken back and written one by one, and nothing of it is left."""
    broken = replace(made("b", SALMA), sentences=[(0, 0, None, 5)])
    added, error, too = store.put_each([made("a", LAVROV), broken, made("c", SALMA)])
    assert (added, too) == (IngestOutcome.ADDED, IngestOutcome.ADDED)
    assert isinstance(error, StoreError)
    assert [summary.id for summary in store.summaries()] == ["a", "c"]
    assert [speaker.quotations for speaker in store.speakers()] == [1, 1]


def test_origins_are_known(store: Store) -> None:
    """With how many quotations there are; of a document without one, or one that is not there, nothing is."""
    store.put_each([made("a", LAVROV, None, None, origin="x"), made("b", origin="y"), made("c")])
    asked = [DocumentId(name) for name in "abcd"]
    assert store.known(asked) == {"a": Known("x", 3, 2), "b": Known("y", 0, 0)}
    assert store.known([]) == {}


def test_an_origin_is_no_change(store: Store) -> None:
    """A document that other rules read the same way is noted as read by them."""
    store.put_each([made("a", LAVROV, origin="x")])
    before = store.revision()
    assert store.put_each([made("a", LAVROV, origin="y")]) == [IngestOutcome.UNCHANGED]
    assert (store.known([DocumentId("a")])["a"].origin, store.revision()) == ("y", before)


SPOKEN = st.lists(st.sampled_from([SALMA, LAVROV, LAVROV_TOO, JOINT.join((LAVROV_TOO, SALMA)), None]), max_size=4)
BATCH = st.lists(st.tuples(st.sampled_from("abc"), SPOKEN), max_size=6)


@settings(max_examples=25)
@given(st.lists(BATCH, max_size=4))
def test_batches_are_what_their_documents_are_one_by_one(
    fresh_url: Callable[[], str], batches: list[list[tuple[str, list[str | None]]]]
) -> None:
    """Outcomes, documents, quotations and the names of speakers."""
    together, alone = Store.open(fresh_url(), create=True), Store.open(fresh_url(), create=True)
    for batch in batches:
        rows = [made(name, *spoken) for name, spoken in batch]
        assert together.put_each(rows) == [found for one in rows for found in alone.put_each([one])]
    assert list(together.documents()) == list(alone.documents())
    assert together.quotations() == alone.quotations()
    named = [[replace(speaker, id=SpeakerId(0)) for speaker in store.speakers()] for store in (together, alone)]
    assert named[0] == named[1]
    together.close()
    alone.close()
