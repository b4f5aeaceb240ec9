"""Which parts of a web page can hold the article?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.page_tree import parse_tree, prepare

LONG = "قال الوزير إن المعرض سيفتح غدا في العاصمة بحضور عدد كبير من الكتاب والناشرين العرب. " * 4


def _left(body: str) -> str:
    tree = parse_tree(f"<html><body>{body}</body></html>")
    assert tree is not None
    prepare(tree)
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize(
    "box",
    [
        '<section class="related"><article>خبر آخر</article></section>',
        '<div id="comments">خبر آخر</div>',
        '<aside class="mostRead">خبر آخر</aside>',
        '<div class="article-newsletter-box">خبر آخر</div>',
        "<div><h3>اقرأ أيضا:</h3><ul><li>خبر آخر</li></ul></div>",
        "<section><h2>Read Next</h2><p>خبر آخر</p></section>",
    ],
)
def test_boxes_of_the_site_are_taken_away(box: str) -> None:
    """A box that is named or titled as another article's, a comment's or a banner's goes."""
    assert _left(f"<div>{LONG}</div>{box}") == LONG.strip()


@pytest.mark.parametrize(
    "box",
    [
        '<div class="has-related comments"><h1>مكتوب</h1></div>',
        f'<div class="story related-story"><p>مكتوب {LONG}</p></div>',
        "<div class='correlated'>مكتوب</div>",
        "<div class='commentary'>مكتوب</div>",
        "<div class='more on'>مكتوب</div>",
        "<div><p>اقرأ أيضا ما هو مكتوب في مذكراته.</p></div>",
    ],
)
def test_what_may_be_the_article_stays(box: str) -> None:
    """A name alone takes neither the main heading away, nor much of the text, nor what only sounds alike."""
    assert "مكتوب" in _left(f"<p>{LONG}</p>{box}")


def test_tables_that_arrange_a_page_become_boxes() -> None:
    """Cells with paragraphs are no table; a table of data inside such a cell stays one."""
    inner = "<table><tr><th>مقاعد</th><td>12</td></tr></table>"
    tree = parse_tree(f"<table><tr><td>قائمة</td><td>{LONG}{inner}</td></tr></table>")
    assert tree is not None
    prepare(tree)
    (table,) = tree.iter("table")
    assert "".join(table.text_content().split()) == "مقاعد12"


@given(st.text() | st.text(alphabet='<>/="divtabler clsomnth12 '))
def test_anything_is_prepared(page: str) -> None:
    """Whatever stands on a page, what is left is a tree."""
    tree = parse_tree(page)
    if tree is not None:
        prepare(tree)
        tree.text_content()
