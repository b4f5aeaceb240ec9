"""Tests of what the reader sees on Telegram."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer_pages import answer_pages, page_numbered
from bot.conditions import conditions_line
from bot.messages import ARABIC, ENGLISH, messages_in
from bot.presentation import (
    SOURCES_PER_PAGE,
    context_message,
    document_page,
    filter_text,
    sentence,
    sources_message,
    sources_pages,
)
from bot.readers.rows import RESULTS
from retrieval import (
    Answer,
    BlockKind,
    Certainty,
    Citation,
    FilterError,
    FilterFault,
    Filters,
    Language,
    Reason,
    Sentence,
    Span,
)
from tests.bot.nouns import HOSTILE, answer, citation, citations, document, long_texts, names, summary, texts
from tests.bot.telegram_html import read, utf16_units

languages = st.sampled_from(Language)


def ranked(cited: list[Citation]) -> list[Citation]:
    """Give citations their ranks."""
    return [replace(one, rank=rank) for rank, one in enumerate(cited, 1)]


def pages_of(made: Answer, fallback: Language, results: int = 9) -> list[str]:
    """Write all pages of an answer."""
    return [page.html for page in answer_pages(made, fallback, results=results)]


def assert_fits(html: str) -> None:
    """Fail unless Telegram takes the message whole."""
    assert 0 < utf16_units(html) <= 4096
    assert html.count("<") // 2 <= 100
    assert read(html).text.strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(citations(), min_size=1, max_size=4).map(ranked), languages)
def test_every_excerpt_is_exactly_its_citation(cited: list, language: Language) -> None:
    """The block quotes of an answer, put together, are the words of its citations, and each message fits."""
    pieces = pages_of(answer(*cited, language=language), language)
    for piece in pieces:
        assert_fits(piece)
    shown = "".join(quote for piece in pieces for quote in read(piece).quotes)
    assert shown == "".join(one.text for one in cited)


@settings(max_examples=60, deadline=None)
@given(long_texts, st.integers(0, 3000), st.integers(0, 3000), languages)
def test_the_pages_of_a_document_are_its_text(text: str, start: int, length: int, language: Language) -> None:
    """All pages of a document together are its whole text, and the bold words are the cited ones."""
    cited = Span(min(start, len(text)), min(start + length, len(text)))
    made = document(text, title=HOSTILE, source=HOSTILE * 9, url="https://example.org/" + "&" * 150)
    first = document_page(made, 0, cited, language)
    pages = [document_page(made, number, cited, language) for number in range(first.pages)]
    readers = [read(page.html) for page in pages]
    bodies = [reader.text.split("\n\n", 1)[1] for reader in readers]
    assert "".join(bodies) == text
    assert "".join(bold for reader in readers for bold in reader.bold[1:]) == cited.of(text)
    for page in pages:
        assert_fits(page.html)


@settings(max_examples=20, deadline=None)
@given(st.lists(citations(nested=True), min_size=1, max_size=4).map(ranked), st.sampled_from(RESULTS), languages)
def test_a_page_has_no_more_citations_than_asked_for(cited: list, results: int, language: Language) -> None:
    """Every page but for a further part of an excerpt shows a few citations, in order, and all are shown."""
    made = answer(*cited, language=language)
    pages = list(answer_pages(made, language, results=results))
    assert [(page.number, page.has_next) for page in pages] == [(n, n < len(pages) - 1) for n in range(len(pages))]
    assert all(page_numbered(iter(pages), page.number) == page for page in pages)
    assert page_numbered(iter(pages), len(pages)) == pages[-1]
    shown = [one.rank for page in pages for one in page.citations]
    assert list(dict.fromkeys(shown)) == [one.rank for one in cited]
    assert shown == sorted(shown)
    assert all(1 <= len(page.citations) <= results for page in pages)


@settings(max_examples=30, deadline=None)
@given(st.lists(citations(nested=True), min_size=1, max_size=2).map(ranked), names, languages)
def test_conditions_and_cues_fit_a_page(cited: list, name: str | None, language: Language) -> None:
    """Whatever an outlet or a cue is called, each page is one message, and no page is conditions alone."""
    sources = (name,) if name and any(map(str.isalnum, name)) else ("BBC",)
    try:
        line = conditions_line(Filters(sources=sources), messages_in(language))
    except FilterError:
        return
    page = next(
        answer_pages(answer(*cited, language=language), language, conditions=line, cue_of=lambda _: HOSTILE * 9)
    )
    assert_fits(page.html)
    assert page.citations


@settings(max_examples=30, deadline=None)
@given(long_texts, st.integers(0, 3000), st.integers(1, 3000), languages)
def test_what_stands_around_fits_and_is_verbatim(text: str, start: int, length: int, language: Language) -> None:
    """The quote is a run of the document's own words that holds the beginning of the cited ones."""
    cited = Span(min(start, len(text) - 1), min(start + length, len(text)))
    kinds = [Sentence(BlockKind.PARAGRAPH, 0, Span(at, min(at + 50, len(text)))) for at in range(0, len(text), 60)]
    html = context_message(replace(document(text, title=HOSTILE * 9), sentences=tuple(kinds)), cited, language)
    assert_fits(html)
    assert "".join(read(html).quotes) in text
    assert text[cited.start] in "".join(read(html).bold[1:])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, st.none() | texts | st.just(HOSTILE * 40)), max_size=25), languages)
