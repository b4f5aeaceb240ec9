"""What is written down, and what must never be? One line a record, to standard error, with the bot token struck out.

A line is pairs of key and value, or a JSON object; either can be read by people and by programs. Readers' texts are
written at DEBUG only: an exception's own words may repeat them, so above DEBUG `withheld` leaves these out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

    from bot.settings import Settings

STRUCK_OUT = "<token>"
_LOGGER = logging.getLogger(__name__)
# At INFO the first two log each URL, of which the token is part, and the third each step of opening an archive.
_TOO_LOUD = ("httpx", "httpcore", "alembic")
# The form of Telegram's tokens, so that one that is not ours (mistyped, or of another bot) is struck out too.
_ANY_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_BARE = re.compile(r"[\w.:/@+-]+", re.ASCII)


class TokenFilter(logging.Filter):
    """Strike the bot token out of a record: its message, its fields, its traceback and its stack."""

    def __init__(self, token: str | None) -> None:
        super().__init__()
        self._token = token
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place, so that handlers after this one see no token either."""
        record.msg, record.args = self.strike_out(record.getMessage()), ()
        record.fields = {key: self._clean(value) for key, value in _fields_of(record).items()}
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

    def _clean(self, value: Any) -> Any:
        return value if value is None or isinstance(value, int | float) else self.strike_out(str(value))


class KeyValueFormatter(logging.Formatter):
    """Write a record as `key=value` pairs; a value with more than letters and digits is quoted as in JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record on one line."""
        return " ".join(f"{key}={_quoted(value)}" for key, value in _pairs(record).items())


class JsonFormatter(logging.Formatter):
    """Write a record as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record on one line."""
        return json.dumps(_pairs(record), ensure_ascii=False, default=str)


def fields(**values: object) -> dict[str, dict[str, object]]:
    """Name values for a record: `_LOGGER.info("Answered", extra=fields(update=7, ms=12))`."""
    return {"fields": values}


def withheld(error: BaseException) -> str:
    """Describe an error and where it came from without its own words, which may be a reader's; its causes first."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(f"{_frames(one)}{type(one).__module__}.{type(one).__qualname__}" for one in reversed(chain))


def configure_logging(settings: Settings) -> None:
    """Send all records, warnings and uncaught exceptions to standard error, without the token."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else KeyValueFormatter())
    handler.addFilter(TokenFilter(settings.token))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    for name in _TOO_LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def _frames(error: BaseException) -> str:
    return "Traceback\n" + "".join(traceback.format_tb(error.__traceback__)) if error.__traceback__ else ""


def _pairs(record: logging.LogRecord) -> dict[str, Any]:
    when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    pairs = {"time": when, "level": record.levelname, "logger": record.name, "event": record.getMessage()}
    told = {key: value for key, value in _fields_of(record).items() if value is not None}
    error = record.exc_text or (logging.Formatter().formatException(record.exc_info) if record.exc_info else None)
    return {**pairs, **told, **({"error": error} if error else {}), **_stack(record)}


def _stack(record: logging.LogRecord) -> dict[str, str]:
    return {"stack": record.stack_info} if record.stack_info else {}


def _fields_of(record: logging.LogRecord) -> dict[str, Any]:
    found: dict[str, Any] = getattr(record, "fields", {})
    return found


def _quoted(value: Any) -> str:
    text = str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback_: TracebackType | None) -> None:
    _LOGGER.critical("Ended by an error that nothing foresaw", exc_info=(kind, error, traceback_))
