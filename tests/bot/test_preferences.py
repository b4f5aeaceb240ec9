"""Tests of what a chat sets and what a reader can have deleted, at a strict server."""

from __future__ import annotations

import pytest

from bot.buttons import decode
from bot.messages import ARABIC, ENGLISH
from retrieval import FilterFault, Filters, Language
from tests.bot.desk import Desk, labels, parts, plain
from tests.telegram_server import User

LAVROV = "ماذا قال لافروف عن النصرة؟"
WELLS = "من افتتح البئر الجديدة؟"


@pytest.fixture
def reader(desk: Desk) -> User:
    """A new reader with an Arabic app."""
    return desk.server.add_user("سلمى", language_code="ar")


def dates(desk: Desk, question: str, filters: Filters) -> list[str]:
    """Give the first three excerpts of the archive's own answer under filters."""
    return [one.text for one in desk.retriever.ask(question, filters=filters, limit=15).citations[:3]]


def test_filters_of_a_chat_hold_for_its_questions(desk: Desk, reader: User) -> None:
    """/from and /to leave documents out of answers, which say so; without a date they are lifted."""
    asked = Filters.of("2019-03-02", "2019-03-03")
    assert plain(desk.tell(reader, "/from 2019-03-02")).startswith(
        "أسأل في هذه المحادثة الوثائق التالية فقط: منذ 2019-03-02"
    )
    desk.tell(reader, "/to 2019-03-03")
    shown = desk.tell(reader, WELLS)
    assert parts(shown, "blockquote") == dates(desk, WELLS, asked)
    assert plain(shown).startswith("من الوثائق التالية وحدها: منذ 2019-03-02 · حتى 2019-03-03\n")
    desk.tell(reader, "/to")
    assert plain(desk.tell(reader, "/from")) == ARABIC.conditions_lifted
    assert parts(desk.tell(reader, WELLS), "blockquote") == dates(desk, WELLS, Filters())


def test_an_outlet_is_asked_alone(desk: Desk, reader: User) -> None:
    """/outlet leaves the others out, also of /latest."""
    desk.tell(reader, "/outlet النهر")
    shown = desk.tell(reader, "ماذا قال رائد كنعان عن الجسر؟")
    assert "bridge-2" in plain(shown)
    assert "bridge-1" not in plain(shown)
    listed = plain(desk.tell(reader, "/latest"))
    assert ("جسر 2" in listed, "جسر 1" in listed) == (True, False)


@pytest.mark.parametrize(
    ("command", "fault"),
    [("/from الغد البعيد", FilterFault.DATE), ("/to 2016-13", FilterFault.DATE), ("/outlet ؟!", FilterFault.SOURCE)],
)
def test_a_filter_that_cannot_be_read_is_said(desk: Desk, reader: User, command: str, fault: FilterFault) -> None:
    """What cannot be read changes nothing, and the reader learns how to write it."""
    shown = plain(desk.tell(reader, command))
    before = ARABIC.unreadable_filter[fault].split("{")[0]
    assert shown.startswith(before)
    assert not desk.readers.preferences(reader.id).filters


def test_dates_in_the_wrong_order_are_said(desk: Desk, reader: User) -> None:
    """An end before the beginning is refused, and the beginning stays."""
    desk.tell(reader, "/from 2019")
    assert plain(desk.tell(reader, "/to 2016")).startswith("لا يوم في")
    assert desk.readers.preferences(reader.id).filters == Filters.of("2019")


def test_filters_of_a_question_join_those_of_the_chat(desk: Desk, reader: User) -> None:
    """Both hold; where nothing can meet both, the reader learns so."""
    desk.tell(reader, "/from 2019-03-02")
    assert plain(desk.tell(reader, f"{WELLS} to:2018")).startswith("لا يوم في")
    shown = desk.tell(reader, f"{WELLS} to:2019-03-03")
    assert parts(shown, "blockquote") == dates(desk, WELLS, Filters.of("2019-03-02", "2019-03-03"))


