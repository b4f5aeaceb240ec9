"""Speakers get numbers and colours."""

from __future__ import annotations

from dataclasses import replace

from retrieval.identity import JOINT
from retrieval.model import DocumentId, Quotation, QuotationKind
from retrieval.page.legend import COLOURS, Legend


def said_by(*speakers: str | None) -> list[Quotation]:
    """Make a quotation of each."""
    return [
        Quotation(DocumentId("a"), i, i + 1, "…", s, None, None, QuotationKind.DIRECT) for i, s in enumerate(speakers)
    ]


def test_numbers_go_by_how_much_is_said() -> None:
    """The most quoted is number 1; who is as much quoted stands in the order of the alphabet."""
    legend = Legend(said_by("سلمى", "أنس", "سلمى", "بدر", None))
    assert [(entry.number, entry.name, entry.quotations) for entry in legend.entries] == [
        (1, "سلمى", 2),
        (2, "أنس", 1),
        (3, "بدر", 1),
    ]
    assert legend.unknown == 1


def test_what_several_say_counts_for_each() -> None:
    """Those who say something together are each in the legend, under the archive's name however spelled here."""
    together, alone = (
        replace(quotation, canonical=canonical)
        for quotation, canonical in zip(
            said_by(JOINT.join(("سيرجي لافروف", "سلمى")), "سيرجي لافروف"),
            (JOINT.join(("سيرغي لافروف", "سلمى")), "سيرغي لافروف"),
            strict=True,
        )
    )
    for legend in (Legend([together, alone]), Legend([alone, together])):
        assert [(entry.name, entry.quotations) for entry in legend.entries] == [("سيرغي لافروف", 2), ("سلمى", 1)]
        assert [entry.name for entry in legend.of(together)] == ["سيرغي لافروف", "سلمى"]


def test_colours_differ_for_as_long_as_there_are_some() -> None:
    """A dozen speakers have a dozen colours; more share them evenly."""
    people = [f"متحدث {number}" for number in range(2 * COLOURS)]
    few, many = Legend(said_by(*people[:COLOURS])), Legend(said_by(*people))
    assert sorted(entry.colour for entry in few.entries) == list(range(COLOURS))
    assert sorted(entry.colour for entry in many.entries) == sorted([*range(COLOURS)] * 2)


def test_a_speaker_has_one_colour_in_every_document() -> None:
    """Neither the spelling of the name nor who else speaks changes the colour of the one who says most."""
    for others in ([], ["أنس", "أنس"], ["بدر", "سلمى"]):
        first, *_ = Legend(said_by(*["جون كيري"] * 3, *others)).entries
        assert (first.name, first.colour) == ("جون كيري", Legend(said_by("جون كيرى")).entries[0].colour)
