"""How long does an answer take? The first one of a process, and each further one, over the five articles.

    python -m benchmarks.ask

Times are wall-clock milliseconds of this machine; the first answer includes starting Python, opening the archive and
building its index.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from retrieval import Retriever
from retrieval.evaluation import CORPUS
from retrieval.evaluation.answers import read_questions

PROCESSES = 7
ROUNDS = 5


def first_answers_ms(url: str, question: str) -> list[float]:
    """Time whole processes that answer one question; the first, which warms the disk's cache, is not counted."""
    command = [sys.executable, "-m", "retrieval", "ask", question, "--database", url]
    times = []
    for _ in range(PROCESSES + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
        times.append(1000 * (time.perf_counter() - started))
    return times[1:]


def further_answers_ms(retriever: Retriever) -> list[float]:
    """Time the golden questions in one process that has answered once."""
    questions = read_questions()
    retriever.ask(questions[0].text)
    times = []
    for question in questions * ROUNDS:
        started = time.perf_counter()
        retriever.ask(question.text, history=question.history)
        times.append(1000 * (time.perf_counter() - started))
    return times


def report(name: str, times_ms: list[float]) -> None:
    """Print a row: median, 95th percentile and maximum."""
    p50, p95 = statistics.median(times_ms), statistics.quantiles(times_ms, n=20)[-1]
    print(f"{name:16} p50 {p50:8.1f} ms   p95 {p95:8.1f} ms   max {max(times_ms):8.1f} ms   n {len(times_ms)}")


def main() -> None:
    """Make an archive, and time both."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        with Retriever.open(url, create=True) as retriever:
            retriever.ingest([CORPUS])
            further = further_answers_ms(retriever)
        report("first answer", first_answers_ms(url, "ماذا قال لافروف عن جبهة النصرة؟"))
        report("further answers", further)


if __name__ == "__main__":
    main()
