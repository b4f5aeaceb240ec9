"""Tests of printed answers; they are skipped where the libraries are not installed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bidi import strip_controls
from bot.pdf import is_available, printed
from retrieval import Certainty, Language
from retrieval.lexicon import DATA
from retrieval.model import DocumentId
from tests.bot.nouns import HOSTILE, answer, citation, names, texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from retrieval import Retriever

pytestmark = pytest.mark.skipif(not is_available(), reason="fpdf2, uharfbuzz or the font Amiri are not installed")
TODAY = date(2026, 1, 2)
ARTIFACTS = DATA.parent / "artifacts"
DOTS_PER_POINT = 2
MARGIN = DOTS_PER_POINT * 28  # one centimetre


def picture(printed_answer: bytes) -> NDArray[np.bool_]:
    """Render the first page: rows of dots, each with ink or not."""
    page = pypdfium2.PdfDocument(printed_answer)[0]
    return np.asarray(page.render(scale=DOTS_PER_POINT, grayscale=True).to_numpy()).squeeze() < 128


def inked(dots: NDArray[np.bool_]) -> list[range]:
    """Find the stretches of a line of dots that have ink."""
    runs = groupby(range(len(dots)), key=lambda place: bool(dots[place]))
    return [range(places[0], places[-1] + 1) for has_ink, group in runs if has_ink and (places := list(group))]


def second_line(question: str, language: Language = Language.ARABIC) -> NDArray[np.bool_]:
    """Print a question, and cut out its line: of the page's dots those on which another question has no ink."""
    pages = [
        picture(printed(replace(answer(language=language), question=asked), TODAY, {})) for asked in (question, "؟")
    ]
    rows = inked((pages[0] != pages[1]).any(axis=1))
    return pages[0][rows[0].start : rows[-1].stop]


def test_an_answer_is_printed() -> None:
    """The file is a PDF with a page, and the font is in it."""
    made = printed(answer(citation(speaker="سلمى حداد", source="BBC", url="https://example.org")), TODAY, {1: "قالت"})
    assert made.startswith(b"%PDF-")
    assert b"/Type /Page\n" in made
    assert b"Amiri" in made


@pytest.mark.parametrize("word", ["محمد", "محمح", "سلمسلم"])
def test_arabic_letters_are_joined_and_begin_at_the_right(word: str) -> None:
    """A word whose letters all join has no gap, and its first letter stands at the right margin."""
    line = second_line(word)
    (stretch,) = inked(line.any(axis=0))
    assert abs(stretch.stop - (line.shape[1] - MARGIN)) <= 4 * DOTS_PER_POINT


def test_latin_letters_begin_at_the_left() -> None:
    """An English question is set the other way round."""
    first, *_ = inked(second_line("Hum", Language.ENGLISH).any(axis=0))
    assert abs(first.start - MARGIN) <= 4 * DOTS_PER_POINT


def as_seen(printed_answer: bytes) -> list[str]:
    """Read the lines of the first page from the left to the right, as the eye finds the letters."""
    text = pypdfium2.PdfDocument(printed_answer)[0].get_textpage()
    rows: dict[int, list[tuple[float, str]]] = {}
    for place in range(text.count_chars()):
        left, bottom, *_ = text.get_charbox(place, loose=True)  # the font's height, not the letter's
        if strip_controls(letter := text.get_text_range(place, 1)).strip():
            rows.setdefault(round(bottom), []).append((left, letter))
    return ["".join(letter for _, letter in sorted(row)) for row in rows.values()]


@pytest.mark.parametrize("language", Language)
def test_numbers_and_names_of_files_are_not_turned_around(language: Language) -> None:
    """In an Arabic line dates and names of files read from the left to the right, as they do in an English one."""
    cited = citation(document=DocumentId("004_1b60.txt"), published="2016-07-27", paragraph=14)
    seen = as_seen(printed(answer(cited, language=language), TODAY, {}))
    for words in (TODAY.isoformat(), "2016-07-27", "004_1b60.txt", "14"):
        assert any(words in line for line in seen), seen


def test_what_the_font_lacks_is_marked() -> None:
    """Where a character has no picture there is a sign, and a line that says so; else there is none."""
    with_gap = as_seen(printed(answer(citation("قال 漢 نعم"), language=Language.ENGLISH), TODAY, {}))
    assert ["◌" in line for line in with_gap].count(True) == 2
    whole = as_seen(
        printed(answer(citation("قال نعم", published="2016", published_certainty=Certainty.IMPLIED)), TODAY, {})
    )
    assert not any("◌" in line for line in whole)


def test_pages_can_be_looked_at(retriever: Retriever) -> None:
    """Pictures of two answers as readers get them are left in the folder of artifacts."""
    ARTIFACTS.mkdir(exist_ok=True)
    for name, question in (("ar", "ماذا قال لافروف عن النصرة؟"), ("en", "What did Kerry say about the ceasefire?")):
        document = pypdfium2.PdfDocument(printed(retriever.ask(question, limit=3), TODAY, {}))
        document[0].render(scale=DOTS_PER_POINT).to_pil().save(ARTIFACTS / f"note-{name}.png")
        assert inked(picture(printed(retriever.ask(question, limit=3), TODAY, {})).any(axis=0))


@settings(max_examples=10, deadline=None)
@given(texts.filter(bool) | st.just(HOSTILE * 9), names, st.sampled_from(Language))
def test_hostile_words_are_printed(text: str, name: str | None, language: Language) -> None:
    """Whatever the words, a file comes of it."""
    made = answer(citation(text, speaker=name, title=name), language=language)
    assert printed(made, TODAY, {1: HOSTILE}).startswith(b"%PDF-")
