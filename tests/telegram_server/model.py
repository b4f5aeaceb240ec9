"""Which nouns does the test server speak of?

Users and chats that a test makes, the updates it sends, the messages that stand in a chat, and what the server writes
down about the bot: its requests, its files and its violations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818  # it is an answer of Telegram's, not a fault of the server
    """Say no as Telegram does.

    Attributes:
        code: HTTP status.
        rule: The rule that the bot broke; None where the refusal is not its fault.
    """

    def __init__(
        self, code: int, description: str, *, rule: str | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.rule = rule
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that the bot did and must not do, whether Telegram would refuse it or overlook it."""

    rule: str
    method: str
    detail: str

    def __str__(self) -> str:
        return f"{self.method}: {self.detail} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot itself."""

    id: int
    first_name: str = "قارئ"
    language_code: str | None = "ar"
    username: str | None = None
    last_name: str | None = None
    is_bot: bool = False

    def as_json(self) -> Json:
        """Give the Bot API's object of this user."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | without_none(optional)


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat, which has its user's id, or a group."""

    id: int
    type: str = "private"
    title: str | None = None
    first_name: str | None = None
    username: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether only one person and the bot are in it."""
        return self.type == "private"

    def as_json(self) -> Json:
        """Give the Bot API's object of this chat."""
        optional = {"title": self.title, "first_name": self.first_name, "username": self.username}
        return {"id": self.id, "type": self.type} | without_none(optional)


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch of a message.

    Attributes:
        offset: Start in UTF-16 units of the text.
        length: Length in UTF-16 units.
        url: Where a `text_link` leads, the language of a `pre`, or the id of a `custom_emoji`; None for all others.
    """

    type: str
    offset: int
    length: int
    url: str | None = None

    def as_json(self) -> Json:
        """Give the Bot API's object of this entity."""
        names = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}
        optional = {names.get(self.type, "url"): self.url}
        return {"type": self.type, "offset": self.offset, "length": self.length} | without_none(optional)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as it stands in its chat now.

    Attributes:
        text: What is read on the screen, after HTML parsing and Telegram's cleaning; the caption of a document.
        html: The text as it was sent; equal to `text` for a person's message.
        buttons: Rows of (label, callback data); the data is None for a button that does something else.
        markup: The reply markup as it was sent.
        reply_to: Id of the message that it answers, in the same chat.
        document: The file that it carries.
        edits: How often it was edited.
    """

    chat: Chat
    message_id: int
    sender: User
    date: int
    text: str
    entities: tuple[Entity, ...] = ()
    html: str = ""
    markup: Json | None = None
    reply_to: int | None = None
    quote: str | None = None
    document: Upload | None = None
    file_id: str | None = None
    edits: int = 0

    @property
    def chat_id(self) -> int:
        """Id of the chat in which it stands."""
        return self.chat.id

    @property
    def is_from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.sender.is_bot

    @property
    def buttons(self) -> tuple[tuple[tuple[str, str | None], ...], ...]:
        """Rows of (label, callback data)."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return tuple(tuple((button["text"], button.get("callback_data")) for button in row) for row in rows)

    def as_json(self, reply: SentMessage | None = None) -> Json:
        """Give the Bot API's object of this message, with the message that it answers."""
        entities = [entity.as_json() for entity in self.entities] or None
        is_inline = self.markup is not None and self.markup.get("inline_keyboard")
        optional: Json = {
            "edit_date": self.date if self.edits else None,
            "reply_to_message": reply.as_json() if reply else None,
            "quote": {"text": self.quote, "position": 0, "is_manual": True} if self.quote else None,
            "reply_markup": self.markup if is_inline else None,
        }
        if self.document is None:
            optional |= {"text": self.text, "entities": entities}
        else:
            optional |= {"caption": self.text or None, "caption_entities": entities, "document": self._document_json()}
        head = {
            "message_id": self.message_id,
            "date": self.date,
            "chat": self.chat.as_json(),
            "from": self.sender.as_json(),
        }
        return head | without_none(optional)

    def _document_json(self) -> Json:
        assert self.document is not None
        names = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_name": self.document.filename}
        return names | {"file_size": len(self.document.content)}


@dataclass(frozen=True, slots=True)
class Update:
    """Something that happened, as the bot hears of it."""

    update_id: int
    kind: str
    payload: Json

    @property
    def raw(self) -> Json:
        """The Bot API's object of this update."""
        return {"update_id": self.update_id, self.kind: self.payload}

    @property
    def message_id(self) -> int:
        """Id of the message that was sent or whose button was pressed."""
        return int(self._message["message_id"])

    @property
    def chat_id(self) -> int:
        """Id of the chat in which it happened."""
        return int(self._message["chat"]["id"])

    @property
    def query_id(self) -> str:
        """Id of the callback query or inline query, to be answered by the bot."""
        return str(self.payload["id"])

    @property
    def _message(self) -> Json:
        message: Json = self.payload.get("message", self.payload)
        return message


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the bot.

    Attributes:
        number: Counts from 1 in the order of arrival.
        params: Parameters as they were understood; as they came where they could not be.
        when: Seconds on the server's clock at arrival.
        status: HTTP status of the answer; None while there is none, or when the connection was dropped.
        description: Telegram's reason for a refusal.
    """

    number: int
    method: str
    params: Json
    when: float
    status: int | None = None
    description: str | None = None

    def __str__(self) -> str:
        answer = "no answer" if self.status is None else f"{self.status} {self.description or ''}".strip()
        return f"#{self.number} {self.method} {self.params} -> {answer}"


def without_none(fields: Json) -> Json:
    """Drop the fields that have no value, as the Bot API leaves them out."""
    return {name: value for name, value in fields.items() if value is not None}
