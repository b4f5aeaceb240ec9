"""A Ray cluster to throw away: a head that keeps the books, and machines of one processor each, all on this host."""

from __future__ import annotations

import json
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
_NOTICING = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_timeout_ms": 2000}
"""How soon the head notices that a machine is lost: within some seconds instead of a minute."""


class Machines:
    """The cluster; `with` ends all that is left of it.

    Attributes:
        address: Where its head listens.
    """

    def __init__(self) -> None:
        pytest.importorskip("ray", reason="the library ray is not installed; make test-scale installs it")
        self._folder = tempfile.mkdtemp(prefix="ray-")  # not pytest's: paths of sockets must be short
        self.address = f"127.0.0.1:{free_port()}"
        self._added: list[subprocess.Popen[str]] = []
        place = (f"--port={self.address.rpartition(':')[2]}", f"--temp-dir={self._folder}")
        noticing = f"--system-config={json.dumps(_NOTICING)}"
        self._head = self._start("--head", *place, noticing, "--num-cpus=0", "--include-dashboard=false")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lose_all()
        self.lose(self._head)
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self) -> subprocess.Popen[str]:
        """Add a machine, and wait until it is there."""
        machine = self._start(f"--address={self.address}", "--num-cpus=1")
        self._added.append(machine)
        return machine

    def lose_all(self) -> None:
        """End all machines that were added."""
        for machine in self._added:
            self.lose(machine)
        self._added.clear()

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
