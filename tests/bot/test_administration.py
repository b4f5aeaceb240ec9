"""Tests of what administrators may do, and of who may ask at all, at a strict server."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import MAX_BYTES, is_readable, safe_name
from bot.messages import ARABIC
from bot.people import People
from tests.bot.desk import Desk, plain
from tests.telegram_server import BotApiServer, Chat, Fault, SentMessage, Update, User

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = "قالت المديرة هدى نصار إن المكتبة ستفتح أبوابها في الخريف، وإن الدخول مجاني للطلاب."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, User]]:
    """A bot over an empty archive, with an administrator."""
    folder = tmp_path_factory.mktemp("office")
    with BotApiServer() as server:
        admin = server.add_user("المديرة", language_code="ar")
        people = People(admins=frozenset({admin.id}))
        with Desk(server, f"sqlite:///{folder}/archive.db", people=people) as desk:
            yield desk, admin
        server.check()


@pytest.fixture
def desk(office: tuple[Desk, User]) -> Iterator[Desk]:
    """The bot; whatever a test adds is removed after it."""
    desk = office[0]
    yield desk
    desk.retriever.remove([one.id for one in desk.retriever.documents()])
    desk.server.check()


@pytest.fixture
def admin(office: tuple[Desk, User]) -> User:
    """Who may add and remove."""
    return office[1]


@pytest.fixture
def reader(desk: Desk) -> User:
    """Somebody else."""
    return desk.server.add_user("قارئ", language_code="ar")


def send(desk: Desk, sender: User, name: str, content: bytes) -> SentMessage:
    """Send a file and give the bot's reply."""
    return desk.answer_to(desk.server.send_document(sender, name, content))


def forwarded(desk: Desk, sender: User, origin: dict[str, object], text: str = ARTICLE) -> Update:
    """Forward a message."""
    chat = {"id": sender.id, "type": "private", "first_name": sender.first_name}
    message = {"message_id": 10**6, "date": int(time.time()), "chat": chat, "from": sender.as_json(), "text": text}
    return desk.server.push({"message": {**message, "forward_origin": {"date": 1577880000, **origin}}})


CHANNEL = {"id": -100123, "type": "channel", "title": "صدى البلدة", "username": "sada_town"}


def test_a_file_is_added_and_asked(desk: Desk, admin: User, reader: User) -> None:
    """A text file becomes a document under its name; what was read is told, and everybody can ask it."""
    shown = plain(send(desk, admin, "library.txt", ARTICLE.encode()))
    assert shown == f"قُرئ: library.txt\n• library.txt: {ARABIC.outcomes['added']}"  # type: ignore[index]
    assert "library.txt" in plain(desk.tell(reader, "ماذا قالت هدى نصار عن المكتبة؟"))


def test_the_same_file_again_changes_nothing(desk: Desk, admin: User) -> None:
    """What was there already, and what replaces an older text, is told."""
    send(desk, admin, "library.txt", ARTICLE.encode())
    assert ARABIC.outcomes["unchanged"] in plain(send(desk, admin, "library.txt", ARTICLE.encode()))  # type: ignore[index]
    assert ARABIC.outcomes["changed"] in plain(send(desk, admin, "library.txt", (ARTICLE * 2).encode()))  # type: ignore[index]


def test_many_documents_are_summed_up(desk: Desk, admin: User) -> None:
    """Of a file of records the refused ones come first, and what is too much to list is counted."""
    lines = [json.dumps({"id": f"d{number}", "text": f"{ARTICLE} {number}"}) for number in range(14)]
    shown = plain(send(desk, admin, "news.jsonl", "\n".join([*lines, "{}"]).encode()))
    assert shown.splitlines()[1].startswith("• news.jsonl line 15: لم يُضف")
    assert shown.splitlines()[-1] == ARABIC.more_documents.format(count=5)
    assert desk.retriever.stats().documents == 14


