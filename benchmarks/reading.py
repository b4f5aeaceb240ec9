"""How long does it take to read a question? And to open what reading needs, in an archive of any size.

    python -m benchmarks.reading DATABASE_URL QUESTIONS.jsonl ...

A line of a question file is {"question": ..., "history"?: [...]}. Opening an archive whose index is up to date, the
first name that is looked up in it, reading the shortest names and the rest of what a bot warms up with are seconds of
one run, reading times wall-clock milliseconds.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from benchmarks.ask import report
from retrieval import Retriever
from retrieval.question import NameIndex

Made = TypeVar("Made")


def timed(name: str, make: Callable[[], Made]) -> Made:
    """Print how long something takes to make."""
    started = time.perf_counter()
    made = make()
    print(f"{name:16} {time.perf_counter() - started:8.2f} s")
    return made


def questions(paths: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Read question files: each question with the turns before it."""
    lines = chain.from_iterable(Path(path).read_text(encoding="utf-8").splitlines() for path in paths)
    rows = map(json.loads, lines)
    return [(row["question"], row.get("history") or []) for row in rows]


def main(url: str, *paths: str) -> None:
    """Print build times, then the times of reading each question once."""
    gc.set_threshold(10_000, 50, 1_000)  # as in `bot/__main__.py`
    with Retriever.open(url) as archive:
        state = timed("opening", archive._current)  # noqa: SLF001 - the parts of a state have no door
        names = NameIndex(archive._catalogue.words.forms)  # noqa: SLF001
        timed("a name", lambda: names.sounding_like("lavrov"))
        timed("shortest names", names.read_shortest)
        timed("warming up", archive.warm_up)
        gc.freeze()  # as in `bot/polling.py`
        asked = questions(paths)
        parser = state.answerer._parser  # noqa: SLF001
        times = []
        for text, history in asked:
            started = time.perf_counter()
            parser.parse(text, history)
            times.append(1000 * (time.perf_counter() - started))
        report("reading", times)


if __name__ == "__main__":
    main(*sys.argv[1:])
