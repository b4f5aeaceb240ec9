"""How does an archive behave as it grows? Index, disk, memory, first answer, and time to search and to ask, by size.

    python -m benchmarks.scale CORPUS [--sizes 1000 10000 100000 1000000] [--database FILE] [--output ROWS.jsonl]

CORPUS is what `ingest` takes; sizes are passages. Archives are cut from it, and past its size made of new documents:
the first half of one with the second half of another, with the statements of both. The corpus itself is ingested once,
into FILE where one is named, and taken from there when it is there. Each size is measured in a process of its own: the
index is made, then a fresh process opens the archive, answers once, warms up as a bot does, and goes on with the other
questions. A third of these asks for words that somebody said, a third for what a passage tells, and the rest, half of
them in English, are the questions about the five articles, most of which an archive of other news has to leave
unanswered.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import psutil

from benchmarks.engines import SIZES, Row, say
from retrieval import Retriever
from retrieval.corpus import make_passages
from retrieval.evaluation.answers import read_questions
from retrieval.model import Block, Document, DocumentId, Quotation, Sentence, Span
from retrieval.store import Store, StoredDocument
from retrieval.store.rows import to_rows

QUESTIONS = 40
AT_ONCE = 200
MB = 1e6

HEADS = {
    "passages": "passages",
    "documents": "documents",
    "engine": "engine",
    "index_s": "index s",
    "store_mb": "store MB",
    "index_mb": "index MB",
    "first_s": "first answer s",
    "rss_mb": "memory MB",
    "search_p50_ms": "search p50 ms",
    "search_p95_ms": "search p95 ms",
    "ask_p50_ms": "ask p50 ms",
    "ask_p95_ms": "ask p95 ms",
    "ask_max_ms": "ask max ms",
}


def ingested(corpus: Path, database: Path) -> Store:
    """Open the archive of a corpus, made where it is not there."""
    if not database.exists():
        with Retriever.open(f"sqlite:///{database}", create=True) as retriever:
            retriever.ingest([corpus])
    return Store.open(f"sqlite:///{database}")


def documents_of(store: Store, seed: int = 0) -> Iterator[tuple[Document, tuple[Quotation, ...]]]:
    """Give the documents of an archive, then without end such as are made of two of them."""
    numbers = sorted(store.numbers())
    for start in range(0, len(numbers), AT_ONCE):
        for found in store.contents(numbers[start : start + AT_ONCE]):
            yield found.document, found.quotations
    chosen, count = random.Random(seed), 0
    while True:
        ones = list(store.contents(chosen.sample(numbers, min(AT_ONCE, len(numbers)))))
        others = chosen.sample(ones, len(ones))
        for one, other in zip(ones, others, strict=True):
            count += 1
            yield spliced(one, other, DocumentId(f"made-{count}"))


def spliced(one: StoredDocument, other: StoredDocument, name: DocumentId) -> tuple[Document, tuple[Quotation, ...]]:
    """Join the first half of one document's blocks with the second half of another's, and what is said in both."""
    head, tail = one.document, other.document
    blocks, rest = (len(head.blocks) + 1) // 2, len(tail.blocks) // 2
    end = head.blocks[blocks - 1].span.end
    start = tail.blocks[rest].span.start
    shift, places = end + 1 - start, blocks - rest
    text = f"{head.text[:end]}\n{tail.text[start:]}"
    document = replace(
        head,
        id=name,
        text=text,
        blocks=(*head.blocks[:blocks], *(Block(b.kind, b.span.shift(shift)) for b in tail.blocks[rest:])),
        sentences=(
            *(s for s in head.sentences if s.paragraph < blocks),
            *(
                Sentence(s.kind, s.paragraph + places, s.span.shift(shift))
                for s in tail.sentences
                if s.paragraph >= rest
            ),
        ),
        published=replace(head.published, evidence=None) if head.published else None,
    )
    said = [q for q in one.quotations if max(span.end for span in _spans(q)) <= end]
    moved = [_moved(q, shift) for q in other.quotations if min(span.start for span in _spans(q)) >= start]
    return document, tuple(replace(quotation, document=name) for quotation in (*said, *moved))


def _spans(quotation: Quotation) -> list[Span]:
    return [span for span in (quotation.span, quotation.cue_span, quotation.mention_span) if span is not None]


def _moved(quotation: Quotation, shift: int) -> Quotation:
    cue, mention = quotation.cue_span, quotation.mention_span
    return replace(
        quotation,
        start=quotation.start + shift,
        end=quotation.end + shift,
        cue_span=cue.shift(shift) if cue else None,
        mention_span=mention.shift(shift) if mention else None,
    )


def make(base: Store, passages: int, database: Path) -> int:
    """Make an archive of so many passages, without an index; give the number of its documents."""
    store = Store.open(f"sqlite:///{database}", create=True)
    found, total, count = documents_of(base), 0, 0
    while total < passages:
        batch = []
        for document, quotations in islice(found, AT_ONCE):
            if total < passages:
                total += len(make_passages(document))
                batch.append(to_rows(document, quotations))
        store.put_each(batch)
        count += len(batch)
    store.close()
    return count


def questions_on(database: Path, seed: int = 0) -> list[str]:
    """Make questions on an archive, and add those about the five articles."""
    store = Store.open(f"sqlite:///{database}")
    chosen = random.Random(seed)
    numbers = chosen.sample(sorted(store.numbers()), min(10 * QUESTIONS, store.count_documents()))
    said: list[str] = []
    told: list[str] = []
    for found in store.contents(numbers):
        sentence = chosen.choice(found.document.sentences) if found.document.sentences else None
        words = [word for word in sentence.span.of(found.document.text).split() if len(word) > 4] if sentence else []
        if len(words) >= 3:
            told.append(f"ما الجديد عن {' '.join(chosen.sample(words, 3))}؟")
        for quotation in found.quotations[:1]:
            words = [word for word in quotation.text.split() if len(word) > 4]
            if quotation.speaker and len(words) >= 2:
                said.append(f"ماذا قال {quotation.speaker} عن {' '.join(chosen.sample(words, 2))}؟")
    store.close()
    golden = [question.text for question in read_questions()]
    return [*said[:QUESTIONS], *told[:QUESTIONS], *golden]


def measure(database: Path, questions: Path) -> Row:
    """Make the index of an archive, and ask it in a fresh process."""
    started = time.perf_counter()
    with Retriever.open(f"sqlite:///{database}") as retriever:
        stats = retriever.stats()
    index_s = time.perf_counter() - started
    folder = Path(f"{database}-index")
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    row: Row = {
        "passages": stats.passages,
        "documents": stats.documents,
        "engine": stats.engine,
        "index_s": index_s,
        "store_mb": database.stat().st_size / MB,
        "index_mb": sum(files) / MB,
    }
    command = [sys.executable, "-m", "benchmarks.scale", "--ask", str(database), str(questions)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    return row | json.loads(done.stdout)


def ask_all(database: str, questions: str) -> Row:
    """Open an archive and answer questions, each once, then search for each."""
    # As a bot does, see `retrieval/__main__.py`.
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)
    texts: list[str] = json.loads(Path(questions).read_text(encoding="utf-8"))
    started = psutil.Process().create_time()
    with Retriever.open(f"sqlite:///{database}") as retriever:
        retriever.ask(texts[0])
        first_s = time.time() - started
        retriever.warm_up()  # as the bot does soon after its start
        asked = [_timed(lambda text=text: retriever.ask(text)) for text in texts[1:]]
        rss = psutil.Process().memory_info().rss
        searched = [_timed(lambda text=text: retriever.search(text)) for text in texts]
    return {"first_s": first_s, "rss_mb": rss / MB, **_summary("ask", asked), **_summary("search", searched)}


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _summary(name: str, times_ms: Sequence[float]) -> Row:
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    return {f"{name}_p50_ms": statistics.median(times_ms), f"{name}_p95_ms": p95, f"{name}_max_ms": max(times_ms)}


def run(corpus: Path, sizes: Sequence[int], database: Path | None, scratch: Path) -> Iterator[Row]:
    """Measure each size; an archive is thrown away before the next is made."""
    base = ingested(corpus, database or scratch / "base.db")
    for size in sizes:
        archive, questions = scratch / f"archive-{size}.db", scratch / f"questions-{size}.json"
        count = make(base, size, archive)
        say(f"{size:,} passages: an archive of {count:,} documents")
        questions.write_text(json.dumps(questions_on(archive), ensure_ascii=False), encoding="utf-8")
        row = measure(archive, questions)
        say(f"{size:,} passages: asked in {row['ask_p50_ms']:.0f} ms at the median")
        yield row
        for path in (*sorted(scratch.rglob(f"{archive.name}*"), reverse=True),):
            path.unlink(missing_ok=True) if path.is_file() else None
    base.close()


def draw(rows: Sequence[Row], file: Path) -> None:
    """Draw the times by the number of passages."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - for this picture only

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, label in (("ask_p95_ms", "ask, p95"), ("ask_p50_ms", "ask, median"), ("search_p50_ms", "search, median")):
        axes.loglog([row["passages"] for row in rows], [row[name] for row in rows], marker="o", label=label)
    axes.set(xlabel="passages", ylabel="ms", title="Time to answer")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None})


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    from benchmarks.engines import table  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--database", type=Path, help="where the ingested corpus is kept")
    parser.add_argument("--output", type=Path, help="where to add the rows, a JSON line each")
    chosen = parser.parse_args(arguments)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in run(chosen.corpus, chosen.sizes, chosen.database, Path(scratch)):
            rows.append(row)
            if chosen.output:
                with chosen.output.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(row) + "\n")
    print(table(rows, HEADS))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        print(json.dumps(ask_all(*sys.argv[2:])))
    else:
        main()
