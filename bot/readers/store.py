"""How is kept what readers asked, thought and set? One transaction each, and nothing longer than it is needed."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from bot.database import connected, insertion, reading, writing
from bot.inbox.rows import State
from bot.inbox.tables import CHATS as SERVED
from bot.inbox.tables import UPDATES
from bot.readers.rows import Asked, Preferences, Vote
from bot.readers.tables import ASKED, CHATS, VOTES
from bot.talk import MAX_PAUSE, MAX_TURNS
from retrieval import Filters, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.readers.rows import Place


class Readers:
    """What one bot keeps of its readers, in an archive's database. May be shared by threads."""

    def __init__(self, engine: Engine, bot: int, *, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._bot = bot
        self._clock = clock

    @classmethod
    def open(cls, url: str, bot: int, *, clock: Callable[[], float] = time.time) -> Self:
        """Open what is kept in an archive's database.

        Args:
            url: The archive's, as for `Retriever.open`.
            bot: The bot's user id.
            clock: Seconds since 1970.

        Raises:
            StoreError: The database cannot be used.
        """
        return cls(connected(url), bot, clock=clock)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    # -- questions

    def ask(self, place: Place, question: str, today: date, preferences: Preferences) -> Asked:
        """Keep a question with what it leans on; asked in the same message again it keeps its number.

        It is none to lean on until `note_answer` says so.
        """
        question = _writable(question)
        with writing(self._engine) as connection:
            found = self._at(connection, place.chat_id, place.message_id)
            history = self._turns(connection, place, before=found.number if found else None)
            values = {
                "question": question,
                "history": json.dumps(history, ensure_ascii=False),
                "today": today,
                "is_turn": False,
                "asked_ms": self._now(),
                **_settings(preferences),
            }
            if found is None:
                where = {"bot": self._bot, "chat_id": place.chat_id, "user_id": place.user_id}
                added = connection.execute(
                    insertion(self._engine, ASKED).values(message_id=place.message_id, **where, **values)
                )
                key = added.inserted_primary_key
                number = int(key[0]) if key else 0
                return Asked(number, place.chat_id, question, history, today, preferences)
            connection.execute(update(ASKED).where(ASKED.c.number == found.number).values(values))
        return replace(_asked(found), question=question, history=history, today=today, preferences=preferences)

    def note_answer(self, number: int, answer_id: int | None, *, is_turn: bool) -> None:
        """Note which message answers a question (None: as it was), and whether further questions lean on it."""
        values: dict[str, Any] = {"is_turn": is_turn} | ({} if answer_id is None else {"answer_id": answer_id})
        with writing(self._engine) as connection:
            connection.execute(update(ASKED).where(ASKED.c.number == number).values(values))

    def asked_in(self, chat_id: int, message_id: int) -> Asked | None:
        """Find the question that a message asked."""
        with reading(self._engine) as connection:
            found = self._at(connection, chat_id, message_id)
        return _asked(found) if found else None

    def asked(self, number: int, chat_id: int) -> Asked | None:
        """Find a question of a chat by its number; None when it is too old, or another chat's."""
        wanted = select(ASKED).where(ASKED.c.number == number, ASKED.c.bot == self._bot, ASKED.c.chat_id == chat_id)
        with reading(self._engine) as connection:
            found = connection.execute(wanted).one_or_none()
        return _asked(found) if found else None

    def end_talk(self, chat_id: int, user_id: int) -> None:
        """Let a reader's next question lean on none before."""
        mine = (ASKED.c.bot == self._bot, ASKED.c.user_id == user_id, ASKED.c.chat_id == chat_id)
        with writing(self._engine) as connection:
            connection.execute(update(ASKED).where(*mine).values(is_turn=False))

    def _at(self, connection: Connection, chat_id: int, message_id: int) -> Row[Any] | None:
        here = (ASKED.c.bot == self._bot, ASKED.c.chat_id == chat_id, ASKED.c.message_id == message_id)
        return connection.execute(select(ASKED).where(*here)).one_or_none()

    def _turns(self, connection: Connection, place: Place, *, before: int | None) -> tuple[str, ...]:
        row = ASKED.c
        wanted = [
            row.bot == self._bot,
            row.user_id == place.user_id,
            row.chat_id == place.chat_id,
            row.is_turn,
            row.asked_ms > self._now() - _ms(MAX_PAUSE.total_seconds()),
            *([] if before is None else [row.number < before]),
        ]
        newest = select(row.question).where(*wanted).order_by(row.number.desc()).limit(MAX_TURNS)
        return tuple(connection.execute(newest).scalars())[::-1]

    # -- votes

    def vote(
        self, asked: Asked, user_id: int, language: Language, shown: Iterable[dict[str, Any]], *, is_good: bool
    ) -> None:
        """Keep what a reader thinks of an answer; who votes again thinks otherwise now."""
        values: dict[str, Any] = {
            "is_good": is_good,
            "question": asked.question,
            "history": json.dumps(asked.history, ensure_ascii=False),
            "language": language,
            "today": asked.today,
            "filters": _written(asked.preferences.filters),
            "shown": json.dumps(list(shown), ensure_ascii=False),
            "voted_ms": self._now(),
        }
        added = insertion(self._engine, VOTES).values(bot=self._bot, asked=asked.number, user_id=user_id, **values)
        with writing(self._engine) as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["bot", "asked", "user_id"], set_=values))

    def votes(self) -> tuple[Vote, ...]:
        """List the votes of all bots of the archive, the oldest first."""
        with reading(self._engine) as connection:
            return tuple(_vote(row) for row in connection.execute(select(VOTES).order_by(VOTES.c.number)))

    def count(self) -> tuple[int, int, int]:
        """Count the questions that are kept, and the votes for and against answers."""
        good = func.count().filter(VOTES.c.is_good)
        with reading(self._engine) as connection:
            asked = connection.execute(select(func.count()).where(ASKED.c.bot == self._bot)).scalar_one()
            votes, up = connection.execute(select(func.count(), good).where(VOTES.c.bot == self._bot)).one()
        return int(asked), int(up), int(votes) - int(up)

    # -- settings

    def preferences(self, chat_id: int) -> Preferences:
        """Read the settings of a chat."""
        wanted = select(CHATS).where(CHATS.c.bot == self._bot, CHATS.c.chat_id == chat_id)
        with reading(self._engine) as connection:
            found = connection.execute(wanted).one_or_none()
        return _preferences(found) if found else Preferences()

    def prefer(self, chat_id: int, preferences: Preferences) -> None:
        """Keep the settings of a chat."""
        values = _settings(preferences)
        added = insertion(self._engine, CHATS).values(bot=self._bot, chat_id=chat_id, **values)
        with writing(self._engine) as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["bot", "chat_id"], set_=values))

    # -- forgetting

    def forget_reader(self, user_id: int) -> None:
        """Delete all that is kept of a reader: questions, votes, settings, and what the inbox has ended with.

        What is being answered now stays until it is; then only its number and time are kept for a while.
        """
        mine = {table: (table.c.bot == self._bot, table.c.user_id == user_id) for table in (ASKED, VOTES, UPDATES)}
        ended = UPDATES.c.state.in_([State.DONE, State.FAILED])
        with writing(self._engine) as connection:
            connection.execute(delete(ASKED).where(*mine[ASKED]))
            connection.execute(delete(VOTES).where(*mine[VOTES]))
            connection.execute(delete(UPDATES).where(*mine[UPDATES], ended))
            for table in (CHATS, SERVED):  # a private chat has its reader's number
                connection.execute(delete(table).where(table.c.bot == self._bot, table.c.chat_id == user_id))

    def forget(self, questions_s: float, votes_s: float) -> int:
        """Delete questions and votes that are older than this, and count them."""
        now = self._now()
        with writing(self._engine) as connection:
            questions = connection.execute(delete(ASKED).where(ASKED.c.asked_ms < now - _ms(questions_s)))
            votes = connection.execute(delete(VOTES).where(VOTES.c.voted_ms < now - _ms(votes_s)))
        return questions.rowcount + votes.rowcount

    def _now(self) -> int:
        return _ms(self._clock())


