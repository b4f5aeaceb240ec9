"""How is an answer printed? As a PDF file with Arabic shaped and directed right, where its libraries are installed."""

from __future__ import annotations

import logging
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.bidi import strip_controls
from bot.furniture import heading, shortened, source_parts, web_address
from bot.messages import messages_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bot.furniture import Part
    from retrieval import Answer, Citation

_NEEDED = ("fpdf", "uharfbuzz", "fontpkg_amiri")
_FAMILY = "Amiri"  # has Arabic and Latin letters; SIL Open Font License
_FACES = {"": "Amiri-Regular.ttf", "B": "Amiri-Bold.ttf"}
_LARGE, _USUAL, _SMALL = 18, 13, 10  # points
_MAX_QUESTION_CHARS = 500
_ARABIC = range(0x600, 0x700)


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
    _write(sheet, messages.note_title, _LARGE, is_bold=True)
    _write(sheet, shortened(answer.question, _MAX_QUESTION_CHARS), _USUAL, is_bold=True)
    _write(sheet, messages.note_asked.format(date=asked_on.isoformat()), _SMALL)
    for citation in answer.citations:
        sheet.ln(4)
        _write(sheet, _joined(heading(citation, messages, cues.get(citation.rank)), " "), _SMALL, is_bold=True)
        _write(sheet, citation.text, _USUAL)
        _write_places(sheet, citation, answer)
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
        _write(sheet, f"{label} {_joined(source_parts(place, messages), messages.separator)}", _SMALL)
        if url := web_address(place.url):
            _write(sheet, url, _SMALL)


def _write(sheet: Any, text: str, size: int, *, is_bold: bool = False) -> None:
    """Write a paragraph that begins at the side at which its first letter's script does."""
    sheet.set_font(_FAMILY, "B" if is_bold else "", size)
    first = next((letter for letter in text if letter.isalpha()), "")
    align = "R" if first and ord(first) in _ARABIC else "L"
    sheet.multi_cell(0, size * 0.6, strip_controls(text), align=align, new_x="LMARGIN", new_y="NEXT")


def _joined(parts: Iterable[Part], joiner: str) -> str:
    return joiner.join(part.text for part in parts)
