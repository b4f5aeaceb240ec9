"""Where is the search cluster? Settings as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import PassageIndexError
from retrieval.index.cluster import SearchCluster


@pytest.mark.parametrize(
    ("url", "cluster"),
    [
        ("http://localhost", SearchCluster((("localhost", 9200),), is_encrypted=False)),
        ("https://a.example:443/", SearchCluster((("a.example", 443),))),
        ("https://a:1,b:2,[::1]:3/news-2018", SearchCluster((("a", 1), ("b", 2), ("[::1]", 3)), "news-2018")),
        ("https://me:p%40s%2Fs@a/x", SearchCluster((("a", 9200),), "x", user="me", password="p@s/s")),  # noqa: S106
        ("https://me:a:b@a/x", SearchCluster((("a", 9200),), "x", user="me", password="a:b")),  # noqa: S106
        ("https://me@a/x/", SearchCluster((("a", 9200),), "x", user="me", password="")),
    ],
)
def test_an_address_says_everything(url: str, cluster: SearchCluster) -> None:
    """Hosts, encryption, user, password and the index."""
    assert SearchCluster.of({"SEARCH_URL": f" {url}\n"}) == cluster


def test_without_an_address_there_is_no_cluster() -> None:
    """Whatever stands beside it."""
    assert SearchCluster.of({}) is None
    assert SearchCluster.of({"SEARCH_URL": " ", "SEARCH_SHARDS": "5"}) is None


def test_what_stands_beside_is_read(tmp_path: Path) -> None:
    """Certificates, shards, replicas and patience."""
    file = tmp_path / "ca.pem"
    file.touch()
    settings = {"SEARCH_SHARDS": "12", "SEARCH_REPLICAS": "0", "SEARCH_TIMEOUT_S": "3", "SEARCH_CA_FILE": str(file)}
    found = SearchCluster.of({"SEARCH_URL": "https://a", **settings})
    assert found is not None
    assert (found.shards, found.replicas, found.timeout_s, found.ca_file) == (12, 0, 3, file)


@pytest.mark.parametrize(
    "url",
    [
        *("localhost:9200", "ftp://a/x", "https://", "https:///x", "https://a:0/x", "https://a:99999", "https://a b/x"),
        *("https://a,/x", "https://a/x/y", "https://a/X", "https://a/_all", "https://a/*", "https://a/x?y", "أ"),
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    """With the form that it should have."""
    with pytest.raises(PassageIndexError, match=r"SEARCH_URL .*; write https://user:password@host:9200/archive"):
        SearchCluster.of({"SEARCH_URL": url})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SEARCH_SHARDS", "0"), ("SEARCH_REPLICAS", "-1"), ("SEARCH_TIMEOUT_S", "soon"), ("SEARCH_CA_FILE", "/no/file")],
)
def test_a_setting_that_cannot_be_is_told_by_its_name(name: str, value: str) -> None:
    """And by its value, which is no secret."""
    with pytest.raises(PassageIndexError, match=f"{name} .*{value}"):
        SearchCluster.of({"SEARCH_URL": "https://a", name: value})


@given(st.text())
def test_no_password_is_ever_shown(text: str) -> None:
    """Neither of an address that can be read nor of one that cannot."""
    try:
        found = SearchCluster.of({"SEARCH_URL": f"https://isnad:geheim{text}@host/x"})
        shown = f"{found!r} {found}"
    except PassageIndexError as error:
        shown = str(error)
    assert "geheim" not in shown
