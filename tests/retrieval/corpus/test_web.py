"""How is an address fetched?"""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from retrieval.corpus import web
from retrieval.corpus.web import FetchError, Limits, Validators, Web
from retrieval.errors import AddressError
from tests.retrieval.corpus.news_server import Answer, NewsServer

QUICK = Limits(silence_s=0.3, answer_s=5.0, pause_s=0.0)


@pytest.fixture
def client() -> Iterator[Web]:
    """A client that waits for nobody."""
    with Web(QUICK) as opened:
        yield opened


def _failure(client: Web, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.fetch(url)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_answer_has_its_bytes_and_what_was_told_of_it(site: NewsServer, client: Web) -> None:
    """Bytes, kind and encoding are those that the server sent; it is told who asks."""
    answer = Answer.of("نص", "text/html", "windows-1256")
    site.answers["/a"] = replace(answer, headers={**answer.headers, "ETag": '"1"', "Last-Modified": "yesterday"})
    found = client.fetch(f"{site.url}/a")
    assert found is not None
    assert (found.data, found.kind, found.charset) == ("نص".encode("windows-1256"), "text/html", "windows-1256")
    assert found.validators == Validators('"1"', "yesterday")
    assert "Isnad" in site.requests[0][1]["User-Agent"]


def test_compressed_answers_are_unpacked(site: NewsServer, client: Web) -> None:
    """An answer by gzip gives what was compressed."""
    site.answers["/a"] = Answer.of("نص" * 1000).compressed()
    found = client.fetch(f"{site.url}/a")
    assert found is not None
    assert found.data.decode() == "نص" * 1000


def test_an_answer_that_is_there_already_is_not_sent(site: NewsServer, client: Web) -> None:
    """With the validators of the last answer, an unchanged one gives nothing."""
    site.answers["/a"] = replace(Answer.of("نص"), headers={"ETag": '"1"'})
    found = client.fetch(f"{site.url}/a")
    assert found is not None
    assert client.fetch(f"{site.url}/a", found.validators) is None
    assert client.fetch(f"{site.url}/a", Validators('"0"', None)) is not None


def test_redirects_are_followed(site: NewsServer, client: Web) -> None:
    """The address of an answer is where it came from in the end."""
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    site.answers["/new"] = Answer.of("نص")
    found = client.fetch(f"{site.url}/old")
    assert found is not None
    assert found.url == f"{site.url}/new"


@pytest.mark.parametrize(
    ("location", "reason"),
    [("/round", "from one address to the next"), ("ftp://example.org/a", "no address of the web")],
)
def test_redirects_that_lead_nowhere_are_refused(site: NewsServer, client: Web, location: str, reason: str) -> None:
    """A circle of redirects, and one out of the web, are told."""
    site.answers["/round"] = Answer(status=302, headers={"Location": location})
    failure = _failure(client, f"{site.url}/round")
    assert failure.is_lasting
    assert reason in str(failure)


@pytest.mark.parametrize(
    ("status", "is_lasting", "is_of_host"),
    [(404, True, False), (410, True, False), (500, False, False), (503, False, True)],
)
def test_refusals_are_told_apart(
    site: NewsServer, client: Web, status: int, is_lasting: bool, is_of_host: bool
) -> None:
    """What is gone is asked for no more; what fails may be there later; who is busy is left alone."""
    site.answers["/a"] = Answer(status=status, headers={"Retry-After": "7"})
    failure = _failure(client, f"{site.url}/a")
    assert str(status) in str(failure)
    assert (failure.is_lasting, failure.is_of_host) == (is_lasting, is_of_host)
    assert failure.after_s == (None if is_lasting else 7)


@pytest.mark.parametrize("answer", [Answer(is_silent=True), Answer.of("نص", hangs=True)])
def test_silence_ends_a_request(site: NewsServer, client: Web, answer: Answer) -> None:
    """A server that never answers, or stops in the middle, is left after a while."""
    site.answers["/a"] = answer
    failure = _failure(client, f"{site.url}/a")
    assert "in time" in str(failure)
    assert not failure.is_lasting


def test_slowness_ends_a_request(site: NewsServer) -> None:
    """An answer that takes too long in all is left, though something comes all the time."""
    site.answers["/a"] = Answer.of("نص")
    with Web(replace(QUICK, answer_s=0.0)) as client:
        assert "slow" in str(_failure(client, f"{site.url}/a"))


def test_a_host_that_is_not_there(client: Web) -> None:
    """A closed port is told in the system's words."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        failure = _failure(client, f"http://127.0.0.1:{held.getsockname()[1]}/")
    assert "cannot be reached" in str(failure)
    assert failure.is_of_host


@pytest.mark.parametrize("is_packed", [False, True])
def test_answers_without_an_end_are_refused(
    site: NewsServer, client: Web, monkeypatch: pytest.MonkeyPatch, is_packed: bool
) -> None:
    """What is too long is not read to its end, however small it was packed."""
    monkeypatch.setattr(web, "MAX_FETCHED", 100_000)
    answer = Answer.of("a" * 3_000_000)
    site.answers["/a"] = answer.compressed() if is_packed else answer
    failure = _failure(client, f"{site.url}/a")
    assert failure.is_lasting
    assert "longer than" in str(failure)


def test_damaged_answers_are_refused(site: NewsServer, client: Web) -> None:
    """Bytes that are not compressed as they say are told."""
    site.answers["/a"] = Answer(gzip.compress(b"a" * 5000)[:20] + b"damaged", headers={"Content-Encoding": "gzip"})
    assert "damaged" in str(_failure(client, f"{site.url}/a"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a:b:c/",
        "https://example.org:99999/",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(client: Web, url: str) -> None:
    """Only http and https are asked."""
    with pytest.raises(AddressError):
        client.fetch(url)


def test_passwords_are_used_and_not_told(site: NewsServer, client: Web, caplog: pytest.LogCaptureFixture) -> None:
    """A password in an address opens it, and stands in no message and no log."""
    caplog.set_level("DEBUG")
    url = site.url.replace("http://", "http://sami:secret@")
    site.answers["/a"] = Answer.of("نص")
    client.fetch(f"{url}/a")
    assert site.requests[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in str(_failure(client, f"{url}/missing"))
    assert caplog.text
    assert "secret" not in caplog.text


def test_requests_to_one_host_have_a_pause(site: NewsServer) -> None:
    """Between two requests to a host the pause is waited, before the first nothing."""
    waited: list[float] = []
    site.answers["/a"] = Answer.of("نص")
    with Web(replace(QUICK, pause_s=50.0), sleep=waited.append) as client:
        client.fetch(f"{site.url}/a")
        assert waited == []
        client.fetch(f"{site.url}/a")
    (pause,) = waited
    assert 0 < pause <= 50


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (Answer.of("User-agent: *\nDisallow: /news/", "text/plain"), False),
        (Answer.of("User-agent: Isnad\nDisallow: /\n\nUser-agent: *\nAllow: /", "text/plain"), False),
        (Answer.of("User-agent: *\nDisallow: /search", "text/plain"), True),
        (Answer(status=404), True),
        (Answer.of("<html>no such page</html>", "text/html"), True),
    ],
)
def test_a_sites_rules_for_programs_hold(site: NewsServer, client: Web, robots: Answer, expected: bool) -> None:
    """What robots.txt keeps from programs is not fetched; it is asked once."""
    site.answers["/robots.txt"] = robots
    assert client.may_fetch(f"{site.url}/news/1") is expected
    client.may_fetch(f"{site.url}/news/2")
    assert site.asked("/robots.txt") == 1
