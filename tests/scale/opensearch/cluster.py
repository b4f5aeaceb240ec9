"""A real OpenSearch cluster for tests: several nodes in one Java process, which can be lost one by one."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

import pytest

from retrieval.index.cluster import SearchCluster

HERE = Path(__file__).parent
TARGET = HERE / "target"
NODES = 3

_READY_S = 120
_NAMES = count(1)


class OpenSearchNodes:
    """Nodes that run; `ports` are where they answer on the loopback address."""

    def __init__(self, process: subprocess.Popen[str], ports: list[int]) -> None:
        self._process = process
        self.ports = ports
        self.lost: set[int] = set()

    def close(self, node: int) -> None:
        """Lose a node."""
        self._tell(f"close {node}")
        self.lost.add(node)

    def start(self, node: int) -> None:
        """Start a node again that was lost, with its data."""
        self._tell(f"start {node}")
        self.lost.remove(node)

    def url(self, index: str | None = None) -> str:
        """Name the cluster as a setting does, with an index that nobody else has."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"http://{hosts}/{index or f'test{next(_NAMES)}'}"

    def settings(self, index: str | None = None, **changed: str) -> SearchCluster:
        """Read the settings of the cluster."""
        found = SearchCluster.of({"SEARCH_URL": self.url(index), **changed})
        assert found is not None
        return found

    def ask(self, path: str, *, node: int = 0, method: str = "GET", body: object = None) -> dict[str, object]:
        """Ask a node over HTTP, past everything of ours."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[node]}{path}", method=method)
        request.add_header("content-type", "application/json")
        data = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(request, data, timeout=_READY_S) as answer:  # noqa: S310 - the loopback address
            found: dict[str, object] = json.load(answer)
        return found

    def wait(self, *, nodes: int = NODES, node: int = 0, status: str = "green") -> None:
        """Wait until so many nodes are there, and their shards as they should be."""
        deadline = time.monotonic() + _READY_S
        path = f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=60s"
        while time.monotonic() < deadline:
            try:
                if not self.ask(path, node=node)["timed_out"]:
                    return
            except OSError:
                time.sleep(0.1)  # not listening yet
        raise TimeoutError(f"the cluster did not become {status} with {nodes} nodes")

    def _tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        answer = _line(self._process.stdout)
        assert answer == f"done {command}", answer


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def build() -> Path:
    """Compile the cluster where that was not done before; the test is skipped where it cannot be."""
    if not shutil.which("java"):
        pytest.skip("no Java is installed; OpenSearch needs 17 or newer")
    source = HERE / "src" / "main" / "java" / "isnad" / "Cluster.java"
    made = TARGET / "classes" / "isnad" / "Cluster.class"
    sources = max(source.stat().st_mtime, (HERE / "pom.xml").stat().st_mtime)
    if made.exists() and made.stat().st_mtime >= sources and (TARGET / "lib").is_dir():
        return TARGET
    if not shutil.which("mvn"):
        pytest.skip("no Maven is installed; OpenSearch for tests comes by it")
    built = subprocess.run(["mvn", "-q", "-B", "compile"], cwd=HERE, capture_output=True, text=True, check=False)
    if built.returncode:
        pytest.skip(f"OpenSearch for tests could not be had: {built.stdout[-300:]}")
    made.touch()
    return TARGET


@contextmanager
def running(folder: Path, nodes: int = NODES, **settings: str) -> Iterator[OpenSearchNodes]:
    """Run a cluster whose data lie in a folder."""
    target = build()
    options = [f"{name.replace('__', '.')}={value}" for name, value in settings.items()]
    classes = f"{target / 'classes'}:{target / 'lib'}/*"
    command = [
        "java",
        "-Xms256m",
        "-Xmx1g",
        "-cp",
        classes,
        "isnad.Cluster",
        str(nodes),
        str(folder / "nodes"),
        *options,
    ]
    with (
        (folder / "log.txt").open("w", encoding="utf-8") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            ready = _line(process.stdout)
            assert ready, (folder / "log.txt").read_text(encoding="utf-8")[-2000:]
            started = OpenSearchNodes(process, json.loads(ready)["ports"])
            started.wait(nodes=nodes)
            yield started
        finally:
            process.kill()
