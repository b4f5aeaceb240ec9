"""Which settings does the bot have, and which values does it accept? A mapping in, checked `Settings` out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from retrieval import DEFAULT_DATABASE_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

TELEGRAM_API_URL = "https://api.telegram.org"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

# What can stand in a path of a URL without being changed; Telegram's own tokens are digits, a colon and such letters.
_TOKEN = re.compile(r"[A-Za-z0-9:_.~-]+")


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message is one sentence that names it and what would do."""


class TokenError(SettingsError):
    """The bot token cannot be one. The message never repeats it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a bot or console; `token` is None where no bot was set up, and is never shown."""

    token: str | None = field(default=None, repr=False)
    api_url: str = TELEGRAM_API_URL
    database_url: str = DEFAULT_DATABASE_URL
    log_level: str = "INFO"

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings out of a mapping; what is not in it, or empty, has its default.

        Raises:
            SettingsError: A value cannot be used.
        """
        return cls(
            token=_token(environment.get("TELEGRAM_BOT_TOKEN", "")),
            api_url=_api_url(environment.get("TELEGRAM_API_URL") or TELEGRAM_API_URL),
            database_url=environment.get("DATABASE_URL") or DEFAULT_DATABASE_URL,
            log_level=_log_level(environment.get("LOG_LEVEL") or "INFO"),
        )


def _token(value: str) -> str | None:
    token = value.strip()
    if token and not _TOKEN.fullmatch(token):
        raise TokenError("TELEGRAM_BOT_TOKEN is not a bot token: copy it whole, as @BotFather shows it.")
    return token or None


def _api_url(value: str) -> str:
    url = value.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets or a port that are none
        usable = False
    if not usable:
        raise SettingsError(f"TELEGRAM_API_URL must be a URL such as {TELEGRAM_API_URL}, not '{value}'.")
    return url


def _log_level(value: str) -> str:
    level = value.strip().upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not '{value}'.")
    return level
