"""What all tests share: the installed resources, and an archive of the five articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from retrieval import Retriever
from retrieval.analysis.morphology import Morphology
from retrieval.lexicon import DATA
from retrieval.resources import morphology_path
from tests.databases import fresh_url, lasting_url, new_url, postgresql  # noqa: F401 - for all tests

# How long an example takes depends on what else the machine does; speed belongs into benchmarks/.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

CORPUS = DATA / "corpus"
SHARED = DATA.parent.parent / "shared"


@pytest.fixture(scope="session")
def morphology() -> Iterator[Morphology]:
    """The installed morphology database; the test is skipped where there is none."""
    path = morphology_path()
    if path is None:
        pytest.skip("no morphology database is installed; make resources installs one")
    opened = Morphology.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation material beside the checkout; the test is skipped where there is none."""
    if not (SHARED / "eval").is_dir():
        pytest.skip("the evaluation material does not lie beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def archive_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive of the five articles; tests that share it only read."""
    url = f"sqlite:///{tmp_path_factory.mktemp('archive')}/five.db"
    with Retriever.open(url, create=True) as retriever:
        retriever.ingest([CORPUS])
    return url


@pytest.fixture(scope="session")
def retriever(archive_url: str) -> Iterator[Retriever]:
    """The five articles, open."""
    with Retriever.open(archive_url) as opened:
        yield opened
