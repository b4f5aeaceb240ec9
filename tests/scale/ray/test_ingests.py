"""The machines of a Ray cluster prepare documents: the archive is that of one machine, whatever is lost meanwhile."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from retrieval.errors import RayError
from retrieval.ingestion.ray_pool import OtherRulesError, RayPool, prepare_there
from tests.retrieval.ingestion.articles import contents, counted, write_articles
from tests.retrieval.ingestion.test_process import finish, start
from tests.scale.ray.machines import Machines, is_preparing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.scale, pytest.mark.timeout(300)]

COUNT = 1500
PATIENCE_S = 200.0


@pytest.fixture(scope="module")
def head() -> Iterator[Machines]:
    """The head of a cluster."""
    with Machines() as started:
        yield started


@pytest.fixture
def machines(head: Machines) -> Iterator[Machines]:
    """A cluster without machines, but for those that the head has not noticed yet to be gone."""
    yield head
    head.lose_all()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A source, and the archive that one process made of it."""
    folder = tmp_path_factory.mktemp("alone")
    source, url = write_articles(folder / "n.jsonl", COUNT), f"sqlite:///{folder}/archive.db"
    assert finish(start(source, url, "--workers", "1"))[0] == 0
    return source, url


def goes_on(process: subprocess.Popen[bytes]) -> bool:
    """Tell whether a process has not ended, nor does in the next moment."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.05)
    return process.poll() is None


def test_two_machines_make_the_archive_of_one(machines: Machines, alone: tuple[Path, str], tmp_path: Path) -> None:
    """Both prepare documents; what is written is the same, in the same order."""
    source, whole = alone
    two = [machines.add(), machines.add()]
    url = f"sqlite:///{tmp_path}/archive.db"
    process = start(source, url, "--ray", machines.address)
    at_work: set[int] = set()
    while goes_on(process) and len(at_work) < len(two):
        at_work |= {machine.pid for machine in two if is_preparing(machine)}
    status, said, errors = finish(process, PATIENCE_S)
    assert (status, errors) == (0, "")
    assert said.startswith(f"{COUNT} added")
    assert at_work == {machine.pid for machine in two}
    assert contents(url) == contents(whole)


def test_a_machine_that_is_lost_loses_nothing(machines: Machines, alone: tuple[Path, str], tmp_path: Path) -> None:
    """What it prepared is prepared by the other one."""
    source, whole = alone
    _, lost = machines.add(), machines.add()
    url = f"sqlite:///{tmp_path}/archive.db"
    process = start(source, url, "--ray", machines.address)
    while goes_on(process) and not is_preparing(lost):
        pass
    machines.lose(lost)
    status, said, _ = finish(process, PATIENCE_S)
    assert (status, said.partition(",")[0]) == (0, f"{COUNT} added")
    assert contents(url) == contents(whole)


def test_an_ingest_that_is_stopped_goes_on(machines: Machines, alone: tuple[Path, str], tmp_path: Path) -> None:
    """SIGTERM leaves what was written, and the next ingest adds the rest, on one machine or many."""
    source, whole = alone
    machine = machines.add()
    url = f"sqlite:///{tmp_path}/archive.db"
    process = start(source, url, "--ray", machines.address)
    while goes_on(process) and not is_preparing(machine):
        pass
    process.send_signal(signal.SIGTERM)
    status, _, errors = finish(process, PATIENCE_S)
    assert (status, errors) == (1, "stopped; what was finished before is kept\n")
    assert counted(url) < COUNT
    assert finish(start(source, url, "--ray", machines.address), PATIENCE_S)[0] == 0
    assert contents(url) == contents(whole)


def test_a_machine_with_other_rules_is_refused(machines: Machines) -> None:
    """One that would find other quotations prepares nothing."""
    machines.add()
    with RayPool(machines.address, None, "a database that it does not have") as pool:
        outcome = pool.prepare_all([])
        with pytest.raises(RayError, match="another version"):
            outcome.result()


def test_the_rules_are_compared_there() -> None:
    """The machine that is to prepare documents compares, not the one that asks."""
    with pytest.raises(OtherRulesError):
        prepare_there(None, "other rules", [])


def test_a_cluster_without_processors_is_refused(machines: Machines) -> None:
    """One sentence says what is missing."""

    def refusal() -> str:
        try:
            RayPool(machines.address, None, None).__exit__(None, None, None)
        except RayError as error:
            return str(error)
        return ""

    while "has no processors" not in refusal():  # machines of other tests are noticed to be gone within seconds
        pass


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", ""])
def test_an_address_where_no_cluster_answers(tmp_path: Path, address: str) -> None:
    """It is one sentence at once, and nothing is made."""
    pytest.importorskip("ray", reason="the library ray is not installed; make test-scale installs it")
    source, url = write_articles(tmp_path / "n.jsonl", 1), f"sqlite:///{tmp_path}/archive.db"
    status, said, errors = finish(start(source, url, "--ray", address))
    assert (status, said) == (1, "")
    assert errors == f"no Ray cluster answers at {address}; start one with ray start --head\n"
