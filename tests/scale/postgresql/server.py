"""A PostgreSQL server to throw away: a data folder of its own, a free port of 127.0.0.1, no waiting for the disk."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

USER, PASSWORD = "isnad", "a pass:word/with@signs"
QUOTED = "a%20pass%3Aword%2Fwith%40signs"
_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_NUMBERS = count(1)
# Not the order of code points, so that a text which is compared in the server's order is noticed.
_IN_ARABIC = ("--locale-provider=icu", "--icu-locale=ar", "--locale=C.UTF-8")
# What was committed outlives a crash of the server, though not one of the machine.
_QUICKLY = "-c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=200"


def programs() -> Path:
    """Find the folder of the server's programs; the test is skipped where there are none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    for folder in [*folders, *_INSTALLED]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    pytest.skip(
        "PostgreSQL is not installed: neither on the PATH nor in /usr/lib/postgresql (apt-get install postgresql)"
    )


def _as_somebody() -> list[str]:
    """Give the words in front of a command that run it as an ordinary user: the server refuses to be root's."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'")


class Server:
    """The server; `with` starts and ends it."""

    def __init__(self) -> None:
        self._programs = programs()
        self._as = _as_somebody()
        self._folder = Path(tempfile.mkdtemp(prefix="isnad-postgresql-"))
        self.port = free_port()

    def __enter__(self) -> Self:
        if self._as:
            shutil.chown(self._folder, int(self._as[1].partition("=")[2]))
        words = self._folder / "password"
        words.write_text(PASSWORD)
        words.chmod(0o644)
        made = ("-U", USER, "--encoding=UTF8", "--auth=scram-sha-256", f"--pwfile={words}", "--no-sync")
        if self._run("initdb", "-D", self._data, *made, *_IN_ARABIC, must=False):  # before version 15, or without ICU
            self._run("initdb", "-D", self._data, *made)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories="
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", f"{where} {_QUICKLY}", "start")

    def stop(self, mode: str = "fast") -> None:
        """End it: "fast" ends every session, "immediate" is a crash."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop", must=False)

    def url(self, database: str = "postgres", password: str = QUOTED) -> str:
        """Write the URL of a database."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement by itself, past all that is to be tested."""
        import psycopg  # noqa: PLC0415 - optional: most tests need none

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def new_database(self, template: str = "template0") -> str:
        """Make a database that nobody else uses, and give its URL."""
        name = f"test_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def copy(self, url: str) -> str:
        """Copy a database that nobody is connected to."""
        return self.new_database(template=url.rpartition("/")[2])

    def _run(self, program: str, *arguments: str, must: bool = True) -> int:
        # What the server inherits it keeps open: with a pipe this would wait for its end.
        with (self._folder / f"{program}.out").open("ab") as output:
            ended = subprocess.run(
                [*self._as, str(self._programs / program), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                timeout=60,
            )
        if must and ended.returncode:
            said = "".join(
                file.read_text() for file in self._folder.iterdir() if file.name in {f"{program}.out", "log"}
            )
            raise RuntimeError(f"{program} ended with status {ended.returncode}: {said}")
        return ended.returncode


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    with Server() as server:
        print(server.url())  # noqa: T201
        sys.stdin.read()