@pytest.mark.parametrize("name", ["a.exe", "a.zip", "news.jsonl.gz", "noname", ".txt", "a.pdf"])
def test_other_kinds_of_file_are_refused(desk: Desk, admin: User, name: str) -> None:
    """Only what can be read is fetched; compressed files are not, for they may hold any amount."""
    before = len([one for one in desk.server.requests if one.method == "getFile"])
    shown = plain(send(desk, admin, name, b"x"))
    assert shown.startswith("أقرأ .txt")
    assert len([one for one in desk.server.requests if one.method == "getFile"]) == before


def test_a_large_file_is_refused(desk: Desk, admin: User) -> None:
    """It is not fetched."""
    shown = send(desk, admin, "large.txt", b"x" * (MAX_BYTES + 1))
    assert plain(shown) == ARABIC.file_too_large.format(megabytes=5)
    assert not desk.retriever.documents()


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"   \n", "؟!".encode()])
def test_a_file_without_text_is_told(desk: Desk, admin: User, content: bytes) -> None:
    """Why it was not added stands beside its name, and no path of the machine does."""
    shown = plain(send(desk, admin, "odd.txt", content))
    assert "odd.txt: لم يُضف" in shown
    assert "/" not in shown


def test_a_file_that_telegram_forgot_is_told(desk: Desk, admin: User) -> None:
    """The administrator is asked to send it again."""
    desk.server.fail_next("getFile", Fault.bad_request("wrong file_id or the file is temporarily unavailable"))
    assert plain(send(desk, admin, "library.txt", ARTICLE.encode())) == ARABIC.file_gone


def test_a_forwarded_post_is_added(desk: Desk, admin: User) -> None:
    """A post of a channel is a document of that outlet and day, with its address."""
    origin = {"type": "channel", "chat": CHANNEL, "message_id": 77}
    shown = plain(desk.answer_to(forwarded(desk, admin, origin)))
    assert "sada_town-77: أضيف" in shown
    (document,) = desk.retriever.documents()
    assert (document.source, document.published) == ("صدى البلدة", "2020-01-01")
    assert document.url == "https://t.me/sada_town/77"


def test_a_forwarded_message_of_somebody_is_added(desk: Desk, admin: User) -> None:
    """A message of a hidden user has no outlet, and the same name whenever it is sent."""
    for outcome in ("added", "unchanged"):
        update = forwarded(desk, admin, {"type": "hidden_user", "sender_user_name": "فلان"})
        assert ARABIC.outcomes[outcome] in plain(desk.answer_to(update))  # type: ignore[index]


def test_a_document_is_removed_after_a_question_back(desk: Desk, admin: User) -> None:
    """/remove shows which one is meant; only the button removes it."""
    send(desk, admin, "library.txt", ARTICLE.encode())
    asked = desk.tell(admin, "/remove 1")
    assert "library.txt" in plain(asked)
    assert len(desk.retriever.documents()) == 1
    assert plain(desk.press(admin, asked, "🗑")) == ARABIC.removed.format(name="library.txt")
    assert not desk.retriever.documents()
    assert plain(desk.press_data(admin, asked, asked.buttons[0][0][1] or "")) == ARABIC.old_button


@pytest.mark.parametrize("command", ["/remove 9", "/remove", "/remove <b>"])
def test_what_cannot_be_removed_is_told(desk: Desk, admin: User, command: str) -> None:
    """An unknown name, or none, gets a sentence."""
    shown = plain(desk.tell(admin, command))
    assert shown == ARABIC.remove_usage or shown.startswith(ARABIC.source_unknown.split("{")[0])


def test_figures_are_shown(desk: Desk, admin: User) -> None:
    """/stats counts documents, statements and questions."""
    send(desk, admin, "library.txt", ARTICLE.encode())
    assert plain(desk.tell(admin, "/stats")).startswith("الوثائق: 1\n")


def test_nobody_else_may_change_the_archive(desk: Desk, admin: User, reader: User) -> None:
    """Files, posts, commands and made-up buttons of others add and remove nothing."""
    send(desk, admin, "library.txt", ARTICLE.encode())
    removing = desk.tell(admin, "/remove 1").buttons[0][0][1] or ""
    assert plain(send(desk, reader, "mine.txt", ARTICLE.encode())) == ARABIC.text_only
    desk.answer_to(forwarded(desk, reader, {"type": "channel", "chat": CHANNEL, "message_id": 77}))
    for command in ("/remove 1", "/stats"):
        assert plain(desk.tell(reader, command)) == ARABIC.not_administrator
    assert plain(desk.press_data(reader, desk.tell(reader, "/help"), removing)) == ARABIC.not_administrator
    assert [one.id for one in desk.retriever.documents()] == ["library.txt"]


