"""What is written down, and what must never be? Logging to standard error, with the bot token struck out."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from bot.settings import Settings

STRUCK_OUT = "<token>"
_LOGGER = logging.getLogger(__name__)
# At INFO the first two log each URL, of which the token is part, and the third each step of opening an archive.
_TOO_LOUD = ("httpx", "httpcore", "alembic")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# The form of Telegram's tokens, so that one that is not ours (mistyped, or of another bot) is struck out too.
_ANY_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


class TokenFilter(logging.Filter):
    """Strike the bot token out of a record: its message, its traceback and its stack."""

    def __init__(self, token: str | None) -> None:
        super().__init__()
        self._token = token
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place, so that handlers after this one see no token either."""
        record.msg, record.args = self.strike_out(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        record.exc_text = record.exc_text and self.strike_out(record.exc_text)
        record.stack_info = record.stack_info and self.strike_out(record.stack_info)
        return True

    def strike_out(self, text: str) -> str:
        """Replace each bot token in a text."""
        if self._token:
            text = text.replace(self._token, STRUCK_OUT)
        return _ANY_TOKEN.sub(STRUCK_OUT, text)


def configure_logging(settings: Settings) -> None:
    """Send all records, warnings and uncaught exceptions to standard error, without the token."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(TokenFilter(settings.token))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    for name in _TOO_LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    _LOGGER.critical("Ended by an error that nothing foresaw", exc_info=(kind, error, traceback))
