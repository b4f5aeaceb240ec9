"""A test can do what people do, see what the bot did, and fails when a rule was broken."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.telegram_server import BotApiServer, SentMessage
from tests.telegram_server_tests.caller import Caller

KEYBOARD = {"inline_keyboard": [[{"text": "نعم", "callback_data": "y"}]]}


def test_wrong_token_is_unauthorized(server: BotApiServer) -> None:
    """Another token than the bot's is refused as Telegram refuses it, and leaves no trace."""
    response = httpx.post(f"{server.url}/bot123456:WRONG/getMe")
    assert response.status_code == 401
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert server.requests == []


@pytest.mark.parametrize("method", ["getme", "GETME"])
def test_methods_are_known_in_any_case(call: Caller, method: str) -> None:
    """Telegram does not care for the case of a method's name."""
    assert call(method).result["is_bot"] is True


@pytest.mark.parametrize("method", ["sendPhoto", "logOut", "nothing"])
def test_methods_outside_the_rules_break_them(call: Caller, method: str) -> None:
    """A method that no bot of ours needs is not found."""
    answer = call(method)
    assert (answer.status, answer.refusal) == (404, "Not Found")
    assert call.broken_rules() == ["unknown-method"]


def test_parameters_come_in_four_ways(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """Address, form, multipart form and JSON carry the same parameters."""
    form = {"chat_id": str(chat_id), "text": "نعم"}
    call.http.get("sendMessage", params=form)
    call.post("sendMessage", data=form)
    call.post("sendMessage", files={name: (None, value) for name, value in form.items()})
    call.post("sendMessage", json={"chat_id": chat_id, "text": "نعم"})
    assert [message.text for message in server.messages()] == ["نعم"] * 4


@pytest.mark.parametrize(
    ("body", "content_type", "rule"),
    [
        (b"chat_id=1&text=%ED%A0%80", "application/x-www-form-urlencoded", "not-utf8"),
        (b"chat_id=1&text=\xff", "application/x-www-form-urlencoded", "not-utf8"),
        (b'{"chat_id": 1, "text": "\\ud800"}', "application/json", "not-utf8"),
        (b'{"chat_id": 1, "text": "\xff"}', "application/json", "not-utf8"),
        (b"[]", "application/json", "malformed-request"),
        (b"{", "application/json", "malformed-request"),
        (b"[" * 100_000, "application/json", "malformed-request"),
    ],
)
def test_malformed_bodies_are_refused(call: Caller, body: bytes, content_type: str, rule: str) -> None:
    """A body must be UTF-8, and of the form that it says."""
    answer = call.post("sendMessage", content=body, headers={"content-type": content_type})
    assert answer.status == 400
    assert call.broken_rules() == [rule]


def test_requests_are_written_down(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """Every call is kept with its parameters, its answer and its time."""
    call("sendChatAction", chat_id=chat_id, action="typing")
    call("sendMessage", chat_id=chat_id, text="<b>")
    call("sendMessage", chat_id=chat_id, text="<b>", parse_mode="HTML")
    first, _, last = server.requests
    assert (first.number, first.method, first.params, first.status) == (
        1,
        "sendChatAction",
        {"chat_id": chat_id, "action": "typing"},
        200,
    )
    assert (last.status, last.when >= first.when) == (400, True)
    assert "can't parse entities" in (last.description or "")
    assert call.broken_rules() == ["unclosed-tag"]


def test_broken_rule_fails_the_test() -> None:
    """Leaving the server raises what the bot did wrong."""
    server = BotApiServer()
    server.start()
    with Caller(server) as call:
        call("sendMessage", chat_id=server.add_user().id, text="")
    with pytest.raises(AssertionError, match=r"broke 1 rules(.|\n)*sendMessage: .*empty-text"):
        server.__exit__(None, None, None)


def test_mistake_of_the_server_fails_the_test(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A bug of the server itself does not pass for an error of Telegram's."""
    del server._world.users
    assert call("getChatMember", chat_id=chat_id, user_id=chat_id).status == 500
    assert call.broken_rules() == ["server-mistake"]


def test_error_of_the_test_comes_first() -> None:
    """A test that fails by itself is not hidden by what the bot did."""
    server = BotApiServer()
    server.start()
    with Caller(server) as call:
        call("nothing")
    server.__exit__(KeyError, KeyError(), None)
    assert len(server.violations) == 1


def test_server_stops_while_calls_wait() -> None:
    """A waiting poll does not keep the server alive."""
    with BotApiServer() as server, Caller(server) as call, ThreadPoolExecutor() as pool:
        poll = pool.submit(call, "getUpdates", timeout=50)
        server.wait_until_polled()
        server.stop()
        assert poll.result().result == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)


def test_server_can_come_back_at_its_port() -> None:
    """After an outage another server stands where the first one stood; two at once cannot."""
    with BotApiServer() as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            BotApiServer(port=port).start()
    with BotApiServer(port=port) as second, Caller(second) as call:
        assert second.url == first.url
        assert call("getMe").status == 200


def test_updates_count_from_where_they_are_told_to() -> None:
    """A server that takes another one's place does not give its numbers a second time."""
    with BotApiServer(first_update_id=77) as server:
        reader = server.add_user()
        assert [server.send_text(reader, text).update_id for text in "ab"] == [77, 78]


def test_message_ids_count_in_each_chat(server: BotApiServer) -> None:
    """The same id stands for different messages in different chats."""
    updates = [server.send_text(server.add_user(), "سؤال") for _ in range(2)]
    assert [update.message_id for update in updates] == [1, 1]
    assert updates[0].update_id < updates[1].update_id


def test_edit_keeps_the_message(server: BotApiServer) -> None:
    """A person's edit is another update about the same message."""
    reader = server.add_user()
    question = server.send_text(reader, "سؤال")
    edit = server.send_text(reader, "سؤالان", edit=question)
    assert (edit.kind, edit.message_id, edit.payload["text"]) == ("edited_message", question.message_id, "سؤالان")
    assert "edit_date" in edit.payload


@pytest.mark.parametrize("text", ["", " \n", "ب" * 4097])
def test_people_cannot_send_what_no_app_sends(server: BotApiServer, text: str) -> None:
    """The server does not invent updates that Telegram would not give."""
    with pytest.raises(ValueError, match="no app"):
        server.send_text(server.add_user(), text)


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("/ask", True),
        ("/ask@isnad_test_bot", True),
        ("/ask@other_bot", False),
        ("سؤال @isnad_test_bot", True),
        ("سؤال @other_bot", False),
        ("سؤال", False),
    ],
)
def test_groups_keep_their_privacy(server: BotApiServer, text: str, is_heard: bool) -> None:
    """In a group the bot hears commands and mentions only."""
    update = server.send_text(server.add_user(), text, chat=server.add_group())
    assert (update in server.pending_updates) == is_heard
    assert (update in server.dropped_updates) != is_heard


