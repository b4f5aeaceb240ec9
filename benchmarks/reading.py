"""How long does it take to read a question? And to make what reading needs, from an archive of any size.

    python -m benchmarks.reading DATABASE_URL QUESTIONS.jsonl ...

A line of a question file is {"question": ..., "history"?: [...]}. Build times are seconds of one run, reading times
wall-clock milliseconds; the first question, which reads the tables, is not counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from benchmarks.ask import report
from retrieval import Retriever
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import intern_words
from retrieval.question import Directory
from retrieval.retriever import _name_index, _without_collecting

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
    with Retriever.open(url) as archive:
        state = timed("whole archive", archive._current)  # noqa: SLF001 - the parts of a state have no door
        counts = Counter(chain.from_iterable(intern_words(document.text) for document in state.documents.values()))
        quotations = archive._store.quotations()  # noqa: SLF001
        with _without_collecting():
            normalized = {word: normalize(word) for word in counts}
            known = (counts, normalized, state.analyzer, archive._morphology, quotations)  # noqa: SLF001
            timed("name index", lambda: _name_index(*known))
            timed("directory", lambda: Directory(quotations, state.analyzer))
        asked = questions(paths)
        parser = state.answerer._parser  # noqa: SLF001
        parser.parse(*asked[0])
        times = []
        for text, history in asked[1:]:
            started = time.perf_counter()
            parser.parse(text, history)
            times.append(1000 * (time.perf_counter() - started))
        report("reading", times)


if __name__ == "__main__":
    main(*sys.argv[1:])
