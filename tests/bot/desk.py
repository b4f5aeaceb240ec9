"""The bot in the test's own process: an update in, and what it does at the strict server can be looked at at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import Update as BotUpdate

from bot.application import build_application
from bot.delivery import Delivery, delivering
from bot.readers import Readers
from bot.settings import Settings
from retrieval import Retriever

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from tests.telegram_server import BotApiServer, Chat, SentMessage, Update, User

INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0x2066, 0x2068, 0x2069))


class Desk:
    """A bot over an archive; it handles one update after the other, as it is told.

    Attributes:
        server: Where it sends.
        retriever: What it asks.
        readers: What it keeps.
    """

    def __init__(self, server: BotApiServer, url: str, **settings: object) -> None:
        self.server = server
        self._url = url
        self._settings = Settings(api_url=server.url, database_url=url, **settings)  # type: ignore[arg-type]
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self.retriever = Retriever.open(self._url, create=True)
        self.readers = Readers.open(self._url, self.server.bot.id)
        self._application = build_application(self.server.token, self._settings, self.retriever)
        self._application.bot_data.readers = self.readers
        self._application.bot._rate_limiter = None  # the server takes all that comes at once
        self._runner.run(self._application.initialize())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._application.shutdown())
        self._runner.close()
        self.readers.close()
        self.retriever.close()

    def handle(self, update: Update) -> Exception | None:
        """Let the bot handle an update; gives what its handler failed with, if it did."""
        return self._runner.run(self._handle(update))

    async def _handle(self, update: Update) -> Exception | None:
        current = Delivery()
        with delivering(current):
            await self._application.process_update(BotUpdate.de_json(update.raw, self._application.bot))
        return current.error

    def tell(self, reader: User, text: str, **how: object) -> SentMessage:
        """Let a reader write, and give the last message of the bot's in that chat."""
        return self.answer_to(self.server.send_text(reader, text, **how))  # type: ignore[arg-type]

    def press(self, reader: User, message: SentMessage, label: str) -> SentMessage:
        """Let a reader press a button whose label begins so, and give the bot's last message in that chat."""
        data = next(data for row in message.buttons for shown, data in row if shown.startswith(label) and data)
        return self.answer_to(self.server.press(reader, message, data))

    def press_data(self, reader: User, message: SentMessage, data: str) -> SentMessage:
        """Let a reader's app send any data, as a foul one can."""
        return self.answer_to(self.server.press(reader, message, data, stale=True))

    def answer_to(self, update: Update) -> SentMessage:
        """Handle an update that must not fail, and give the bot's last message in its chat."""
        error = self.handle(update)
        assert error is None, error
        return self.server.messages(update.chat_id)[-1]

    def standing(self, message: SentMessage) -> SentMessage:
        """Give a message as it stands now."""
        here = self.server.messages(message.chat_id)
        return next(one for one in here if one.message_id == message.message_id)

    def said_to(self, chat: User | Chat) -> list[str]:
        """Give what the bot wrote in a chat."""
        return [plain(message) for message in self.server.messages(chat.id)]


def plain(message: SentMessage) -> str:
    """Read a message without the marks that direct it."""
    return message.text.translate(INVISIBLE)


def parts(message: SentMessage, kind: str) -> list[str]:
    """Cut the stretches of one format out of a message."""
    units = message.text.encode("utf-16-le")
    found = [entity for entity in message.entities if entity.type.endswith(kind)]
    return [units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le") for one in found]


def labels(message: SentMessage) -> list[str]:
    """Give the labels of the buttons, from left to right and from top to bottom."""
    return [label for row in message.buttons for label, _ in row]
