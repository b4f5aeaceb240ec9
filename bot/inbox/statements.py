"""What does the inbox say to its database? Statements, made once: to make one takes about as long as to run it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, delete, func, or_, select, update

from bot.inbox.rows import MEMBERSHIP, State
from bot.inbox.tables import CHATS, UPDATES

ROW, CHAT = UPDATES.c, CHATS.c
_OTHER = UPDATES.alias("other")
_OPEN = (State.RECEIVED, State.ANSWERING)
_ENDED = (State.DONE, State.FAILED)
_OURS = ROW.bot == bindparam("of_bot")


def _waits_for(other: ColumnElement[bool]) -> ColumnElement[bool]:
    return ~select(_OTHER.c.number).where(_OTHER.c.bot == ROW.bot, other).exists()


def _next() -> Select[tuple[object, ...]]:
    """Select what may be answered now: of each chat the oldest, and nobody's while something of theirs is answered.

    Who was served the longest ago comes first, so that a reader with many questions delays nobody with one. Several
    processes may ask at once: each locks what it gets and skips what others have locked, where the database can.
    """
    answering = _OTHER.c.state == State.ANSWERING
    earlier = and_(_OTHER.c.state == State.RECEIVED, _OTHER.c.number < ROW.number)
    return (
        select(UPDATES)
        .join_from(UPDATES, CHATS, and_(CHAT.bot == ROW.bot, CHAT.chat_id == ROW.chat_id), isouter=True)
        .where(_OURS, ROW.state == State.RECEIVED, ROW.due_ms <= bindparam("now"))
        .where(_waits_for(and_(_OTHER.c.chat_id == ROW.chat_id, or_(answering, earlier))))
        .where(_waits_for(and_(_OTHER.c.user_id == ROW.user_id, answering)))
        .order_by(func.coalesce(CHAT.served_ms, 0), ROW.number)
        .limit(bindparam("most"))
        .with_for_update(of=UPDATES, skip_locked=True)
    )


def _back(*where: ColumnElement[bool]) -> Update:
    """Put back what nobody answers any more."""
    waiting: dict[Any, Any] = {
        ROW.state: State.RECEIVED,
        ROW.owner: None,
        ROW.lease_ms: None,
        ROW.due_ms: bindparam("now"),
    }
    return update(UPDATES).where(_OURS, ROW.state == State.ANSWERING, *where).values(waiting)


NEXT = _next()
NEXT_DUE = select(func.min(ROW.due_ms)).where(_OURS, ROW.state == State.RECEIVED, ROW.due_ms > bindparam("now"))
CLAIM = (
    update(UPDATES)
    .where(ROW.number == bindparam("row"))
    .values(state=State.ANSWERING, owner=bindparam("me"), lease_ms=bindparam("until"), attempts=ROW.attempts + 1)
)
# A process that was asleep for longer than its lease finds its rows gone, and changes nothing of what others do.
MINE = (ROW.number == bindparam("row"), ROW.owner == bindparam("me"))
STEP = update(UPDATES).where(*MINE).values(steps=bindparam("sent"))
RENEW = (
    update(UPDATES)
    .where(
        ROW.owner == bindparam("me"), ROW.state == State.ANSWERING, ROW.number.in_(bindparam("held", expanding=True))
    )
    .values(lease_ms=bindparam("until"))
)
END = (
    update(UPDATES)
    .where(*MINE)
    .values(
        state=bindparam("to"),
        outcome=bindparam("how"),
        error=bindparam("why"),
        ended_ms=bindparam("now"),
        owner=None,
        lease_ms=None,
    )
)
FORGET_TEXT = update(UPDATES).where(ROW.number == bindparam("row"), ROW.state == State.DONE).values(payload=None)
AGAIN = (
    update(UPDATES)
    .where(*MINE)
    .values(
        state=State.RECEIVED,
        due_ms=bindparam("due"),
        error=bindparam("why"),
        owner=None,
        lease_ms=None,
        failures=ROW.failures + bindparam("more"),
    )
)
GIVE_UP = update(UPDATES).where(*MINE).values(failures=bindparam("spent"), error=bindparam("why"))
HAND_BACK = _back(ROW.owner == bindparam("me"))
_CRASHED = {ROW.crashes: ROW.crashes + 1}
ABANDONED = _back().values(_CRASHED)
EXPIRED = _back(ROW.lease_ms < bindparam("now")).values(_CRASHED)

OPEN_OF_USER = select(func.count()).where(_OURS, ROW.user_id == bindparam("user"), ROW.state.in_(_OPEN))
LAST_OF_USER = select(ROW.is_excess).where(_OURS, ROW.user_id == bindparam("user")).order_by(ROW.number.desc()).limit(1)
COUNTS = select(ROW.state, func.count()).where(_OURS).group_by(ROW.state)

_RETURN = select(func.min(_OTHER.c.number)).where(
    _OTHER.c.bot == bindparam("of_bot"),
    _OTHER.c.chat_id == bindparam("chat"),
    _OTHER.c.kind == MEMBERSHIP,
    _OTHER.c.state == State.RECEIVED,
)
_RETURN_OR_NEVER = func.coalesce(_RETURN.scalar_subquery(), 2**62)
# What was asked before the bot was blocked; what comes after the news of a change is another matter.
LEAVE = (
    update(UPDATES)
    .where(_OURS, ROW.chat_id == bindparam("chat"), ROW.state == State.RECEIVED, ROW.number < _RETURN_OR_NEVER)
    .values(state=State.DONE, outcome=bindparam("how"), payload=None, ended_ms=bindparam("now"))
)
MARK = (
    update(CHATS)
    .where(CHAT.bot == bindparam("of_bot"), CHAT.chat_id == bindparam("chat"))
    .values(unreachable_ms=bindparam("since"))
)
UNREACHABLE = select(func.count()).where(CHAT.bot == bindparam("of_bot"), CHAT.unreachable_ms.is_not(None))

FAILED = select(UPDATES).where(ROW.state == State.FAILED).order_by(ROW.number)
RETRY = (
    update(UPDATES)
    .where(ROW.state == State.FAILED)
    .values(state=State.RECEIVED, failures=0, crashes=0, outcome=None, ended_ms=None, due_ms=bindparam("now"))
)
_IS_OLD = ROW.received_ms < bindparam("before")
# What another bot received and nobody will answer is old some day, too: its texts are not kept for ever.
OLD_UPDATES = delete(UPDATES).where(_IS_OLD, or_(ROW.state.in_(_ENDED), ROW.bot != bindparam("of_bot")))
OLD_CHATS = delete(CHATS).where(CHAT.served_ms < bindparam("before"), CHAT.unreachable_ms.is_(None))
