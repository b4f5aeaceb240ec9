"""What does a handler find beside its update? The retriever, and what a chat remembers of its reader's questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.talk import Talk

if TYPE_CHECKING:
    from datetime import datetime

    from bot.metrics import Metrics
    from retrieval import Retriever


@dataclass(slots=True)
class ChatMemory:
    """What is remembered of one chat: each reader's talk, by user id, and the last album that was turned down."""

    talks: dict[int, Talk] = field(default_factory=dict)
    album: str | None = None

    def talk(self, reader: int) -> Talk:
        """Find or begin the talk of a reader."""
        return self.talks.setdefault(reader, Talk())

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing of it is needed any more."""
        return all(talk.is_over(now) for talk in self.talks.values())


class Services:
    """What all handlers share; `application.py` fills it in."""

    retriever: Retriever
    metrics: Metrics


class Context(CallbackContext[ExtBot[int], dict[Any, Any], ChatMemory, Services]):
    """The typed context that each handler gets."""

    @property
    def retriever(self) -> Retriever:
        """The archive that is asked."""
        return self.bot_data.retriever

    @property
    def metrics(self) -> Metrics:
        """What is counted."""
        return self.bot_data.metrics

    @property
    def memory(self) -> ChatMemory:
        """What is remembered of the chat of the update."""
        if self.chat_data is None:
            raise LookupError("the update belongs to no chat")
        return self.chat_data


if TYPE_CHECKING:
    BotApplication = Application[ExtBot[int], Context, dict[Any, Any], ChatMemory, Services, None]
