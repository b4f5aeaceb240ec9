"""An archive of the five articles on a server, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retrieval import Retriever
from tests.conftest import CORPUS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scale.postgresql.server import Server


@pytest.fixture(scope="session")
def five(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an archive of the five articles that nobody is connected to."""
    url = postgresql.new_database()
    with Retriever.open(url, create=True, index_folder=tmp_path_factory.mktemp("index")) as retriever:
        retriever.ingest([CORPUS])
    return url


@pytest.fixture
def index_folder(tmp_path: Path) -> Path:
    """Where indexes lie."""
    return tmp_path / "new" / "index"
