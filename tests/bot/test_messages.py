"""Tests of the sentences."""

from __future__ import annotations

import string
from dataclasses import fields

import pytest

from bot.messages import ARABIC, ENGLISH, Messages, interface_language, messages_in
from retrieval import FilterFault, Language, Reason

SENTENCES = [field.name for field in fields(Messages) if field.type == "str"]


def placeholders(text: str) -> set[str]:
    """Name what is filled into a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_have_every_sentence(name: str) -> None:
    """No sentence is empty in one language, and both fill in the same."""
    arabic, english = getattr(ARABIC, name), getattr(ENGLISH, name)
    assert arabic.strip()
    assert english.strip()
    assert placeholders(arabic) == placeholders(english)


@pytest.mark.parametrize("messages", [ARABIC, ENGLISH])
def test_every_reason_has_a_sentence(messages: Messages) -> None:
    """Whatever the reason, the reader is told, each time otherwise."""
    assert set(messages.unanswered) == set(Reason)
    assert len(set(messages.unanswered.values())) == len(Reason)


@pytest.mark.parametrize("fault", FilterFault)
def test_every_fault_of_a_filter_has_a_sentence(fault: FilterFault) -> None:
    """Both languages name the filter and what was written in it."""
    for messages in (ARABIC, ENGLISH):
        assert placeholders(messages.unreadable_filter[fault]) == {"name", "value"}


@pytest.mark.parametrize("language", Language)
def test_each_language_has_its_sentences(language: Language) -> None:
    """Messages are found by the language that they are in."""
    assert messages_in(language).language is language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ar", Language.ARABIC),
        ("ar-EG", Language.ARABIC),
        ("AR", Language.ARABIC),
        ("en", Language.ENGLISH),
        ("arn", Language.ENGLISH),
        ("", Language.ENGLISH),
        (None, Language.ENGLISH),
    ],
)
def test_the_interface_follows_the_readers_app(code: str | None, language: Language) -> None:
    """Every kind of Arabic gets the Arabic interface, all else the English one."""
    assert interface_language(code) is language


@pytest.mark.parametrize("name", [name for name in SENTENCES if name.endswith("_command")])
def test_descriptions_of_commands_fit_the_menu(name: str) -> None:
    """Telegram takes at most 256 characters."""
    assert all(len(getattr(messages, name)) <= 256 for messages in (ARABIC, ENGLISH))


def test_arabic_lines_begin_with_arabic() -> None:
    """Each Arabic line that is not an English example runs from right to left by its first letter."""
    lines = [
        line
        for name in ("welcome", "help_asking", "help_reading", "help_commands")
        for line in getattr(ARABIC, name).splitlines()
        if line
    ]
    starts = [next(letter for letter in line if letter.isalpha()) for line in lines if "What did" not in line]
    assert len(starts) > 10
    assert all("\u0600" <= letter <= "\u06ff" for letter in starts)
