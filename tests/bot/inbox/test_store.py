"""Tests of the inbox: what is kept is answered once, in order, whatever ends in between."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

from bot.inbox import Inbox, Outcome, State, statements
from bot.inbox.rows import SUSPECT_AFTER
from bot.inbox.store import LEASE_S
from bot.inbox.tables import CHATS, UPDATES
from bot.judging import MOST_CRASHES
from retrieval.store import Store
from retrieval.store.engine import make_engine
from tests.databases import beside_a_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOT = 42
CHAT, OTHER_CHAT = 1, 2


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Tell it."""
        return self.now


def asked(number: int, chat: int = CHAT, user: int | None = None, text: str = "سؤال") -> dict[str, object]:
    """Make a question as Telegram gives it."""
    sender = {"id": user if user is not None else chat}
    return {"update_id": number, "message": {"chat": {"id": chat}, "from": sender, "text": text}}


def changed(number: int, chat: int = CHAT) -> dict[str, object]:
    """Make the news that somebody blocked the bot or took it back."""
    return {"update_id": number, "my_chat_member": {"chat": {"id": chat}, "from": {"id": chat}}}


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def inbox(clock: Clock, fresh_url: Callable[[], str]) -> Iterator[Inbox]:
    """An empty inbox, for a bot whose readers may have three updates waiting."""
    opened = Inbox.open(fresh_url(), BOT, most_waiting=3, clock=clock)
    yield opened
    opened.close()


def ids(inbox: Inbox, most: int = 10) -> list[int]:
    """Claim, and give the update ids."""
    return [one.update_id for one in inbox.claim(most)]


def column(inbox: Inbox, name: str) -> list[object]:
    """Read a column of all updates in their order."""
    with inbox._engine.connect() as connection:
        return list(connection.execute(select(UPDATES.c[name]).order_by(UPDATES.c.number)).scalars())


def test_the_migrations_make_the_tables_that_the_inbox_uses(inbox: Inbox) -> None:
    """Tables, columns and indexes of a new archive are those that the code declares."""
    with inbox._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_what_comes_twice_is_kept_once(inbox: Inbox) -> None:
    """Telegram gives an update again that was not confirmed."""
    assert inbox.receive([asked(7), asked(8, OTHER_CHAT)]).stored == 2
    receipt = inbox.receive([asked(8, OTHER_CHAT), asked(9)])
    assert (receipt.stored, receipt.last) == (1, 9)
    assert column(inbox, "update_id") == [7, 8, 9]


def test_what_was_answered_does_not_come_back(inbox: Inbox) -> None:
    """An update that is done is known for as long as Telegram could give it again."""
    inbox.receive([asked(7)])
    inbox.finish(inbox.claim(1)[0].number)
    assert inbox.receive([asked(7)]).stored == 0
    assert ids(inbox) == []


def test_the_whole_update_is_kept(inbox: Inbox) -> None:
    """What is answered is what Telegram gave, letter by letter."""
    inbox.receive([asked(7, text="«ماذا» \u202e😀")])
    assert "«ماذا» \u202e😀" in inbox.claim(1)[0].payload


def test_one_chat_is_answered_in_order(inbox: Inbox) -> None:
    """The next update of a chat is handed out when the one before is done; other chats do not wait."""
    inbox.receive([asked(1), asked(2), asked(3, OTHER_CHAT)])
    first, other = inbox.claim(10)
    assert (first.update_id, other.update_id) == (1, 3)
    assert ids(inbox) == []
    inbox.finish(first.number)
    assert ids(inbox) == [2]


def test_one_reader_has_one_answer_at_a_time(inbox: Inbox) -> None:
    """Who asks in a group and in private is answered one after the other."""
    inbox.receive([asked(1, chat=-5, user=9), asked(2, chat=9, user=9), asked(3, chat=8, user=8)])
    assert ids(inbox) == [1, 3]
    assert ids(inbox) == []