def _writable(text: str) -> str:
    """Replace in what a reader wrote what not every database takes: U+0000, half a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _settings(preferences: Preferences) -> dict[str, Any]:
    filters = _written(preferences.filters)
    return {"language": preferences.language, "results": preferences.results, "filters": filters}


def _preferences(row: Row[Any]) -> Preferences:
    return Preferences(Language(row.language) if row.language else None, row.results, _read(row.filters))


def _asked(row: Row[Any]) -> Asked:
    history = tuple(json.loads(row.history))
    return Asked(row.number, row.chat_id, row.question, history, row.today, _preferences(row), row.answer_id)


def _vote(row: Row[Any]) -> Vote:
    return Vote(
        row.number,
        row.is_good,
        row.question,
        tuple(json.loads(row.history)),
        Language(row.language),
        row.today,
        _read(row.filters),
        tuple(json.loads(row.shown)),
        row.voted_ms,
    )


def _written(filters: Filters) -> str:
    days = (day.isoformat() if day else None for day in (filters.earliest, filters.latest))
    return json.dumps([*days, *filters.sources], ensure_ascii=False)


def _read(written: str) -> Filters:
    earliest, latest, *sources = json.loads(written)
    first, last = (date.fromisoformat(day) if day else None for day in (earliest, latest))
    return Filters(first, last, tuple(sources))
