"""Faults come when a test ordered them, and only then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.telegram_server import ANY_METHOD, BotApiServer, Fault
from tests.telegram_server_tests.caller import Caller


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        (
            Fault.too_many_requests(7),
            {"error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}},
        ),
        (Fault.forbidden(), {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}),
        (Fault.bad_request("chat not found"), {"error_code": 400, "description": "Bad Request: chat not found"}),
        (Fault.unauthorized(), {"error_code": 401, "description": "Unauthorized"}),
        (Fault.internal_error(), {"error_code": 500, "description": "Internal Server Error"}),
    ],
)
def test_refusal_comes_without_acting(
    server: BotApiServer, call: Caller, chat_id: int, fault: Fault, body: dict[str, Any]
) -> None:
    """The next call is refused in Telegram's JSON and has no effect; the one after it goes through."""
    server.fail_next("sendMessage", fault)
    answer = call("sendMessage", chat_id=chat_id, text="نعم")
    assert (answer.status, answer.body) == (body["error_code"], {"ok": False} | body)
    assert server.messages() == []
    assert call("sendMessage", chat_id=chat_id, text="نعم").status == 200


def test_bad_gateway_is_a_page(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """The machine before Telegram's servers answers in HTML."""
    server.fail_next("sendMessage", Fault.bad_gateway())
    response = call.http.post("sendMessage", data={"chat_id": chat_id, "text": "نعم"})
    assert (response.status_code, response.headers["content-type"].split(";")[0]) == (502, "text/html")


def test_a_garbled_answer_is_no_json(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """It says that all is well, and breaks off."""
    server.fail_next("sendMessage", Fault.garbled())
    response = call.http.post("sendMessage", data={"chat_id": chat_id, "text": "نعم"})
    assert (response.status_code, response.text) == (200, '{"ok": true, "resu')
    assert server.messages() == []


@pytest.mark.parametrize(("fault", "sent"), [(Fault.dropped_before(), 0), (Fault.dropped_after(), 1)])
def test_connection_drops(server: BotApiServer, call: Caller, chat_id: int, fault: Fault, sent: int) -> None:
    """A dropped connection leaves the bot without an answer, whether the call had its effect or not."""
    server.fail_next("sendMessage", fault)
    with pytest.raises(httpx.TransportError):
        call("sendMessage", chat_id=chat_id, text="نعم")
    assert len(server.messages()) == sent
    assert [request.status for request in server.requests] == [None]
    assert call("sendMessage", chat_id=chat_id, text="نعم").status == 200


def test_hung_call_waits_for_its_release(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A hung call does nothing until it is released; other calls go on meanwhile."""
    server.fail_next("sendMessage", Fault.hung())
    with ThreadPoolExecutor() as pool, Caller(server) as other_call:
        waiting = pool.submit(other_call, "sendMessage", chat_id=chat_id, text="نعم")
        server.wait_until(lambda: server.hung_calls == 1)
        assert call("getMe").status == 200
        assert server.messages() == []
        server.release()
        assert waiting.result().status == 200
    assert len(server.messages()) == 1


def test_a_call_that_was_let_go_of_is_answered(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """It began before a test let go of all calls, and ends after that: it acts, and changes no later call's record."""
    server.fail_next("sendMessage", Fault.hung())
    with ThreadPoolExecutor() as pool, Caller(server) as other_call:
        waiting = pool.submit(other_call, "sendMessage", chat_id=chat_id, text="نعم")
        server.wait_until(lambda: server.hung_calls == 1)
        server.forget()
        assert call("getMe").status == 200
        server.release()
        assert waiting.result().status == 200
    assert [(request.method, request.status) for request in server.requests] == [("getMe", 200)]


def test_hung_call_of_a_lost_client_does_nothing(server: BotApiServer, call: Caller, chat_id: int) -> None:
    """A client that gave up waiting has sent nothing."""
    server.fail_next("sendMessage", Fault.hung())
    with pytest.raises(httpx.ReadTimeout):
        call.http.post("sendMessage", data={"chat_id": str(chat_id), "text": "نعم"}, timeout=0.2)
    server.wait_until(lambda: server.hung_calls == 0)
    server.release()
    assert server.messages() == []


def test_slow_call_is_answered(server: BotApiServer, call: Caller) -> None:
    """A delayed call goes through in the end."""
    server.fail_next("getMe", Fault.slow(0.01))
    assert call("getMe").status == 200


def test_faults_come_in_order(server: BotApiServer, call: Caller) -> None:
    """Faults of a method come before those of any method, each as often as ordered."""
    server.fail_next(ANY_METHOD, Fault.internal_error())
    server.fail_next("getMe", Fault.too_many_requests(1), times=2)
    assert [call("getMe").status for _ in range(4)] == [429, 429, 500, 200]


def test_release_forgets_faults(server: BotApiServer, call: Caller) -> None:
    """After a release everything goes well again."""
    server.fail_next("getMe", Fault.internal_error(), times=5)
    server.release()
    assert call("getMe").status == 200


def test_faults_need_a_known_method(server: BotApiServer) -> None:
    """A misspelt method would never fail, so it is refused at once."""
    with pytest.raises(ValueError, match="sendMesage"):
        server.fail_next("sendMesage", Fault.internal_error())
