"""What the tests of readers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.retrieval.corpus.news_server import NewsServer, news_server


@pytest.fixture
def site() -> Iterator[NewsServer]:
    """A news site on this machine."""
    with news_server() as server:
        yield server
