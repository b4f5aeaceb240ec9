"""getUpdates polls, confirms and conflicts as Telegram's does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.telegram_server import BotApiServer
from tests.telegram_server_tests.caller import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Give threads for calls that wait."""
    with ThreadPoolExecutor() as threads:
        yield threads


def ids(updates: list[dict[str, Any]]) -> list[int]:
    """Give the ids of updates."""
    return [update["update_id"] for update in updates]


def test_updates_come_again_until_confirmed(server: BotApiServer, call: Caller) -> None:
    """An update is given at every poll until the offset has passed it, and then never."""
    reader = server.add_user()
    first, second = server.send_text(reader, "ا"), server.send_text(reader, "ب")
    assert ids(call("getUpdates").result) == [first.update_id, second.update_id]
    assert ids(call("getUpdates", offset=second.update_id).result) == [second.update_id]
    assert ids(call("getUpdates").result) == [second.update_id]
    assert ids(call("getUpdates", offset=second.update_id + 1).result) == []
    assert server.pending_updates == []


def test_poll_waits_for_an_update(server: BotApiServer, call: Caller, pool: ThreadPoolExecutor) -> None:
    """A long poll ends as soon as something happens."""
    waiting = pool.submit(call, "getUpdates", timeout=50)
    server.wait_until_polled()
    update = server.send_text(server.add_user(), "سؤال")
    assert ids(waiting.result().result) == [update.update_id]


def test_poll_ends_with_its_timeout(call: Caller) -> None:
    """A long poll gives nothing if nothing happens in time."""
    assert call("getUpdates", timeout=1).result == []


def test_second_poll_ends_the_first(server: BotApiServer, call: Caller, pool: ThreadPoolExecutor) -> None:
    """Of two polls the later lives; the earlier is told that another instance runs."""
    first = pool.submit(call, "getUpdates", timeout=50)
    server.wait_until_polled()
    with Caller(server) as other_call:
        second = pool.submit(other_call, "getUpdates", timeout=50)
        answer = first.result()
        update = server.send_text(server.add_user(), "سؤال")
        assert ids(second.result().result) == [update.update_id]
    assert (answer.status, answer.body["error_code"]) == (409, 409)
    assert answer.refusal.startswith("Conflict: terminated by other getUpdates request; make sure that only one bot")
    assert server.conflicts == 1


def test_lost_poll_makes_no_conflict(server: BotApiServer, call: Caller) -> None:
    """A poll whose client went away is over, so that the next one conflicts with nothing."""
    with pytest.raises(Exception, match="timed out"):
        call.http.post("getUpdates", data={"timeout": "50"}, timeout=0.2)
    server.wait_until(lambda: not server.is_polled)
    assert call("getUpdates").result == []
    assert server.conflicts == 0


def test_limit_is_honored(server: BotApiServer, call: Caller) -> None:
    """No more updates than asked for come at once."""
    updates = [server.send_text(server.add_user(), "سؤال") for _ in range(3)]
    assert ids(call("getUpdates", limit=2).result) == [update.update_id for update in updates[:2]]


def test_negative_offset_counts_from_the_end(server: BotApiServer, call: Caller) -> None:
    """The last updates are given, those before them forgotten."""
    updates = [server.send_text(server.add_user(), "سؤال") for _ in range(3)]
    assert ids(call("getUpdates", offset=-1).result) == [updates[-1].update_id]
    assert server.pending_updates == updates[-1:]
    assert call("getUpdates", offset=-5).status == 200


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"limit": 0}, "poll-limit"),
        ({"limit": 101}, "poll-limit"),
        ({"timeout": -1}, "poll-timeout"),
        ({"allowed_updates": ["messages"]}, "unknown-update"),
        ({"offset": 1}, "offset-went-back"),
    ],
)
def test_wrong_polls_are_written_down(server: BotApiServer, call: Caller, params: dict[str, Any], rule: str) -> None:
    """Telegram overlooks these; a bot that does them is mistaken."""
    confirmed = server.send_text(server.add_user(), "سؤال")
    call("getUpdates", offset=confirmed.update_id + 1)
    server.send_text(server.add_user(), "سؤال")
    assert len(call("getUpdates", **params).result) == 1
    assert call.broken_rules() == [rule]


def test_only_wanted_kinds_come(server: BotApiServer, call: Caller) -> None:
    """The bot names the kinds that it wants; the choice holds until it makes another."""
    reader = server.add_user()
    call("getUpdates", allowed_updates=["inline_query"])
    dropped, wanted = server.send_text(reader, "سؤال"), server.inline_query(reader, "سؤال")
    assert ids(call("getUpdates").result) == [wanted.update_id]
    assert server.dropped_updates == [dropped]
    call("getUpdates", allowed_updates=[])
    usual = server.send_text(reader, "سؤال")
    assert ids(call("getUpdates", offset=wanted.update_id + 1).result) == [usual.update_id]


def test_reactions_come_only_by_request(server: BotApiServer, call: Caller) -> None:
    """Some kinds are not sent unless they are named."""
    reaction = {
        "chat": {"id": 1, "type": "private"},
        "message_id": 1,
        "date": 0,
        "old_reaction": [],
        "new_reaction": [],
    }
    server.push({"message_reaction": reaction})
    assert call("getUpdates", allowed_updates=["message_reaction"]).result == []
    update = server.push({"message_reaction": reaction})
    assert ids(call("getUpdates").result) == [update.update_id]


def test_webhook_can_be_deleted(server: BotApiServer, call: Caller) -> None:
    """Deleting the webhook drops what is pending only when told to."""
    server.send_text(server.add_user(), "سؤال")
    assert call("deleteWebhook").result is True
    assert call("getWebhookInfo").result["pending_update_count"] == 1
    assert call("deleteWebhook", drop_pending_updates=True).result is True
    assert call("getUpdates").result == []
