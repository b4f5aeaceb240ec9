"""A Ray cluster to throw away: a head that keeps the books, and machines of one processor each, all on this host."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.scale.postgresql.server import free_port

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_READY = "Ray runtime started"
_PATIENCE_S = 30.0
_MEMORY = "--object-store-memory=100000000"


class Machines:
    """The cluster; `with` ends all that is left of it.

    Attributes:
        address: Where its head listens.
    """

    def __init__(self) -> None:
        pytest.importorskip("ray", reason="the library ray is not installed; make test-scale installs it")
        self._folder = tempfile.mkdtemp(prefix="ray-")  # not pytest's: paths of sockets must be short
        self.address = f"127.0.0.1:{free_port()}"
        self._started: list[subprocess.Popen[str]] = []
        port = self.address.rpartition(":")[2]
        self._start(
            "--head", f"--port={port}", "--num-cpus=0", "--include-dashboard=false", f"--temp-dir={self._folder}"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for machine in reversed(self._started):
            self.lose(machine)
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self) -> subprocess.Popen[str]:
        """Add a machine, and wait until it is there."""
        return self._start(f"--address={self.address}", "--num-cpus=1")

    def lose(self, machine: subprocess.Popen[str]) -> None:
        """End a machine at once, with all that runs on it."""
        if machine.poll() is None:
            below = psutil.Process(machine.pid).children(recursive=True)
            for process in [psutil.Process(machine.pid), *below]:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(below, timeout=_PATIENCE_S)
        machine.communicate(timeout=_PATIENCE_S)

    def _start(self, *options: str) -> subprocess.Popen[str]:
        program = os.path.join(os.path.dirname(sys.executable), "ray")  # noqa: PTH118, PTH120 - not where a link leads
        machine = subprocess.Popen(
            [program, "start", "--block", "--disable-usage-stats", "--node-ip-address=127.0.0.1", _MEMORY, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started.append(machine)
        assert machine.stdout
        said = []
        for line in machine.stdout:
            said.append(line)
            if _READY in line:
                return machine
        raise AssertionError("".join(said))


def is_preparing(machine: subprocess.Popen[str]) -> bool:
    """Tell whether a machine prepares documents now, or did a moment ago."""
    with suppress(psutil.NoSuchProcess):
        return any(
            "prepare_there" in " ".join(_title(one)) for one in psutil.Process(machine.pid).children(recursive=True)
        )
    return False


def _title(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []
