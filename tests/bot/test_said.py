"""Tests of what the reader sees of what somebody said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.messages import ARABIC, ENGLISH
from bot.said import (
    SPEAKERS_PER_PAGE,
    STATEMENTS_PER_PAGE,
    choice_message,
    speakers_message,
    speakers_pages,
    statement_pages,
)
from bot.statements import Choice, Statements
from retrieval import Certainty, Dating, Language, Quotation, Speaker
from tests.bot.nouns import HOSTILE, long_texts, names, quotation, speaker, summary, texts
from tests.bot.telegram_html import read
from tests.bot.test_presentation import assert_fits

languages = st.sampled_from(Language)
WORST = "&" * 300
worst_names = names | st.just(WORST)
JULY, SEPTEMBER = (Dating(date(2016, month, 1), date(2016, month, 1), Certainty.STATED) for month in (7, 9))


def statements(*said: Quotation, of: Speaker | None = None, **fields: object) -> Statements:
    """Make what a speaker said in one document."""
    return Statements("سلمى حداد", of, ((summary(**fields), said),))


@st.composite
def drawn_statements(draw: st.DrawFn) -> Statements:
    """Draw statements of hostile speakers in hostile documents."""
    url = "https://example.org/?" + "&" * 190
    by_document = []
    for number in range(draw(st.integers(1, 3))):
        made = summary(f"{number}.txt", title=draw(worst_names), source=draw(worst_names), url=url)
        said = st.builds(
            quotation,
            long_texts,
            document=st.just(made.id),
            speaker=worst_names,
            mention=worst_names,
            cue=worst_names,
        )
        by_document.append((made, tuple(draw(st.lists(said, min_size=1, max_size=5)))))
    name = draw(texts | st.just(WORST))
    implied = Dating(date(2016, 7, 1), date(2016, 7, 31), Certainty.IMPLIED)
    of = draw(st.none() | st.just(speaker(name, quotations=10**9, documents=10**9, first=implied, last=SEPTEMBER)))
    return Statements(name, of, tuple(by_document))


@settings(max_examples=60, deadline=None)
@given(drawn_statements(), languages)
def test_every_word_is_on_a_page(made: Statements, language: Language) -> None:
    """The block quotes of all pages, put together, are the statements in their order, and each page fits a message."""
    pages = statement_pages(made, language)
    for page in pages:
        assert_fits(page.html)
    shown = "".join(words for page in pages for words in read(page.html).quotes)
    assert shown == "".join(one.text for _, said in made.by_document for one in said)
    numbered = dict(pair for page in pages for pair in page.numbered)
    assert list(numbered.values()) == [one for _, said in made.by_document for one in said if one.text] or any(
        not one.text for _, said in made.by_document for one in said
    )


@settings(max_examples=40, deadline=None)
@example([WORST] * 25, Language.ENGLISH)
@given(st.lists(texts | st.just(WORST), max_size=25), languages)
def test_every_page_of_speakers_fits(made: list[str], language: Language) -> None:
    """Each speaker is on one page of the list, however hostile the names."""
    implied = Dating(date(2016, 7, 1), date(2016, 7, 31), Certainty.IMPLIED)
    people = [
        speaker(name, id=number, quotations=10**9, documents=10**9, first=implied, last=SEPTEMBER)
        for number, name in enumerate(made)
    ]
    pages = [speakers_message(people, page, language) for page in range(speakers_pages(len(people)))]
    for html in (*pages, choice_message(Choice(WORST, tuple(people), is_known=True), language)):
        assert_fits(html)
    assert sum(page.count("/said_") for page in pages) == len(people)


def test_a_page_reads_from_the_sum_to_the_words() -> None:
    """Name, counts and dates; then title, outlet and date of a document; then number, cue and words."""
    of = speaker(quotations=26, documents=2, first=JULY, last=SEPTEMBER)
    made = statements(quotation(cue="قالت"), of=of, title="هدنة", source="الصدى", published="2016-07-01")
    (page,) = statement_pages(made, Language.ARABIC)
    assert page.html == (
        "\u200f<b>أقوال \u2068سلمى حداد\u2069</b> · الأقوال: 26 · الوثائق: 2 · "
        "\u20682016-07-01\u2069 – \u20682016-09-01\u2069\n"
        "\n\u200f<b>\u2068هدنة\u2069</b> · \u2068الصدى\u2069 · \u20682016-07-01\u2069\n"
        "\u200f[1] فعل القول: \u2068قالت\u2069\n"
        "<blockquote>الهدنة صامدة.</blockquote>"
    )


def test_what_others_say_names_them() -> None:
    """Among statements of several, and of what is said together, each one names who says it."""
    of = speaker()
    made = statements(quotation(), quotation(speaker="جون كيري؛ سلمى حداد"), of=of)
    (page,) = statement_pages(made, Language.ENGLISH)
    assert "[1]\n" in page.html
    assert "[2] <b>\u2068جون كيري؛ سلمى حداد\u2069</b>\n" in page.html
    described = statements(quotation(speaker=None, mention="دبلوماسي غربي"), quotation(speaker=None))
    (page,) = statement_pages(described, Language.ENGLISH)
    assert "[1] <b>\u2068دبلوماسي غربي\u2069</b>\n" in page.html
    assert f"[2] <b>{ENGLISH.nobody_known}</b>\n" in page.html


def test_pages_go_on_counting_and_repeat_the_title() -> None:
    """Each page has the sum, its number and the title that its statements stand under."""
    made = statements(*(quotation(f"قول {n}.") for n in range(STATEMENTS_PER_PAGE + 1)), title="هدنة")
    first, second = statement_pages(made, Language.ENGLISH)
    assert "page 1 of 2" in first.html
    assert "page 2 of 2" in second.html
    assert first.html.count("هدنة") == second.html.count("هدنة") == 1
    assert f"[{STATEMENTS_PER_PAGE + 1}]" in second.html
    assert [number for number, _ in second.numbered] == [STATEMENTS_PER_PAGE + 1]


def test_a_long_statement_goes_on_over_pages() -> None:
    """Its further parts say so, and are numbered as the first."""
    pages = statement_pages(statements(quotation("كلمة " * 2000)), Language.ARABIC)
    assert len(pages) > 2
    assert all(ARABIC.continued in page.html and "[1]" in page.html for page in pages[1:])
    assert "<blockquote expandable>" in pages[0].html


def test_speakers_are_listed_with_a_command_each() -> None:
    """Whom the archive quotes, how often, and what to tap."""
    people = [speaker(f"متحدث {n}", id=n, quotations=n, documents=1) for n in range(SPEAKERS_PER_PAGE + 1)]
    first, second = (speakers_message(people, page, Language.ENGLISH) for page in range(2))
    assert f"<b>{ENGLISH.speakers_heading.format(count=len(people))}</b>" in first
    assert "<b>\u2068متحدث 3\u2069</b> · statements: 3 · documents: 1\n/said_3\n" in first
    assert f"/said_{SPEAKERS_PER_PAGE}\n" in second
    assert speakers_message([], 0, Language.ENGLISH) == ENGLISH.no_speakers


@pytest.mark.parametrize("language", Language)
def test_an_unknown_name_is_said_kindly(language: Language) -> None:
    """With the nearest names where there are some, and without an empty list where there are none."""
    messages = ENGLISH if language is Language.ENGLISH else ARABIC
    near = choice_message(Choice("Lavrow", (speaker("سيرغي لافروف", id=5),), is_known=False), language)
    assert messages.said_nearest in near
    assert "/said_5" in near
    none = choice_message(Choice(HOSTILE, (), is_known=False), language)
    assert messages.said_nearest not in none
    assert "/said_" not in none
    assert "<b>&amp;" not in none


def test_of_many_speakers_the_rest_is_counted() -> None:
    """A description that means very many does not fill the chat."""
    people = tuple(speaker(f"وزير {n}", id=n) for n in range(SPEAKERS_PER_PAGE + 4))
    html = choice_message(Choice("وزير", people, is_known=True), Language.ENGLISH)
    assert html.count("/said_") == SPEAKERS_PER_PAGE
    assert html.endswith(ENGLISH.more_places.format(count=4))
