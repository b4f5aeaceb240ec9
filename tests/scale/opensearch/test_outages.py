"""What if nodes of the search cluster are lost, or it must not be reached without a password and encryption?"""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.errors import PassageIndexError, SearchDownError
from retrieval.index import SearchCluster
from retrieval.index.breaker import Breaker
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.model import ANYTHING
from tests.retrieval.index.contract import SIX, asked, passage
from tests.scale.opensearch.cluster import OpenSearchNodes
from tests.scale.opensearch.gate import gate

pytestmark = pytest.mark.scale

PASSWORD = "p@ss/wörd:ـ%"  # noqa: S105 - of a cluster that lives as long as a test
ESCAPED = "p%40ss%2Fw%C3%B6rd%3A%D9%80%25"


def cluster_at(url: str, **settings: str) -> SearchCluster:
    """Read the settings of a cluster at an address."""
    found = SearchCluster.of({"SEARCH_URL": url, **settings})
    assert found is not None
    return found


def test_a_lost_node_is_not_noticed_by_those_who_ask(opensearch: OpenSearchNodes) -> None:
    """Replicas answer in its place, and other nodes are asked: no error, the same results with the same scores."""
    is_over, began = threading.Event(), threading.Barrier(5)
    with closing(OpenSearchIndex.open(opensearch.settings())) as index:
        index.update([*SIX, *(passage(n, 0, "حلب " + "نفط " * (n % 5)) for n in range(100, 300))])
        opensearch.wait()
        before = index.search(asked("حلب", "هدن"), limit=50)

        def ask() -> int:
            began.wait()
            times = 0
            while not is_over.is_set():
                assert index.search(asked("حلب", "هدن"), limit=50) == before
                assert index.first(limit=5, conditions=ANYTHING) == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]
                times += 1
            return times

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(ask) for _ in range(4)]
            began.wait()
            try:
                opensearch.close(2)
                opensearch.wait(nodes=2, status="yellow")
                assert index.search(asked("حلب", "هدن"), limit=50) == before
            finally:
                is_over.set()
            assert all(each.result(timeout=60) for each in asking)
        index.update([passage(900, 0, "قمر")])  # it can still be changed
        assert index.size == 207


@pytest.mark.parametrize("cause", ["search_context_missing_exception", "already_closed_exception"])
def test_a_search_that_a_closing_node_forgot_is_begun_again(opensearch: OpenSearchNodes, cause: str) -> None:
    """A search takes several steps; a node that closes between two of them fails the whole, with status 500."""
    with gate(opensearch.ports[0]) as door:
        name = opensearch.settings().index
        with closing(OpenSearchIndex.open(cluster_at(f"http://127.0.0.1:{door.server_port}/{name}"))) as index:
            index.update(SIX)
            before = index.search(asked("هدن"), limit=9)
            door.error = {"type": "search_phase_execution_exception", "root_cause": [{"type": cause}]}
            door.refuse("_search", 500, 2)
            assert index.search(asked("هدن"), limit=9) == before
            assert door.refused == 2


def test_a_part_of_the_answer_is_no_answer(opensearch: OpenSearchNodes) -> None:
    """Where a shard is lost with its only copy, the others do not answer for it."""
    with closing(OpenSearchIndex.open(opensearch.settings(SEARCH_REPLICAS="0"))) as index:
        index.update([passage(n, 0, "حلب") for n in range(100)])
        opensearch.wait()
        opensearch.close(1)
        opensearch.wait(nodes=2, status="red")
        index.refresh()
        for ask in (
            lambda: index.search(asked("حلب"), limit=500),
            lambda: index.first(limit=500),
            lambda: index.size,
            lambda: index.holders("حلب"),
            index.documents,
        ):
            with pytest.raises(SearchDownError):
                ask()


