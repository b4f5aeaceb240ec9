"""Names parted from their roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import parse_document
from retrieval.model import DocumentId, RawDocument
from retrieval.quotation.late_names import late_name
from retrieval.quotation.lexicon import default_lexicon
from retrieval.quotation.tokens import tokenize
from retrieval.quotation.words import Words

words = Words(default_lexicon())
settings = default_lexicon().settings


def name_after_role(text: str, start: int) -> str | None:
    """Read the name that follows a role that ends before a token."""
    tokens = tokenize(parse_document(RawDocument(DocumentId("d"), text)), words)
    name = late_name(tokens, start, len(tokens), settings)
    return " ".join(item.text for item in tokens.items[slice(*name)]) if name else None


@pytest.mark.parametrize(
    ("text", "start", "name"),
    [
        ("السفير اللبناني في باريس، سامي حداد، أن", 2, "سامي حداد"),
        ("وزير الداخلية في بيروت سامي حداد إن", 2, "سامي حداد"),
        ("المتحدث باسم الوزارة في الجنوب العميد هشام حداد أن", 3, "هشام حداد"),
        ("وزير الداخلية في بيان مع سامي حداد إن", 2, None),
        ("وزير الداخلية في بيروت إن سامي حداد وصل", 2, None),
        ("وزير الداخلية بعد لقاء الوزير سامي حداد إن", 2, None),
    ],
)
def test_a_name_may_follow_the_place_of_a_role(text: str, start: int, name: str | None) -> None:
    """A name is found after a place, a comma or a title, but not in a clause or behind another role."""
    assert name_after_role(text, start) == name


@given(st.lists(st.sampled_from(["في", "باريس", "سامي", "حداد", "،", "العميد", "إن", "وزير", "#", "-", "ل"])))
def test_any_words_may_follow(parts: list[str]) -> None:
    """No order of words breaks the search."""
    name_after_role(" ".join(["السفير", *parts]), 1)
