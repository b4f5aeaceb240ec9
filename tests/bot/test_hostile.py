"""Whatever readers' apps send: no handler fails, no message is refused, and nobody sees what another reader asked."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.people import People
from tests.bot.desk import Desk
from tests.bot.nouns import HOSTILE
from tests.bot.process import copied
from tests.telegram_server import BotApiServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.telegram_server import Chat, SentMessage, Update, User

OWN_WORD = "زنبقلوز"
COMMANDS = [
    *("start", "help", "new", "privacy", "forget", "sources", "source", "latest", "said", "from", "to", "outlet"),
    *("settings", "remove", "stats", "weather", "source_", "said_"),
]
LETTERS = st.characters(exclude_categories=["Cs"])
NAMES = ["لافروف", "كيري", "داعش", "from:", "to:2016", "source:", "@isnad_test_bot", "٣"]
PIECES = [*NAMES, "<b>", "&amp;", "\u202e", "\n", HOSTILE]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(LETTERS, max_size=20), min_size=1, max_size=6).map(" ".join)
ENDS = st.sampled_from(["", "@isnad_test_bot", "@other_bot", "_9", "9"])
TEXTS = st.one_of(
    WORDS,
    st.builds("/{} {}".format, st.sampled_from(COMMANDS), WORDS | st.just("") | st.integers(-5, 40).map(str)),
    st.builds("/{}{}".format, st.sampled_from(COMMANDS), ENDS),
    st.builds(lambda piece, times: (piece * times)[:2000], st.sampled_from([*PIECES, "😀", "ه"]), st.integers(1, 2000)),
).filter(lambda text: any(letter.isalnum() for letter in text))
NUMBERS = st.integers(0, 4) | st.integers(0, 60) | st.integers(0, 10**18 - 1)
KEYS = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
DIGESTS = st.from_regex(r"[A-Za-z0-9_-]{6}", fullmatch=True)
SETTINGS = st.sampled_from(["language", "results", "lift"])
VALUES = st.sampled_from(["app", "en", "ar", "1", "5", "9"])
DATA = st.one_of(
    st.text(LETTERS, min_size=1, max_size=16),
    st.builds("m:ar:{}:{}".format, NUMBERS, NUMBERS),
    st.builds("o:en:{}:{}".format, NUMBERS, DIGESTS),
    st.builds("v:ar:{}:{}".format, st.sampled_from("+-"), NUMBERS),
    st.builds("e:en:{}:{}".format, st.sampled_from(["md", "pdf"]), NUMBERS),
    st.builds("x:ar:{}:{}:{}:{}".format, KEYS, st.integers(0, 999), st.integers(0, 9999), DIGESTS),
    st.builds("d:ar:{}:{}:".format, KEYS, st.integers(0, 99)),
    st.builds("s:en:{}".format, st.integers(0, 10**9)),
    st.builds("n:ar:{}".format, st.integers(0, 99)),
    st.builds("p:ar:{}:{}:{}".format, st.integers(0, 99), st.integers(1, 99), DIGESTS),
    st.builds("w:ar:{}:{}".format, st.integers(0, 99), st.text(LETTERS, min_size=1, max_size=12)),
    st.builds("t:ar:{}:{}".format, SETTINGS, VALUES),
    st.builds("r:ar:{}".format, KEYS),
)
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
CONTENTS = st.one_of(
    st.builds(lambda name: {"document": {"file_id": "a", "file_unique_id": "a", "file_name": name}}, st.text(LETTERS)),
    st.just({"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}], "caption": "<b>"}),
    st.just({"location": {"latitude": 1.5, "longitude": 2.5}}),
    st.builds(
        lambda text: {"text": text, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}},
        WORDS,
    ),
)


@dataclass
class Readers:
    """A bot, somebody who asked something of their own, and a foul reader alone and in a group."""

    desk: Desk
    foul: User
    group: Chat
    page: SentMessage
    asked: list[Update] = field(default_factory=list)

    def write(self, text: str) -> Update:
        """Write to the bot."""
        self.asked.append(self.desk.server.send_text(self.foul, text))
        return self.asked[-1]

    def write_in_group(self, text: str) -> Update:
        """Write in a group."""
        return self.desk.server.send_text(self.foul, f"@isnad_test_bot {text}"[:4000], chat=self.group)

    def correct(self, text: str) -> Update:
        """Edit what was written last."""
        return self.desk.server.send_text(self.foul, text, edit=self.asked[-1]) if self.asked else self.write(text)

    def press(self, data: str) -> Update:
        """Send the data of a button, which may be made up."""
        return self.desk.server.press(self.foul, self.page, data, stale=True)

    def press_shown(self, number: int) -> Update:
        """Press one of the buttons that stand in the chat, with the last of its messages."""
        shown = [message for message in self.desk.server.messages(self.foul.id)[-3:] if message.buttons]
        data = [(one, data) for one in shown for row in one.buttons for _, data in row if data]
        if not data:
            return self.press("s:ar:0")
        message, pressed = data[number % len(data)]
        return self.desk.server.press(self.foul, message, pressed)

    def type(self, words: str, offset: str) -> Update:
        """Type in another chat."""
        return self.desk.server.inline_query(self.foul, words[:256], offset=offset[:16])

    def send(self, content: dict[str, Any]) -> Update:
        """Send something else than text."""
        chat = {"id": self.foul.id, "type": "private", "first_name": "x"}
        message = {"message_id": 10**6, "date": int(time.time()), "chat": chat, "from": self.foul.as_json(), **content}
        return self.desk.server.push({"message": message})


Event = tuple["Callable[..., Update]", tuple[Any, ...]]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.tuples(st.just(Readers.write), st.tuples(TEXTS)),
    st.tuples(st.just(Readers.write_in_group), st.tuples(TEXTS)),
    st.tuples(st.just(Readers.correct), st.tuples(TEXTS)),
    st.tuples(st.just(Readers.press), st.tuples(DATA)),
    st.tuples(st.just(Readers.press_shown), st.tuples(st.integers(0, 40))),
    st.tuples(st.just(Readers.type), st.tuples(TEXTS | st.just(""), st.text(max_size=5) | NUMBERS.map(str))),
    st.tuples(st.just(Readers.send), st.tuples(CONTENTS)),
)


@pytest.fixture(scope="module")
def readers(reading_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """The bot with one administrator, who is nobody of these; another reader's question has a word of its own."""
    url = copied(reading_url, tmp_path_factory.mktemp("hostile"))
    with BotApiServer() as server, Desk(server, url, people=People(admins=frozenset({1}))) as desk:
        private, foul, group = server.add_user("كتوم"), server.add_user("<b>&"), server.add_group()
        for question in (f"ماذا قال لافروف عن {OWN_WORD}؟", f"ماذا قال كيري؟ {OWN_WORD}", "ماذا قال لافروف عن النصرة؟"):
            desk.press(private, desk.tell(private, question), "👍")
        documents = len(desk.retriever.documents())
        yield Readers(desk, foul, group, desk.tell(foul, "/sources"))
        assert len(desk.retriever.documents()) == documents
        assert OWN_WORD in str([vote.question for vote in desk.readers.votes()])
        seen = [*server.messages(foul.id), *server.messages(group.id)]
        assert not [
            one for one in seen if OWN_WORD in one.text or (one.document and OWN_WORD.encode() in one.document.content)
        ]
        typed = [one for one in server.requests if one.method == "answerInlineQuery"]
        assert OWN_WORD not in str([one.params.get("results") for one in typed])
        assert not server.unanswered_queries
        server.check()


def meet(readers: Readers, events: list[Event]) -> None:
    """Let the bot handle what happens, and see that nothing fails and nothing is refused."""
    for act, arguments in events:
        update = act(readers, *arguments)
        assert readers.desk.handle(update) is None, update.raw
        assert not readers.desk.server.violations


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(EVENTS, min_size=1, max_size=3))
def test_nothing_that_is_sent_makes_the_bot_fail(readers: Readers, events: list[Event]) -> None:
    """A few hostile messages, presses, corrections and queries in any order."""
    meet(readers, events)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(EVENTS, min_size=1, max_size=1))
def test_nothing_of_very_much_makes_the_bot_fail(readers: Readers, events: list[Event]) -> None:
    """The same ten thousand times over."""
    meet(readers, events)
