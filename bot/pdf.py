"""How is an answer printed? As a PDF file with Arabic shaped and directed right, where its libraries are installed."""

from __future__ import annotations

import logging
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.bidi import directed, isolate, strip_controls
from bot.furniture import heading, shortened, source_parts, web_address
from bot.messages import messages_in
from retrieval import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from bot.furniture import Part
    from retrieval import Answer, Citation

_NEEDED = ("fpdf", "uharfbuzz", "fontpkg_amiri")
_FAMILY = "Amiri"  # has Arabic and Latin letters; SIL Open Font License
_FACES = {"": "Amiri-Regular.ttf", "B": "Amiri-Bold.ttf"}
_LARGE, _USUAL, _SMALL = 18, 13, 10  # points
_MAX_QUESTION_CHARS = 500
_ARABIC = range(0x600, 0x700)
_LACKING = "◌"  # in the place of what the font has no picture of: a gap would not be seen


@cache
def is_available() -> bool:
    """Tell whether answers can be printed: fpdf2 writes the file, uharfbuzz shapes the letters of the font Amiri."""
    return all(find_spec(name) is not None for name in _NEEDED)


def printed(answer: Answer, asked_on: date, cues: Mapping[int, str | None]) -> bytes:
    """Write an answer as PDF.

    Args:
        answer: What the archive said.
        asked_on: The day on which it was asked.
        cues: The words that attribute its citations, by rank.
    """
    messages = messages_in(answer.language)
    sheet = _sheet()
    _write_ours(sheet, messages.note_title, _LARGE, answer.language, is_bold=True)
    _write_words(sheet, shortened(answer.question, _MAX_QUESTION_CHARS), is_bold=True)
    _write_ours(sheet, messages.note_asked.format(date=isolate(asked_on.isoformat())), _SMALL, answer.language)
    for citation in answer.citations:
        sheet.ln(4)
        above = _joined(heading(citation, messages, cues.get(citation.rank)), " ")
        _write_ours(sheet, above, _SMALL, answer.language, is_bold=True)
        _write_words(sheet, citation.text)
        _write_places(sheet, citation, answer)
    if any(_lacks(sheet, letter) for words in _words_of(answer) for letter in words):
        sheet.ln(4)
        _write_ours(sheet, messages.note_lacks.format(sign=_LACKING), _SMALL, answer.language)
    return bytes(sheet.output())


def _sheet() -> Any:
    """Open a document of A4 pages with the font in it."""
    from fpdf import FPDF  # noqa: PLC0415 - optional, and slow to load

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells each table of a font that it cuts down
    sheet = FPDF(format="A4")
    for style, name in _FACES.items():
        sheet.add_font(_FAMILY, style, str(files("fontpkg_amiri") / "files" / name))
    sheet.set_font(_FAMILY, size=_USUAL)
    sheet.set_text_shaping(use_shaping_engine=True)
    sheet.add_page()
    return sheet


def _write_places(sheet: Any, citation: Citation, answer: Answer) -> None:
    messages = messages_in(answer.language)
    for place in (citation, *citation.also_in):
        label = "—" if place is citation else f"— {messages.also_in}"
        line = f"{label} {_joined(source_parts(place, messages), messages.separator)}"
        _write_ours(sheet, line, _SMALL, answer.language)
        if url := web_address(place.url):
            _write_ours(sheet, isolate(url), _SMALL, answer.language)


def _write_ours(sheet: Any, line: str, size: int, language: Language, *, is_bold: bool = False) -> None:
    """Write a line of our own, in which names and numbers are isolated, in the direction of the answer's language."""
    line = line.replace("≈", "~")  # the font has no other
    _write(sheet, directed(line, language), size, is_arabic=language is Language.ARABIC, is_bold=is_bold)


def _write_words(sheet: Any, words: str, *, is_bold: bool = False) -> None:
    """Write words of others in the direction of their first letter, and of nothing that is not seen."""
    first = next((letter for letter in words if letter.isalpha()), "")
    is_arabic = bool(first) and ord(first) in _ARABIC
    _write(sheet, strip_controls(words), _USUAL, is_arabic=is_arabic, is_bold=is_bold)


def _write(sheet: Any, text: str, size: int, *, is_arabic: bool, is_bold: bool) -> None:
    sheet.set_font(_FAMILY, "B" if is_bold else "", size)
    shown = "".join(_LACKING if _lacks(sheet, letter) else letter for letter in text)
    sheet.multi_cell(0, size * 0.6, shown, align="R" if is_arabic else "L", new_x="LMARGIN", new_y="NEXT")


def _words_of(answer: Answer) -> Iterator[str]:
    yield answer.question
    for citation in answer.citations:
        yield citation.text


def _lacks(sheet: Any, letter: str) -> bool:
    return letter.isprintable() and ord(letter) not in sheet.current_font.cmap


def _joined(parts: Iterable[Part], joiner: str) -> str:
    return joiner.join(part.text for part in parts)
