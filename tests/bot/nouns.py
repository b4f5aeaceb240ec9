"""Documents, citations and answers for the tests of the bot, and hypothesis strategies for hostile ones."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from retrieval import (
    Answer,
    Certainty,
    Citation,
    CitationKind,
    Dating,
    Document,
    DocumentId,
    DocumentSummary,
    Language,
    Quotation,
    QuotationKind,
    Span,
    Speaker,
    SpeakerId,
    SpeakerKey,
)

HOSTILE = "<b>&amp;</blockquote> \u202e\u2069 \"'&#60; 🇸🇾👩‍👩‍👧 ُّلُّلُ "


def citation(text: str = "قال الوزير إن الهدنة صامدة.", **fields: object) -> Citation:
    """Make a citation of a document that begins with its words."""
    defaults = {
        "rank": 1,
        "document": DocumentId("a.txt"),
        "title": None,
        "source": None,
        "url": None,
        "published": None,
        "start": 0,
        "end": len(text),
        "text": text,
        "speaker": None,
        "kind": CitationKind.EXCERPT,
        "score": 1.0,
    }
    return Citation(**{**defaults, **fields})  # type: ignore[arg-type]


def answer(*citations: Citation, language: Language = Language.ARABIC) -> Answer:
    """Make the answer to some question."""
    return Answer("ماذا عن الهدنة؟", language, citations)


def summary(document: str = "a.txt", **fields: object) -> DocumentSummary:
    """Make a document as lists show it."""
    defaults = dict.fromkeys(("title", "source", "url", "author", "published", "published_certainty"))
    return DocumentSummary(**{**defaults, "id": DocumentId(document), "length": 10, "sentences": 1, **fields})  # type: ignore[arg-type]


def speaker(name: str = "سلمى حداد", **fields: object) -> Speaker:
    """Make a speaker whose key is the name."""
    defaults = {"id": SpeakerId(1), "quotations": 1, "documents": 1, "first": None, "last": None}
    return Speaker(**{**defaults, "key": SpeakerKey(name), "name": name, **fields})  # type: ignore[arg-type]


def quotation(text: str = "الهدنة صامدة.", **fields: object) -> Quotation:
    """Make a quotation of a document that begins with its words."""
    defaults = {"document": DocumentId("a.txt"), "start": 0, "end": len(text), "text": text, "speaker": "سلمى حداد"}
    other = {"mention": None, "cue": None, "kind": QuotationKind.DIRECT}
    made = {**defaults, **other, **fields}
    return Quotation(**{"canonical": made["speaker"], **made})  # type: ignore[arg-type]


def document(text: str, *, title: str | None = "عنوان", dated: bool = False, **fields: str | None) -> Document:
    """Make a document; `dated` gives it a day that its text implies."""
    day = date(2016, 7, 15)
    dating = Dating(day, day, Certainty.IMPLIED) if dated else None
    names = {"id": DocumentId("a.txt"), "url": None, "source": None, "author": None, **fields}
    return Document(text=text, title=title, published=dating, blocks=(), sentences=(), **names)  # type: ignore[arg-type]


# Everything but lone surrogates, which no file and no message can hold.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
long_texts = st.builds(lambda piece, times: piece * times, texts.filter(bool), st.integers(1, 200)) | st.just(
    HOSTILE * 300
)
names = st.none() | texts | st.just(HOSTILE * 40)


@st.composite
def citations(draw: st.DrawFn, *, nested: bool = False) -> Citation:
    """Draw a citation with any words, names and highlights."""
    text = draw(long_texts)
    start = draw(st.integers(0, 1000))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=300)))
    highlights = tuple(Span(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    return citation(
        text,
        start=start,
        end=start + len(text),
        highlights=highlights,
        document=DocumentId(draw(texts | st.just(HOSTILE * 40))),
        title=draw(names),
        source=draw(names),
        speaker=draw(names),
        url=draw(st.none() | texts | st.just("https://example.org/?a=1&b=%22<>" + "&" * 150)),
        published=draw(st.sampled_from([None, "2016-07-27T11:50", "2016-07-12/2016-08-13"])),
        published_certainty=draw(st.sampled_from(Certainty)),
        paragraph=draw(st.none() | st.integers(1, 10**6)),
        also_in=() if nested else tuple(draw(st.lists(citations(nested=True), max_size=5))),
    )