def test_replies_to_the_bot_are_heard(server: BotApiServer, call: Caller) -> None:
    """In a group the bot hears answers to its messages, not those to others."""
    group, reader = server.add_group(), server.add_user()
    call("sendMessage", chat_id=group.id, text="نعم")
    answer = server.send_text(reader, "لماذا؟", chat=group, reply_to=server.messages()[0])
    other = server.send_text(reader, "لماذا؟", chat=group, reply_to=answer)
    assert answer in server.pending_updates
    assert other not in server.pending_updates
    assert answer.payload["reply_to_message"]["from"]["is_bot"] is True


def test_only_standing_buttons_can_be_pressed(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A test presses what is there; an old app may press what is gone."""
    reader = server.add_user()
    call("sendMessage", chat_id=chat_id, text="نعم", reply_markup=KEYBOARD)
    [message] = server.messages()
    with pytest.raises(ValueError, match="no button"):
        server.press(reader, message, "n")
    query = server.press(reader, message, "n", stale=True)
    assert (query.payload["data"], query.payload["message"]["text"]) == ("n", "نعم")
    server.delete(message)
    assert server.press(reader, message, "y", stale=True).payload["message"]["date"] == 0


def test_any_update_can_be_pushed(server: BotApiServer) -> None:
    """Rare kinds are given as they are, under an id of the server's; unknown ones are a mistake of the test."""
    update = server.push({"update_id": 1, "poll": {"id": "1"}})
    assert update.raw == {"update_id": update.update_id, "poll": {"id": "1"}}
    with pytest.raises(ValueError, match="one field"):
        server.push({"pol": {}})


def test_waiting_ends_when_the_message_comes(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A test waits for what the bot is still to send, or for what it becomes by an edit."""
    found: list[SentMessage] = []
    waiting = threading.Thread(target=lambda: found.append(server.wait_for(lambda message: message.text == "لا")))
    waiting.start()
    sent = call("sendMessage", chat_id=chat_id, text="نعم").result
    call("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="لا")
    waiting.join()
    assert [message.message_id for message in found] == [sent["message_id"]]


def test_waiting_in_vain_tells_the_story(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A test that waits in vain says what the bot did instead."""
    call("sendMessage", chat_id=chat_id, text="نعم")
    with pytest.raises(TimeoutError, match=r"sendMessage .*نعم.* -> 200"):
        server.wait_for(lambda message: message.text == "لا", timeout_s=0)


def test_error_of_a_condition_is_raised(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A mistake in a condition shows in the test."""
    call("sendMessage", chat_id=chat_id, text="نعم")
    with pytest.raises(ZeroDivisionError):
        server.wait_for(lambda message: message.message_id / 0 > 1)


def test_past_can_be_read_after_the_end() -> None:
    """What happened can be looked at when the server has stopped."""
    with BotApiServer() as server, Caller(server) as call:
        call("getMe")
    assert [request.method for request in server.requests] == ["getMe"]
