"""Measure everything that grows, and write it down in docs/benchmarks.md with two pictures.

    python -m benchmarks CORPUS [--sizes 1000 10000 100000 1000000] [--database FILE]

CORPUS is what `ingest` takes. One run on one machine: the ingest of the corpus, the engines beside each other
(`benchmarks.engines`), and archives of several sizes (`benchmarks.scale`). With a million passages that takes an hour
or two. FILE keeps the ingested corpus for the next time.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks import engines, ingest, scale
from retrieval.lexicon import DATA

DOCS = DATA.parent / "docs"

PAGE = """# How fast, how large

Measured by `make bench` on {day}: {cores} cores, {memory} GB, Python {python}, {system}. Everything is of one run;
times are wall-clock. The corpus is {corpus}.

## Ingest

With quotations extracted and the index made; first anew, then finding everything unchanged, then ten more articles at a
time. RSS counts what processes share for each of them, PSS once.

```
{ingest}
```

## Engines

Top 10 of queries of three to eight terms. `isnad: tantivy` and `isnad: rank-bm25` are the engines behind the index
protocol, with all fields, filters and the order of equal scores; the others are the libraries alone, with one field.
The last columns are ratios taken query by query: how many times as fast as rank_bm25 (median), and how many times
tantivy's own time (median, 95th percentile, most). Beyond the passages of the corpus new ones are made of halves of
two. A first answer is that of a fresh process that imports the library, opens the index and searches once.

{engines}

![Time to search](engines.svg)

## Archives

The whole way from a question to its citations, or to the reason why there are none. Questions are made of words that
somebody said and of words that passages hold; a third are those about the five articles, half of them in English. A
first answer counts from the start of the process; the others come after it has warmed up, as a bot does. `search` is
read as a question is, and re-scores the first thirty passages. Archives larger than the corpus are made of halves
of two of its documents, with the statements of both.

{archives}

![Time to answer](scale.svg)
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=engines.SIZES)
    parser.add_argument("--database", type=Path, help="where the ingested corpus is kept; it is not ingested again")
    chosen = parser.parse_args(arguments)
    if not chosen.corpus.exists():
        sys.exit(f"there is no corpus at {chosen.corpus}; name one, as with: make bench CORPUS=news.jsonl.xz")
    with tempfile.TemporaryDirectory() as scratch:
        database = chosen.database or Path(scratch) / "corpus.db"
        lines = [] if database.exists() else list(ingest.measured(chosen.corpus, f"sqlite:///{database}"))
        of_engines = list(engines.run(chosen.corpus, chosen.sizes, list(engines.PEERS)))
        archives = list(scale.run(chosen.corpus, chosen.sizes, database, Path(scratch)))
    engines.draw(of_engines, DOCS / "engines.svg")
    scale.draw(archives, DOCS / "scale.svg")
    page = PAGE.format(
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
        memory=round(psutil.virtual_memory().total / 1e9),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        corpus=chosen.corpus.name,
        ingest="\n".join(lines) or "not measured: the corpus was ingested before",
        engines=engines.table(of_engines),
        archives=engines.table(archives, scale.HEADS),
    )
    (DOCS / "benchmarks.md").write_text(page, encoding="utf-8")
    engines.say(f"written: {DOCS / 'benchmarks.md'}")


if __name__ == "__main__":
    started = time.monotonic()
    main()
    engines.say(f"in {(time.monotonic() - started) / 60:.0f} minutes")
