"""Tests of what buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import (
    MAX_BYTES,
    AnswerButton,
    Button,
    Cited,
    ContextButton,
    DescribedButton,
    DocumentButton,
    NoteButton,
    OthersButton,
    RemoveButton,
    SettingButton,
    SourcesButton,
    SpeakerButton,
    SpeakersButton,
    VoteButton,
    decode,
    key_of,
)
from retrieval import Language, Span
from tests.bot.nouns import citation, speaker, texts

numbers = st.integers(0, 10**9 - 1)
citations = st.builds(
    lambda text, start: citation(text, start=start, end=start + len(text)), texts, st.integers(0, 10**8)
)
languages = st.sampled_from(Language)
speakers = st.builds(lambda name, number: speaker(name, id=number), texts.filter(bool), st.integers(1, 10**18 - 1))
asked = st.integers(0, 10**18 - 1)
buttons = st.one_of(
    st.builds(SourcesButton, languages, numbers),
    st.builds(SpeakersButton, languages, numbers),
    st.builds(SpeakerButton.of, languages, st.none() | numbers, speakers),
    st.builds(DescribedButton, languages, numbers, texts.filter(DescribedButton.fits)),
    st.builds(ContextButton, languages, texts.map(key_of), citations.map(Cited.of)),
    st.builds(AnswerButton, languages, numbers, asked),
    st.builds(OthersButton.of, languages, asked, citations),
    st.builds(VoteButton, languages, st.booleans(), asked),
    st.builds(NoteButton, languages, asked, st.booleans()),
    st.builds(SettingButton, languages, st.sampled_from(["language", "results"]), st.sampled_from(["ar", "5"])),
    st.builds(RemoveButton, languages, texts.map(key_of)),
    st.builds(DocumentButton, languages, texts.map(key_of), st.none() | numbers, st.none() | citations.map(Cited.of)),
)


@given(buttons)
def test_a_button_carries_what_was_put_into_it(button: Button) -> None:
    """Encoding and decoding gives the button back, within Telegram's 64 bytes."""
    assert decode(button.encode()) == button
    assert len(button.encode().encode()) <= MAX_BYTES


@given(texts)
def test_any_data_is_read_or_refused(data: str) -> None:
    """Data of other versions, or made up, raises nothing."""
    assert decode(data) is None or isinstance(decode(data), Button)


FOREIGN = (
    "",
    "s",
    "s:fr:1",
    "s:en:-1",
    "s:en:1\n",
    "d:ar:short:1::",
    "d:ar:AAAAAAAAAAA:x:",
    "p:ar:1:2",
    "p:ar:1:x:AAAAAA",
    "m:ar::1",
    "v:ar:*:1",
    "x:ar:AAAAAAAAAAA:",
    "x:ar:AAAAAAAAAAA:9:1:AAAAAA",
    "t:ar:results:",
)


@pytest.mark.parametrize("data", [*FOREIGN, "n:en:", "w:ar:1:", "w:ar:x:words"])
def test_foreign_data_is_no_button(data: str) -> None:
    """What we did not write is not taken for ours."""
    assert decode(data) is None


def test_cited_words_are_found_where_they_stood() -> None:
    """Cited words are found in their document, and not once other words stand there."""
    cited = Cited.of(citation("الهدنة", start=5, end=11))
    assert cited.find("قالت الهدنة صامدة") == Span(5, 11)
    assert cited.find("قالت الحرب قادمة") is None
    assert cited.find("قصير") is None


def test_a_speakers_button_means_that_speaker_only() -> None:
    """Neither another number nor, in an archive made anew, another name under the same number."""
    button = SpeakerButton.of(Language.ARABIC, 0, speaker("سلمى حداد", id=7))
    assert button.means(speaker("سلمى حداد", id=7, quotations=9))
    assert not button.means(speaker("سلمى حداد", id=8))
    assert not button.means(speaker("جون كيري", id=7))


def test_words_that_are_too_long_have_no_button() -> None:
    """Arabic letters take two bytes each."""
    assert DescribedButton.fits("دبلوماسي غربي كبير")
    assert not DescribedButton.fits("دبلوماسي غربي كبير في مدينة جنيف")
    assert not DescribedButton.fits("")
