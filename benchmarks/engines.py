"""How do the engines compare? Time to build, disk, memory, first answer of a process, and time to search, by size.

    python -m benchmarks.engines CORPUS [--sizes 1000 10000 100000 1000000] [--output ROWS.jsonl] [--figure FILE.svg]

CORPUS is what `ingest` takes, as news in JSON lines, also as .xz. Past the passages that it gives, new ones are made of
the first half of one and the second half of another. Queries are three to eight terms of one passage. Each size is
measured in a process of its own, where engines answer each query in turn; a query's time is the least of several
repeats, and ratios are taken query by query. Libraries are given terms, ours a `Query` of them. The first answer is
that of a fresh process: importing the library, opening and searching, and the memory that this took.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS, UNMEASURED, KeptPeer, Peer, Text

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUERIES = 100
REPEATS = 5
LEAST_REPEATS = 2
ENOUGH_S = 0.25  # a slow query is not repeated for longer
SLOW_S = 0.5  # of an engine that takes so long, a handful of queries is enough
A_HANDFUL = 6

Row = dict[str, Any]


def prepare(corpus: Path, most: int, file: Path) -> int:
    """Cut a corpus into passages and write a line of terms and words for each; stop at `most`."""
    from retrieval.analysis.analyzer import build_analyzer  # noqa: PLC0415 - processes that measure need none of it
    from retrieval.analysis.normalization import normalize  # noqa: PLC0415
    from retrieval.analysis.tokenizer import cut_words  # noqa: PLC0415
    from retrieval.corpus import make_passages, parse_document, read_sources  # noqa: PLC0415
    from retrieval.model import RawDocument  # noqa: PLC0415

    parsed = (parse_document(found) for found in read_sources([corpus]) if isinstance(found, RawDocument))
    cut = (cut_words(passage.span.of(each.text)) for each in parsed for passage in make_passages(each))
    texts = list(islice(filter(None, cut), most))
    normalized = {word: normalize(word) for word in set(chain.from_iterable(texts))}
    analyzer = build_analyzer(frozenset(normalized.values()))
    with file.open("w", encoding="utf-8") as lines:
        for text in texts:
            lines.write(f"{' '.join(analyzer.terms_of(text))}\t{' '.join(normalized[word] for word in text)}\n")
    return len(texts)


def read_texts(file: Path, size: int) -> Iterator[Text]:
    """Give so many passages: those of the file, then recombined ones, the same in every process."""
    read: list[Text] = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, size)):
            terms, words = (list(map(sys.intern, part.split())) for part in line.rstrip("\n").split("\t"))
            read.append(Text(number, terms, words))
            yield read[-1]
    chosen = random.Random(len(read))
    for number in range(len(read), size):
        one, other = chosen.choice(read), chosen.choice(read)
        yield Text(number, _spliced(one.terms, other.terms), _spliced(one.words, other.words))


def _spliced(one: list[str], other: list[str]) -> list[str]:
    return one[: len(one) // 2] + other[len(other) // 2 :]


def draw_queries(file: Path, size: int) -> list[tuple[str, ...]]:
    """Draw three to eight terms from each of some passages."""
    with file.open(encoding="utf-8") as lines:
        texts = [sorted(set(line.split("\t")[0].split())) for line in islice(lines, size)]
    chosen = random.Random(size)
    long_ones = [terms for terms in texts if len(terms) > 8]
    return [tuple(chosen.sample(chosen.choice(long_ones), chosen.randint(3, 8))) for _ in range(QUERIES)]


def measure(file: Path, size: int, names: Sequence[str], folder: Path) -> list[Row]:
    """Build each engine and search with all of them."""
    import retrieval.index.rank_bm25  # noqa: F401, PLC0415 - none shall wait for what others share with it

    queries = draw_queries(file, size)
    rows: dict[str, Row] = {}
    peers: dict[str, Peer] = {}
    for name in names:
        if size <= PEERS[name].most:
            peers[name] = PEERS[name]()
            rows[name] = _build(peers[name], file, size, folder / name.replace(" ", "_"), queries[0])
            say(f"{name} at {size:,}: built in {rows[name]['build_s']:.1f} s")
    times = _search_all(peers, queries)
    return [row | _summary(times[name]) | _ratios(name, times) for name, row in rows.items()]


class _Reading(Iterator[Text]):
    """Texts, with the time that reading them took, which is not the engine's."""

    def __init__(self, texts: Iterator[Text]) -> None:
        self._texts = texts
        self.spent_s = 0.0

    def __next__(self) -> Text:
        started = time.perf_counter()
        try:
            return next(self._texts)
        finally:
            self.spent_s += time.perf_counter() - started


def _build(peer: Peer, file: Path, size: int, folder: Path, query: tuple[str, ...]) -> Row:
    folder.mkdir()
    texts, before, started = _Reading(read_texts(file, size)), _rss_mb(), time.perf_counter()
    peer.build(texts, folder)
    spent = time.perf_counter() - started - texts.spent_s
    row: Row = {"engine": peer.name, "passages": size, "build_s": spent}
    if not isinstance(peer, KeptPeer):  # a process that wants to search must build it
        return row | {"disk_mb": 0.0, "rss_mb": _rss_mb() - before, "cold_s": row["build_s"]}
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return row | {"disk_mb": disk / 1e6} | _cold(peer, folder, query)


def _cold(peer: Peer, folder: Path, query: tuple[str, ...]) -> Row:
    """Let fresh processes open the index and search once, and take the one in the middle."""
    command = [sys.executable, "-m", "benchmarks.engines", "--first-answer", peer.name, str(folder), *query]
    done = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(3)]  # noqa: S603 - our own
    rows = sorted(json.loads(each.stdout) for each in done)
    return dict(zip(("cold_s", "rss_mb"), rows[1], strict=True))


