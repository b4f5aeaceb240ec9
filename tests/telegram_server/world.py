"""What does Telegram know?

Users, chats, messages, open queries, files and the bot's own profile. The server's event loop is the only place where
this changes.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.telegram_server.model import Chat, Json, Refusal, SentMessage, Upload, User
from tests.telegram_server.updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.telegram_server.rules import Rules

FIRST_USER_ID = 500_000_001
FIRST_GROUP_ID = -1_001_000_000_001
FIRST_QUERY_ID = 4_382_000_000_000_001


@dataclass(slots=True)
class Query:
    """A callback query or inline query: it takes one answer, and only while it is fresh."""

    kind: str
    is_answered: bool = False
    is_expired: bool = False


class World:
    """The state of Telegram that this bot can see.

    Attributes:
        rules: What the bot may send.
        queue: The updates on their way to the bot.
        refusals: For chats to which the bot may not write, the answer that it gets.
        unstarted: Users who never wrote to the bot in private.
        profile: What the bot said of itself: commands, names and descriptions by (kind, scope, language).
        reactions: The bot's reactions by (chat id, message id).
    """

    def __init__(self, bot: User, rules: Rules) -> None:
        self.bot = bot
        self.rules = rules
        self.queue = UpdateQueue(rules.usual_updates)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.refusals: dict[int, Refusal] = {}
        self.unstarted: set[int] = set()
        self.queries: dict[str, Query] = {}
        self.files: dict[str, Upload] = {}
        self.profile: dict[tuple[str, str, str], Any] = {}
        self.reactions: dict[tuple[int, int], list[Json]] = {}
        self._messages: dict[tuple[int, int], SentMessage] = {}
        self._deleted: dict[tuple[int, int], SentMessage] = {}
        self._message_ids: dict[int, Iterator[int]] = {}
        self._user_ids = itertools.count(FIRST_USER_ID)
        self._group_ids = itertools.count(FIRST_GROUP_ID, -1)
        self._query_ids = itertools.count(FIRST_QUERY_ID, 7919)
        self._file_ids = itertools.count(1)

    # -- users and chats

    def add_user(self, first_name: str, language_code: str | None, username: str | None, *, has_started: bool) -> User:
        """Make a user, and the private chat with them."""
        user = User(next(self._user_ids), first_name, language_code, username)
        self.know(user)
        if not has_started:
            self.unstarted.add(user.id)
        return user

    def know(self, user: User) -> Chat:
        """Make sure that a user and their private chat exist, and give that chat."""
        self.users[user.id] = user
        return self.chats.setdefault(user.id, Chat(user.id, "private", None, user.first_name, user.username))

    def add_group(self, title: str) -> Chat:
        """Make a supergroup of which the bot is a member."""
        chat = Chat(next(self._group_ids), "supergroup", title)
        self.chats[chat.id] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """Find the chat that a request names.

        Raises:
            Refusal: There is no such chat, or the bot may not write there.
        """
        chat = self._named_chat(chat_id) if isinstance(chat_id, str) else self.chats.get(chat_id)
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found", rule="unknown-chat")
        if chat.id in self.unstarted:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user", rule="unstarted-chat")
        if chat.id in self.refusals:
            raise self.refusals[chat.id]
        return chat

    def _named_chat(self, name: str) -> Chat | None:
        """Find a public group; a private chat cannot be addressed by its user's name."""
        groups = (chat for chat in self.chats.values() if not chat.is_private and chat.username)
        return next((chat for chat in groups if f"@{chat.username}" == name), None)

    # -- messages

    def post(self, chat: Chat, sender: User, text: str, **fields: Any) -> SentMessage:
        """Put a new message into a chat; ids count from 1 in each chat."""
        ids = self._message_ids.setdefault(chat.id, itertools.count(1))
        message = SentMessage(chat, next(ids), sender, int(time.time()), text, **fields)
        self._messages[chat.id, message.message_id] = message
        return message

    def edit(self, message: SentMessage, **changes: Any) -> SentMessage:
        """Put a changed message in the place of a message."""
        changed = replace(message, edits=message.edits + 1, **changes)
        self._messages[message.chat_id, message.message_id] = changed
        return changed

    def delete(self, message: SentMessage) -> None:
        """Take a message out of its chat."""
        key = (message.chat_id, message.message_id)
        self._deleted[key] = self._messages.pop(key)

    def message(self, chat: Chat, message_id: int | None) -> SentMessage | None:
        """Find a message; None when it was deleted or never stood there."""
        return None if message_id is None else self._messages.get((chat.id, message_id))

    def was_deleted(self, chat: Chat, message_id: int | None) -> bool:
        """Tell whether such a message stood in the chat once."""
        return (chat.id, message_id) in self._deleted

    def messages(self, chat_id: int | None = None) -> list[SentMessage]:
        """List the messages of one chat, or of all, in the order in which they were sent."""
        return [message for message in self._messages.values() if chat_id in {None, message.chat_id}]

    def forget(self) -> None:
        """Let go of all messages; what is sent from now on has further numbers."""
        self._messages.clear()
        self._deleted.clear()

    def message_json(self, message: SentMessage) -> Json:
        """Give the Bot API's object of a message, with the one that it answers."""
        return message.as_json(self.message(message.chat, message.reply_to))

    # -- queries and files

    def add_query(self, kind: str) -> str:
        """Open a query, and give its id."""
        query_id = str(next(self._query_ids))
        self.queries[query_id] = Query(kind)
        return query_id

    def answer_query(self, kind: str, query_id: str) -> None:
        """Close a query with its answer.

        Raises:
            Refusal: It is too old, answered already, or was never asked; only the first is not the bot's fault.
        """
        description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        query = self.queries.get(query_id)
        if query is None or query.kind != kind:
            raise Refusal(400, description, rule="unknown-query")
        if query.is_answered:
            raise Refusal(400, description, rule="query-answered-twice")
        if query.is_expired:
            raise Refusal(400, description)
        query.is_answered = True

    def add_file(self, upload: Upload) -> str:
        """Keep a file, and give its id."""
        file_id = f"BQACAgQAAx{next(self._file_ids):08d}"
        self.files[file_id] = upload
        return file_id
