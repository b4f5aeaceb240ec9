"""How is an update kept, handed out once, and let go of? The inbox: one transaction each, safe to be killed between.

received -> answering -> done, or failed; back to received when it is to be tried again, or when its process is gone.
"""

from __future__ import annotations

import json
import time
import uuid
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, Executable, func, select

from bot.database import connected, done, insertion, is_on_server, reading, writing
from bot.inbox import statements as sql
from bot.inbox.bell import channel
from bot.inbox.rows import MEMBERSHIP, Claimed, Envelope, FailedUpdate, Outcome, Receipt, State
from bot.inbox.tables import CHATS, UPDATES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Row

    from bot.inbox.rows import Json

LEASE_S = 60.0
"""After this long without a sign of life, what a process was answering is another's."""


class Inbox:
    """The updates of one bot in an archive's database. May be shared by threads and, where it can, by processes."""

    def __init__(
        self,
        engine: Engine,
        bot: int,
        *,
        most_waiting: int = 20,
        lease_s: float = LEASE_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine = engine
        self._bot = bot
        self._me = uuid.uuid4().hex
        self._most_waiting = most_waiting
        self._lease_s = lease_s
        self._clock = clock
        self._bell = select(func.pg_notify(channel(bot), "")) if is_on_server(engine) else None

    @classmethod
    def open(
        cls,
        url: str,
        bot: int,
        *,
        most_waiting: int = 20,
        lease_s: float = LEASE_S,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """Open the inbox of a bot in an archive that is there.

        Args:
            url: The archive's, as for `Retriever.open`.
            bot: The bot's user id.
            most_waiting: How many updates of one reader may wait; of further ones the reader is told.
            lease_s: After how long without a sign of life what a process was answering is another's.
            clock: Seconds since 1970.

        Raises:
            StoreError: The database cannot be used.
        """
        return cls(connected(url), bot, most_waiting=most_waiting, lease_s=lease_s, clock=clock)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    # -- in

    def receive(self, updates: Sequence[Json]) -> Receipt:
        """Keep what a poll gave, all in one transaction; what is kept already is not kept twice.

        Only after this may Telegram be told that it was received.

        Raises:
            StoreError: It could not be kept.
            ValueError: One has no number.
        """
        found = sorted(((Envelope.of(update), update) for update in updates), key=lambda pair: pair[0].update_id)
        return Receipt(found[-1][0].update_id, done(lambda: self._receive(found)))

    def _receive(self, found: Sequence[tuple[Envelope, Json]]) -> int:
        with writing(self._engine, turn=self._bot) as connection:
            stored = sum(self._keep(connection, envelope, update) for envelope, update in found)
            if stored and self._bell is not None:  # it rings when this is committed
                connection.execute(self._bell)
        return stored

    def _keep(self, connection: Connection, envelope: Envelope, update: Json) -> int:
        is_excess, is_told = self._excess(connection, envelope)
        values = {
            "bot": self._bot,
            "update_id": envelope.update_id,
            "chat_id": envelope.chat_id,
            "user_id": envelope.user_id,
            "kind": envelope.kind,
            "payload": None if is_told else _written(update),
            "state": State.DONE if is_told else State.RECEIVED,
            "outcome": Outcome.TOO_MANY if is_told else None,
            "received_ms": self._now(),
            "due_ms": self._now(),
            "is_excess": is_excess,
            **dict.fromkeys(("attempts", "failures", "crashes", "steps"), 0),
        }
        added = insertion(self._engine, UPDATES).inline().on_conflict_do_nothing()
        kept = connection.execute(added, values, execution_options={"preserve_rowcount": True}).rowcount
        if kept and envelope.chat_id is not None:  # who writes can be written to
            connection.execute(sql.MARK, {"of_bot": self._bot, "chat": envelope.chat_id, "since": None})
        return kept

    def _excess(self, connection: Connection, envelope: Envelope) -> tuple[bool, bool]:
        """Tell whether a reader has too many waiting, and whether that was said to the one before."""
        if envelope.user_id is None or envelope.kind == MEMBERSHIP:
            return False, False
        of = {"of_bot": self._bot, "user": envelope.user_id}
        if connection.execute(sql.OPEN_OF_USER, of).scalar_one() < self._most_waiting:
            return False, False
        return True, bool(connection.execute(sql.LAST_OF_USER, of).scalar())

    # -- out

    def claim(self, most: int, *, is_idle: bool = True) -> tuple[Claimed, ...]:
        """Take updates to answer, and hold them; in the order of arrival within a chat, one at a time of a reader.

        Args:
            most: How many at the most.
            is_idle: Whether this process answers nothing now. Only then it gets a suspect, and nothing beside it: so
                a process that ends again and again ends for one update, which is found, and not for its neighbours.
        """
        return done(lambda: self._claim(most, is_idle=is_idle))

    def _claim(self, most: int, *, is_idle: bool) -> tuple[Claimed, ...]:
        with writing(self._engine, turn=self._bot) as connection:
            now = {"of_bot": self._bot, "now": self._now()}
            rows = _one_of_each_user(connection.execute(sql.NEXT, {**now, "most": most}).all())
            claimed = tuple(_together(map(_claimed, rows), is_idle=is_idle))
            if claimed:
                until = self._now() + _ms(self._lease_s)
                connection.execute(sql.CLAIM, [{"row": one.number, "me": self._me, "until": until} for one in claimed])
                self._note_service(connection, {one.chat_id for one in claimed if one.chat_id is not None})
        return claimed

    def _note_service(self, connection: Connection, chats: set[int]) -> None:
        served = {"served_ms": self._now()}
        for chat in sorted(chats):
            added = insertion(self._engine, CHATS).values(bot=self._bot, chat_id=chat, **served)
            connection.execute(added.on_conflict_do_update(index_elements=["bot", "chat_id"], set_=served))

    def note_step(self, number: int, sent: int) -> None:
        """Note how many messages of an answer were sent by now, so that they are not sent again."""
        self._run(sql.STEP, row=number, me=self._me, sent=sent)

    def finish(self, number: int, outcome: Outcome = Outcome.ANSWERED) -> None:
        """Let go of an update that was answered, and of its text at once."""
        with writing(self._engine) as connection:
            self._end(connection, number, State.DONE, outcome, None)
            connection.execute(sql.FORGET_TEXT, {"row": number})

    def leave(self, number: int, chat: int) -> None:
        """Let go of an update, and of what else waits in its chat, for the bot may not write there."""
        done(lambda: self._leave(number, chat))

    def _leave(self, number: int, chat: int) -> None:
        with writing(self._engine, turn=self._bot) as connection:
            self._end(connection, number, State.DONE, Outcome.UNREACHABLE, None)
            connection.execute(sql.FORGET_TEXT, {"row": number})
            there = {"of_bot": self._bot, "chat": chat}
            connection.execute(sql.LEAVE, {**there, "now": self._now(), "how": Outcome.UNREACHABLE})
            connection.execute(sql.MARK, {**there, "since": self._now()})

    def put_back(self, number: int, wait_s: float, error: str, *, is_failure: bool) -> None:
        """Let an update be answered again after a while; a failure counts, an outage of Telegram's does not."""
        due = self._now() + _ms(wait_s)
        self._run(sql.AGAIN, row=number, me=self._me, due=due, why=error, more=int(is_failure))

    def give_up(self, number: int, error: str, failures: int) -> None:
        """Note that an update that stays ours has failed often enough: what is left to do is to apologize."""
        self._run(sql.GIVE_UP, row=number, me=self._me, why=error, spent=failures)

    def fail(self, number: int, outcome: Outcome, error: str) -> None:
        """Keep an update as failed, with its text, to be looked at and perhaps tried again."""
        with writing(self._engine) as connection:
            self._end(connection, number, State.FAILED, outcome, error)

    def _end(self, connection: Connection, number: int, to: State, how: Outcome, why: str | None) -> None:
        ended = {"row": number, "me": self._me, "to": to, "how": how, "why": why, "now": self._now()}
        connection.execute(sql.END, ended)

    # -- signs of life

    def renew(self, held: Collection[int]) -> None:
        """Say that this process lives and answers these updates.

        It may hold others without knowing, where the connection broke while they were handed out.
        """
        if held:
            self._run_alone(sql.RENEW, me=self._me, until=self._now() + _ms(self._lease_s), held=sorted(held))

    def hand_back(self) -> int:
        """Put back what this process holds and will not finish; that is no crash."""
        return self._run_alone(sql.HAND_BACK, of_bot=self._bot, me=self._me, now=self._now())

    def take_over(self, *, alone: bool) -> int:
        """Put back what processes that are gone held: all where this one is alone, else what nobody renewed."""
        return self._run_alone(sql.ABANDONED if alone else sql.EXPIRED, of_bot=self._bot, now=self._now())

    # -- looking at it

    def next_due_s(self) -> float | None:
        """Say in how many seconds something that waits for its time is due; None where nothing does."""
        with reading(self._engine) as connection:
            due = connection.execute(sql.NEXT_DUE, {"of_bot": self._bot, "now": self._now()}).scalar()
        return None if due is None else (due - self._now()) / 1000

    def counts(self) -> dict[State, int]:
        """Count the updates by state."""
        with reading(self._engine) as connection:
            found = {State(state): count for state, count in connection.execute(sql.COUNTS, {"of_bot": self._bot})}
        return {state: found.get(state, 0) for state in State}

    def unreachable(self) -> int:
        """Count the chats to which the bot may not write."""
        with reading(self._engine) as connection:
            return connection.execute(sql.UNREACHABLE, {"of_bot": self._bot}).scalar_one()

    def failed(self) -> tuple[FailedUpdate, ...]:
        """List what was given up, of all bots of the archive, the oldest first."""
        with reading(self._engine) as connection:
            return tuple(_failed(row) for row in connection.execute(sql.FAILED))

    def retry_failed(self) -> int:
        """Put back what was given up, of all bots of the archive; a bot that runs finds it within seconds."""
        return self._run(sql.RETRY, now=self._now())

    def forget(self, keep_s: float) -> int:
        """Delete what ended and came longer ago than this."""
        before = self._now() - _ms(keep_s)
        return self._run(sql.OLD_UPDATES, of_bot=self._bot, before=before) + self._run(sql.OLD_CHATS, before=before)

    # -- inside

    def _now(self) -> int:
        return _ms(self._clock())

    def _run(self, statement: Executable, **values: Any) -> int:
        with writing(self._engine) as connection:
            return connection.execute(statement, values).rowcount

    def _run_alone(self, statement: Executable, **values: Any) -> int:
        """Change rows of several updates; of two processes that did so at once each could wait for the other."""
        with writing(self._engine, turn=self._bot) as connection:
            return connection.execute(statement, values).rowcount


def _written(update: Json) -> str:
    """Write an update down; a text with half a character, which no database takes, with that one as an escape."""
    written = json.dumps(update, ensure_ascii=False)
    return json.dumps(update) if any("\ud800" <= letter <= "\udfff" for letter in written) else written


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _one_of_each_user(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    taken: set[int] = set()
    for row in rows:
        if row.user_id not in taken:
            yield row
        if row.user_id is not None:
            taken.add(row.user_id)


def _together(waiting: Iterable[Claimed], *, is_idle: bool) -> Iterator[Claimed]:
    """Take what may be answered at the same time: all up to the first suspect, or a suspect alone."""
    for place, one in enumerate(waiting):
        if one.is_suspect:
            if is_idle and place == 0:
                yield one
            return
        yield one


def _claimed(row: Row[Any]) -> Claimed:
    names = ("number", "update_id", "chat_id", "kind", "payload", "received_ms", "failures", "crashes", "steps")
    values = {name: getattr(row, name) for name in names}
    return Claimed(**values, attempts=row.attempts + 1, is_excess=row.is_excess)


def _failed(row: Row[Any]) -> FailedUpdate:
    names = ("number", "update_id", "kind", "received_ms", "attempts")
    values = {name: getattr(row, name) for name in names}
    return FailedUpdate(**values, outcome=Outcome(row.outcome), error=row.error or "", payload=row.payload or "")
