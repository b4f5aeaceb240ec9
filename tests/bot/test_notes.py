"""Tests of answers as files, and of lists of other places."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bidi import strip_controls
from bot.notes import escaped, note
from bot.others import MOST_OTHERS, others_keyboard, others_message
from retrieval import Certainty, Language
from tests.bot.nouns import answer, citation, citations, texts
from tests.bot.telegram_html import read, utf16_units

languages = st.sampled_from(Language)


def shown(markdown: str) -> str:
    """Read escaped Markdown as it is shown."""
    plain = re.sub(r"&#([0-9]+);", lambda match: chr(int(match[1])), re.sub(r"\\(.)", r"\1", markdown))
    return plain.replace("  \n", "\n")


@given(texts)
def test_markdown_shows_words_as_they_are(text: str) -> None:
    """Whatever the words, nothing of them becomes markup, and nothing is lost but the kind of a line's end."""
    assert shown(escaped(text)).splitlines() == text.replace("\r\n", "\n").replace("\r", "\n").splitlines()
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<>\[\]#]", re.sub(r"&#[0-9]+;", "", escaped(text)))
    assert not re.search(r"^\s*([-+]\s|[0-9]+[.)])", escaped(text), re.MULTILINE)


def test_a_note_reads_from_question_to_sources() -> None:
    """The question and the day, then each excerpt under its speaker and above all its places."""
    other = citation(document="b.txt", source="النهر", url="https://example.org/2")
    one = citation("الهدنة\nصامدة.", speaker="سلمى حداد", title="هدنة", source="الصدى", also_in=(other,))
    made = note(answer(one), date(2026, 1, 2), {1: "قالت"})
    assert made == (
        "# ما يقوله الأرشيف\n\n**ماذا عن الهدنة؟**\n\nسُئل في 2026-01-02\n\n"
        "\\[1\\] المتحدث: سلمى حداد (قالت)\n\n> الهدنة  \n> صامدة.\n\n"
        "— هدنة · الصدى · بلا تاريخ · a.txt\n\n"
        "— ورد أيضًا في: النهر · بلا تاريخ · b.txt · <https://example.org/2>\n"
    )


def test_an_implied_date_is_marked_in_a_note() -> None:
    """What the text only implies is said to be so there, too."""
    one = citation(published="2016-07-15", published_certainty=Certainty.IMPLIED)
    assert "≈ 2016-07-15 (مستنتج من النص)" in note(answer(one), date(2026, 1, 2), {})


@settings(max_examples=20, deadline=None)
@given(st.lists(citations(nested=True), min_size=1, max_size=12), languages)
def test_every_list_of_other_places_fits(others: list, language: Language) -> None:
    """However many there are and whatever they are called: the first ones are listed, and the rest counted."""
    one = citation(also_in=tuple(others))
    html = others_message(one, language)
    assert utf16_units(html) <= 4096
    listed = len(re.findall(r"^[\u200e\u200f]?[0-9]+\. ", read(html).text, re.MULTILINE))
    assert 1 <= listed <= MOST_OTHERS
    if listed < len(others):
        assert str(len(others) - listed) in strip_controls(read(html).text).splitlines()[-1]
    keyboard = others_keyboard(one, language)
    assert keyboard is not None
    assert sum(len(row) for row in keyboard.inline_keyboard) == min(len(others), MOST_OTHERS)
