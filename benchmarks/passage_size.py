"""How many sentences should a passage have? The golden questions, answered from archives cut in several sizes.

    python -m benchmarks.passage_size [CORPUS GOLD.jsonl]

Without arguments: the five articles and their questions.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from retrieval import Retriever, retriever
from retrieval.corpus import make_passages
from retrieval.evaluation import CORPUS
from retrieval.evaluation.answers import GOLD, evaluate, read_questions

SIZES = (1, 2, 3, 5, 8)
WORDS_PER_SENTENCE = 40


def main(corpus: Path = CORPUS, gold: Path = GOLD) -> None:
    """Print a row of figures for each size."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        with Retriever.open(url, create=True) as archive:
            archive.ingest([corpus])
        for size in SIZES:
            cut = partial(make_passages, max_sentences=size, max_words=WORDS_PER_SENTENCE * size)
            retriever.make_passages = cut  # type: ignore[attr-defined]  # the size is no setting: one is enough
            with Retriever.open(url) as archive:
                figures = evaluate(archive, read_questions(gold))
                passages = archive.stats().passages
            shown = "  ".join(f"{name} {figures[name]:.3f}" for name in ("accuracy", "balanced", "success@1", "ndcg@5"))
            print(f"{size} sentences  {passages:6} passages  {shown}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
