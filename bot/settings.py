"""Which settings does the bot have, and which values does it accept? A mapping in, checked `Settings` out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from bot.people import People
from retrieval import DEFAULT_DATABASE_URL, DEFAULT_INDEX_FOLDER, RetrievalError, SearchCluster, search_cluster

if TYPE_CHECKING:
    from collections.abc import Mapping

TELEGRAM_API_URL = "https://api.telegram.org"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")

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
    log_format: str = "text"
    answers_at_once: int = 8
    messages_per_s: int = 30
    questions_waiting: int = 20
    answer_attempts: int = 4
    answer_timeout_s: int = 60
    poll_s: int = 20
    max_silence_s: int = 180
    drain_s: int = 20
    keep_days: int = 7
    vote_days: int = 90
    people: People = field(default_factory=People)
    health_port: int | None = None
    search_engine: str | None = None
    index_folder: Path = DEFAULT_INDEX_FOLDER
    lease_s: int = 60
    search_cluster: SearchCluster | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings out of a mapping; what is not in it, or empty, has its default.

        Raises:
            SettingsError: A value cannot be used.
        """
        plain, count = cls(), partial(_count, environment)
        settings = cls(
            token=_token(environment.get("TELEGRAM_BOT_TOKEN", "")),
            api_url=_api_url(environment.get("TELEGRAM_API_URL") or TELEGRAM_API_URL),
            database_url=environment.get("DATABASE_URL") or DEFAULT_DATABASE_URL,
            search_engine=environment.get("SEARCH_ENGINE") or None,
            index_folder=Path(environment.get("INDEX_FOLDER") or DEFAULT_INDEX_FOLDER),
            lease_s=count("LEASE_S", plain.lease_s, 2, 3600),
            search_cluster=_search_cluster(environment),
            log_level=_choice("LOG_LEVEL", environment.get("LOG_LEVEL") or "INFO", LOG_LEVELS),
            log_format=_choice("LOG_FORMAT", environment.get("LOG_FORMAT") or "text", LOG_FORMATS),
            answers_at_once=count("ANSWERS_AT_ONCE", plain.answers_at_once, 1, 64),
            messages_per_s=count("MESSAGES_PER_S", plain.messages_per_s, 1, 1000),
            questions_waiting=count("QUESTIONS_WAITING", plain.questions_waiting, 1, 1000),
            answer_attempts=count("ANSWER_ATTEMPTS", plain.answer_attempts, 1, 10),
            answer_timeout_s=count("ANSWER_TIMEOUT_S", plain.answer_timeout_s, 1, 3600),
            poll_s=count("POLL_S", plain.poll_s, 0, 50),
            max_silence_s=count("MAX_SILENCE_S", plain.max_silence_s, 1, 86400),
            drain_s=count("DRAIN_S", plain.drain_s, 0, 3600),
            keep_days=count("KEEP_DAYS", plain.keep_days, 1, 3650),
            vote_days=count("VOTE_DAYS", plain.vote_days, 1, 3650),
            people=People(_numbers(environment, "ADMINS"), _numbers(environment, "ALLOWED")),
            health_port=_port(environment.get("HEALTH_PORT", "")),
        )
        if settings.max_silence_s <= settings.poll_s:
            raise SettingsError(
                "MAX_SILENCE_S must be more than POLL_S: while nobody asks, each poll is silent so long."
            )
        return settings


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


def _search_cluster(environment: Mapping[str, str]) -> SearchCluster | None:
    try:
        return search_cluster(environment)
    except RetrievalError as error:
        raise SettingsError(f"{error}.") from error


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    chosen = next((choice for choice in choices if choice.lower() == value.strip().lower()), None)
    if chosen is None:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}, not '{value}'.")
    return chosen


def _count(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = (environment.get(name) or str(default)).strip()
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}, not '{value}'.")
    return int(value)


def _numbers(environment: Mapping[str, str], name: str) -> frozenset[int]:
    """Read Telegram's numbers of users and chats; those of groups are negative."""
    written = re.split(r"[\s,;]+", (environment.get(name) or "").strip(" ,;\n\t"))
    if any(not re.fullmatch(r"-?[0-9]{1,18}", number) for number in written if number):
        raise SettingsError(
            f"{name} must be numbers of users or chats with commas between them, as 12345678,-1001234567, "
            f"not '{environment.get(name)}'."
        )
    return frozenset(int(number) for number in written if number)


def _port(value: str) -> int | None:
    return _count({"HEALTH_PORT": value}, "HEALTH_PORT", 0, 0, 65535) if value.strip() else None