def test_every_page_of_the_list_fits(made: list, language: Language) -> None:
    """Each document is on one page of the list, however hostile its names."""
    documents = [summary(name, title=title, source=title) for name, title in made]
    pages = [sources_message(documents, page, language) for page in range(sources_pages(len(documents)))]
    for page in pages:
        assert_fits(page)
    assert sum(page.count("/source_") for page in pages) == len(documents)


def test_a_citation_reads_from_speaker_to_source() -> None:
    """Number and speaker, the words with the asked ones in bold, then title, outlet, date, document and paragraph."""
    one = citation(
        "الهدنة صامدة.",
        speaker="سلمى حداد",
        title="هدنة",
        source="الصدى",
        url="https://example.org/1",
        published="2016-07-27T11:50",
        published_certainty=Certainty.STATED,
        paragraph=4,
        highlights=(Span(0, 6),),
    )
    (piece,) = pages_of(answer(one), Language.ARABIC)
    assert piece == (
        "\u200f[1] <b>المتحدث: \u2068سلمى حداد\u2069</b>\n"
        "<blockquote><b>الهدنة</b> صامدة.</blockquote>\n"
        '\u200f<a href="https://example.org/1"><b>\u2068هدنة\u2069</b></a> · \u2068الصدى\u2069 · '
        "\u20682016-07-27 11:50\u2069 · <code>\u2068a.txt\u2069</code> · الفقرة 4"
    )


def test_what_is_not_known_is_not_invented() -> None:
    """Without speaker, title, outlet, paragraph and date, only the document is named, and the missing date said."""
    (piece,) = pages_of(answer(citation(), language=Language.ENGLISH), Language.ENGLISH)
    assert piece.startswith("\u200e[1]\n<blockquote>")
    assert piece.endswith("\u200eundated · <code>\u2068a.txt\u2069</code>")


@pytest.mark.parametrize(
    ("certainty", "language", "expected"),
    [
        (Certainty.IMPLIED, Language.ENGLISH, "≈ \u20682016-07-15\u2069 (implied by the text)"),
        (Certainty.IMPLIED, Language.ARABIC, "≈ \u20682016-07-15\u2069 (مستنتج من النص)"),
        (Certainty.STATED, Language.ENGLISH, "\u20682016-07-15\u2069"),
    ],
)
def test_an_implied_date_is_marked(certainty: Certainty, language: Language, expected: str) -> None:
    """A date that the text only implies says so."""
    one = citation(published="2016-07-15", published_certainty=certainty)
    assert f"{expected} · <code>" in pages_of(answer(one, language=language), language)[0]


def test_no_bold_word_is_lost_to_telegrams_limit() -> None:
    """Of more than 100 formatted stretches Telegram drops the rest, so such an excerpt is cut over messages."""
    words = [Span(5 * number, 5 * number + 4) for number in range(300)]
    pieces = pages_of(answer(citation("كلمة " * 300, highlights=tuple(words))), Language.ARABIC)
    assert sum(read(piece).bold.count("كلمة") for piece in pieces) == 300
    for piece in pieces:
        assert_fits(piece)


