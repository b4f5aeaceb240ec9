"""How often does a verb without subject mean the nearest candidate? Asks retrieval/quotation/salience.py.

python benchmarks/salience.py CORPUS GOLD.jsonl [CORPUS GOLD.jsonl ...] [--morphology DATABASE]

Every cue without subject whose quotation is annotated gives one choice among candidates. Those whose right answer is
among the candidates say what the choice is worth, the others what the candidates lack.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.quotations import read_corpus, read_gold
from retrieval.analysis.morphology import Morphology
from retrieval.quotation import QuotationExtractor
from retrieval.quotation.elision import ElisionReader
from retrieval.quotation.salience import choose
from retrieval.quotation.spelling import loose

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.quotation.attribution import Attribution
    from retrieval.quotation.entities import Entity


class Tally(NamedTuple):
    """How many choices were right, wrong, and without the right candidate."""

    right: int
    wrong: int
    absent: int


class Recorder:
    """Take note of what the extractor has to choose from, by the place of the cue."""

    def __init__(self) -> None:
        self.asked: dict[int, list[Entity]] = {}
        self._candidates = ElisionReader.candidates

    def stand_in(self) -> Callable[..., list[Entity]]:
        """Make a method that answers as the extractor's own, and takes note of the answer."""

        def candidates(reader: ElisionReader, attribution: Attribution, *, nested: bool = False) -> list[Entity]:
            found = self._candidates(reader, attribution, nested=nested)
            self.asked[reader._tokens.items[attribution.cue].start] = found  # noqa: SLF001
            return found

        return candidates


def words(name: str) -> set[str]:
    """Fold a name for comparison."""
    return {word.removeprefix("ال") for word in loose(name).split()}


def tally(corpus: Path, gold: Path, extractor: QuotationExtractor) -> Tally:
    """Extract from the annotated documents and compare every choice whose answer is known."""
    recorder, right, wrong, absent = Recorder(), 0, 0, 0
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = {(line.get("file") or line["doc"], line["cue_start"]): words(line["speaker_ar"]) for line in lines}
    original = ElisionReader.candidates
    ElisionReader.candidates = recorder.stand_in()  # type: ignore[method-assign]
    for document in read_corpus(corpus, read_gold(gold)):
        recorder.asked.clear()
        extractor.extract(document)
        for at, candidates in recorder.asked.items():
            name = names.get((str(document.id), at))
            fitting = {id(e) for e in candidates if name and (words(e.name) <= name or name <= words(e.name))}
            right += bool(fitting) and id(choose(candidates)) in fitting
            wrong += bool(fitting) and id(choose(candidates)) not in fitting
            absent += bool(name) and not fitting
    ElisionReader.candidates = original  # type: ignore[method-assign]
    return Tally(right, wrong, absent)


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--morphology", type=Path)
    arguments = parser.parse_args()
    extractor = QuotationExtractor(Morphology.open(arguments.morphology) if arguments.morphology else None)
    for corpus, gold in zip(arguments.sets[::2], arguments.sets[1::2], strict=True):
        found = tally(corpus, gold, extractor)
        print(f"{corpus}: {found.right} right, {found.wrong} wrong, {found.absent} without the right candidate")


if __name__ == "__main__":
    main()
