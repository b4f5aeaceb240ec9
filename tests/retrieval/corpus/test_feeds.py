"""What does a feed offer?"""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.feeds import Entry, is_cut, looks_like_feed, parse_feed, read_feed
from retrieval.corpus.reading import NotedDocument, Refusal
from retrieval.errors import EmptySourceError, RecordError, SourceError
from retrieval.model import RawDocument
from tests.retrieval.corpus.news_server import ARTICLE, PARAGRAPHS, item, rss

CONTENT = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)

ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">
<title>مجلة الضفاف</title><id>tag:example.org,2016:feed</id><updated>2016-07-28T10:00:00Z</updated>
<entry><title>معرض</title><link href="https://example.org/a"/><id>tag:example.org,2016:1</id>
<published>2016-07-27T11:50:00+03:00</published><updated>2016-07-28T09:00:00+03:00</updated>
<author><name>سامي حداد</name></author><content type="html">{CONTENT.replace("<", "&lt;")}</content></entry></feed>"""

RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>وكالة الوادي</title></channel>
<item rdf:about="https://example.org/a"><title>معرض</title><link>https://example.org/a</link>
<dc:date>2016-07-27T11:50:00+03:00</dc:date><dc:creator>سامي حداد</dc:creator>
<description>{ARTICLE}</description></item></rdf:RDF>"""


def _entries(*items: str, host: str = "news.example") -> tuple[Entry, ...]:
    return parse_feed(rss(*items).encode(), "feed", host=host)


def _only(*items: str) -> Entry:
    (entry,) = _entries(*items)
    return entry


def test_rss_gives_the_article_and_what_is_said_of_it() -> None:
    """An item's whole text, title, address, author, date and the feed's title are found."""
    elements = {"pubDate": "Wed, 27 Jul 2016 11:50:00 +0300", "dc:creator": "سامي حداد", "description": "ملخص"}
    entry = _only(item("معرض الكتاب", "https://example.org/a", content=CONTENT, **elements))
    assert entry.document(entry.content or "") == RawDocument(
        entry.id,
        ARTICLE,
        title="معرض الكتاب",
        url="https://example.org/a",
        source="جريدة المرفأ",
        published="Wed, 27 Jul 2016 11:50:00 +0300",
        author="سامي حداد",
    )
    assert entry.summary == "ملخص"


@pytest.mark.parametrize(("feed", "source", "content"), [(ATOM, "مجلة الضفاف", ARTICLE), (RDF, "وكالة الوادي", None)])
def test_other_kinds_of_feeds(feed: str, source: str, content: str | None) -> None:
    """Atom and RDF say the same in other words."""
    (entry,) = parse_feed(feed.encode(), "feed")
    assert (entry.title, entry.url, entry.source) == ("معرض", "https://example.org/a", source)
    assert (entry.author, entry.published, entry.content) == ("سامي حداد", "2016-07-27T11:50:00+03:00", content)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("windows-1256", "windows-1256", None),
        ("windows-1256", "utf-8", "utf-8"),
        ("utf-8", "windows-1256", "iso-8859-1"),
        ("utf-16", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
    ],
)
def test_the_letters_tell_the_encoding(encoding: str, declared: str, charset: str | None) -> None:
    """A feed that is declared wrongly, by itself or by its server, is read rightly."""
    text = rss(item("معرض الكتاب", "https://example.org/a", content=CONTENT)).replace('"utf-8"', f'"{declared}"')
    (entry,) = parse_feed(text.encode(encoding), "feed", charset=charset)
    assert (entry.title, entry.content) == ("معرض الكتاب", ARTICLE)


@pytest.mark.parametrize(
    ("link", "guid", "name"),
    [
        ("https://example.org/a", "https://example.org/?p=12", "example.org/?p=12"),
        ("https://example.org/%D8%AE%D8%A8%D8%B1", None, "example.org/خبر"),
        ("https://example.org/a", "12", "news.example/12"),
        ("https://example.org/a", "tag:example.org,2016:1", "tag:example.org,2016:1"),
        ("https://example.org/a", "urn:uuid:1", "urn:uuid:1"),
        ("", None, "news.example/عنوان"),
        ("javascript:alert(1)", None, "news.example/عنوان"),
    ],
)
def test_an_entry_has_a_lasting_name(link: str, guid: str | None, name: str) -> None:
    """The guid names an entry, else its address, else its title."""
    assert _only(item("عنوان", link, **({"guid": guid} if guid else {}))).id == name