def test_who_was_served_the_longest_ago_comes_first(inbox: Inbox, clock: Clock) -> None:
    """A reader with many questions delays nobody with one that came later."""
    inbox.receive([asked(1), asked(2), asked(3)])
    (first,) = inbox.claim(1)
    clock.now += 1
    inbox.receive([asked(4, OTHER_CHAT)])
    inbox.finish(first.number)
    assert ids(inbox, 1) == [4]


def test_texts_of_what_is_done_are_deleted_at_once(inbox: Inbox) -> None:
    """Only what may be tried again keeps its text."""
    inbox.receive([asked(1), asked(2, OTHER_CHAT)])
    done, failed = inbox.claim(2)
    inbox.finish(done.number)
    inbox.fail(failed.number, Outcome.APOLOGIZED, "ValueError")
    assert [payload is None for payload in column(inbox, "payload")] == [True, False]


@beside_a_file
def test_deleted_texts_do_not_stay_in_the_file(tmp_path: Path) -> None:
    """SQLite overwrites what it deletes."""
    url = f"sqlite:///{tmp_path}/a.db"
    Store.open(url, create=True).close()
    inbox = Inbox.open(url, BOT)
    inbox.receive([asked(1, text="confidential-" * 50)])
    inbox.finish(inbox.claim(1)[0].number)
    inbox.close()
    assert [b"confidential" in file.read_bytes() for file in tmp_path.iterdir()] == [False]


def test_what_is_put_back_waits_for_its_time(inbox: Inbox, clock: Clock) -> None:
    """It is handed out when it is due, and its chat waits with it; only a failure counts as one."""
    inbox.receive([asked(1), asked(2)])
    inbox.put_back(inbox.claim(1)[0].number, 4.0, "NetworkError", is_failure=False)
    assert ids(inbox) == []
    assert inbox.next_due_s() == 4.0
    clock.now += 4
    (again,) = inbox.claim(1)
    assert (again.update_id, again.attempts, again.failures) == (1, 2, 0)
    inbox.put_back(again.number, 0.0, "ValueError", is_failure=True)
    assert inbox.claim(1)[0].failures == 1


def test_steps_are_remembered(inbox: Inbox) -> None:
    """How many messages of an answer were sent is known to the next attempt."""
    inbox.receive([asked(1)])
    (claimed,) = inbox.claim(1)
    for step in (1, 2, 2):  # noted again where nobody knows whether it was
        inbox.note_step(claimed.number, step)
    inbox.put_back(claimed.number, 0.0, "TimedOut", is_failure=False)
    assert inbox.claim(1)[0].steps == 2


def test_what_a_crash_interrupts_is_answered_again(inbox: Inbox) -> None:
    """The next process takes over what the last one held; that counts as a crash."""
    inbox.receive([asked(1)])
    inbox.claim(1)
    assert inbox.take_over(alone=True) == 1
    (again,) = inbox.claim(1)
    assert (again.crashes, again.failures) == (1, 0)


def crashed(inbox: Inbox, times: int) -> None:
    """End a process so often while it answers whatever it may."""
    for _ in range(times):
        inbox.claim(9)
        inbox.take_over(alone=True)


def test_a_suspect_is_answered_alone(inbox: Inbox) -> None:
    """What several ends of a process interrupted is handed out to one that is idle, and nothing beside it."""
    inbox.receive([asked(1)])
    crashed(inbox, SUSPECT_AFTER)
    inbox.receive([asked(2, OTHER_CHAT)])
    inbox.receive([asked(3, chat=3)])
    (other, another) = inbox.claim(9)  # they were not served yet, and come first
    assert (other.update_id, another.update_id) == (2, 3)
    assert inbox.claim(9, is_idle=False) == ()
    assert [(one.update_id, one.is_suspect) for one in inbox.claim(9)] == [(1, True)]


def test_one_crash_makes_nobody_wait(inbox: Inbox) -> None:
    """After a power cut all is answered side by side as before."""
    inbox.receive([asked(1), asked(2, OTHER_CHAT)])
    crashed(inbox, 1)
    assert ids(inbox) == [1, 2]