def first_answer(name: str, folder: Path, query: tuple[str, ...]) -> None:
    """Open an index, search once, and print the time in seconds and the memory in MB that this took."""
    import retrieval.model  # noqa: F401, PLC0415 - whoever asks has it

    peer, memory, started = PEERS[name](), _rss_mb(), time.perf_counter()
    peer.open(folder)
    peer.search(query)
    print(json.dumps([time.perf_counter() - started, _rss_mb() - memory]))


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _search_all(peers: Mapping[str, Peer], queries: Sequence[tuple[str, ...]]) -> dict[str, list[float]]:
    """Time each query with each engine in turn, in ms; those of a slow engine are fewer."""
    for peer in peers.values():
        peer.search(queries[0])
    times: dict[str, list[float]] = {name: [] for name in peers}
    for number, query in enumerate(queries):
        for name, peer in peers.items():
            if number < A_HANDFUL or statistics.median(times[name]) < 1000 * SLOW_S:
                times[name].append(_least_ms(peer, query))
    return times


def _least_ms(peer: Peer, query: tuple[str, ...]) -> float:
    least, spent = float("inf"), 0.0
    for repeat in range(REPEATS):
        started = time.perf_counter()
        peer.search(query)
        took = time.perf_counter() - started
        least, spent = min(least, took), spent + took
        if spent > ENOUGH_S and repeat + 1 >= LEAST_REPEATS:
            break
    return 1000 * least


def _summary(times_ms: Sequence[float]) -> Row:
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    return {"p50_ms": statistics.median(times_ms), "p95_ms": p95, "max_ms": max(times_ms), "queries": len(times_ms)}


def _ratios(name: str, times: Mapping[str, Sequence[float]]) -> Row:
    """Compare query by query, as far as both engines answered."""
    row: Row = {}
    if "rank_bm25" in times:
        faster = [base / own for base, own in zip(times["rank_bm25"], times[name], strict=False)]
        row["times_as_fast_as_rank_bm25"] = statistics.median(faster)
    if "tantivy" in times:
        slower = [own / base for base, own in zip(times["tantivy"], times[name], strict=False)]
        p95 = statistics.quantiles(slower, n=20)[-1]
        row |= {"over_tantivy": statistics.median(slower), "over_tantivy_p95": p95, "over_tantivy_max": max(slower)}
    return row


HEADS = {
    "passages": "passages",
    "engine": "engine",
    "build_s": "build s",
    "disk_mb": "disk MB",
    "rss_mb": "memory MB",
    "cold_s": "first answer s",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "times_as_fast_as_rank_bm25": "x rank_bm25",
    "over_tantivy": "/ tantivy",
    "over_tantivy_p95": "p95",
    "over_tantivy_max": "max",
}


def table(rows: Iterable[Row], heads: Mapping[str, str] = HEADS) -> str:
    """Write rows as a table in Markdown: the last columns are the median, p95 and maximum of ratios to raw tantivy."""
    ordered = sorted(rows, key=lambda row: (row["passages"], row["engine"]))
    cells = (heads.values(), ["---"] * len(heads), *([_cell(row.get(name)) for name in heads] for row in ordered))
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else value or ""


def draw(rows: Iterable[Row], file: Path) -> None:
    """Draw the median time to search by the number of passages, a line an engine."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - for this picture only

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    by_engine: dict[str, list[tuple[int, float]]] = {}
    for row in sorted(rows, key=lambda row: row["passages"]):
        by_engine.setdefault(row["engine"], []).append((row["passages"], row["p50_ms"]))
    for name, points in by_engine.items():
        axes.loglog(*zip(*points, strict=True), marker="o", label=name, linewidth=2.5 if "isnad" in name else 1.2)
    axes.set(xlabel="passages", ylabel="median time of a search, ms", title="Top 10 of three to eight terms")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None})


def say(line: str) -> None:
    """Tell on standard error how far it has come."""
    print(line, file=sys.stderr, flush=True)


def run(corpus: Path, sizes: Sequence[int], names: Sequence[str]) -> Iterator[Row]:
    """Measure each size in a process of its own."""
    for name, module in UNMEASURED.items():
        say(f"{name}: left out, {module} {'is not measured here' if _is_installed(module) else 'is not installed'}")
    missing = [name for name in names if not _is_installed(PEERS[name].module)]
    for name in missing:
        say(f"{name}: left out, {PEERS[name].module} is not installed")
    names = [name for name in names if name not in missing]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "passages.tsv"
        say(f"{prepare(corpus, max(sizes), file):,} passages in {corpus}")
        for size in sizes:
            command = [sys.executable, "-m", "benchmarks.engines", "--measure", str(size), str(file), *names]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as measuring:  # noqa: S603 - our own
                yield from map(json.loads, measuring.stdout or ())
            if measuring.returncode:
                say(f"{size:,} passages could not be measured")


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the rows and the table, and draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--output", type=Path, help="where to add the rows, a JSON line each")
    parser.add_argument("--figure", type=Path, help="where to draw the times, as docs/engines.svg")
    chosen = parser.parse_args(arguments)
    rows = []
    for row in run(chosen.corpus, chosen.sizes, chosen.engines):
        rows.append(row)
        if chosen.output:
            with chosen.output.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(row) + "\n")
    print(table(rows))
    if chosen.figure:
        draw(rows, chosen.figure)


def _measure_in_process(size: str, file: str, *names: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(Path(file), int(size), names, Path(folder)):
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure_in_process(*sys.argv[2:])
    elif sys.argv[1:2] == ["--first-answer"]:
        first_answer(sys.argv[2], Path(sys.argv[3]), tuple(sys.argv[4:]))
    else:
        main()
