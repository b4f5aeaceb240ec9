"""Words, marks and sentence ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import parse_document
from retrieval.model import DocumentId, RawDocument
from retrieval.quotation.lexicon import default_lexicon
from retrieval.quotation.tokens import Tokens, tokenize
from retrieval.quotation.words import Words

words = Words(default_lexicon())


def read(text: str) -> Tokens:
    """Tokenize a text of paragraphs."""
    return tokenize(parse_document(RawDocument(DocumentId("test"), text)), words)


def sentences(text: str) -> list[str]:
    """Write the sentences of a text, each once."""
    tokens = read(text)
    spans = {(tokens.begin[i], tokens.stop[i]) for i in range(len(tokens)) if tokens.around[i] == -1}
    return [text[tokens.items[begin].start : tokens.items[stop - 1].end] for begin, stop in sorted(spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال لوكالة أ.ف.ب أمس", ["قال", "لوكالة", "أ.ف.ب", "أمس"]),
        ("ذكرت سي إن إن أمس", ["ذكرت", "سي إن إن", "أمس"]),
        ("بلغ 68,5 مليون في 15/9/2016", ["بلغ", "68,5", "مليون", "في", "15/9/2016"]),
        ("قال لـCNN: نعم", ["قال", "لـ", "CNN", ":", "نعم"]),
        ("هاشتاغ #جدة_اليوم هنا", ["هاشتاغ", "جدة", "اليوم", "هنا"]),
    ],
)
def test_words_and_marks(text: str, expected: list[str]) -> None:
    """Abbreviations, outlets, numbers and scripts are told apart."""
    assert [item.text for item in read(text).items] == expected


def test_a_stop_inside_a_quote_does_not_end_the_sentence_around_it() -> None:
    """The sentence goes on behind the quote."""
    assert sentences('قال "نعم. لا" ثم خرج. وعاد.') == ['قال "نعم. لا" ثم خرج.', "وعاد."]


def test_a_stop_between_long_words_ends_a_sentence_without_a_space() -> None:
    """Newspapers forget the space behind a full stop."""
    assert sentences("وصل إلى جنوب البلاد.ولا يزال هناك") == ["وصل إلى جنوب البلاد.", "ولا يزال هناك"]


@given(st.text(alphabet='قال إن"«»(). ،\n', max_size=120))
def test_every_token_lies_in_its_sentence(text: str) -> None:
    """Tables agree: a token's sentence holds it, and its text is its slice."""
    tokens = read(text)
    for index, item in enumerate(tokens.items):
        assert tokens.begin[index] <= index < tokens.stop[index]
        assert tokens.text[item.start : item.end] == item.text
