"""What does a handler find beside its update? The archive, what is kept of readers, and the settings of the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.readers.rows import Preferences

if TYPE_CHECKING:
    from bot.metrics import Metrics
    from bot.readers import Readers
    from bot.settings import Settings
    from retrieval import Retriever


@dataclass(slots=True)
class ChatMemory:
    """What the process remembers of one chat: the last album that was turned down."""

    album: str | None = None


class Services:
    """What all handlers share; `application.py` fills it in."""

    retriever: Retriever
    metrics: Metrics
    readers: Readers
    settings: Settings


class Context(CallbackContext[ExtBot[int], dict[Any, Any], ChatMemory, Services]):
    """The typed context that each handler gets.

    Attributes:
        preferences: The settings of the update's chat; `handlers/entrance.py` reads them.
        reader_id: The user behind the update.
    """

    preferences = Preferences()
    reader_id: int | None = None

    @property
    def retriever(self) -> Retriever:
        """The archive that is asked."""
        return self.bot_data.retriever

    @property
    def metrics(self) -> Metrics:
        """What is counted."""
        return self.bot_data.metrics

    @property
    def readers(self) -> Readers:
        """What is kept of readers."""
        return self.bot_data.readers

    @property
    def settings(self) -> Settings:
        """The settings of the bot."""
        return self.bot_data.settings

    @property
    def is_administrator(self) -> bool:
        """Whether the user behind the update may change the archive."""
        return self.settings.people.may_administer(self.reader_id)

    @property
    def memory(self) -> ChatMemory:
        """What is remembered of the chat of the update."""
        if self.chat_data is None:
            raise LookupError("the update belongs to no chat")
        return self.chat_data


if TYPE_CHECKING:
    BotApplication = Application[ExtBot[int], Context, dict[Any, Any], ChatMemory, Services, None]
