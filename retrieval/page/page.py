"""What stands on a page of quotations? Contents, and each document's text, every letter of it, with who says what.

The page is in Arabic, as the documents are, and loads nothing: neither fonts nor scripts. A speaker is told by a colour
and by a number, so that colours alone carry nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from retrieval.model import Certainty, Dating, Document, DocumentSummary, Quotation, QuotationKind
from retrieval.page.legend import UNKNOWN, Legend
from retrieval.page.marking import Mark, escaped, marked

FIRST_LINES = "<!DOCTYPE html>\n<!-- Isnad: a page of quotations; it may be written anew -->\n"
"""How a page begins; by this it is told from other files."""

Marked = tuple[Document, Sequence[Quotation]]
"""A document and the quotations to mark in it."""

_STYLE = Path(__file__).parent / "style.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TITLE = "إسناد: من قال ماذا"
_KINDS = {
    QuotationKind.DIRECT: "بنصّه (direct)",
    QuotationKind.INDIRECT: "منقول بالمعنى (indirect)",
    QuotationKind.MIXED: "منقول وفيه نصّه (mixed)",
}


def page(contents: Sequence[DocumentSummary], read: Callable[[DocumentSummary], Marked]) -> Iterator[str]:
    """Write a page of documents with their quotations.

    Args:
        contents: The documents, in the order in which they shall stand; of several there is a table of contents.
        read: Gives a document and its quotations, one at a time.

    Returns:
        Pieces of HTML. The text of each document's `<div class="text">` is exactly `document.text` (but U+0000, which
        no page can hold, is U+FFFD).
    """
    title = _name(contents[0]) if len(contents) == 1 else _TITLE
    yield (
        f'{FIRST_LINES}<html lang="ar" dir="rtl">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
    )
    if len(contents) != 1:
        yield from _contents(contents)
    for number, summary in enumerate(contents, 1):
        yield from _article(number, summary, *read(summary))
    yield "</body>\n</html>\n"


def _contents(contents: Sequence[DocumentSummary]) -> Iterator[str]:
    yield f"<h1>{_TITLE}</h1>\n<nav><p>الوثائق: {len(contents)}</p>\n<ol>\n"
    for number, summary in enumerate(contents, 1):
        date = f" · {_date(summary.published, summary.published_certainty)}" if summary.published else ""
        yield f'<li><a href="#d{number}"><bdi>{escaped(_name(summary))}</bdi></a>{date}</li>\n'
    yield "</ol></nav>\n"


def _article(number: int, summary: DocumentSummary, document: Document, said: Sequence[Quotation]) -> Iterator[str]:
    legend = Legend(said)
    yield f'<article id="d{number}">\n<h2><bdi>{escaped(_name(summary))}</bdi></h2>\n'
    yield f'<p class="about">{" · ".join(_about(document))}</p>\n<div class="legend">\n<ul>\n'
    yield from _legend(legend)
    yield '</ul>\n<p class="keys"><span class="cue">فعل القول</span> · <span class="mention">ذكر القائل</span></p>\n'
    yield '</div>\n<div class="text" dir="auto">'
    yield from marked(document.text, _marks(legend, said))
    yield "</div>\n</article>\n"


def _about(document: Document) -> Iterator[str]:
    dating: Dating | None = document.published
    if document.source:
        yield f"<bdi>{escaped(document.source)}</bdi>"
    yield _date(dating.isoformat(), dating.certainty) if dating else "بلا تاريخ"
    yield f"<bdi>{escaped(document.id)}</bdi>"
    if document.url and _is_web_address(document.url):
        yield f'<a href="{escaped(document.url)}" rel="noopener noreferrer"><bdi>{escaped(document.url)}</bdi></a>'


def _legend(legend: Legend) -> Iterator[str]:
    for entry in legend.entries:
        number = f'<span class="number c{entry.colour}">{entry.number}</span>'
        yield f"<li>{number} <bdi>{escaped(entry.name)}</bdi> ({entry.quotations})</li>\n"
    if legend.unknown:
        yield f'<li><span class="number nobody">{UNKNOWN}</span> قائل غير معروف ({legend.unknown})</li>\n'
    if not legend.entries and not legend.unknown:
        yield "<li>لا أقوال في هذه الوثيقة</li>\n"


def _marks(legend: Legend, said: Sequence[Quotation]) -> Iterator[Mark]:
    for quotation in said:
        entries = legend.of(quotation)
        colour = f"c{entries[0].colour}" if entries else "nobody"
        numbers = "+".join(str(entry.number) for entry in entries) or UNKNOWN
        attributes = f'class="q {colour}" tabindex="0" data-about="{escaped(_says(quotation))}"'
        yield Mark(quotation.span, "span", attributes, first=f' data-number="{numbers}"')
    # A cue may serve two quotations, and a mention too.
    for span in dict.fromkeys(quotation.cue_span for quotation in said if quotation.cue_span):
        yield Mark(span, "span", 'class="cue"')
    for span in dict.fromkeys(quotation.mention_span for quotation in said if quotation.mention_span):
        yield Mark(span, "span", 'class="mention"')


def _says(quotation: Quotation) -> str:
    cue = f" · {quotation.cue}" if quotation.cue else ""
    return f"{quotation.speaker or 'قائل غير معروف'} · {_KINDS[quotation.kind]}{cue}"


def _name(summary: DocumentSummary) -> str:
    return " ".join((summary.title or "").split()) or summary.id


def _date(published: str, certainty: Certainty | None) -> str:
    date = f"<bdi>{escaped(published)}</bdi>"
    return f"≈ {date} (مستنتج من النص)" if certainty is Certainty.IMPLIED else date


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