def test_settings_are_changed_by_buttons(desk: Desk, reader: User) -> None:
    """Language, number of excerpts and filters change in the message's place, and hold for the next answer."""
    desk.tell(reader, "/from 2016")
    page = desk.tell(reader, "/settings")
    assert {"✓ 3", f"✓ {ARABIC.language_names[None]}", ARABIC.lift} <= set(labels(page))
    page = desk.press(reader, page, "1")
    page = desk.press(reader, page, "English")
    assert plain(page).startswith(ENGLISH.settings_heading)
    page = desk.press(reader, page, ENGLISH.lift)
    assert ENGLISH.conditions_lifted in plain(page)
    shown = desk.tell(reader, LAVROV)
    assert len(parts(shown, "blockquote")) == 1
    assert ENGLISH.more_results in labels(shown)
    assert plain(desk.tell(reader, "/weather")) == ENGLISH.unknown_command


def test_settings_are_kept_for_each_chat(desk: Desk, reader: User) -> None:
    """Another bot over the same archive knows them; another chat does not."""
    desk.press(reader, desk.tell(reader, "/settings"), "5")
    with Desk(desk.server, desk._url) as another:
        assert len(parts(another.tell(reader, LAVROV), "blockquote")) == 5
        assert len(parts(another.tell(another.server.add_user(), LAVROV), "blockquote")) == 3


@pytest.mark.parametrize("data", ["t:ar:results:99", "t:ar:language:fr", "t:ar:colour:red"])
def test_settings_that_there_are_not_change_nothing(desk: Desk, reader: User, data: str) -> None:
    """A made-up button says that it is out of date."""
    assert decode(data) is not None
    page = desk.tell(reader, "/settings")
    assert plain(desk.press_data(reader, page, data)) == ARABIC.old_button
    assert desk.readers.preferences(reader.id).language is None


def test_the_newest_documents_are_listed(desk: Desk, reader: User) -> None:
    """Newest first, each with its command; undated documents are none of them."""
    listed = plain(desk.tell(reader, "/latest"))
    dated = [(n, one) for n, one in enumerate(desk.retriever.documents(), 1) if one.published][::-1][:8]
    places = [listed.index(f"/source_{number}") for number, _ in dated]
    assert len(dated) > 5
    assert places == sorted(places)


def test_everything_kept_of_a_reader_is_deleted(desk: Desk, reader: User) -> None:
    """/forget deletes questions, votes and settings, in the file too; what other readers asked stays."""
    lone = "ماذا قال لافروف عن المنطاد البنفسجي؟"
    other = desk.server.add_user("رنا", language_code="ar")
    desk.tell(other, LAVROV)
    kept = desk.readers.count()
    shown = desk.tell(reader, lone)
    desk.press(reader, shown, "👎")
    desk.tell(reader, "/outlet الصدى")
    assert desk.readers.count() == (kept[0] + 1, kept[1], kept[2] + 1)
    assert plain(desk.tell(reader, "/forget")) == ARABIC.forgotten
    assert desk.readers.count() == kept
    assert not desk.readers.preferences(reader.id).filters
    assert desk.readers.asked_in(other.id, 1) is not None


def test_privacy_names_times_and_number(desk: Desk, reader: User) -> None:
    """A reader learns what is kept, for how long, and the own number, which an allow-list needs."""
    told = plain(desk.tell(reader, "/privacy"))
    assert told == ARABIC.privacy.format(days=7, vote_days=90, number=reader.id)


def test_the_set_language_holds_in_every_command(desk: Desk, reader: User) -> None:
    """Once English is set, the Arabic app counts no more."""
    desk.press(reader, desk.tell(reader, "/settings"), "English")
    assert desk.readers.preferences(reader.id).language is Language.ENGLISH
    for command, words in (("/help", ENGLISH.help_asking), ("/source", ENGLISH.source_usage), ("/said", "Quoted in")):
        assert words in plain(desk.tell(reader, command))
