"""Questions with a time or a filter, from the door to the citations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest

from retrieval import FilterError, Filters, Reason, Retriever

WATER, BREAD = "قالت سلمى حداد إن سعر الماء", "وزع المجلس البلدي الخبز على الحي"
RECORDS = (
    {"id": "june", "text": f"{WATER} سيبقى كما هو.", "published": "2018-06-20", "source": "الأهرام"},
    {"id": "july", "text": f"{WATER} سيرتفع قليلا.", "published": "2018-07-10", "source": "BBC عربي"},
    {"id": "told", "text": f"{BREAD} في 12 تموز الماضي.", "published": "2018-08-01", "source": "BBC عربي"},
    {"id": "august", "text": f"{BREAD} مرة أخرى.", "published": "2018-08-20", "source": "الأهرام"},
    {"id": "undated", "text": f"{WATER} مناسب للجميع."},
    {"id": "history", "text": "بنى السلطان القلعة القديمة عام 1867 فوق التل.", "published": "2018-08-21"},
    *({"id": f"other-{n}", "text": f"افتتح معرض الكتاب رقم {n} أبوابه.", "published": "2018-06-01"} for n in range(9)),
)


@pytest.fixture(scope="module")
def archive() -> Iterator[Retriever]:
    """An archive of the summer of 2018."""
    with Retriever.open("sqlite://", create=True) as retriever:
        lines = "\n".join(map(json.dumps, RECORDS)).encode()
        assert not retriever.ingest(["-"], stdin=BytesIO(lines)).documents[0].detail
        yield retriever


def cited(archive: Retriever, question: str, **how: object) -> list[str]:
    """Ask on a day of 2018, and name the documents that answer."""
    answer = archive.ask(question, today=date(2018, 7, 11), **how)  # type: ignore[arg-type]
    shown = (one for citation in answer.citations for one in (citation, *citation.also_in))
    return [citation.document for citation in shown]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("ماذا قالت سلمى حداد عن سعر الماء في تموز 2018؟", ["july"]),
        ("ماذا قالت سلمى حداد عن سعر الماء في يوليو؟", ["july"]),
        ("ماذا قالت سلمى حداد عن سعر الماء قبل تموز 2018؟", ["june"]),
        ("ماذا قالت سلمى حداد عن سعر الماء أمس؟", ["july"]),
        ("ماذا قالت سلمى حداد الشهر الماضي؟", ["june"]),
        ("ماذا قالت سلمى حداد عن سعر الماء في 1999؟", []),
        ("من وزع الخبز في تموز 2018؟", ["told"]),
        ("من بنى القلعة عام 1867؟", ["history"]),
        ("من بنى القلعة عام 1868؟", []),
    ],
)
def test_a_time_is_a_condition(archive: Retriever, question: str, documents: list[str]) -> None:
    """Only what was printed then, or tells of it, answers."""
    assert cited(archive, question) == documents


def test_when_asks_for_a_time_and_sets_none(archive: Retriever) -> None:
    """The date in a question with "when" belongs to what is asked about."""
    assert cited(archive, "متى وزع المجلس البلدي الخبز؟")[:1] == ["told"]


def test_a_time_holds_on_in_a_follow_up_and_can_be_changed(archive: Retriever) -> None:
    """What the turn before asked for holds until another time is asked for."""
    before = "ماذا قالت سلمى حداد عن سعر الماء في تموز 2018؟"
    assert cited(archive, "وعن سعر الماء؟", history=[before]) == ["july"]
    assert cited(archive, "وفي حزيران 2018؟", history=[before]) == ["june"]


def test_filters_leave_documents_out(archive: Retriever) -> None:
    """In the question or beside it, by date and by outlet; undated ones are counted."""
    question = "ماذا قالت سلمى حداد عن سعر الماء؟"
    assert set(cited(archive, question)) == {"june", "july", "undated"}
    assert cited(archive, f"{question} source:bbc") == ["july"]
    assert cited(archive, question, filters=Filters(latest=date(2018, 6, 30))) == ["june"]
    answer = archive.ask(f"{question} from:2018-07")
    assert [citation.document for citation in answer.citations] == ["july"]
    assert (answer.question, answer.undated) == (f"{question} from:2018-07", 1)


def test_filters_hold_for_one_question(archive: Retriever) -> None:
    """A follow-up is free of them, also of a bad one."""
    for turn in ("ماذا قالت سلمى حداد عن سعر الماء؟ source:bbc", "ماذا قالت سلمى حداد عن سعر الماء؟ from:nonsense"):
        assert set(cited(archive, "وعن الماء؟", history=[turn])) == {"june", "july", "undated"}


def test_a_filter_that_leaves_nothing_is_the_reason(archive: Retriever) -> None:
    """That no document is of the time or outlet is told apart from that none answers."""
    assert archive.ask("ماذا قالت سلمى حداد؟ from:2020").reason is Reason.FILTERED_OUT
    assert archive.ask("ماذا قالت سلمى حداد؟ source:CNN").reason is Reason.FILTERED_OUT
    assert archive.ask("ماذا قالت سلمى حداد؟ from:2018-08").reason is Reason.SPEAKER_NOT_QUOTED


def test_filters_hold_in_search(archive: Retriever) -> None:
    """Only passages of admitted documents are found; a month is found under each of its names."""
    assert [hit.document for hit in archive.search("الماء from:2018-07")] == ["july"]
    assert [hit.document for hit in archive.search("الماء", filters=Filters(sources=("الاهرام",)))] == ["june"]
    assert archive.search("الماء from:2020") == ()
    assert [hit.document for hit in archive.search("July")] == ["told"]


def test_a_bad_filter_is_an_error(archive: Retriever) -> None:
    """It is never taken for a word of the question."""
    for call in (archive.ask, archive.search):
        with pytest.raises(FilterError):
            call("ماذا قالت سلمى حداد؟ from:yesterdayish")
