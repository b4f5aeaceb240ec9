"""How is an address of the web written?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.addresses import is_address, readable, without_password


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("ftp://example.org", True),
        ("file:///etc/passwd", True),
        ("data/news.txt", False),
        ("C:/news.txt", False),
        ("//server/news", False),
        ("-", False),
    ],
)
def test_addresses_are_told_from_paths(text: str, expected: bool) -> None:
    """Two slashes behind a scheme make an address."""
    assert is_address(text) is expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/2016/7/a?id=1#top", "www.example.org/2016/7/a?id=1#top"),
        ("http://example.org/%D8%AE%D8%A8%D8%B1/", "example.org/خبر/"),
        ("http://example.org/a%2Fb%20c", "example.org/a%2Fb%20c"),
        ("http://example.org/%D8%FF", "example.org/%D8%FF"),
        ("http://example.org/a%E2%80%AEb", "example.org/a%E2%80%AEb"),
        ("http://sami:secret@example.org:8080/a", "example.org:8080/a"),
    ],
)
def test_an_address_as_a_name_can_be_read(url: str, name: str) -> None:
    """Arabic letters are shown, what changes the meaning or cannot be seen stays escaped, passwords are left out."""
    assert readable(url) == name


@given(st.text())
def test_no_password_is_left(rest: str) -> None:
    """Whatever an address looks like, its password is not told."""
    assert "s3cr3t" not in without_password(f"http://sami:s3cr3t@example.org/{rest}")
