"""Tests of inline mode, links to documents and groups, at a strict server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.lookup import link_to
from bot.messages import ARABIC
from tests.bot.conftest import HOSTILE_ID
from tests.bot.desk import Desk, parts, plain
from tests.bot.telegram_html import read
from tests.telegram_server import User

if TYPE_CHECKING:
    from tests.telegram_server import Request

LAVROV = "لافروف النصرة"


@pytest.fixture
def reader(desk: Desk) -> User:
    """A new reader with an Arabic app."""
    return desk.server.add_user("سلمى", language_code="ar")


def typed(desk: Desk, reader: User, words: str, offset: str = "") -> dict[str, Any]:
    """Type words behind the bot's name, and give what is offered."""
    update = desk.server.inline_query(reader, words, offset=offset)
    assert desk.handle(update) is None
    answered: Request = desk.server.wait_for_query_answer(update)
    return answered.params


def test_excerpts_are_offered_with_their_sources(desk: Desk, reader: User) -> None:
    """Each result is an excerpt, verbatim, with a link to its document and no number."""
    offered = typed(desk, reader, LAVROV)
    citations = desk.retriever.ask(LAVROV, limit=8).citations
    assert len(offered["results"]) == len(citations)
    for result, citation in zip(offered["results"], citations, strict=True):
        html = result["input_message_content"]["message_text"]
        assert read(html).quotes == [citation.text]
        assert citation.document in read(html).text
        assert "[1]" not in html
        (button,) = result["reply_markup"]["inline_keyboard"][0]
        assert button["url"] == f"https://t.me/isnad_test_bot?start={link_to(citation.document)}"
    assert offered["cache_time"] == 300
    assert not offered["is_personal"]


def test_further_excerpts_follow(desk: Desk, reader: User) -> None:
    """Where there are more, the next offset gives others; the last page has none, and no id comes twice."""
    ids, offset = [], ""
    while True:
        offered = typed(desk, reader, LAVROV, offset)
        ids += [result["id"] for result in offered["results"]]
        offset = offered.get("next_offset") or ""
        if not offset:
            break
    assert len(ids) == len(set(ids)) == len(desk.retriever.ask(LAVROV, limit=40).citations)


def test_ids_of_results_are_stable(desk: Desk, reader: User) -> None:
    """The same words have the same id each time and for everybody."""
    other = desk.server.add_user("John", language_code="en")
    assert typed(desk, reader, LAVROV)["results"] == typed(desk, other, LAVROV)["results"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [("", ARABIC.inline_hint), ("  ", ARABIC.inline_hint), ("زرافة بنفسجية", ARABIC.inline_nothing)],
)
def test_without_results_a_button_leads_to_the_bot(desk: Desk, reader: User, words: str, hint: str) -> None:
    """An empty offer says what to do, in the reader's language, and is kept for nobody else."""
    offered = typed(desk, reader, words)
    assert offered["results"] == []
    assert offered["button"] == {"text": hint, "start_parameter": "inline"}
    assert offered["is_personal"]
    assert plain(desk.tell(reader, "/start inline")) == ARABIC.welcome


@pytest.mark.parametrize("offset", ["x", "-1", "99999", "²", "999"])
def test_foreign_offsets_are_no_fault(desk: Desk, reader: User, offset: str) -> None:
    """Whatever an app says where it stands, something is offered, or nothing."""
    assert isinstance(typed(desk, reader, LAVROV, offset)["results"], list)


def test_a_filter_that_is_being_typed_offers_nothing(desk: Desk, reader: User) -> None:
    """Half a date is no failure."""
    assert typed(desk, reader, "لافروف from:20")["results"] == []


def test_a_query_that_is_too_old_is_let_go(desk: Desk, reader: User) -> None:
    """Who has typed on needs no answer to what stood there before."""
    update = desk.server.inline_query(reader, LAVROV)
    desk.server.expire(update)
    assert desk.handle(update) is None


@pytest.mark.parametrize("document", ["well-1", HOSTILE_ID])
def test_a_link_opens_its_document(desk: Desk, reader: User, document: str) -> None:
    """t.me/BOT?start= opens a document by its link, whatever its id, or by an id that can stand in a link."""
    shown = desk.tell(reader, f"/start {link_to(desk.retriever.document(document).id)}")
    assert parts(shown, "code")[0].translate({0x2068: None, 0x2069: None}) == document
    if document == "well-1":
        assert desk.tell(reader, "/start well-1").text == shown.text


@pytest.mark.parametrize("link", ["d-AAAAAAAAAAA", "d-", "nothing", "x" * 64])
def test_a_link_to_nothing_welcomes(desk: Desk, reader: User, link: str) -> None:
    """A document that is gone leaves the reader at the beginning."""
    assert plain(desk.tell(reader, f"/start {link}")) == ARABIC.welcome


def test_in_a_group_nothing_else_is_read(desk: Desk, reader: User) -> None:
    """Even if Telegram delivered it, what is not for the bot is neither answered nor kept."""
    group = desk.server.add_group()
    before = desk.readers.count()
    message = {
        "message_id": 9,
        "date": 1,
        "chat": group.as_json(),
        "from": reader.as_json(),
        "text": "ماذا قال لافروف؟",
    }
    assert desk.handle(desk.server.push({"message": message})) is None
    assert not desk.server.messages(group.id)
    assert desk.readers.count() == before


def test_in_a_group_buttons_work_for_everybody(desk: Desk, reader: User) -> None:
    """An answer that quotes its question can be turned and judged by another member."""
    group = desk.server.add_group()
    asked = desk.server.send_text(reader, "@isnad_test_bot ماذا قال لافروف عن النصرة؟", chat=group)
    shown = desk.answer_to(asked)
    assert shown.reply_to == asked.message_id
    other = desk.server.add_user("رنا", language_code="ar")
    turned = desk.press(other, shown, ARABIC.more_results)
    assert turned.message_id == shown.message_id
    before = desk.readers.count()
    desk.press(other, turned, "👍")
    assert desk.readers.count()[1] == before[1] + 1
