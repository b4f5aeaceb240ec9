"""How does a test speak to the server?

`BotApiServer` runs Telegram's Bot API on a local port, in a thread of its own, and offers a test what people do in
their apps: write, press buttons, block the bot. Everything that the bot sends can be looked at and waited for.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from tests.telegram_server.model import Json, Refusal, Request, SentMessage, Update, Upload, User, Violation
from tests.telegram_server.rules import Rules
from tests.telegram_server.service import Service
from tests.telegram_server.text import find_commands, is_empty, utf16_length
from tests.telegram_server.updates import FIRST_UPDATE_ID
from tests.telegram_server.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from tests.telegram_server.faults import Fault
    from tests.telegram_server.model import Chat, Entity

T = TypeVar("T")
TOKEN = "123456789:TEST-token_of-the-local-Bot-API-0000"  # noqa: S105  # no secret: only this server knows it
TIMEOUT_S = 10.0


class BotApiServer:
    """A Bot API server for one bot, strict about what that bot sends.

    Use it as a context manager; leaving it stops the server and raises AssertionError if the bot broke a rule. A test
    that means to break one takes the violations away with `take_violations`.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "isnad_test_bot",
        port: int = 0,
        strict_limits: bool = False,
        first_update_id: int = FIRST_UPDATE_ID,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare a server that does not run yet.

        Args:
            token: The bot's; before the colon stands its user id.
            username: The bot's name in mentions, without the `@`.
            port: Where to listen; 0 for a free port. A later server at the same port is Telegram after an outage.
            strict_limits: Whether sending too fast is refused (429).
            first_update_id: Number of the first update; a later server at the same port must not count anew.
            clock: Seconds, for the limits and for `Request.when`.
        """
        self.token = token
        self.rules = Rules()
        self.bot = User(int(token.partition(":")[0]), "إسناد", None, username, is_bot=True)
        self._world = World(self.bot, self.rules)
        self._queue = self._world.queue
        self._queue.begin_at(first_update_id)
        self._service = Service(token, self._world, clock, is_throttled=strict_limits)
        self._port = port
        self._url: Future[str] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._live, name="bot-api", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None:
            self.check()

    def start(self) -> None:
        """Listen on 127.0.0.1.

        Raises:
            OSError: The port is taken.
        """
        self._thread.start()
        self._url.result()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """Address to put in the place of https://api.telegram.org."""
        return self._url.result()

    # -- what the bot did

    @property
    def requests(self) -> list[Request]:
        """Every call of the bot, in the order of arrival."""
        return self._do(lambda: list(self._service.requests.values()))

    @property
    def violations(self) -> list[Violation]:
        """Every rule that the bot broke."""
        return self._do(lambda: list(self._service.violations))

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits in a getUpdates call now."""
        return self._do(lambda: self._queue.is_polled)

    @property
    def conflicts(self) -> int:
        """How many polls were ended by another getUpdates."""
        return self._do(lambda: self._queue.conflicts)

    @property
    def hung_calls(self) -> int:
        """How many calls hang now, by `Fault.hung`; fewer when a client gives up."""
        return self._do(lambda: self._service.hung_calls)

    @property
    def dropped_updates(self) -> list[Update]:
        """Updates that never reach the bot: of a kind it did not ask for, or hidden from it by privacy mode."""
        return self._do(lambda: list(self._queue.dropped))

    @property
    def pending_updates(self) -> list[Update]:
        """Updates that the bot has not confirmed."""
        return self._do(lambda: list(self._queue.pending))

    @property
    def unanswered_queries(self) -> list[str]:
        """Ids of callback and inline queries without an answer."""
        return self._do(lambda: [key for key, query in self._world.queries.items() if not query.is_answered])

    def messages(self, chat_id: int | None = None) -> list[SentMessage]:
        """List the messages of the bot that stand in one chat, or in all, oldest first."""
        return self._do(lambda: [message for message in self._world.messages(chat_id) if message.is_from_bot])

    def profile(self, kind: str, language_code: str = "", scope: str = "default") -> Any:
        """Give what the bot set: `commands`, `name`, `description` or `short_description`; None if it set none."""
        return self._do(lambda: self._world.profile.get((kind, scope, language_code)))

    def check(self) -> None:
        """Fail if the bot broke a rule.

        Raises:
            AssertionError: It did; the message lists how.
        """
        violations = self.violations
        if violations:
            lines = "\n".join(f"- {violation}" for violation in violations)
            raise AssertionError(f"the bot broke {len(violations)} rules of the Bot API:\n{lines}")

    def forget(self) -> None:
        """Let go of the messages and calls until now, which a test of many thousands has looked at."""

        def forget() -> None:
            self._service.requests.clear()
            self._world.forget()

        self._do(forget)

    def take_violations(self) -> list[Violation]:
        """Give the violations and forget them, for a test that expects them."""

        def take() -> list[Violation]:
            taken = list(self._service.violations)
            self._service.violations.clear()
            return taken

        return self._do(take)

    # -- people and groups

    def add_user(
        self,
        first_name: str = "قارئ",
        *,
        language_code: str | None = "ar",
        username: str | None = None,
        started: bool = True,
    ) -> User:
        """Make a person; `started=False` for one who never wrote to the bot in private."""
        return self._do(lambda: self._world.add_user(first_name, language_code, username, has_started=started))

    def add_group(self, title: str = "غرفة الأخبار") -> Chat:
        """Make a supergroup with the bot in it, in privacy mode."""
        return self._do(lambda: self._world.add_group(title))

    def block(self, user: User) -> Update:
        """Let a person block the bot: it may not write to them (403)."""
        return self._do(
            lambda: self._set_access(self._world.know(user), "member", "kicked", "bot was blocked by the user")
        )

    def unblock(self, user: User) -> Update:
        """Let a person take the bot back."""
        return self._do(lambda: self._set_access(self._world.know(user), "kicked", "member", None))

    def kick(self, group: Chat) -> Update:
        """Let a group throw the bot out (403)."""
        reason = "bot was kicked from the supergroup chat"
        return self._do(lambda: self._set_access(group, "member", "kicked", reason))

    # -- what people do

    def send_text(
        self,
        user: User,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: SentMessage | Update | None = None,
        edit: Update | None = None,
    ) -> Update:
        """Let a person write, in private or in a group, or edit what they wrote.

        Args:
            user: Who writes.
            text: What they type.
            chat: The group in which they do; None for their private chat.
            reply_to: The message that it answers.
            edit: The earlier message that gets this text.

        Returns:
            The update. In a group it reaches the bot only if privacy mode lets it: a command, a mention of the bot or
            a reply to it.

        Raises:
            ValueError: No app would send it: it is empty or too long.
        """
        if is_empty(text) or utf16_length(text) > self.rules.limits.text_units:
            raise ValueError("no app would send such a text")

        def send() -> Update:
            place = chat or self._world.know(user)
            self._world.unstarted.discard(place.id)
            entities = find_commands(text)
            if edit is None:
                reply = None if reply_to is None else reply_to.message_id
                message = self._world.post(place, user, text, html=text, entities=entities, reply_to=reply)
            else:
                message = self._world.edit(self._standing(edit), text=text, html=text, entities=entities)
            kind = "message" if edit is None else "edited_message"
            payload = self._world.message_json(message)
            return self._push(kind, payload, is_delivered=self._reaches_bot(message))

        return self._do(send)

    def send_document(self, user: User, filename: str, content: bytes, *, caption: str = "") -> Update:
        """Let a person send a file in private."""

        def send() -> Update:
            upload = Upload(filename, content)
            fields = {"document": upload, "file_id": self._world.add_file(upload)}
            message = self._world.post(self._world.know(user), user, caption, **fields)
            return self._push("message", self._world.message_json(message))

        return self._do(send)

    def press(self, user: User, message: SentMessage, callback_data: str, *, stale: bool = False) -> Update:
        """Let a person press a button.

        Args:
            user: Who presses.
            message: The message under which the button stands.
            callback_data: The button's data.
            stale: Whether the button may be gone, as in an app that has not seen the last edit yet.

        Raises:
            ValueError: The message has no such button now.
        """

        def press() -> Update:
            standing = self._world.message(message.chat, message.message_id)
            data = [data for row in (standing.buttons if standing else ()) for _, data in row]
            if callback_data not in data and not stale:
                raise ValueError(f"there is no button {callback_data!r}, only {data}")
            gone = {"chat": message.chat.as_json(), "message_id": message.message_id, "date": 0}
            payload = {
                "id": self._world.add_query("callback_query"),
                "from": user.as_json(),
                "message": self._world.message_json(standing) if standing else gone,
                "chat_instance": str(message.chat_id * 31),
                "data": callback_data,
            }
            return self._push("callback_query", payload)

        return self._do(press)

    def inline_query(self, user: User, query: str, *, offset: str = "") -> Update:
        """Let a person type the bot's name and a query in some chat.

        Raises:
            ValueError: No app would send it: the query is too long.
        """
        if len(query) > self.rules.limits.inline_query_chars:
            raise ValueError("no app would send such a query")

        def ask() -> Update:
            payload = {
                "id": self._world.add_query("inline_query"),
                "from": user.as_json(),
                "query": query,
                "offset": offset,
            }
            return self._push("inline_query", payload | {"chat_type": "sender"})

        return self._do(ask)

    def delete(self, message: SentMessage | Update) -> None:
        """Let a person delete a message, their own or the bot's."""
        self._do(lambda: self._world.delete(self._standing(message)))

    def expire(self, query: Update) -> None:
        """Let a callback query or inline query grow too old to be answered."""

        def expire() -> None:
            self._world.queries[query.query_id].is_expired = True

        self._do(expire)

    def push(self, update: Mapping[str, Any]) -> Update:
        """Queue any update: one field named after its kind; an `update_id` is given to it here."""
        kinds = [name for name in update if name != "update_id"]
        if len(kinds) != 1 or kinds[0] not in self.rules.choices["updates"]:
            raise ValueError(f"an update has one field, named after its kind: {kinds}")
        return self._do(lambda: self._push(kinds[0], dict(update[kinds[0]])))

    # -- what goes wrong

    def fail_next(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Order a fault for the next calls of a method, or of any with `ANY_METHOD`."""
        if method != "*" and method not in self.rules.methods:
            raise ValueError(f"the rules know no method {method!r}")
        self._do(lambda: self._service.faults.add(method, fault, times))

    def release(self) -> None:
        """Let the hung calls go on, and forget the faults that have not come yet."""

        def release() -> None:
            self._service.faults.clear()
            self._service.release()

        self._do(release)

    # -- waiting

    def wait_until(self, condition: Callable[[], T | None], timeout_s: float = TIMEOUT_S) -> T:
        """Wait until a condition on this server gives something true, looking whenever anything changes; give that.

        Raises:
            TimeoutError: It did not; the message tells what the bot did instead.
        """
        assert self._loop is not None, "the server does not run"
        assert threading.get_ident() != self._thread.ident, "a condition cannot wait itself"
        waiting = asyncio.run_coroutine_threadsafe(self._service.wait_until(condition, timeout_s), self._loop)
        try:
            return waiting.result()
        except TimeoutError:
            raise TimeoutError(f"nothing like it in {timeout_s} s; {self._story()}") from None

    def wait_for(self, predicate: Callable[[SentMessage], bool], timeout_s: float = TIMEOUT_S) -> SentMessage:
        """Wait for a message of the bot's, as it stands or comes to stand in any chat, that fits."""
        return self.wait_until(lambda: self._first(predicate), timeout_s)

    def wait_for_answer(self, update: Update, timeout_s: float = TIMEOUT_S) -> SentMessage:
        """Wait for the bot's first message in the chat of an update, after the message of that update."""
        chat_id, message_id = update.chat_id, update.message_id
        return self.wait_for(lambda sent: sent.chat_id == chat_id and sent.message_id > message_id, timeout_s)

    def wait_for_request(
        self, method: str, predicate: Callable[[Request], bool] = lambda _: True, timeout_s: float = TIMEOUT_S
    ) -> Request:
        """Wait for an answered call of a method that fits; the first such, even if it came before."""
        return self.wait_until(lambda: self._first_request(method, predicate), timeout_s)

    def wait_for_query_answer(self, query: Update, timeout_s: float = TIMEOUT_S) -> Request:
        """Wait until a callback query or inline query is answered, and give the call that did."""
        name = "callback_query_id" if query.kind == "callback_query" else "inline_query_id"
        method = "answerCallbackQuery" if query.kind == "callback_query" else "answerInlineQuery"
        return self.wait_for_request(method, lambda request: request.params.get(name) == query.query_id, timeout_s)

    def wait_until_confirmed(self, update: Update, timeout_s: float = TIMEOUT_S) -> None:
        """Wait until the bot has moved its offset past an update."""
        self.wait_until(lambda: self._queue.is_confirmed(update), timeout_s)

    def wait_until_polled(self, timeout_s: float = TIMEOUT_S) -> None:
        """Wait until the bot waits in a long poll."""
        self.wait_until(lambda: self.is_polled, timeout_s)

    # -- inside

    def _live(self) -> None:
        try:
            asyncio.run(self._run())
        except BaseException as error:
            if self._url.done():
                raise
            self._url.set_exception(error)  # it is raised where the test called start

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        application = self._service.application()
        runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        try:
            self._url.set_result(await _listen(runner, self._port))
            await self._stopping.wait()
            self._service.close()
        finally:
            await runner.cleanup()

    def _do(self, action: Callable[[], T]) -> T:
        """Run an action where nothing else changes the state: on the event loop, or here once that has ended."""
        if self._loop is None or not self._thread.is_alive() or threading.get_ident() == self._thread.ident:
            return action()
        done: Future[T] = Future()
        self._loop.call_soon_threadsafe(_complete, done, action)
        return done.result()

    def _push(self, kind: str, payload: Json, *, is_delivered: bool = True) -> Update:
        update = self._queue.push(kind, payload, is_delivered=is_delivered)
        self._service.notify()
        return update

    def _set_access(self, chat: Chat, old: str, new: str, reason: str | None) -> Update:
        if reason is None:
            self._world.refusals.pop(chat.id, None)
        else:
            self._world.refusals[chat.id] = Refusal(403, f"Forbidden: {reason}")
        actor = self._world.users.get(chat.id, self.bot)
        payload: Json = {"chat": chat.as_json(), "from": actor.as_json(), "date": int(time.time())}
        for field, status in (("old_chat_member", old), ("new_chat_member", new)):
            ban = {"until_date": 0} if status == "kicked" else {}
            payload[field] = {"status": status, "user": self.bot.as_json()} | ban
        return self._push("my_chat_member", payload)

    def _reaches_bot(self, message: SentMessage) -> bool:
        """Tell whether privacy mode lets a message through to the bot."""
        if message.chat.is_private:
            return True
        replied = self._world.message(message.chat, message.reply_to)
        return bool(replied and replied.is_from_bot) or self._is_addressed(message.text, message.entities)

    def _is_addressed(self, text: str, entities: Sequence[Entity]) -> bool:
        units = text.encode("utf-16-le")
        words = [units[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le").lower() for e in entities]
        name = f"@{self.bot.username}".lower()
        return any(word.endswith(name) or (word.startswith("/") and "@" not in word) for word in words)

    def _standing(self, message: SentMessage | Update) -> SentMessage:
        standing = self._world.message(self._world.chats[message.chat_id], message.message_id)
        if standing is None:
            raise ValueError("that message stands nowhere")
        return standing

    def _first(self, predicate: Callable[[SentMessage], bool]) -> SentMessage | None:
        return next((message for message in self.messages() if predicate(message)), None)

    def _first_request(self, method: str, predicate: Callable[[Request], bool]) -> Request | None:
        answered = (one for one in self.requests if one.method == method and one.status is not None)
        return next((request for request in answered if predicate(request)), None)

    def _story(self) -> str:
        """Tell what happened, for the message of a failed test."""
        requests = [str(request)[:300] for request in self.requests if request.method != "getUpdates"]
        violations = [str(violation) for violation in self.violations]
        pending = len(self.pending_updates)
        return "\n".join(["the bot's calls were:", *requests[-15:], f"{pending} updates pending", *violations])


async def _listen(runner: web.AppRunner, port: int) -> str:
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, bound_port = runner.addresses[0]
    return f"http://{host}:{bound_port}"


def _complete(done: Future[T], action: Callable[[], T]) -> None:
    try:
        done.set_result(action())
    except BaseException as error:  # it is raised where the test called
        done.set_exception(error)
