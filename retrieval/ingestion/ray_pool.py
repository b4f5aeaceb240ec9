"""Who prepares documents on other machines? The tasks of a Ray cluster, for archives that are larger than one machine.

Ray places each batch on a machine with a free processor, sends it there, and sends it to another one when the machine
is lost. Documents are read and written by the process that ingests: so the order of writing, what a kill leaves and
how it goes on are those of an ingest on one machine, and the machines need no folder in common. They need the same
version of this project, at the same place.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from retrieval.analysis.morphology import Morphology
from retrieval.errors import RayError
from retrieval.ingestion.origin import rules_version
from retrieval.ingestion.pool import Pool
from retrieval.ingestion.preparing import Prepared, Preparer, Request

_LOGGER = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]

ANSWER_TIMEOUT_S = 600.0
"""After this long a batch is prepared by the process that ingests: the cluster has no processor left for it."""

KNOCK_TIMEOUT_S = 5.0
"""How long the head of a cluster may take to be reached."""

_TASKS_A_PROCESSOR = 2
"""One is at work while the next is on its way."""

_LOOK_EVERY_S = 0.5
"""How soon a pool that is to end stops waiting for the cluster: Ray forgets those who wait when it is shut down."""

_SENDS = 3
"""How often a batch is sent again when what prepared it died; a batch that kills it every time is not sent further."""


class OtherRulesError(Exception):
    """A machine of the cluster would read documents by other rules than the process that ingests."""


class RayPool(Pool):
    """The machines of a cluster.

    Args:
        address: Where the cluster's head listens, as HOST:PORT; "auto": the one on this machine.
        morphology: The path of the morphology database, the same on every machine; None: without one.
        name: The name of that database, which every machine must find in it.

    Raises:
        RayError: The library is not installed, no cluster answers there, or it has no processors.
    """

    def __init__(self, address: str, morphology: Path | None, name: str | None) -> None:
        self._ray = _library()
        _connect(self._ray, address)
        self.size = int(self._ray.cluster_resources().get("CPU", 0))
        if not self.size:
            self._ray.shutdown()
            raise RayError(f"the Ray cluster at {address} has no processors; start a machine with ray start --address")
        self._arguments = (str(morphology) if morphology else None, rules_version(name))
        self._task: Any = self._ray.remote(num_cpus=1, max_retries=_SENDS, scheduling_strategy="SPREAD")(prepare_there)
        self._is_over = False
        super().__init__(_TASKS_A_PROCESSOR * self.size)

    def _stop(self) -> None:
        self._is_over = True

    def _close(self) -> None:
        self._ray.shutdown()

    def _ask(self, requests: Sequence[Request]) -> list[Prepared] | None:
        answer = self._task.remote(*self._arguments, requests)
        try:
            if self._waited_for(answer):
                prepared: list[Prepared] = self._ray.get(answer)
                return prepared
            why = "it took too long"
        except self._ray.exceptions.RayError as error:
            cause = getattr(error, "cause", None)
            if isinstance(cause, OtherRulesError):
                raise RayError(str(cause)) from None
            why = type(error).__name__
        if self._is_over:
            return None
        self._ray.cancel(answer, force=True)
        _LOGGER.warning("a batch was not prepared by the cluster, and is by this process: %s", why)
        return None

    def _waited_for(self, answer: object) -> bool:
        """Wait for an answer, unless this is to end, or the cluster has no processor for too long."""
        until = time.monotonic() + ANSWER_TIMEOUT_S
        while not self._is_over and time.monotonic() < until:
            if self._ray.wait([answer], timeout=_LOOK_EVERY_S)[0]:
                return True
        return False


def prepare_there(morphology: str | None, rules: str, requests: Sequence[Request]) -> list[Prepared]:
    """Prepare documents on a machine of the cluster, by the caller's rules or not at all.

    Raises:
        OtherRulesError: The machine has another version of this project, of its libraries or of the database.
    """
    preparer, ours = _preparer(morphology)
    if ours != rules:
        host = os.uname().nodename
        raise OtherRulesError(f"the machine {host} has another version of Isnad or of its resources; install the same")
    return preparer.prepare_all(requests)


@cache
def _preparer(path: str | None) -> tuple[Preparer, str]:
    """Open what a process of the cluster needs, once: it answers many requests."""
    morphology = Morphology.open(Path(path), cached_words=1_000) if path else None
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)  # what is remembered of words is no garbage
    return Preparer(morphology), rules_version(morphology.name if morphology else None)


def _library() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = "0"  # after the end, what is still asked starts no cluster of its own
    try:
        return import_module("ray")
    except ImportError:
        raise RayError("--ray needs the library ray, which is not installed: install the extra `ray`") from None


def _connect(ray: ModuleType, address: str) -> None:
    on_end = signal.getsignal(signal.SIGTERM)
    try:
        _knock(address)
        ray.init(
            address=address,
            log_to_driver=False,
            logging_level=logging.ERROR,
            runtime_env={"env_vars": {"PYTHONPATH": str(_ROOT)}},
        )
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, on_end)  # Ray puts its own there, which tells nobody what was kept
    except (OSError, RuntimeError, ValueError) as error:
        raise RayError(f"no Ray cluster answers at {address}; start one with ray start --head") from error


def _knock(address: str) -> None:
    """Look whether anybody listens: Ray itself would try for minutes.

    Raises:
        OSError: Nobody does.
        ValueError: That is no address.
    """
    if address != "auto":
        host, _, port = address.rpartition(":")
        socket.create_connection((host, int(port)), KNOCK_TIMEOUT_S).close()
