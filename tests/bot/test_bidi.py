"""Tests of the direction of lines."""

from __future__ import annotations

import unicodedata

from hypothesis import given

from bot.bidi import directed, isolate, isolate_commands, strip_controls
from retrieval import Language
from tests.bot.nouns import texts


@given(texts)
def test_nothing_escapes_an_isolate(text: str) -> None:
    """Whatever a name holds, its isolate is opened once and closed at its end."""
    directions = [unicodedata.bidirectional(letter) for letter in isolate(text)]
    assert (directions[0], directions[-1]) == ("FSI", "PDI")
    assert not {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} & set(directions[1:-1])


def test_a_line_begins_with_its_direction() -> None:
    """An Arabic line that begins with a number still runs from right to left."""
    assert unicodedata.bidirectional(directed("[1]", Language.ARABIC)[0]) == "R"
    assert unicodedata.bidirectional(directed("[1] سلمى", Language.ENGLISH)[0]) == "L"


def test_commands_keep_their_slash() -> None:
    """A command is isolated with its argument; everything else stays."""
    assert isolate_commands("مثل /source 1، أو") == "مثل \u2066/source 1\u2069، أو"


def test_letters_stay() -> None:
    """Only what is invisible and directs text is taken out; joiners, which change letters, stay."""
    assert strip_controls("\u202eمي\u200cخواهم\u2069 a") == "مي\u200cخواهم a"
