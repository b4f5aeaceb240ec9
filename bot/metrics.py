"""What is counted? Questions, answers by outcome, how long they took, polls and what waits, as Prometheus reads it."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.inbox import Outcome
from retrieval import Reason, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.inbox import State
    from retrieval import Answer

_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
_CITED = "cited"


class Metrics:
    """The figures of one process. Counts updates and never names a reader."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        counter = partial(Counter, registry=self.registry)
        self._read_inbox: Callable[[], tuple[dict[State, int], int]] | None = None
        self._received = counter("isnad_updates_received", "Updates kept in the inbox")
        self._ended = counter("isnad_updates_ended", "Updates by how they ended", ["outcome"])
        self._again = counter("isnad_updates_put_back", "Updates to be tried again, by reason", ["reason"])
        self._answers = counter("isnad_answers", "Answers found, by what they are", ["result"])
        self._polls = counter("isnad_polls", "Polls by how they ended", ["result"])
        self._waited = Histogram(
            "isnad_reply_seconds", "From receiving an update to its end", buckets=_SECONDS, registry=self.registry
        )
        self._worked = Histogram(
            "isnad_handling_seconds", "One attempt to answer an update", buckets=_SECONDS, registry=self.registry
        )
        self._heard = Gauge("isnad_last_poll_timestamp_seconds", "When a poll last succeeded", registry=self.registry)
        self._inbox = Gauge("isnad_inbox_updates", "Updates in the inbox by state", ["state"], registry=self.registry)
        self._unreachable = Gauge("isnad_unreachable_chats", "Chats that shut the bot out", registry=self.registry)
        self._begin_at_nothing()

    def _begin_at_nothing(self) -> None:
        """Show every count from the start: one that appears with its first event has no rate for it."""
        for counter, labels in (
            (self._ended, Outcome),
            (self._again, ("failure", "outage")),
            (self._answers, (_CITED, *Reason)),
            (self._polls, ("ok", "conflict", "hung", "failed")),
        ):
            for label in labels:
                counter.labels(str(label))

    def count_received(self, number: int) -> None:
        """Count updates that were kept."""
        self._received.inc(number)

    def count_poll(self, result: str) -> None:
        """Count a poll: `ok`, `conflict`, `hung` or `failed`."""
        self._polls.labels(result).inc()
        if result == "ok":
            self._heard.set(time.time())

    def count_answer(self, answer: Answer) -> None:
        """Count what a question found: `cited`, or the reason why there is no answer."""
        self._answers.labels(str(answer.reason or _CITED)).inc()

    def count_end(self, outcome: Outcome, waited_s: float) -> None:
        """Count an update that ended so long after it was received."""
        self._ended.labels(outcome).inc()
        self._waited.observe(waited_s)

    def count_put_back(self, reason: str) -> None:
        """Count an update that is to be tried again, after a `failure` or an `outage`."""
        self._again.labels(reason).inc()

    def count_attempt(self, worked_s: float) -> None:
        """Count the time of one attempt."""
        self._worked.observe(worked_s)

    def watch_inbox(self, read: Callable[[], tuple[dict[State, int], int]]) -> None:
        """Read whenever the figures are asked for: the updates by state, and how many chats are unreachable."""
        self._read_inbox = read

    def text(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        if self._read_inbox is not None:
            with suppress(StoreError):  # the figures stay those of before
                counts, unreachable = self._read_inbox()
                self._unreachable.set(unreachable)
                for state, count in counts.items():
                    self._inbox.labels(state).set(count)
        return generate_latest(self.registry)
