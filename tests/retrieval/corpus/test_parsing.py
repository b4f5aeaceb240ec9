"""What does a raw document say, and when was it published?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import parse_document, read_sources
from retrieval.model import BlockKind, Document, DocumentId, RawDocument

CORPUS = Path(__file__).parents[3] / "data" / "corpus"
TEXT = "افتتاح الجسر الجديد\nنشر في: 27/7/2016 11:50\nبيروت (رويترز) - قال الوزير «تم العمل. انتهينا». وغادر.\nمشاركة"


def _article(number: int) -> Document:
    (raw,) = read_sources(CORPUS.glob(f"{number:03}_*.txt"))
    assert isinstance(raw, RawDocument)
    return parse_document(raw)


def test_the_page_tells_what_the_record_does_not() -> None:
    """Title, agency and date are taken from the page where the record is silent."""
    document = parse_document(RawDocument(DocumentId("a"), TEXT))
    assert (document.title, document.source) == ("افتتاح الجسر الجديد", "رويترز")
    assert document.published is not None
    assert document.published.isoformat() == "2016-07-27T11:50"
    assert [sentence.span.of(TEXT) for sentence in document.sentences] == [
        "افتتاح الجسر الجديد",
        "قال الوزير «تم العمل. انتهينا».",
        "وغادر.",
    ]


def test_the_record_goes_first() -> None:
    """What the record states is kept against what the page says."""
    document = parse_document(
        RawDocument(
            DocumentId("a"), TEXT, title="الجسر", source="النهار", published="2016-07-28", author="سامي", url="u"
        )
    )
    assert (document.title, document.source, document.author, document.url) == ("الجسر", "النهار", "سامي", "u")
    assert document.published is not None
    assert document.published.isoformat() == "2016-07-28"


def test_publication_goes_before_update() -> None:
    """Of two printed dates the one of the last update counts for less."""
    text = f"افتتاح الجسر الجديد\nآخر تحديث: 28/7/2016\nنشر في: 27/7/2016\n{TEXT}"
    document = parse_document(RawDocument(DocumentId("a"), text))
    assert document.published is not None
    assert document.published.isoformat() == "2016-07-27"


def test_an_unreadable_date_is_no_error() -> None:
    """A record whose date is no date is parsed, and dated as if it had none."""
    document = parse_document(RawDocument(DocumentId("a"), "وصل الوفد إلى العاصمة.", published="قريبا"))
    assert document.published is None


def test_sentences_name_their_block() -> None:
    """A sentence's paragraph is its block's place among all blocks, furniture too."""
    document = parse_document(RawDocument(DocumentId("a"), TEXT))
    for sentence in document.sentences:
        block = document.blocks[sentence.paragraph]
        assert block.kind is sentence.kind
        assert block.span.contains(sentence.span)


@pytest.mark.parametrize(
    ("number", "title", "source", "published", "counts"),
    [
        (0, "بعد تقدم الجيش السوري", "أمد", "2016-07-27T11:50", (0, 1, 17, 2)),
        (1, "بوتين وكيري يبحثان", None, "2016-07", (2, 1, 36, 0)),
        (2, None, None, None, (0, 0, 15, 1)),
        (3, "كيري في روسيا", None, None, (0, 1, 14, 2)),
        (4, "إعلان خطة التنسيق", None, None, (0, 0, 24, 2)),
    ],
)
def test_the_five_articles(
    number: int, title: str | None, source: str | None, published: str | None, counts: tuple[int, int, int, int]
) -> None:
    """Of the articles at hand we know title, outlet and date only where they say so.

    `counts` are decks, subheadings, sentences of the body and lines of furniture.
    """
    document = _article(number)
    kinds = [block.kind for block in document.blocks]
    body = sum(sentence.kind is BlockKind.PARAGRAPH for sentence in document.sentences)
    assert (document.title or "").startswith(title or "")
    assert (document.title is None) == (title is None)
    assert document.source == source
    assert (document.published and document.published.isoformat()) == published
    assert (
        kinds.count(BlockKind.DECK),
        kinds.count(BlockKind.SUBHEADING),
        body,
        kinds.count(BlockKind.FURNITURE),
    ) == counts


@given(
    st.text(st.sampled_from('ابت «»"().؟\n:/-123٠ \ufeff\u200f'), max_size=300),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_any_text_is_parsed(text: str, title: str | None) -> None:
    """Any text becomes a document whose sentences hold all that is neither furniture nor dateline."""
    document = parse_document(RawDocument(DocumentId("a"), text, title=title))
    read = [block for block in document.blocks if block.kind not in {BlockKind.FURNITURE, BlockKind.DATELINE}]
    expected = "".join("".join(block.span.of(text).split()) for block in read)
    found = "".join("".join(sentence.span.of(text).split()) for sentence in document.sentences)
    assert found.replace("\ufeff", "") == expected.replace("\ufeff", "")
