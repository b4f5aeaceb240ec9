"""Does an archive on servers keep its promises? PostgreSQL and three OpenSearch nodes, thrown away at the end.

    python -m benchmarks.cluster CORPUS [--limit N] [--users 20] [--seconds 60] [--database-of FILE]
                                        [--parity CORPUS QUESTIONS]

Two processes ingest a half of CORPUS each, at the same time, into one archive: it must hold everything once. Then users
ask it at the same time, warmed up as a bot is, each with pauses as a reader makes them (exponential, five seconds at
the mean), and in the middle the search node that manages the others is lost: no question may fail, and each answer must
be the one that the archive gives when it is opened anew, all nodes are back and nobody else asks. Questions are those
of `benchmarks.scale`. At last questions with gold are asked of a server's archive and of a file with tantivy: those
about the five articles, and others with `--parity`. FILE holds the same corpus in SQLite; it is made where it is not
there, and every answer is compared with its answer, too. Ends with status 1 when something was not as promised.

Servers are those of the tests (`tests/scale`): they listen on the loopback address, and PostgreSQL does not wait for
the disk. A node is closed, so that its connections break at once.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

import psutil
import pytest

from benchmarks.engines import say
from benchmarks.ingest import limited
from benchmarks.scale import QUESTIONS, ingested, questions_on
from retrieval import Retriever
from retrieval.evaluation import CORPUS
from retrieval.evaluation.answers import GOLD, evaluate, read_questions
from retrieval.index.cluster import SearchCluster
from retrieval.model import Answer, Stats
from retrieval.store import Store
from retrieval.store.rows import to_rows
from tests.scale.opensearch.cluster import NODES, OpenSearchNodes, running
from tests.scale.postgresql.server import Server

PAUSE_S = 5.0
SAMPLE = 2_000  # documents that questions are made of
TODAY = date(2018, 12, 31)  # so that the same question has the same answer after midnight
LONGEST_INGEST_S = 3600.0

Spent = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive on the servers: what the settings of the command line say."""

    url: str
    search_url: str
    index_folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings, for a process that is started."""
        own = {"DATABASE_URL": self.url, "SEARCH_URL": self.search_url, "INDEX_FOLDER": str(self.index_folder)}
        return {**os.environ, "PYTHONUTF8": "1", "SEARCH_ENGINE": "", **own}

    def open(self, *, create: bool = False) -> Retriever:
        """Open it in this process."""
        cluster = SearchCluster.of({"SEARCH_URL": self.search_url})
        return Retriever.open(self.url, create=create, index_folder=self.index_folder, cluster=cluster)


@dataclass(frozen=True, slots=True)
class Servers:
    """The database server and the search nodes, with a folder for what is measured."""

    database: Server
    search: OpenSearchNodes
    folder: Path

    def archive(self, name: str) -> Archive:
        """Make room for an archive."""
        return Archive(self.database.new_database(), self.search.url(name), self.folder / "index")

    def spent(self) -> Spent:
        """Read the processor time of each process so far, in seconds: this one, the servers', and the whole machine."""
        own = psutil.Process()
        backends = [int(str(pid)) for (pid,) in self.database.run("SELECT pid FROM pg_stat_activity")]
        nodes = [child.pid for child in own.children() if child.name() == "java"]
        groups = {"asking": [own.pid], "OpenSearch": nodes, "PostgreSQL": backends}
        machine = psutil.cpu_times()
        whole = {"whole machine": {0: float(machine.user + machine.system)}}
        return {name: dict(_times_of(pids)) for name, pids in groups.items()} | whole

    def manager(self) -> int:
        """Tell which node manages the others."""
        nodes = self.search.ask("/_nodes/_cluster_manager")["nodes"]
        assert isinstance(nodes, dict)  # noqa: S101 - for the type checker
        (node,) = nodes.values()
        return int(node["name"].removeprefix("Node ")) - 1


def _times_of(pids: Iterable[int]) -> Iterator[tuple[int, float]]:
    for pid in pids:
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.NoSuchProcess:  # the session that was asked by
            continue
        yield pid, float(times.user + times.system)