def test_in_a_group_files_are_left_alone(desk: Desk, admin: User) -> None:
    """What an administrator sends to a group is meant for the group."""
    group = desk.server.add_group()
    document = {"file_id": "x", "file_unique_id": "x", "file_name": "library.txt"}
    message = {"message_id": 5, "date": int(time.time()), "chat": group.as_json(), "from": admin.as_json()}
    assert desk.handle(desk.server.push({"message": {**message, "document": document}})) is None
    assert not desk.server.messages(group.id)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, User, Chat, User]]:
    """A bot for one invited reader, one group and an administrator."""
    folder = tmp_path_factory.mktemp("guarded")
    with BotApiServer() as server:
        guest, admin, group = server.add_user("ضيف"), server.add_user("المديرة"), server.add_group()
        people = People(frozenset({admin.id}), frozenset({guest.id, group.id}))
        with Desk(server, f"sqlite:///{folder}/archive.db", people=people) as desk:
            yield desk, guest, group, admin
        server.check()


def test_invited_readers_are_answered(guarded: tuple[Desk, User, Chat, User]) -> None:
    """The guest, the administrator, and everybody in the invited group."""
    desk, guest, group, admin = guarded
    stranger = desk.server.add_user("غريب")
    assert plain(desk.tell(guest, "/help")).startswith("كيف تسأل")
    assert plain(desk.tell(admin, "/help")).startswith("كيف تسأل")
    assert plain(desk.tell(stranger, "/help", chat=group)).startswith("كيف تسأل")


def test_others_are_told_their_number(guarded: tuple[Desk, User, Chat, User]) -> None:
    """A stranger learns how to be let in, whatever is sent or pressed, and nothing is kept of it."""
    desk, guest, *_ = guarded
    stranger = desk.server.add_user("غريب", language_code="ar")
    told = ARABIC.not_invited.format(number=stranger.id)
    page = desk.tell(guest, "/settings", chat=desk.server.add_group())
    for text in ("/start", "/settings", "ماذا قال لافروف؟"):
        assert plain(desk.tell(stranger, text)) == told
    pressed = desk.server.press(stranger, page, page.buttons[0][0][1] or "")
    assert desk.handle(pressed) is None
    assert desk.server.wait_for_query_answer(pressed).params["text"] == told
    typed = desk.server.inline_query(stranger, "لافروف")
    assert desk.handle(typed) is None
    assert desk.server.wait_for_query_answer(typed).params["results"] == []
    assert desk.readers.count()[0] == 0


def test_a_stranger_in_another_group_is_left_alone(guarded: tuple[Desk, User, Chat, User]) -> None:
    """There only a mention is answered, so that the group is not filled with refusals."""
    desk, *_ = guarded
    stranger, group = desk.server.add_user("غريب"), desk.server.add_group()
    assert desk.handle(desk.server.send_text(stranger, "/help", chat=group)) is None
    assert not desk.server.messages(group.id)


@given(st.none() | st.text(max_size=400))
def test_every_file_name_is_made_safe(name: str | None) -> None:
    """It is one visible part of a path, short enough for any disk."""
    safe = safe_name(name)
    assert 0 < len(safe.encode("utf-8", "surrogatepass")) <= 220
    assert not set(safe) & set("/\\\0\n")
    assert not safe.startswith(".")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("../../etc/passwd.txt", "passwd.txt"), ("C:\\news\\a.html", "a.html"), (None, "file.txt"), ("..", "file.txt")],
)
def test_paths_are_cut_off(name: str | None, expected: str) -> None:
    """Nothing is written outside of the folder of the moment."""
    assert safe_name(name) == expected
    assert is_readable(safe_name(name))
