"""What is new in a feed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import Retriever
from retrieval.corpus import NotedDocument, Refusal, read_sources
from retrieval.corpus.following import Follower
from retrieval.corpus.parsing import parse_document
from retrieval.corpus.web import Limits, Web
from retrieval.errors import SourceError
from retrieval.model import Document, DocumentId, IngestOutcome, RawDocument
from tests.retrieval.corpus.news_server import ARTICLE, PARAGRAPHS, Answer, NewsServer, item, page, rss

CONTENT = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
TEASER = f"{PARAGRAPHS[0][:50]}..."
DATE = "Wed, 27 Jul 2016 11:50:00 +0300"
QUICK = Limits(silence_s=0.3, answer_s=5.0, pause_s=0.0)


@pytest.fixture
def archive() -> dict[DocumentId, Document]:
    """What was read already, by id."""
    return {}


@pytest.fixture
def follower(archive: dict[DocumentId, Document]) -> Iterator[Follower]:
    """A follower that waits for nobody."""
    with Follower(archive.get, Web(QUICK)) as opened:
        yield opened


def _refusal(found: object) -> Refusal:
    assert isinstance(found, Refusal)
    assert isinstance(found.error, SourceError)
    return found


def _document(found: object) -> RawDocument:
    assert isinstance(found, RawDocument), found
    return found


def test_an_article_in_the_feed_is_not_fetched(site: NewsServer, follower: Follower) -> None:
    """A feed with whole articles needs no page."""
    site.put_feed(item("معرض", f"{site.url}/a", content=CONTENT, pubDate=DATE))
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert _document(found).text == ARTICLE
    assert [path for path, _ in site.requests] == ["/rss.xml"]


def test_a_teaser_leads_to_the_page(site: NewsServer, follower: Follower) -> None:
    """With a teaser the article is that of the page; title, date and outlet are the feed's, the rest is the page's."""
    site.put_feed(item("معرض الكتاب", f"{site.url}/a", description=TEASER, pubDate=DATE))
    site.put_page("/a", "معرض الكتاب | المرفأ")
    (found,) = follower.read(f"{site.url}/rss.xml")
    document = _document(found)
    assert document.text == ARTICLE
    assert (document.title, document.source, document.published) == ("معرض الكتاب", "جريدة المرفأ", DATE)
    assert document.url == f"{site.url}/a"
    assert document.id == f"{site.url}/a".removeprefix("http://")


def test_what_was_read_is_not_read_again(site: NewsServer, follower: Follower) -> None:
    """A second reading gives only what is new, and asks for no page twice."""
    first = item("أ", f"{site.url}/a", description=TEASER)
    site.put_feed(first)
    site.put_page("/a", "أ")
    assert len(list(follower.read(f"{site.url}/rss.xml"))) == 1
    site.put_page("/b", "ب")
    site.put_feed(item("ب", f"{site.url}/b", description=TEASER), first)
    assert [_document(found).title for found in follower.read(f"{site.url}/rss.xml")] == ["ب"]
    assert site.asked("/a") == 1


def test_an_unchanged_feed_is_not_sent_again(site: NewsServer, follower: Follower) -> None:
    """The server is asked for a newer feed than the last one."""
    site.put_feed(item("أ", f"{site.url}/a", content=CONTENT), etag='"1"')
    assert len(list(follower.read(f"{site.url}/rss.xml"))) == 1
    assert list(follower.read(f"{site.url}/rss.xml")) == []
    assert site.requests[-1][1]["If-None-Match"] == '"1"'


def test_a_changed_entry_is_read_anew(site: NewsServer, follower: Follower) -> None:
    """An entry of which the feed says something else is fetched again, under its old name."""
    site.put_feed(item("أ", f"{site.url}/a", guid="12", description=TEASER))
    site.put_page("/a", "أ")
    (before,) = follower.read(f"{site.url}/rss.xml")
    site.put_feed(item("أ (تحديث)", f"{site.url}/a", guid="12", description=TEASER))
    site.put_page("/a", "أ", f"{ARTICLE}\nوأعلن مساء أن الافتتاح تأجل أسبوعا كاملا بسبب المطر.")
    (after,) = follower.read(f"{site.url}/rss.xml")
    assert _document(before).id == _document(after).id
    assert "تأجل" in _document(after).text


def test_after_a_restart_the_archive_tells_what_was_read(
    site: NewsServer, follower: Follower, archive: dict[DocumentId, Document]
) -> None:
    """An article that the archive has is given as it is there, without its page being fetched."""
    site.put_feed(item("أ", f"{site.url}/a", description=TEASER, pubDate=DATE))
    site.put_page("/a", "أ")
    (found,) = follower.read(f"{site.url}/rss.xml")
    held = parse_document(_document(found))
    archive[held.id] = held
    with Follower(archive.get, Web(QUICK)) as restarted:
        (again,) = restarted.read(f"{site.url}/rss.xml")
    assert parse_document(_document(again)) == held
    assert site.asked("/a") == 1


def test_two_feeds_with_one_article_do_not_change_it(
    site: NewsServer, follower: Follower, archive: dict[DocumentId, Document]
) -> None:
    """The outlet of an article stays the one that brought it first."""
    article = item("أ", f"{site.url}/a", content=CONTENT)
    site.answers["/1"] = Answer.of(rss(article, title="المرفأ"))
    site.answers["/2"] = Answer.of(rss(article, title="المرفأ - ثقافة"))
    (found,) = follower.read(f"{site.url}/1")
    held = parse_document(_document(found))
    archive[held.id] = held
    assert list(follower.read(f"{site.url}/2")) == []
    with Follower(archive.get, Web(QUICK)) as restarted:
        (again,) = restarted.read(f"{site.url}/2")
    assert _document(again).source == "المرفأ"


@pytest.mark.parametrize("answer", [Answer(status=500), Answer(is_silent=True)])
def test_a_page_that_fails_is_read_later(site: NewsServer, follower: Follower, answer: Answer) -> None:
    """An entry whose page cannot be read now is not lost, even if the feed stays as it is."""
    site.put_feed(item("أ", f"{site.url}/a", description=PARAGRAPHS[0]), etag='"1"')
    site.answers["/a"] = answer
    (failed,) = follower.read(f"{site.url}/rss.xml")
    assert _refusal(failed).name == f"{site.url}/a".removeprefix("http://")
    site.put_page("/a", "أ")
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert _document(found).text == ARTICLE


def test_a_silent_host_is_asked_once(site: NewsServer, follower: Follower) -> None:
    """When a host does not answer, its other pages wait for the next time, and what has no need of it is read."""
    site.put_feed(
        *(item(name, f"{site.url}/{name}", description=TEASER) for name in "ab"), item("c", "x", content=CONTENT)
    )
    site.answers["/robots.txt"] = Answer(is_silent=True)
    first, second, third = follower.read(f"{site.url}/rss.xml")
    assert "in time" in str(_refusal(first).error)
    assert "not asked for" in str(_refusal(second).error)
    assert _document(third).text == ARTICLE
    assert len(site.requests) == 2


@pytest.mark.parametrize("answer", [Answer(status=404), Answer.of("<html><body></body></html>", "text/html")])
def test_a_whole_summary_stands_for_a_missing_page(site: NewsServer, follower: Follower, answer: Answer) -> None:
    """Where there is no article to be had, a summary that is whole is the document, and says so."""
    site.put_feed(item("أ", f"{site.url}/a", description=PARAGRAPHS[0]))
    site.answers["/a"] = answer
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert isinstance(found, NotedDocument)
    assert found.text == PARAGRAPHS[0]
    assert "summary" in found.note


def test_a_teaser_is_never_the_article(site: NewsServer, follower: Follower) -> None:
    """A summary that breaks off is refused where there is no page, once."""
    site.put_feed(item("أ", f"{site.url}/a", description=TEASER))
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert "404" in str(_refusal(found).error)
    assert list(follower.read(f"{site.url}/rss.xml")) == []


def test_a_page_that_shows_less_than_the_feed_is_none(site: NewsServer, follower: Follower) -> None:
    """A page that asks for a subscription is not the article."""
    site.put_feed(item("أ", f"{site.url}/a", description=ARTICLE))
    site.put_page("/a", "أ", "اشترك لتقرأ هذا المقال كاملا على موقعنا من دون إعلانات.")
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert isinstance(found, NotedDocument)


def test_pages_that_are_not_for_programs_are_left(site: NewsServer, follower: Follower) -> None:
    """robots.txt keeps the pages of entries from being fetched."""
    site.answers["/robots.txt"] = Answer.of("User-agent: *\nDisallow: /", "text/plain")
    site.put_feed(item("أ", f"{site.url}/a", description=TEASER))
    site.put_page("/a", "أ")
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert "not for programs" in str(_refusal(found).error)
    assert site.asked("/a") == 0


def test_a_page_by_its_address_is_one_document(site: NewsServer, follower: Follower) -> None:
    """The address of an article gives the article, whatever it is declared as."""
    site.answers["/خبر"] = replace(Answer.of(page("أ"), "text/html", "windows-1256"), headers={})
    (found,) = follower.read(f"{site.url}/%D8%AE%D8%A8%D8%B1")
    document = _document(found)
    assert document.id == f"{site.url}/خبر".removeprefix("http://")
    assert (document.text, document.source) == (ARTICLE, "موقع المرفأ")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "404"),
        (Answer.of("just text", "text/plain"), "neither a feed nor a page"),
        (Answer(b"\x89PNG\r\n\x1a\n\0\0", headers={"Content-Type": "image/png"}), "not text"),
        (Answer.of("<html></html>", "text/html"), "no readable text"),
        (Answer.of("<rss"), "no feed"),
        (Answer(), "neither"),
    ],
)
def test_what_is_neither_feed_nor_page_is_refused(
    site: NewsServer, follower: Follower, answer: Answer, reason: str
) -> None:
    """An address that gives nothing to read is refused by its name, in a sentence."""
    site.answers["/a"] = answer
    (found,) = follower.read(f"{site.url}/a")
    assert reason in str(_refusal(found).error)


def test_a_feed_that_recovers_is_read(site: NewsServer, follower: Follower) -> None:
    """After a failure the feed is read as if nothing had been."""
    site.answers["/rss.xml"] = Answer(status=503, headers={"Retry-After": "120"})
    (failed,) = follower.read(f"{site.url}/rss.xml")
    assert _refusal(failed).name == f"{site.url}/rss.xml"
    assert follower.waits == {f"{site.url}/rss.xml": 120}
    site.put_feed(item("أ", "x", content=CONTENT))
    (found,) = follower.read(f"{site.url}/rss.xml")
    assert _document(found).text == ARTICLE
    assert follower.waits == {}


def test_passwords_stand_in_no_document(site: NewsServer, follower: Follower) -> None:
    """What opened an address is not kept with the article."""
    site.put_page("/a", "أ")
    (found,) = follower.read(f"{site.url.replace('http://', 'http://sami:secret@')}/a")
    assert "secret" not in repr(found)


def test_addresses_are_sources_like_files(site: NewsServer, tmp_path: Path) -> None:
    """A feed, a file and an address that fails are read one after the other."""
    (tmp_path / "a.txt").write_text(ARTICLE)
    site.put_feed(item("أ", "x", content=CONTENT))
    feed, file, missing = read_sources([f"{site.url}/rss.xml", tmp_path / "a.txt", "ftp://example.org/a"])
    assert _document(feed).text == _document(file).text
    assert "ftp" in str(_refusal(missing).error)


def test_ingesting_a_feed_again_changes_nothing(site: NewsServer) -> None:
    """The archive has an entry once, with its date and outlet, and its page is fetched once."""
    site.put_feed(item("أ", f"{site.url}/a", description=TEASER, pubDate=DATE))
    site.put_page("/a", "أ")
    with Retriever.open("sqlite://", create=True) as retriever:
        outcomes = [retriever.ingest([f"{site.url}/rss.xml"]).documents[0].outcome for _ in range(2)]
        (summary,) = retriever.documents()
    assert outcomes == [IngestOutcome.ADDED, IngestOutcome.UNCHANGED]
    assert summary.published == "2016-07-27T11:50:00+03:00"
    assert summary.source == "جريدة المرفأ"
    assert site.asked("/a") == 1
