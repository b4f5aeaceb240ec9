"""What if a handler fails? It is noted; what follows is judged by those who handed the update out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.delivery import delivery

if TYPE_CHECKING:
    from bot.context import Context

_REPEATED = re.compile(r'"[^"]*"')


async def note_failure(_update: object, context: Context) -> None:
    """Note the error of a handler with the answer that it was to give; no further handler is tried."""
    delivery().error = context.error
    raise ApplicationHandlerStop


def said(error: BaseException) -> str:
    """Tell an error in a few words, none of them a reader's: Telegram's description, else the kind of the error."""
    kind = type(error).__qualname__
    return f"{kind}: {_REPEATED.sub('…', str(error))}" if isinstance(error, TelegramError) else kind
