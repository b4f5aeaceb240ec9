"""When was a page published, to the minute?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.page_facts import find_published
from retrieval.corpus.page_tree import parse_tree

DATE, LATER = "2016-07-27T11:50:00+03:00", "2017-01-01T00:00:00+03:00"


def _published(html: str) -> str | None:
    return find_published(parse_tree(f"<html><body>{html}</body></html>"))


def _json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "html",
    [
        _json_ld({"@type": "NewsArticle", "datePublished": DATE, "dateModified": LATER}),
        _json_ld([{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": DATE}]),
        _json_ld(
            {"@graph": [{"@type": "WebPage", "datePublished": LATER}, {"@type": "Article", "datePublished": DATE}]}
        ),
        _json_ld({"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "datePublished": DATE}}),
        _json_ld({"@graph": [{"@type": "WebPage", "datePublished": DATE}]}),
        f'<meta property="article:published_time" content="{DATE}"><meta name="date" content="{LATER}">',
        f'<meta name="PubDate" content="{DATE}">',
        f'<meta itemprop="datePublished" content="{DATE}">',
        f'<span property="dc:date dc:created" content="{DATE}">أمس</span>',
        f'<time itemprop="datePublished" datetime="{DATE}">أمس</time>',
        f'<abbr class="published" title="{DATE}">أمس</abbr>',
        f'<time datetime="{LATER}"></time><h1>خبر</h1><time datetime="{DATE}"></time><time datetime="{LATER}"></time>',
        f'<meta name="date" content="yesterday">{_json_ld({"@type": "NewsArticle", "datePublished": DATE})}',
    ],
)
def test_a_page_states_its_date_in_many_ways(html: str) -> None:
    """The surest statement of the publication goes first, that of a change never counts."""
    assert _published(html) == DATE


@pytest.mark.parametrize(
    "html",
    [
        "",
        _json_ld({"@type": "NewsArticle", "dateModified": DATE}),
        _json_ld({"@type": "Person", "datePublished": DATE}),
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{DATE}"</script>',
        _json_ld([[[[[[[[{"@type": "NewsArticle", "datePublished": DATE}]]]]]]]]),
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
        f'<time datetime="{DATE}">خبر آخر</time>',
        '<meta name="date" content="قريبا">',
    ],
)
def test_what_states_no_publication(html: str) -> None:
    """A change, somebody else's date, broken JSON and a time without a heading tell nothing."""
    assert _published(html) is None


@given(
    st.recursive(
        st.none() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["@type", "@graph", "datePublished", "mainEntity"]), inner)
        ),
    )
)
def test_any_json_is_read(value: object) -> None:
    """Whatever JSON-LD holds, reading it ends with a date or none."""
    _published(_json_ld(value))
