"""What does each step of a search add? Every step added to those before it, and every step left out alone.

    python -m benchmarks.analysis [--resources FOLDER] [--every N] CORPUS QUESTIONS [CORPUS QUESTIONS ...]

A CORPUS is whatever `ingest` takes. QUESTIONS are JSON lines: with gold spans (as in `data/evaluation`) they are asked
and scored by accuracy; with gold documents (`question`, `lang`, `gold`: ids) they are searched for and scored by the
mean reciprocal rank in the first ten hits, by language. Writes a table in Markdown. FOLDER holds the optional language
resources; an empty one measures without them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any, NamedTuple

from retrieval import Retriever, rescoring, resources
from retrieval.evaluation.answers import evaluate, read_questions
from retrieval.question import hinting, translation

RANKS_JUDGED = 10


class Step(NamedTuple):
    """A step, and which weight turns it off."""

    name: str
    module: ModuleType
    weight: str
    off: float


STEPS = (
    Step("words of one root", translation, "ROOT_WEIGHT", 0.0),
    Step("words as they stand, words of phrases", hinting, "HINT_WEIGHT", 0.0),
    Step("the whole question covered", rescoring, "COVERED_POWER", 0.0),
    Step("neighbours stay neighbours", rescoring, "NEAR_WEIGHT", 0.0),
    Step("the document's beginning", rescoring, "LEAD_WEIGHT", 0.0),
    Step("verbs and light words weigh less", hinting, "PLAIN_WEIGHT", 1.0),
)


class Set(NamedTuple):
    """Questions beside the open archive that they are asked of."""

    name: str
    archive: Retriever
    path: Path


@contextmanager
def without(steps: Sequence[Step]) -> Iterator[None]:
    """Turn steps off meanwhile."""
    kept = [(step, getattr(step.module, step.weight)) for step in steps]
    for step in steps:
        setattr(step.module, step.weight, step.off)
    try:
        yield
    finally:
        for step, weight in kept:
            setattr(step.module, step.weight, weight)


def reciprocal_rank(archive: Retriever, line: Mapping[str, Any]) -> float:
    """Search for a query; 0 where no wanted document is among the first ten hits."""
    found = archive.search(line["question"], limit=RANKS_JUDGED)
    return next((1 / hit.rank for hit in found if str(hit.document) in line["gold"]), 0.0)


def figures(one: Set, every: int) -> dict[str, float]:
    """Score a set: accuracy, or a mean reciprocal rank for each language."""
    lines = [json.loads(line) for line in one.path.read_text(encoding="utf-8").splitlines() if line.strip()][::every]
    if not all(isinstance(gold, str) for line in lines for gold in line["gold"]):
        return {one.name: evaluate(one.archive, read_questions(one.path)[::every])["accuracy"]}
    ranks: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        ranks[f"{one.name} {line['lang']}"].append(reciprocal_rank(one.archive, line))
    return {name: fmean(found) for name, found in sorted(ranks.items())}


def row(name: str, off: Sequence[Step], sets: Sequence[Set], every: int) -> dict[str, float]:
    """Measure one configuration, and print its line of the table."""
    with without(off):
        measured = {column: value for one in sets for column, value in figures(one, every).items()}
    print(f"| {name} |", " | ".join(f"{value:.4f}" for value in measured.values()), "|", flush=True)
    return measured


def table(sets: Sequence[Set], every: int) -> None:
    """Print the table: its head behind the first figures, which tell the columns."""
    columns = [column for one in sets for column in figures(one, 10 * every)]
    print("| |", " | ".join(columns), "|")
    print("|---" * (len(columns) + 1) + "|")
    row("concepts alone", STEPS, sets, every)
    for number, step in enumerate(STEPS, 1):
        row(f"+ {step.name}", STEPS[number:], sets, every)
    for step in STEPS:
        row(f"all without: {step.name}", [step], sets, every)


def main() -> None:
    """Make the archives, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", metavar="CORPUS QUESTIONS")
    parser.add_argument("--resources", type=Path, default=resources.FOLDER)
    parser.add_argument("--every", type=int, default=1, help="take each Nth question only")
    arguments = parser.parse_args()
    if len(arguments.paths) % 2:
        sys.exit("every corpus needs its questions behind it")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        sets = []
        for number, (corpus, questions) in enumerate(zip(arguments.paths[::2], arguments.paths[1::2], strict=True)):
            url = f"sqlite:///{Path(folder) / f'{number}.db'}"
            archive = stack.enter_context(Retriever.open(url, create=True, folder=arguments.resources))
            archive.ingest([corpus])
            sets.append(Set(questions.parent.name, archive, questions))
        table(sets, arguments.every)


if __name__ == "__main__":
    main()