def test_a_guid_that_all_entries_share_names_none() -> None:
    """Where a site gives one guid to all its items, they are told apart by their addresses."""
    entries = _entries(*(item("أ", f"https://example.org/{n}", guid="https://example.org/") for n in (1, 2)))
    assert [entry.id for entry in entries] == ["example.org/1", "example.org/2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال الوزير إن المعرض سيفتح غدا...", True),
        ("قال الوزير إن المعرض سيفتح غدا […]", True),
        ("قال الوزير إن المعرض سيفتح غدا [...]\n", True),
        ("قال الوزير إن المعرض سيفتح غدا… اقرأ المزيد", True),
        ("The minister said that the fair would open. Continue reading →", True),
        ("قال الوزير إن المعرض سيفتح غدا.", False),
        ("قال: «سنفتح غدا... أو بعد غد».", False),
        (ARTICLE * 5 + "...", False),
    ],
)
def test_teasers_are_told_from_texts(text: str, expected: bool) -> None:
    """Points at the end, or an invitation to read on, are a teaser's; long texts may end in points."""
    assert is_cut(text) is expected


def test_content_that_is_cut_is_no_article() -> None:
    """A feed whose content breaks off has summaries only."""
    entry = _only(item("معرض", "https://example.org/a", content=f"<p>{PARAGRAPHS[0][:60]} [&#8230;]</p>"))
    assert entry.content is None
    assert entry.summary is not None


def test_the_line_that_a_program_appends_is_left_out() -> None:
    """WordPress adds to each article where it appeared first."""
    appended = '<p>The post <a href="/a">معرض</a> appeared first on <a href="/">المرفأ</a>.</p>'
    assert _only(item("معرض", "https://example.org/a", content=CONTENT + appended)).content == ARTICLE


def test_markup_in_titles_becomes_text() -> None:
    """A title is plain text, whatever it was escaped from."""
    assert _only(item("&lt;b&gt;معرض&lt;/b&gt; &amp;amp; كتاب", "https://example.org/a")).title == "معرض & كتاب"


def test_another_digest_tells_of_a_change() -> None:
    """The digest of an entry is that of what the feed says of it."""
    first = _only(item("أ", "https://example.org/a", description="نص"))
    again = _only(item("أ", "https://example.org/a", description="نص"))
    changed = _only(item("أ", "https://example.org/a", description="نص آخر"))
    assert first.digest == again.digest != changed.digest


@pytest.mark.parametrize(
    "text", ["", "مرحبا", "<html><body>x</body></html>", '{"a": 1}', "<rss", "<?xml version='1.0'?><a/>"]
)
def test_what_is_no_feed_is_refused(text: str) -> None:
    """Anything else is refused in a sentence."""
    with pytest.raises(RecordError, match="no feed"):
        parse_feed(text.encode(), "feed")


def test_a_feed_that_defines_entities_is_refused() -> None:
    """Entities that grow when they are read are not read."""
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(RecordError, match="entities"):
        parse_feed(rss(item("&b;")).replace("<rss", f"{bomb}<rss", 1).encode(), "feed")


def test_a_saved_feed_gives_what_it_has_in_full() -> None:
    """Of a feed in a file whole articles and whole summaries are read, with a note, and teasers refused."""
    feed = rss(
        item("أ", "https://example.org/1", content=CONTENT),
        item("ب", "https://example.org/2", description=PARAGRAPHS[0]),
        item("ج", "https://example.org/3", description=f"{PARAGRAPHS[0][:50]}..."),
    )
    whole, summary, teaser = read_feed(feed.encode(), "a.xml")
    assert isinstance(whole, RawDocument)
    assert whole.text == ARTICLE
    assert isinstance(summary, NotedDocument)
    assert "summary" in summary.note
    assert isinstance(teaser, Refusal)
    assert "teaser" in str(teaser.error)


def test_an_empty_feed_in_a_file_is_refused() -> None:
    """A feed without entries gives nothing."""
    with pytest.raises(EmptySourceError, match="no entries"):
        list(read_feed(rss().encode(), "a.xml"))


@given(st.text() | st.text(alphabet='<>&;!?[]"/rsfed- CDATAitm').map(lambda text: f"<rss><channel>{text}"))
def test_anything_is_read_or_refused(text: str) -> None:
    """Whatever stands in a feed, it gives entries that can be stored, or an error of ours."""
    looks_like_feed(text)
    with contextlib.suppress(SourceError):
        for entry in parse_feed(text.encode("utf-8", "surrogatepass"), "feed"):
            f"{entry}".encode()
