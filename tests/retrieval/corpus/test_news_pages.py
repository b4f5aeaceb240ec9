"""How well are news pages read? The pages of `benchmarks/news_pages`, beside the figures that were reached."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks.pages import Page, read_pages, score
from retrieval.corpus.pages import read_page

PAGES = read_pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def test_the_pages_are_read_as_well_as_before() -> None:
    """Words found and words that are not the article's, over all pages; every word of nearly every article is there."""
    scores = [score(page, read_page(page.data, page.name).text) for page in PAGES]
    assert len(scores) >= 18
    assert mean(found.f1 for found in scores) >= 0.975
    assert mean(found.recall for found in scores) >= 0.99
    assert mean(found.exact for found in scores) >= 0.96


@each_page
def test_no_page_is_read_badly(page: Page) -> None:
    """Each article is there, with little that is the site's."""
    found = score(page, read_page(page.data, page.name).text)
    assert found.recall >= 0.9
    assert found.precision >= 0.8


@each_page
def test_a_page_says_when_it_was_published(page: Page) -> None:
    """The date is what the page states, to the minute where it does; none where it states none."""
    assert read_page(page.data, page.name).published == page.stated["published"]