# Two processes that add


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of an ingest by several processes: seconds, of the processors too, and what is not as promised."""

    records: int
    took_s: float
    ingest_cpu_s: float
    search_cpu_s: float
    check_s: float
    stats: Stats
    faults: tuple[str, ...]


def ingest_by_two(servers: Servers, archive: Archive, records: Path) -> Ingested:
    """Let two processes ingest every second record each, at the same time, and look for what is lost or doubled."""
    halves = _halves(records, servers.folder)
    before, children = servers.spent(), _children_s()
    started = time.perf_counter()
    reports = _ingest_all(archive, halves)
    took_s = time.perf_counter() - started
    ingest_cpu_s, after = _children_s() - children, servers.spent()
    say(f"ingested in {took_s:.0f} s")
    started = time.perf_counter()
    command = [sys.executable, "-m", "retrieval", "check"]
    checked = subprocess.run(command, env=archive.environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    check_s = time.perf_counter() - started
    count = sum(half.read_bytes().count(b"\n") for half in halves)
    faults = [] if checked.returncode == 0 else [f"check: {checked.stdout} {checked.stderr}"]
    with archive.open() as retriever:
        stats = retriever.stats()
        names = [document.id for document in retriever.documents()]
    faults.extend(_lost_or_doubled(reports, names, stats, count))
    search_cpu_s = _differences(before, after)["OpenSearch"]
    return Ingested(count, took_s, ingest_cpu_s, search_cpu_s, check_s, stats, tuple(faults))


def _halves(records: Path, folder: Path) -> list[Path]:
    halves = [folder / "even.jsonl", folder / "odd.jsonl"]
    with records.open("rb") as lines, halves[0].open("wb") as even, halves[1].open("wb") as odd:
        for line, half in zip(lines, cycle((even, odd)), strict=False):
            half.write(line)
    return halves


def _ingest_all(archive: Archive, parts: Sequence[Path]) -> list[dict[str, list[str]]]:
    """Start an ingest of each part at once, and wait for all; give what each says that it did."""
    workers = max(1, (os.cpu_count() or 1) // len(parts))
    command = [sys.executable, "-m", "retrieval", "ingest", "--json", "--workers", str(workers)]
    outputs = [part.with_suffix(".report") for part in parts]
    with ExitStack() as stack:
        processes = []
        for part, output in zip(parts, outputs, strict=True):
            written = stack.enter_context(output.open("wb"))
            process = subprocess.Popen([*command, str(part)], env=archive.environment, stdout=written)  # noqa: S603 - our own
            stack.callback(process.wait)
            stack.callback(process.kill)  # no more than a word to one that has ended
            processes.append(process)
        for process in processes:
            process.wait(LONGEST_INGEST_S)
    return [json.loads(output.read_text(encoding="utf-8")) for output in outputs]


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lost_or_doubled(
    reports: Sequence[Mapping[str, list[str]]], names: Sequence[str], stats: Stats, count: int
) -> Iterator[str]:
    added = [name for report in reports for name in report["added"]]
    refused = sum(len(report["refused"]) for report in reports)
    if len(added) + refused != count:
        yield f"of {count} records {len(added)} were added and {refused} refused"
    if sorted(added) != sorted(names):
        yield f"{len(set(added) - set(names))} documents are lost, and {len(names) - len(set(names))} are there twice"
    if stats.documents != len(added):
        yield f"the index counts {stats.documents} documents of {len(added)}"


# Users who ask


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a user asked; without an answer where it failed. Seconds count from when the users began."""

    question: str
    started_s: float
    ended_s: float
    answer: Answer | None
    error: str = ""

    @property
    def took_ms(self) -> float:
        """How long the user waited."""
        return 1000 * (self.ended_s - self.started_s)


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which users asked: what they asked, and the processors that were busy, counted in whole ones."""

    name: str
    asked: Sequence[Asked]
    busy: Mapping[str, float]


def questions_of(archive: Archive, count: int, folder: Path) -> list[str]:
    """Make at least so many questions on an archive, of documents that are copied into a file."""
    store, chosen = Store.open(archive.url), random.Random(0)
    numbers = sorted(store.numbers())
    file = folder / "sample.db"
    sample = Store.open(f"sqlite:///{file}", create=True)
    found = store.contents(chosen.sample(numbers, min(SAMPLE, len(numbers))))
    sample.put_each([to_rows(each.document, each.quotations) for each in found])
    store.close()
    sample.close()
    seeds = range(1 + count // (2 * QUESTIONS))
    made = list(dict.fromkeys(question for seed in seeds for question in questions_on(file, seed)))
    return chosen.sample(made, len(made))


def ask_as_readers(
    servers: Servers, retriever: Retriever, questions: Sequence[str], users: int, seconds: float
) -> list[Phase]:
    """Let users ask, and lose a node in the middle; each begins with a pause, and has questions of its own."""
    over, began = threading.Event(), time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        try:
            start = servers.spent()
            readers = [
                pool.submit(_read, retriever, questions[user::users], user, over, began) for user in range(users)
            ]
            time.sleep(seconds / 2)
            middle = servers.spent()
            lost_s, manager = time.perf_counter() - began, servers.manager()
            servers.search.close(manager)
            closed_s = time.perf_counter() - began
            say(f"node {manager + 1} was lost after {lost_s:.1f} s, and closed within {closed_s - lost_s:.1f} s")
            time.sleep(max(0.0, seconds - closed_s))
            ended_s = time.perf_counter() - began
            end = servers.spent()
        finally:
            over.set()
        asked = [each for reader in readers for each in reader.result()]
    return [
        Phase(f"{users} users", [each for each in asked if each.ended_s < lost_s], _busy(start, middle, lost_s)),
        Phase(
            f"{users} users, a node lost",
            [each for each in asked if each.ended_s >= lost_s],
            _busy(middle, end, ended_s - lost_s),
        ),
    ]


def _read(
    retriever: Retriever, questions: Sequence[str], user: int, over: threading.Event, began: float
) -> list[Asked]:
    pauses, asked = random.Random(user), []
    for question in cycle(questions):
        if over.wait(pauses.expovariate(1 / PAUSE_S)):
            break
        asked.append(_ask(retriever, question, began))
    return asked


def _ask(retriever: Retriever, question: str, began: float) -> Asked:
    started = time.perf_counter() - began
    try:
        answer, error = retriever.ask(question, today=TODAY), ""
    except Exception as failed:  # whatever fails is counted and named
        answer, error = None, f"{type(failed).__name__}: {failed}"
    return Asked(question, started, time.perf_counter() - began, answer, error)


def ask_quietly(servers: Servers, archive: Archive, questions: Iterable[str]) -> Phase:
    """Ask one question after the other in an archive that is opened anew, with all nodes."""
    for node in sorted(servers.search.lost):
        servers.search.start(node)
    servers.search.wait()
    with archive.open() as retriever:
        retriever.warm_up()  # as a bot does
        before, began = servers.spent(), time.perf_counter()
        asked = [_ask(retriever, question, began) for question in questions]
        return Phase("one at a time", asked, _busy(before, servers.spent(), time.perf_counter() - began))


def _differences(before: Spent, after: Spent) -> dict[str, float]:
    return {
        name: sum(spent - before[name].get(pid, 0.0) for pid, spent in processes.items())
        for name, processes in after.items()
    }


def _busy(before: Spent, after: Spent, seconds: float) -> dict[str, float]:
    return {name: spent / seconds for name, spent in _differences(before, after).items()}


def wrong_answers(phase: Phase, right: Mapping[str, Answer | None]) -> int:
    """Count the answers that are not the right ones to the letter; what failed is counted elsewhere."""
    return sum(each.answer is not None and each.answer != right[each.question] for each in phase.asked)


def phase_row(phase: Phase, right: Mapping[str, Answer | None]) -> list[str]:
    """Write a phase as the cells of a table."""
    times = sorted(each.took_ms for each in phase.asked)
    figures = ["", "", ""]
    if len(times) > 1:
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        figures = [f"{time:,.0f}" for time in (statistics.median(times), p95, times[-1])]
    errors = sum(bool(each.error) for each in phase.asked)
    busy = [f"{load:.2f}" for load in phase.busy.values()]
    return [phase.name, str(len(times)), str(errors), str(wrong_answers(phase, right)), *figures, *busy]


PHASE_HEADS = [
    *("", "answers", "errors", "wrong", "p50 ms", "p95 ms", "max ms"),
    *("processors busy: asking", "OpenSearch", "PostgreSQL", "whole machine"),
]


# The same answers


ELSE = "citations of something else"  # the rest, such as another last digit of a score, breaks no promise


@dataclass(frozen=True, slots=True)
class Parity:
    """The figures of both kinds of archives as rows of a table, and the questions that they answer unlike."""

    rows: list[list[str]]
    unlike: list[str]


def parity(servers: Servers, number: int, corpus: Path, questions: Path) -> Parity:
    """Ask questions with gold of both kinds of archives."""
    gold, archive = read_questions(questions), servers.archive(f"parity-{number}")
    file = f"sqlite:///{servers.folder / f'parity-{number}.db'}"
    with archive.open(create=True) as there, Retriever.open(file, create=True, engine="tantivy") as here:
        both = {"SQLite, tantivy": here, "PostgreSQL, OpenSearch": there}
        for retriever in both.values():
            retriever.ingest([corpus])
        answers = [[each.ask(q.text, history=q.history, today=TODAY) for q in gold] for each in both.values()]
        unlike = [_unlike(one, other) for one, other in zip(*answers, strict=True) if one != other]
        rows = []
        for name, retriever in both.items():
            figures, stats = evaluate(retriever, gold), retriever.stats()
            counts = (f"{stats.documents:,}", f"{stats.passages:,}", str(len(gold)))
            scores = (f"{figures[which]:.3f}" for which in ("accuracy", "balanced"))
            rows.append([corpus.name, *counts, name, *scores, str(len(unlike))])
    return Parity(rows, unlike)


def _unlike(one: Answer, other: Answer) -> str:
    """Tell in what two answers to a question differ."""
    if _shown(one) != _shown(other):
        return f"{ELSE}: {one.question}"
    ways = [
        name
        for cited, again in zip(one.citations, other.citations, strict=True)
        for name in ("document", "score", "also_in", "highlights")
        if getattr(cited, name) != getattr(again, name)
    ]
    return f"the same citations with another {', '.join(dict.fromkeys(ways)) or 'reason'}: {one.question}"


PARITY_HEADS = [
    "corpus",
    "documents",
    "passages",
    "questions",
    "archive",
    "accuracy",
    "balanced",
    "answers that differ",
]


def compare_with_file(file: Path, corpus: Path, quiet: Phase, stats: Stats) -> Iterator[str]:
    """Compare counts and answers with those of the same corpus in a file; tell what differs."""
    ingested(corpus, file).close()
    with Retriever.open(f"sqlite:///{file}", engine="tantivy") as retriever:
        alone = retriever.stats()
        # Not its terms: those of rare words depend on what was there when they came.
        for name in ("documents", "passages", "sentences", "quotations", "speakers"):
            if getattr(alone, name) != getattr(stats, name):
                yield f"{name}: {getattr(stats, name)}, and {getattr(alone, name)} in the file"
        pairs = [(each.answer, retriever.ask(each.question, today=TODAY)) for each in quiet.asked]
    unlike = [_unlike(one, other) for one, other in pairs if one is not None and one != other]
    print(f"{len(unlike)} of {len(pairs)} answers are not to the letter those of SQLite and tantivy")
    yield from (line for line in unlike if line.startswith(ELSE))


def _shown(answer: Answer) -> list[tuple[str, int, int, str | None]]:
    """List what a reader sees, in any order: equal scores stand in the order in which documents were added."""
    return sorted((c.document, c.start, c.end, c.speaker) for c in answer.citations)


# All of it


def measure(servers: Servers, options: argparse.Namespace) -> Iterator[str]:
    """Measure, and print; give what is not as promised."""
    records = limited(options.corpus, options.limit or sys.maxsize, servers.folder)
    archive = servers.archive("news")
    done = ingest_by_two(servers, archive, records)
    yield from done.faults
    stats = done.stats
    print(
        f"two processes: {done.records:,} records ({stats.passages:,} passages, {stats.quotations:,} quotations) in "
        f"{done.took_s:.0f} s, {done.records / done.took_s:.0f} a second; processor time {done.ingest_cpu_s:.0f} s of "
        f"theirs and {done.search_cpu_s:.0f} s of the search nodes; checked in {done.check_s:.0f} s: "
        f"{len(done.faults)} faults\n"
    )
    questions = questions_of(archive, int(options.users * options.seconds / PAUSE_S), servers.folder)
    with archive.open() as retriever:
        retriever.warm_up()  # as a bot does
        phases = ask_as_readers(servers, retriever, questions, options.users, options.seconds)
    quiet = ask_quietly(servers, archive, dict.fromkeys(each.question for phase in phases for each in phase.asked))
    right = {each.question: each.answer for each in quiet.asked}
    print(markdown(PHASE_HEADS, [phase_row(phase, right) for phase in (*phases, quiet)]) + "\n")
    for phase in (*phases, quiet):
        yield from (each.error for each in phase.asked if each.error)
        if wrong := wrong_answers(phase, right):
            yield f"{phase.name}: {wrong} wrong answers"
    if options.database_of:
        yield from compare_with_file(options.database_of, records, quiet, stats)
    pairs = [(CORPUS, GOLD), *(options.parity or ())]
    found = [parity(servers, number, *pair) for number, pair in enumerate(pairs)]
    print("\n" + markdown(PARITY_HEADS, [row for each in found for row in each.rows]))
    for line in (line for each in found for line in each.unlike):
        print(line)
        if line.startswith(ELSE):
            yield line


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the servers, measure, and end them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they ask")
    parser.add_argument("--database-of", type=Path, metavar="FILE", help="the same corpus in an SQLite archive")
    parser.add_argument("--parity", type=Path, nargs=2, action="append", metavar=("CORPUS", "QUESTIONS"))
    options = parser.parse_args(arguments)
    # As a bot does, see `retrieval/__main__.py`.
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # servers are ended then, too
    try:
        with tempfile.TemporaryDirectory() as scratch, Server() as database, running(Path(scratch), NODES) as search:
            faults = list(measure(Servers(database, search, Path(scratch)), options))
    except pytest.skip.Exception as missing:
        say(str(missing))
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 1
    for fault in faults:
        print(f"not as promised: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