def test_who_ends_every_process_is_found_and_delays_the_others_little(fresh_url: Callable[[], str]) -> None:
    """Of many updates one ends whatever process answers it: it alone reaches the limit, long after the others."""
    clock = Clock()
    inbox = Inbox.open(fresh_url(), BOT, clock=clock)
    inbox.receive([asked(number, chat=number) for number in range(20)])
    ended: list[int] = []
    while not any(crashes == MOST_CRASHES for crashes in column(inbox, "crashes")):
        clock.now += 1
        claimed = inbox.claim(8)
        if any(one.update_id == 7 for one in claimed):
            inbox.take_over(alone=True)
        else:
            ended += [one.update_id for one in claimed]
            for one in claimed:
                inbox.finish(one.number)
    assert sorted(ended) == [number for number in range(20) if number != 7]
    assert sorted(column(inbox, "crashes"))[-2] <= SUSPECT_AFTER  # type: ignore[type-var]
    inbox.close()


def test_many_ends_in_a_row_make_nobody_guilty(fresh_url: Callable[[], str]) -> None:
    """A process that is killed 25 times, each time right after it began: no update is taken to be the cause."""
    clock = Clock()
    inbox = Inbox.open(fresh_url(), BOT, most_waiting=100, clock=clock)
    inbox.receive([asked(10 * chat + number, chat=chat) for number in range(10) for chat in range(20)])
    for _ in range(25):
        clock.now += 1
        assert inbox.claim(8)
        inbox.take_over(alone=True)
    assert max(column(inbox, "crashes")) < MOST_CRASHES / 2  # type: ignore[type-var, operator]
    inbox.close()


def test_what_is_handed_back_is_no_crash(inbox: Inbox) -> None:
    """A process that ends in an orderly way leaves no trace on what it could not finish."""
    inbox.receive([asked(1)])
    inbox.claim(1)
    assert inbox.hand_back() == 1
    assert inbox.claim(1)[0].crashes == 0


def two_inboxes(url: str, clock: Clock) -> tuple[Inbox, Inbox]:
    """Open one inbox in two processes, as far as it can tell."""
    Store.open(url, create=True).close()
    return Inbox.open(url, BOT, clock=clock), Inbox.open(url, BOT, clock=clock)


def test_a_lease_protects_what_is_being_answered(new_url: Callable[..., str], clock: Clock) -> None:
    """Another process takes over only what was not renewed; whoever lost it changes nothing any more."""
    ours, theirs = two_inboxes(new_url(), clock)
    ours.receive([asked(1)])
    (claimed,) = ours.claim(1)
    clock.now += LEASE_S - 1
    ours.renew([claimed.number])
    clock.now += LEASE_S - 1
    assert theirs.take_over(alone=False) == 0
    clock.now += 2
    assert theirs.take_over(alone=False) == 1
    assert theirs.claim(1)[0].number == claimed.number
    ours.finish(claimed.number)
    ours.note_step(claimed.number, 1)
    assert column(theirs, "state") == [State.ANSWERING]
    assert column(theirs, "steps") == [0]
    ours.close()
    theirs.close()


def test_what_is_held_without_knowing_comes_back(inbox: Inbox, clock: Clock) -> None:
    """Where the connection broke while updates were handed out, nobody answers them: their lease is not renewed."""
    inbox.receive([asked(1), asked(2, OTHER_CHAT)])
    known, unknown = inbox.claim(2)
    clock.now += LEASE_S - 1
    inbox.renew([known.number])
    clock.now += 2
    assert inbox.take_over(alone=False) == 1
    assert [one.number for one in inbox.claim(2)] == [unknown.number]


def test_half_a_character_is_kept(inbox: Inbox) -> None:
    """What no database takes as a text is kept as an escape, and so is U+0000."""
    inbox.receive([asked(1, text="\ud83d\0")])
    assert json.loads(inbox.claim(1)[0].payload)["message"]["text"] == "\ud83d\0"