def test_a_long_excerpt_is_folded_up() -> None:
    """A long excerpt is an expandable quote, a short one is not."""
    short, long = citation("قال نعم."), citation("قال نعم. " * 100)
    assert "<blockquote>" in pages_of(answer(short), Language.ARABIC)[0]
    assert "<blockquote expandable>" in pages_of(answer(long), Language.ARABIC)[0]


def test_a_cut_excerpt_says_that_it_goes_on() -> None:
    """Each further part of an excerpt that fills several messages carries its number and "continued"."""
    pieces = pages_of(answer(citation("كلمة " * 1500, speaker="سلمى")), Language.ARABIC)
    assert len(pieces) > 1
    assert all("[1]" in piece and "(تتمة)" in piece for piece in pieces[1:])


def test_duplicates_are_named_and_counted() -> None:
    """Of other places with the same words the first is named, and the rest counted."""
    others = tuple(citation(document=f"{number}.txt", paragraph=number) for number in range(5))
    (piece,) = pages_of(answer(citation(also_in=others), language=Language.ENGLISH), Language.ENGLISH)
    assert piece.count("Also in:") == 1
    assert "0.txt" in piece
    assert "1.txt" not in piece
    assert piece.endswith("and 4 more")


def test_a_url_that_is_no_web_address_is_no_link() -> None:
    """A script in the place of a URL is not linked."""
    one = citation(title="عنوان", url="javascript:alert(1)")
    assert "<a" not in pages_of(answer(one), Language.ARABIC)[0]


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("messages", [ARABIC, ENGLISH])
def test_no_answer_says_why(reason: Reason, messages) -> None:
    """Each reason has its sentence in the language of the question; of an empty one, in that of the reader."""
    asked = ENGLISH if reason is Reason.EMPTY_QUESTION and messages is ARABIC else messages
    (piece,) = pages_of(Answer("؟", asked.language, (), reason), messages.language)
    assert read(piece).text.replace("\u2066", "").replace("\u2069", "") == messages.unanswered[reason]


def test_the_list_numbers_its_documents_across_pages() -> None:
    """The second page goes on counting where the first one ended."""
    documents = [summary(f"{number}.txt") for number in range(SOURCES_PER_PAGE + 1)]
    assert "/source_1\n" in sources_message(documents, 0, Language.ENGLISH)
    assert f"/source_{SOURCES_PER_PAGE + 1}\n" in sources_message(documents, 1, Language.ENGLISH)


def test_an_empty_archive_has_a_list_too() -> None:
    """Without documents, the list says so."""
    assert sources_message([], 0, Language.ENGLISH) == ENGLISH.no_documents


def test_a_document_opens_at_the_cited_words() -> None:
    """Without a page number, the page on which the cited words begin is shown."""
    text = "سطر أول.\n" * 900 + "الكلمات المطلوبة" + "\nسطر أخير." * 900
    start = text.index("الكلمات")
    page = document_page(document(text), None, Span(start, start + 7), Language.ARABIC)
    assert 0 < page.number < page.pages - 1
    assert "<b>الكلمات</b>" in page.html


def test_a_page_beyond_the_last_is_the_last() -> None:
    """A button of a document that became shorter still shows something."""
    page = document_page(document("نص قصير."), 7, None, Language.ARABIC)
    assert (page.number, page.pages) == (0, 1)


def test_undated_documents_left_out_are_counted() -> None:
    """Below an answer as below its absence."""
    for found in (answer(citation()), Answer("؟", Language.ARABIC, (), Reason.FILTERED_OUT)):
        (piece,) = pages_of(replace(found, undated=3), Language.ARABIC)
        assert piece.endswith(ARABIC.undated_left_out.format(count=3))


@pytest.mark.parametrize("fault", FilterFault)
@pytest.mark.parametrize("language", Language)
def test_a_bad_filter_is_told_kindly(fault: FilterFault, language: Language) -> None:
    """The sentence shows what was written, however hostile, and fits a message."""
    html = sentence(filter_text(FilterError(fault, "from", HOSTILE[:40]), language))
    assert_fits(html)
    assert "from" in read(html).text
