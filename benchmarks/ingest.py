"""How fast is a corpus taken in, and how much memory does that take? Of all processes together.

    python -m benchmarks.ingest CORPUS [--limit N] [--workers N] [--database FILE] [--stages]

CORPUS is anything that `ingest` reads. Prints articles a second and processor time an article, for a first ingest and
for one that finds everything unchanged, and the most memory at any time: the sum of what is resident (RSS), in which
what processes share counts for each, and of each one's share (PSS). Then ten articles are added: by the command, from
its start to its end, and by a process that has added some before, as a bot. `--stages` times each stage of a first
ingest by itself, in this process.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psutil

from retrieval import IngestReport, Retriever
from retrieval.analysis.morphology import Morphology
from retrieval.corpus import Refusal, parse_document, read_sources
from retrieval.model import RawDocument
from retrieval.quotation import QuotationExtractor
from retrieval.resources import morphology_path
from retrieval.store import Store
from retrieval.store.rows import to_rows

Made = TypeVar("Made")
EVERY_S = 0.25
BATCH = 32
TEN, TIMES = 10, 5
MB = 1024 * 1024


class Watch:
    """Look at this process and those below it every so often; to be used with `with`."""

    def __init__(self) -> None:
        self.rss = self.pss = self.processes = 0
        self._cpu: dict[int, float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Watch:
        self._before = _cpu_of(psutil.Process())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def cpu_s(self) -> float:
        """The processor time of all processes, in seconds."""
        return sum(self._cpu.values()) - self._before

    @property
    def own_cpu_s(self) -> float:
        """The processor time of this process, which reads and writes, in seconds."""
        return self._cpu[psutil.Process().pid] - self._before

    def _run(self) -> None:
        while not self._done.wait(EVERY_S):
            self._look()
        self._look()

    def _look(self) -> None:
        rss = pss = 0
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        for process in processes:
            try:
                self._cpu[process.pid] = _cpu_of(process)
                memory = process.memory_full_info()
                rss, pss = rss + memory.rss, pss + memory.pss
            except psutil.Error:  # it has just ended
                continue
        self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)
        self.processes = max(self.processes, len(processes))


def _cpu_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def limited(corpus: Path, limit: int | None, folder: Path) -> Path:
    """Write the first documents of a corpus as JSON lines; give the corpus itself where there is no limit."""
    if limit is None:
        return corpus
    return written(itertools.islice(raws(corpus), limit), folder / "limited.jsonl")


def written(documents: Iterable[RawDocument], path: Path) -> Path:
    """Write documents as JSON lines."""
    fields = ("id", "text", "title", "url", "source", "published", "author")
    with path.open("w", encoding="utf-8") as lines:
        for raw in documents:
            record = {name: value for name in fields if (value := getattr(raw, name)) is not None}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def raws(corpus: Path) -> Iterator[RawDocument]:
    """Read the documents of a corpus, without what is refused."""
    return (found for found in read_sources([corpus]) if not isinstance(found, Refusal))


def measure(name: str, url: str, corpus: Path, workers: int | None) -> tuple[IngestReport, str]:
    """Ingest; give what became of it, and a line of figures."""
    with Watch() as watch, Retriever.open(url, create=True) as retriever:
        started = time.perf_counter()
        report = retriever.ingest([corpus], workers=workers)
        elapsed_s = time.perf_counter() - started
    count = len(report.documents)
    return report, (
        f"{name:10} {count:7} documents  {elapsed_s:7.1f} s  {count / elapsed_s:7.1f} a second  "
        f"{1000 * watch.cpu_s / count:6.2f} ms of processor time each ({1000 * watch.own_cpu_s / count:.2f} here)  "
        f"{watch.processes} processes  RSS {watch.rss // MB} MB  PSS {watch.pss // MB} MB"
    )


def measured(corpus: Path, url: str, workers: int | None = None) -> Iterator[str]:
    """Ingest a corpus twice into a new archive, and then a little more: a line each, and one on what was found."""
    # As the command does, see `retrieval/__main__.py`.
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)
    for name in ("first", "again"):
        report, line = measure(name, url, corpus, workers)
        yield line
    yield f"{report.quotations} quotations, {report.without_speaker} of them credited to nobody"
    yield from added(corpus, url)


def added(corpus: Path, url: str) -> Iterator[str]:
    """Add ten articles at a time to an archive of the corpus: a line of seconds for each way."""
    with tempfile.TemporaryDirectory() as folder:
        found = (replace(raw, id=f"more-{number}") for number, raw in enumerate(raws(corpus)))
        files = [written(itertools.islice(found, TEN), Path(folder) / f"{part}.jsonl") for part in range(2 * TIMES + 1)]
        commands = [
            [sys.executable, "-m", "retrieval", "ingest", "--database", url, str(file)] for file in files[:TIMES]
        ]
        yield _seconds("ten more, by the command", partial(subprocess.run, check=True, capture_output=True), commands)
        with Retriever.open(url) as retriever:
            retriever.ingest(files[TIMES : TIMES + 1])
            yield _seconds(
                "ten more, by a process that runs", retriever.ingest, [[file] for file in files[TIMES + 1 :]]
            )


def _seconds(name: str, run: Callable[[list[Any]], object], arguments: Sequence[list[Any]]) -> str:
    times = []
    for argument in arguments:
        started = time.perf_counter()
        run(argument)
        times.append(time.perf_counter() - started)
    return f"{name}: {statistics.median(times):.2f} s, at the most {max(times):.2f} s of {len(times)}"


def stages(corpus: Path, url: str) -> None:
    """Print the processor time of each stage of a first ingest, in this process, in milliseconds an article."""
    path = morphology_path()
    extractor = QuotationExtractor(Morphology.open(path) if path else None)
    spent: dict[str, float] = {}
    count = 0

    def timed(name: str, make: Callable[[], Made]) -> Made:
        started = time.process_time()
        made = make()
        spent[name] = spent.get(name, 0.0) + time.process_time() - started
        return made

    store, found = Store.open(url, create=True), raws(corpus)
    while batch := timed("reading", lambda: list(itertools.islice(found, BATCH))):
        documents = timed("parsing", lambda batch=batch: list(map(parse_document, batch)))
        quotations = timed("quotations", lambda documents=documents: list(map(extractor.extract, documents)))
        rows = timed("rows", lambda found=(documents, quotations): list(map(to_rows, *found)))
        timed("writing", lambda rows=rows: store.put_each(rows))
        count += len(batch)
    store.close()
    for name, seconds in spent.items():
        print(f"{name:10} {1000 * seconds / count:7.3f} ms an article")


def main() -> None:
    """Ingest a corpus twice into a new archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N documents")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--database", type=Path, help="keep the archive there; it must not exist")
    parser.add_argument("--stages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = limited(options.corpus, options.limit, Path(folder))
        url = f"sqlite:///{options.database or Path(folder) / 'archive.db'}"
        if options.stages:
            stages(corpus, f"sqlite:///{Path(folder) / 'stages.db'}")
        for line in measured(corpus, url, options.workers):
            print(line)


if __name__ == "__main__":
    main()
