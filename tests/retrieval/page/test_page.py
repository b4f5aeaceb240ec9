"""The page of quotations, read by a parser of HTML."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Retriever
from retrieval.identity import JOINT
from retrieval.model import (
    Certainty,
    Dating,
    Document,
    DocumentId,
    DocumentSummary,
    Quotation,
    QuotationKind,
    Span,
)
from retrieval.page import page

HOSTILE = "<script>alert(1)</script> \"'&amp; \r\n</div> \u202e"


class _Reader(HTMLParser):
    """Reads a page: the texts of its documents, the marks in them, and everything that it would load."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.marks: dict[str, list[str]] = {}
        self.numbers: list[str] = []
        self.loaded: list[str] = []
        self.tags: set[str] = set()
        self.shown = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        self.tags.add(tag)
        self.loaded += [named[name] for name in ("src", "srcset", "background", "data", "poster") if name in named]
        if tag in self.VOID:
            return
        self.open.append((tag, named))
        if named.get("class") == "text":
            self.texts.append("")
        if "data-number" in named:
            self.numbers.append(named["data-number"])
            self.marks.setdefault(named["data-about"], []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.shown += data
        classes = [named.get("class") for _, named in self.open]
        if "text" in classes:
            self.texts[-1] += data
        for _, named in self.open:
            if "data-about" in named:
                self.marks[named["data-about"]][-1] += data


def read(html: str) -> _Reader:
    """Read a page; its tags must come in pairs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


def document(text: str, name: str = "a.txt", **fields: object) -> Document:
    """Make a document."""
    known = {"title": None, "url": None, "source": None, "author": None, "published": None, **fields}
    return Document(DocumentId(name), text, blocks=(), sentences=(), **known)  # type: ignore[arg-type]


def summary(of: Document) -> DocumentSummary:
    """Sum a document up."""
    return DocumentSummary(of.id, of.title, of.source, of.url, None, None, None, len(of.text), 0)


def quotation(of: Document, span: Span, speaker: str | None = "سلمى حداد", **fields: object) -> Quotation:
    """Make a quotation of some words of a document."""
    known = {"mention": None, "cue": None, "kind": QuotationKind.DIRECT, **fields}
    return Quotation(of.id, span.start, span.end, span.of(of.text), speaker, **known)  # type: ignore[arg-type]


def page_of(*documents: tuple[Document, list[Quotation]]) -> str:
    """Write the page of some documents."""
    by_id = {made.id: (made, said) for made, said in documents}
    return "".join(page([summary(made) for made, _ in documents], lambda one: by_id[one.id]))


@pytest.fixture(scope="module")
def of_five(retriever: Retriever) -> tuple[Retriever, _Reader]:
    """The page of the five articles."""
    html = "".join(page(retriever.documents(), lambda one: (retriever.document(one.id), retriever.quotations(one.id))))
    return retriever, read(html)


def test_the_texts_are_those_of_the_documents(of_five: tuple[Retriever, _Reader]) -> None:
    """Every letter of every document stands on the page, and nothing between."""
    retriever, reader = of_five
    assert reader.texts == [retriever.document(one.id).text for one in retriever.documents()]


def test_every_quotation_is_marked(of_five: tuple[Retriever, _Reader]) -> None:
    """The marked words are the words of the quotations, nested ones too."""
    retriever, reader = of_five
    starts = [words for found in reader.marks.values() for words in found]
    assert len(starts) == len(retriever.quotations()) > 100


def test_a_page_loads_nothing(of_five: tuple[Retriever, _Reader]) -> None:
    """No picture, font, style or script is fetched, and no script is there."""
    _, reader = of_five
    assert reader.loaded == []
    assert not {"script", "link", "img", "iframe", "object"} & reader.tags


ODD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80)


@given(ODD | st.just(HOSTILE * 3), st.data())
def test_any_text_is_kept_to_the_letter(text: str, data: st.DataObject) -> None:
    """Whatever a document holds, and however its quotations lie in each other, its text is on the page unchanged."""
    edge = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(edge, edge).map(lambda two: Span(min(two), max(two))), max_size=6))
    made = document(text, title=text, source=text, url=f"https://example.org/{text}")
    said = [quotation(made, span, speaker=text, cue=text, cue_span=span, mention_span=span) for span in spans]
    assert read(page_of((made, said))).texts == [text]


def test_nothing_of_a_document_is_markup() -> None:
    """Title, outlet, speaker, cue, id and text are all escaped."""
    made = document(HOSTILE, name=HOSTILE, title=HOSTILE, source=HOSTILE, url="javascript:alert(1)")
    html = page_of((made, [quotation(made, Span(0, 5), speaker=HOSTILE, cue=HOSTILE)]), (document("ب"), []))
    assert "script" not in read(html).tags
    assert "javascript:" not in html


def test_a_mark_says_who_and_how() -> None:
    """Speaker, kind and cue stand in the mark, its number in the legend."""
    made = document("قالت سلمى حداد إن الهدنة صامدة.")
    said = quotation(made, Span(15, 30), cue="قالت", cue_span=Span(0, 4), mention_span=Span(5, 14))
    html = page_of((made, [said]))
    assert read(html).marks == {"سلمى حداد · بنصّه (direct) · قالت": ["إن الهدنة صامدة"]}
    assert '<span class="cue">قالت</span> <span class="mention">سلمى حداد</span>' in html
    assert "سلمى حداد</bdi> (1)" in html


def test_a_nested_quotation_is_marked_inside_the_other() -> None:
    """Both are marked with their own speaker."""
    made = document("أن كيري قال إن نعم.")
    outer, inner = quotation(made, Span(0, 18)), quotation(made, Span(12, 18), speaker="جون كيري")
    reader = read(page_of((made, [outer, inner])))
    assert [words for found in reader.marks.values() for words in found] == ["أن كيري قال إن نعم", "إن نعم"]
    assert reader.numbers == ["2", "1"]


def test_nobodys_words_are_marked_as_such() -> None:
    """They have no number and no colour, and are counted apart; words of several have the numbers of all."""
    made = document("واحد اثنان ثلاثة.")
    together = JOINT.join(("سلمى حداد", "جون كيري"))
    said = [quotation(made, Span(0, 4), speaker=None), quotation(made, Span(5, 10), speaker=together)]
    html = page_of((made, said))
    assert sorted(read(html).numbers) == ["2+1", "؟"]
    assert "قائل غير معروف (1)" in html
    assert 'class="q nobody"' in html


def test_several_documents_have_contents() -> None:
    """Each is linked to by its title, or its id where it has none; a single document needs no list."""
    one, other = document("نص.", title="عنوان"), document("نص آخر.", name="b.txt")
    html = page_of((one, []), (other, []))
    assert '<a href="#d1"><bdi>عنوان</bdi></a>' in html
    assert '<a href="#d2"><bdi>b.txt</bdi></a>' in html
    assert "<nav>" not in page_of((one, []))


def test_an_implied_date_is_marked() -> None:
    """As everywhere, ≈ tells what the text only implies."""
    day = date(2016, 7, 15)
    made = document("نص.", published=Dating(day, day, Certainty.IMPLIED))
    assert "≈ 2016-07-15 (مستنتج من النص)" in read(page_of((made, []))).shown
    assert "بلا تاريخ" in read(page_of((document("نص."), []))).shown


def test_an_empty_archive_has_a_page() -> None:
    """It says that there are no documents."""
    assert "الوثائق: 0" in read(page_of()).shown
