"""Tests of cutting and escaping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import cut, emphasized, units
from retrieval import Span
from tests.bot.nouns import texts
from tests.bot.telegram_html import utf16_units


@given(texts)
def test_units_are_those_of_utf16(text: str) -> None:
    """Characters beyond U+FFFF count twice."""
    assert units(text) == utf16_units(text)


@given(texts, st.integers(20, 200))
def test_spans_are_the_whole_text(text: str, max_units: int) -> None:
    """The spans touch each other and together are the whole text; none is empty but that of an empty text."""
    spans = cut(text, max_units=max_units)
    assert "".join(span.of(text) for span in spans) == text
    assert all(len(span) for span in spans) or not text


@given(texts, st.integers(20, 200), st.sets(st.integers(0, 300)))
def test_each_span_fits(text: str, max_units: int, edges: set[int]) -> None:
    """Escaped and in bold, no span is longer than allowed."""
    ordered = sorted(edge for edge in edges if edge <= len(text))
    bold = [Span(a, b) for a, b in zip(ordered[::2], ordered[1::2], strict=False)]
    for span in cut(text, max_units=max_units, bold=bold):
        assert units(emphasized(text, span, bold)) <= max_units


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("سطر أول هنا\nسطر ثان. وبعده كلام طويل", "سطر أول هنا\n"),
        ("جملة أولى كاملة. جملة ثانية طويلة", "جملة أولى كاملة. "),
        ("هل هذه جملة أولى؟ جملة ثانية طويلة", "هل هذه جملة أولى؟ "),
        ("كلمات بلا نقطة ولا سطر ولا سؤال", "كلمات بلا نقطة ولا سطر "),
        ("ا" * 40, "ا" * 23),
        ("ا" * 22 + "بُ" + "ا" * 20, "ا" * 22),
    ],
)
def test_a_cut_follows_the_text(text: str, first: str) -> None:
    """A cut comes after a line, else a sentence, else a word, else a letter with its vowel signs."""
    assert cut(text, max_units=30)[0].of(text) == first


def test_bold_words_may_reach_beyond_the_span() -> None:
    """Of bold words that a cut divides, each side shows its part in bold."""
    assert emphasized("أب<ت", Span(1, 3), [Span(0, 4)]) == "<b>ب&lt;</b>"
