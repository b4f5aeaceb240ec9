"""Marks become tags."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Span
from retrieval.page.marking import Mark, marked

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


class _Reader(HTMLParser):
    """Reads marked text: the text, and what stands inside each mark; tags must come in pairs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.inside: dict[str, str] = {}
        self.first: list[str] = []

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.open.append(str(named["id"]))
        self.first += [str(named["id"])] * ("first" in named)

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in self.open:
            self.inside[name] = self.inside.get(name, "") + data


def read(text: str, *spans: Span) -> _Reader:
    """Mark spans of a text, named by their numbers, and read what came of it."""
    marks = [Mark(span, "span", f'id="{number}"', first=" first") for number, span in enumerate(spans)]
    reader = _Reader()
    reader.feed("".join(marked(text, marks)))
    reader.close()
    assert not reader.open
    return reader


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Draw a text, and spans that lie in it anyhow."""
    text = draw(TEXTS)
    edge = st.integers(0, len(text))
    return text, draw(st.lists(st.tuples(edge, edge).map(lambda two: Span(min(two), max(two))), max_size=8))


@given(texts_with_spans())
def test_every_letter_and_every_mark_is_there(drawn: tuple[str, list[Span]]) -> None:
    """The text stays as it was, and each mark holds exactly its words, however marks lie in or across each other."""
    text, spans = drawn
    reader = read(text, *spans)
    assert reader.text == text
    wanted = {str(number): span.of(text) for number, span in enumerate(spans) if span}
    assert reader.inside == wanted
    assert sorted(reader.first) == sorted(wanted)


def test_marks_that_lie_across_each_other() -> None:
    """The later one is closed with the earlier one, and opened again behind it without its first attributes."""
    marks = [Mark(Span(0, 4), "b", "x", first=" one"), Mark(Span(2, 6), "i", "y", first=" one")]
    assert "".join(marked("abcdef", marks)) == "<b x one>ab<i y one>cd</i></b><i y>ef</i>"


def test_of_marks_of_the_same_words_the_first_stands_outside() -> None:
    """So a quotation stands around a cue, and not the reverse."""
    marks = [Mark(Span(0, 2), "b", "x"), Mark(Span(0, 2), "i", "y")]
    assert "".join(marked("ab", marks)) == "<b x><i y>ab</i></b>"


@pytest.mark.parametrize(
    ("text", "html"),
    [("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"), ("a\r\nb", "a&#13;\nb"), ("\0", "\ufffd")],
)
def test_what_html_would_change_is_escaped(text: str, html: str) -> None:
    """Markup is text, a carriage return stays one, and what no page can hold is shown to be missing."""
    assert "".join(marked(text, [])) == html