def test_a_cluster_that_is_gone_is_told_at_once_and_found_again(
    opensearch: OpenSearchNodes, caplog: pytest.LogCaptureFixture
) -> None:
    """One plain sentence; after some failures nobody waits any more, and when it is back, it answers as before."""
    now = [0.0]
    breaker = Breaker(failures=2, rest_s=5.0, clock=lambda: now[0])
    settings = opensearch.settings()
    with closing(OpenSearchIndex.open(settings, breaker=breaker)) as index:
        index.update(SIX)
        opensearch.wait()
        before = index.search(asked("هدن"), limit=9)
        for node in range(3):
            opensearch.close(node)
        for _ in range(2):
            with pytest.raises(SearchDownError, match=r"^the search cluster 127.0.0.1:.* cannot be reached$"):
                index.search(asked("هدن"), limit=9)
        assert breaker.is_open
        with pytest.raises(SearchDownError, match="asked again in some seconds"):
            index.search(asked("هدن"), limit=9)
        now[0] += 6
        with pytest.raises(SearchDownError, match="cannot be reached"):  # one finds out that it is still so
            index.search(asked("هدن"), limit=9)
        with pytest.raises(SearchDownError, match="cannot be reached"):
            OpenSearchIndex.open(settings)
        for node in range(3):
            opensearch.start(node)
        opensearch.wait()
        now[0] += 6
        assert index.search(asked("هدن"), limit=9) == before
        assert not breaker.is_open
    assert "هدن" not in caplog.text


# Who may reach it


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the loopback address that nobody trusts, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout key.pem -out certificate.pem"
    )
    try:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl is installed; it makes the certificate")
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes())
    return both


def test_password_and_certificate_open_the_gate(opensearch: OpenSearchNodes, certificate: Path) -> None:
    """Whatever letters the password has, an encrypted cluster is used like any other."""
    with gate(opensearch.ports[0], access=f"isnad:{PASSWORD}", certificate=certificate) as opened:
        name = opensearch.settings().index
        url = f"https://isnad:{ESCAPED}@127.0.0.1:{opened.server_port}/{name}"
        cluster = cluster_at(url, SEARCH_CA_FILE=str(certificate))
        with closing(OpenSearchIndex.open(cluster)) as index:
            index.update(SIX)
            assert len(index.search(asked("هدن"), limit=9)) == 2


def test_a_certificate_that_nobody_trusts_is_refused(
    opensearch: OpenSearchNodes, certificate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is sent to whoever shows it, above all no password."""
    caplog.set_level(logging.DEBUG)
    with gate(opensearch.ports[0], access=f"isnad:{PASSWORD}", certificate=certificate) as opened:
        url = f"https://isnad:{ESCAPED}@127.0.0.1:{opened.server_port}"
        with pytest.raises(PassageIndexError, match=r"certificate that is not trusted.* SEARCH_CA_FILE"):
            OpenSearchIndex.open(cluster_at(url))
        assert opened.passed == []
    assert_secret(caplog.text)


@pytest.mark.parametrize("access", ["", "isnad:wrong@", f"somebody:{ESCAPED}@"])
def test_a_wrong_password_is_told_and_never_shown(
    opensearch: OpenSearchNodes, access: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One plain sentence that names the setting; neither it nor a log line nor the settings show a password."""
    caplog.set_level(logging.DEBUG)
    with gate(opensearch.ports[0], access=f"isnad:{PASSWORD}") as opened:
        cluster = cluster_at(f"http://{access}127.0.0.1:{opened.server_port}")
        with pytest.raises(PassageIndexError, match="refuses the user or the password of SEARCH_URL") as told:
            OpenSearchIndex.open(cluster)
        assert not isinstance(told.value, SearchDownError)
    assert_secret(caplog.text + repr(cluster) + str(cluster) + str(told.value))


def assert_secret(text: str) -> None:
    """Check that a text holds no password, in no form."""
    for secret in (PASSWORD, ESCAPED, "wrong", json.dumps(PASSWORD), "Basic "):
        assert secret not in text
