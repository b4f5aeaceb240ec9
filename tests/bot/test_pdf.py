"""Tests of printed answers; they are skipped where the libraries are not installed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pdf import is_available, printed
from retrieval import Language
from tests.bot.nouns import HOSTILE, answer, citation, names, texts

pytestmark = pytest.mark.skipif(not is_available(), reason="fpdf2, uharfbuzz or the font Amiri are not installed")
TODAY = date(2026, 1, 2)


def test_an_answer_is_printed() -> None:
    """The file is a PDF with a page, and the font is in it."""
    made = printed(answer(citation(speaker="سلمى حداد", source="BBC", url="https://example.org")), TODAY, {1: "قالت"})
    assert made.startswith(b"%PDF-")
    assert b"/Type /Page\n" in made
    assert b"Amiri" in made


@settings(max_examples=10, deadline=None)
@given(texts.filter(bool) | st.just(HOSTILE * 9), names, st.sampled_from(Language))
def test_hostile_words_are_printed(text: str, name: str | None, language: Language) -> None:
    """Whatever the words, a file comes of it."""
    made = answer(citation(text, speaker=name, title=name), language=language)
    assert printed(made, TODAY, {1: HOSTILE}).startswith(b"%PDF-")
