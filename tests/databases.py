"""Which database do tests of the store use? Files of SQLite, or a PostgreSQL server that is thrown away afterwards.

With ISNAD_TEST_DATABASE=postgresql in the environment the very same tests run against the server.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.store import Store
from tests.scale.postgresql.server import Server

ON_A_SERVER = os.environ.get("ISNAD_TEST_DATABASE") == "postgresql"
_MOST_AT_ONCE = 20

beside_a_file = pytest.mark.skipif(ON_A_SERVER, reason="is about the files of SQLite")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server with an empty archive called `template_archive` to copy; the test is skipped where there is none."""
    with Server() as server:
        server.run("CREATE DATABASE template_archive TEMPLATE template0")
        Store.open(server.url("template_archive"), create=True).close()
        yield server


@pytest.fixture(scope="session")
def fresh_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives the URL of an archive that nobody has used, as often as it is called; without a server, in memory."""
    if not ON_A_SERVER:
        return lambda: "sqlite://"
    server: Server = request.getfixturevalue("postgresql")
    made: deque[str] = deque()

    def make() -> str:
        while len(made) >= _MOST_AT_ONCE:
            server.drop(made.popleft())
        made.append(server.new_database("template_archive"))
        return made[-1]

    return make


@pytest.fixture(scope="module")
def lasting_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Gives the URL of a database by its name, for all tests of a module."""
    if not ON_A_SERVER:
        folder = tmp_path_factory.mktemp("lasting")
        return lambda name: f"sqlite:///{folder}/{name}.db"
    server: Server = request.getfixturevalue("postgresql")
    return lambda _: server.new_database()


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Gives the URL of a database of this test by its name: of an archive yet to be made, or of an empty one."""
    if not ON_A_SERVER:
        yield lambda name="a": f"sqlite:///{tmp_path}/{name}.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    made: dict[str, str] = {}

    def make(name: str = "a") -> str:
        if name not in made:
            made[name] = server.new_database()
        return made[name]

    yield make
    for url in made.values():
        server.drop(url)
