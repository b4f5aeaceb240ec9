"""Tests of what buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import MAX_BYTES, Cited, DocumentButton, SourcesButton, decode, key_of
from retrieval import Language, Span
from tests.bot.nouns import citation, texts

numbers = st.integers(0, 10**9 - 1)
citations = st.builds(
    lambda text, start: citation(text, start=start, end=start + len(text)), texts, st.integers(0, 10**8)
)
buttons = st.builds(SourcesButton, st.sampled_from(Language), numbers) | st.builds(
    DocumentButton,
    st.sampled_from(Language),
    texts.map(key_of),
    st.none() | numbers,
    st.none() | citations.map(Cited.of),
)


@given(buttons)
def test_a_button_carries_what_was_put_into_it(button: SourcesButton | DocumentButton) -> None:
    """Encoding and decoding gives the button back, within Telegram's 64 bytes."""
    assert decode(button.encode()) == button
    assert len(button.encode().encode()) <= MAX_BYTES


@given(texts)
def test_any_data_is_read_or_refused(data: str) -> None:
    """Data of other versions, or made up, raises nothing."""
    assert decode(data) is None or isinstance(decode(data), SourcesButton | DocumentButton)


@pytest.mark.parametrize("data", ["", "s", "s:fr:1", "s:en:-1", "s:en:1\n", "d:ar:short:1::", "d:ar:AAAAAAAAAAA:x:"])
def test_foreign_data_is_no_button(data: str) -> None:
    """What we did not write is not taken for ours."""
    assert decode(data) is None


def test_cited_words_are_found_where_they_stood() -> None:
    """Cited words are found in their document, and not once other words stand there."""
    cited = Cited.of(citation("الهدنة", start=5, end=11))
    assert cited.find("قالت الهدنة صامدة") == Span(5, 11)
    assert cited.find("قالت الحرب قادمة") is None
    assert cited.find("قصير") is None
