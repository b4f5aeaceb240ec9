"""What does a web page say?"""

from __future__ import annotations

import contextlib

import pytest

from retrieval.corpus.pages import read_page
from retrieval.errors import EmptySourceError

PARAGRAPHS = [
    "افتتح وزير الثقافة صباح اليوم المعرض الدولي للكتاب في العاصمة، بحضور عدد كبير من الكتاب والناشرين العرب.",
    "وقال الوزير إن المعرض هذا العام «أكبر من أي وقت مضى»، مشيرا إلى أن عدد دور النشر تجاوز خمسمئة دار.",
    "وأضاف أن الأبواب ستبقى مفتوحة حتى نهاية الشهر، وأن الدخول مجاني للطلاب في جميع الأيام.",
]


DATE = "2016-07-27T11:50:00+03:00"


def _page(charset: str = "utf-8") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="{charset}"><title>افتتاح معرض الكتاب | النهار</title>
        <meta property="og:site_name" content="النهار"><meta property="og:title" content="افتتاح معرض الكتاب">
        <meta property="article:published_time" content="2016-07-27T11:50:00+03:00">
        <link rel="canonical" href="https://example.org/news/1"><meta name="author" content="سامي حداد"></head>
        <body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>
        <article><h1>افتتاح معرض الكتاب</h1>{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_a_page_gives_its_text_and_what_it_states(charset: str) -> None:
    """The main text, title, date, site, author and address are found in either encoding; menus are left."""
    document = read_page(_page(charset).encode(charset), "a.html")
    assert document.id == "a.html"
    assert all(paragraph in document.text for paragraph in PARAGRAPHS)
    assert "الرئيسية" not in document.text
    assert (document.title, document.source, document.published) == ("افتتاح معرض الكتاب", "النهار", DATE)
    assert document.url == "https://example.org/news/1"
    assert document.author == "سامي حداد"


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "<html><script>var a;</script></html>"])
def test_a_page_without_text_is_refused(html: str) -> None:
    """A page that holds no readable text is refused by name."""
    with pytest.raises(EmptySourceError, match=r"a\.html"):
        read_page(html.encode(), "a.html")


def test_a_page_is_decoded_as_it_declares() -> None:
    """A page in another language is decoded by its own declaration."""
    html = _page("windows-1251").replace("افتتح", "Министр").encode("windows-1251", "ignore")
    assert "Министр" in read_page(html, "a.html").text


def test_a_date_in_the_text_is_no_date_of_the_page() -> None:
    """Without a date of its own a page is undated, whatever days its sentences name."""
    html = _page().replace("2016-07-27T11:50:00+03:00", "").replace("الأيام.", "الأيام حتى 3 أيار 2015.")
    assert read_page(html.encode(), "a.html").published is None


def test_the_first_publication_counts() -> None:
    """Where a page states when it was changed too, the date is that of publication."""
    changed = '<meta property="article:modified_time" content="2016-08-02T09:00:00+03:00"><link rel="canonical"'
    html = _page().replace('<link rel="canonical"', changed)
    assert read_page(html.encode(), "a.html").published == DATE


@pytest.mark.parametrize(
    "html", ["<div>" * 20_000 + "نص", "<p>\x01\x02 نص", "<!DOCTYPE html", "<<<>>>", "&#0;&#xd800;نص"]
)
def test_broken_pages_are_read_or_refused(html: str) -> None:
    """A broken page gives a document that can be stored, or an error of ours."""
    with contextlib.suppress(EmptySourceError):
        assert read_page(html.encode(), "a.html").text.encode()
