"""Which runs of sentences are indexed and retrieved?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import make_passages, parse_document
from retrieval.model import BlockKind, Document, DocumentId, RawDocument

SENTENCE = "وقال المحافظ إن العمل في الجسر الجديد استغرق عامين كاملين."


def _parse(text: str, title: str | None = None) -> Document:
    return parse_document(RawDocument(DocumentId("a"), text, title=title))


def _lengths(document: Document, **limits: int) -> list[int]:
    return [len(passage.sentences) for passage in make_passages(document, **limits)]


def test_sentences_are_joined_up_to_the_limit() -> None:
    """Passages take three sentences, across paragraphs, and the rest is a shorter one."""
    assert _lengths(_parse(f"{SENTENCE} {SENTENCE}\n{SENTENCE}\n{SENTENCE}")) == [3, 1]


def test_the_limits_can_be_chosen() -> None:
    """Both limits are the caller's to choose."""
    document = _parse(f"{SENTENCE} " * 4)
    assert _lengths(document, max_sentences=2) == [2, 2]
    assert _lengths(document, max_words=10) == [1, 1, 1, 1]


def test_a_subheading_parts_passages() -> None:
    """No passage reaches across a subheading, and the subheading is in none."""
    document = _parse(f"{SENTENCE}\nعامان من العمل\n{SENTENCE}\nللمزيد: خبر آخر\n{SENTENCE}", "عنوان")
    assert _lengths(document) == [1, 1, 1]


def test_titles_are_no_passages() -> None:
    """Titles and decks are found through their document, not as passages."""
    document = _parse(f"وزير النقل يفتتح الجسر\nالمحافظ: انتظرنا طويلا\n{SENTENCE}")
    assert [sentence.kind for passage in make_passages(document) for sentence in passage.sentences] == [
        BlockKind.PARAGRAPH
    ]


def test_a_title_alone_is_a_passage() -> None:
    """A document that is nothing but its title can be found by it."""
    document = _parse("وزير النقل يفتتح الجسر", "وزير النقل يفتتح الجسر")
    assert [passage.span.of(document.text) for passage in make_passages(document)] == [document.text]


def test_no_words_no_passages() -> None:
    """A document without readable text has no passages."""
    assert make_passages(_parse(" \n")) == ()


@given(st.lists(st.sampled_from([SENTENCE, "عنوان قصير", "مشاركة", "", "للمزيد: خبر"]), max_size=20), st.integers(1, 5))
def test_each_sentence_is_in_one_passage(lines: list[str], most: int) -> None:
    """Passages hold each sentence of the body once, in order, and count up from 0."""
    document = _parse("\n".join(lines))
    passages = make_passages(document, max_sentences=most)
    body = [sentence for sentence in document.sentences if sentence.kind is BlockKind.PARAGRAPH]
    assert [sentence for passage in passages for sentence in passage.sentences] == (body or list(document.sentences))
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert all(len(passage.sentences) <= most for passage in passages)