def test_of_several_processes_only_one_gets_an_update(new_url: Callable[..., str], clock: Clock) -> None:
    """Threads that claim side by side never get the same."""
    ours, theirs = two_inboxes(new_url(), clock)
    ours.receive([asked(number, chat=number) for number in range(60)])
    got: list[int] = []

    def claim(inbox: Inbox) -> None:
        while taken := ids(inbox, 3):
            got.extend(taken)

    threads = [threading.Thread(target=claim, args=(inbox,)) for inbox in (ours, theirs, ours, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(60))
    ours.close()
    theirs.close()


def test_of_several_processes_only_one_answers_a_reader(new_url: Callable[..., str], clock: Clock) -> None:
    """Who asks in several chats is answered by one process at a time, and in order, whoever claims beside it."""
    inboxes = [*two_inboxes(new_url(), clock), *two_inboxes(new_url(), clock)]
    for inbox in inboxes:
        inbox._most_waiting = 60
    inboxes[0].receive([asked(number, chat=-1 - number % 5, user=9) for number in range(60)])
    turn, together, done = threading.Lock(), [], []

    def answer(inbox: Inbox) -> None:
        while len(done) < 60:
            for claimed in inbox.claim(3):
                together.append(turn.acquire(blocking=False))
                done.append(claimed.update_id)
                turn.release()
                inbox.finish(claimed.number)

    threads = [threading.Thread(target=answer, args=(inbox,)) for inbox in inboxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [True] * 60
    assert all(sorted(chat) == chat for chat in ([u for u in done if u % 5 == rest] for rest in range(5)))
    for inbox in inboxes:
        inbox.close()


def test_on_postgresql_rows_are_locked_and_locked_ones_skipped() -> None:
    """The statement that hands out is written for several processes where the database can do that."""
    written = str(statements.NEXT.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert written.endswith("FOR UPDATE OF inbox_update SKIP LOCKED")


def test_bots_of_one_archive_do_not_share(new_url: Callable[..., str], clock: Clock) -> None:
    """Each bot has update ids of its own, and gets its own updates only."""
    ours, _ = two_inboxes(new_url(), clock)
    others = Inbox.open(new_url(), BOT + 1, clock=clock)
    ours.receive([asked(1)])
    assert others.receive([asked(1)]).stored == 1
    assert (ids(ours), ids(ours), ids(others)) == ([1], [], [1])
    for inbox in (ours, _, others):
        inbox.close()


def test_of_too_many_one_is_told(inbox: Inbox) -> None:
    """Beyond what may wait, the first is handed out to be told so; the others are let go of, and their texts."""
    inbox.receive([asked(number) for number in range(6)])
    assert column(inbox, "is_excess") == [False] * 3 + [True] * 3
    assert column(inbox, "state") == [State.RECEIVED] * 4 + [State.DONE] * 2
    assert [payload is None for payload in column(inbox, "payload")] == [False] * 4 + [True] * 2
    assert inbox.receive([asked(9, OTHER_CHAT)]).stored == 1
    assert column(inbox, "is_excess")[-1] is False


def test_a_chat_that_shut_the_bot_out_is_let_go_of(inbox: Inbox) -> None:
    """What was asked before goes without an answer; what was asked after the bot was taken back is answered."""
    inbox.receive([asked(1), asked(2), changed(3), asked(4)])
    (claimed,) = inbox.claim(1)
    inbox.leave(claimed.number, CHAT)
    assert column(inbox, "state") == [State.DONE, State.DONE, State.RECEIVED, State.RECEIVED]
    assert column(inbox, "outcome")[:2] == [Outcome.UNREACHABLE] * 2
    assert inbox.unreachable() == 1
    inbox.receive([asked(5)])
    assert inbox.unreachable() == 0


def test_what_failed_can_be_looked_at_and_tried_again(inbox: Inbox) -> None:
    """A failed update keeps its text and its error until it is put back, and begins anew then."""
    inbox.receive([asked(1, text="سؤال عسير")])
    (claimed,) = inbox.claim(1)
    inbox.give_up(claimed.number, "ValueError", 4)
    inbox.fail(claimed.number, Outcome.APOLOGIZED, "ValueError")
    (failed,) = inbox.failed()
    assert (failed.update_id, failed.outcome, failed.error) == (1, Outcome.APOLOGIZED, "ValueError")
    assert "سؤال عسير" in failed.payload
    assert inbox.retry_failed() == 1
    assert inbox.claim(1)[0].failures == 0


def test_a_failed_update_delays_its_chat_no_longer(inbox: Inbox) -> None:
    """What was given up is out of the way of what comes after it."""
    inbox.receive([asked(1), asked(2)])
    inbox.fail(inbox.claim(1)[0].number, Outcome.APOLOGIZED, "ValueError")
    assert ids(inbox) == [2]


def test_old_updates_are_forgotten(inbox: Inbox, clock: Clock) -> None:
    """What ended is deleted after its time, what waits is not."""
    inbox.receive([asked(1), asked(2)])
    inbox.finish(inbox.claim(1)[0].number)
    clock.now += 100
    inbox.receive([asked(3, OTHER_CHAT)])
    assert inbox.forget(keep_s=50) == 2  # the update, and when its chat was served
    assert column(inbox, "update_id") == [2, 3]
    with inbox._engine.connect() as connection:
        assert not connection.execute(select(CHATS)).all()


def test_updates_are_counted_by_state(inbox: Inbox) -> None:
    """The figures tell what waits, is answered, is done and has failed."""
    inbox.receive([asked(number, chat=number) for number in range(4)])
    done, failed, _ = inbox.claim(3)
    inbox.finish(done.number)
    inbox.fail(failed.number, Outcome.UNANSWERED, "KeyError")
    assert set(inbox.counts().values()) == {1}


Steps = list[tuple[str, int]]
steps = st.lists(
    st.tuples(st.sampled_from(["receive", "again", "claim", "finish", "put_back", "crash", "wait"]), st.integers(0, 3)),
    max_size=60,
)


@settings(max_examples=50)
@given(steps)
def test_whatever_happens_each_update_ends_once_and_in_order(fresh_url: Callable[[], str], taken: Steps) -> None:
    """Any course of receiving, claiming, ending, failing and crashing: no update is lost, doubled or overtaken."""
    clock = Clock()
    engine = make_engine(fresh_url(), create=True)
    SQLModel.metadata.create_all(engine, tables=[UPDATES, CHATS])  # quicker than the migrations
    inbox = Inbox(engine, BOT, most_waiting=1000, clock=clock)
    received: list[int] = []
    held: list[tuple[int, int, int | None]] = []
    ended: list[tuple[int | None, int]] = []
    for step, place in [*taken, *[("wait", 0), *[("claim", 3), ("finish", 0)] * 50]]:
        if step == "receive" and len(received) < 40:
            received.append(len(received))
            inbox.receive([asked(received[-1], chat=place)])
        elif step == "again" and received:
            inbox.receive([asked(received[-1], chat=3)])
        elif step == "claim":
            held += [(one.number, one.update_id, one.chat_id) for one in inbox.claim(place, is_idle=not held)]
        elif step == "finish" and held:
            number, update, chat = held.pop(place % len(held))
            inbox.finish(number)
            ended.append((chat, update))
        elif step == "put_back" and held:
            inbox.put_back(held.pop(place % len(held))[0], float(place), "X", is_failure=bool(place % 2))
        elif step == "crash":
            inbox.take_over(alone=True)
            held.clear()
        elif step == "wait":
            clock.now += 4
    inbox.close()
    assert sorted(update for _, update in ended) == received
    for chat in range(4):
        of_chat = [update for where, update in ended if where == chat]
        assert of_chat == sorted(of_chat)
