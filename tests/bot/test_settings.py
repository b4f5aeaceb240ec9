"""Tests of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, SettingsError, TokenError

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105  # nobody's


class Recorded(Mapping[str, str]):
    """An environment without settings that writes down what it is asked for."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_example_names_every_setting_and_no_other() -> None:
    """What is read stands in .env.example, and the reverse."""
    environment = Recorded()
    Settings.from_env(environment)
    assert environment.read == set(dotenv_values(EXAMPLE))
    assert environment.read


def test_the_example_is_usable_and_safe() -> None:
    """Copied as it is, the example gives the default settings, and no token."""
    values = {name: value or "" for name, value in dotenv_values(EXAMPLE).items()}
    assert Settings.from_env(values) == Settings.from_env({}) == Settings()


def test_each_setting_of_the_example_is_explained() -> None:
    """A comment stands above each setting."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    assert settings
    assert all(lines[number - 1].startswith("#") for number in settings)


def test_values_are_taken_over() -> None:
    """Each setting reaches its field, without the white space and the slash of careless copying."""
    environment = {
        "TELEGRAM_BOT_TOKEN": f" {TOKEN}\n",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "DATABASE_URL": "sqlite:///a.db",
        "LOG_LEVEL": "debug",
    }
    assert Settings.from_env(environment) == Settings(TOKEN, "http://127.0.0.1:8081", "sqlite:///a.db", "DEBUG")


@pytest.mark.parametrize(
    "url", ["api.telegram.org", "ftp://example.org", "http://", "http://[", "http://a:b", "http://a:0"]
)
def test_an_api_url_must_be_one(url: str) -> None:
    """What is no web address is refused in a sentence that names the setting."""
    with pytest.raises(SettingsError, match=r"^TELEGRAM_API_URL must be"):
        Settings.from_env({"TELEGRAM_API_URL": url})


def test_a_log_level_must_be_known() -> None:
    """An unknown level is refused in a sentence that lists the known ones."""
    with pytest.raises(SettingsError, match=r"^LOG_LEVEL must be one of DEBUG, .* not 'LOUD'\.$"):
        Settings.from_env({"LOG_LEVEL": "LOUD"})


@pytest.mark.parametrize("token", ["two words", "a/b", "a\nb", "رمز"])
def test_a_token_that_cannot_be_one_is_refused_unseen(token: str) -> None:
    """A token with letters that no token has is refused, and not repeated."""
    with pytest.raises(TokenError) as caught:
        Settings.from_env({"TELEGRAM_BOT_TOKEN": token})
    assert token not in str(caught.value)


def test_settings_do_not_show_the_token() -> None:
    """The token is not in the text form of the settings, which a log may hold."""
    assert TOKEN not in repr(Settings(TOKEN))


def test_numbers_are_taken_over() -> None:
    """Each number reaches its field; a port may be left empty."""
    given = {"ANSWERS_AT_ONCE": "3", "KEEP_DAYS": " 30 ", "HEALTH_PORT": "9100", "LOG_FORMAT": "JSON"}
    settings = Settings.from_env(given)
    assert (settings.answers_at_once, settings.keep_days, settings.health_port) == (3, 30, 9100)
    assert settings.log_format == "json"
    assert Settings.from_env({"HEALTH_PORT": " "}).health_port is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANSWERS_AT_ONCE", "0"),
        ("ANSWERS_AT_ONCE", "many"),
        ("DRAIN_S", "-1"),
        ("POLL_S", "51"),
        ("HEALTH_PORT", "70000"),
        ("KEEP_DAYS", "٧"),
    ],
)
def test_a_number_must_be_one_that_can_be_used(name: str, value: str) -> None:
    """What is none, or too small or too large, is refused in a sentence that names the setting and the range."""
    with pytest.raises(SettingsError, match=rf"^{name} must be a whole number from \d+ to \d+, not '{value}'\.$"):
        Settings.from_env({name: value})


def test_people_are_listed_by_their_numbers() -> None:
    """Users and groups, with commas or spaces between them; nobody listed means everybody may ask."""
    people = Settings.from_env({"ADMINS": " 12, 13 ", "ALLOWED": "14 -100200;"}).people
    assert (people.admins, people.allowed) == ({12, 13}, {14, -100200})
    assert people.may_ask(14, 14)
    assert people.may_ask(99, -100200)
    assert people.may_ask(12, 99)
    assert not people.may_ask(99, 99)
    assert not people.may_administer(14)
    assert Settings().people.may_ask(99, 99)
    assert not Settings().people.may_administer(99)


@pytest.mark.parametrize("value", ["@salma", "12,x", "1.5", "٣"])
def test_people_without_a_number_are_refused(value: str) -> None:
    """Names change hands, so that only numbers will do; the sentence says so."""
    for name in ("ADMINS", "ALLOWED"):
        with pytest.raises(SettingsError, match=rf"^{name} must be numbers of users or chats"):
            Settings.from_env({name: value})


def test_silence_must_be_longer_than_a_poll() -> None:
    """Else a bot that nobody asks anything would end again and again."""
    with pytest.raises(SettingsError, match="MAX_SILENCE_S must be more than POLL_S"):
        Settings.from_env({"MAX_SILENCE_S": "20"})
