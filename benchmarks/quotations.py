"""How well are quotations found? Writes a run for the scorer: a JSON line a quotation of the annotated documents.

python benchmarks/quotations.py CORPUS GOLD.jsonl RUN.jsonl [--morphology DATABASE]

CORPUS is a JSON lines file or a folder of text files. The last line on standard output says how long an article took.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from retrieval.analysis.morphology import Morphology
from retrieval.corpus import parse_document
from retrieval.model import Document, DocumentId, RawDocument
from retrieval.quotation import QuotationExtractor


def read_gold(path: Path) -> set[str]:
    """Name the documents that a gold file annotates."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {line.get("file") or line["doc"] for line in lines}


def read_corpus(path: Path, wanted: set[str]) -> list[Document]:
    """Read the wanted documents of a JSON lines file or of a folder."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.name in wanted)
        return [parse_document(RawDocument(DocumentId(f.name), f.read_bytes().decode("utf-8"))) for f in files]
    with path.open(encoding="utf-8") as lines:
        records = [record for record in map(json.loads, lines) if record["id"] in wanted]
    return [
        parse_document(
            RawDocument(record["id"], record["text"], record.get("title"), published=record.get("published"))
        )
        for record in records
    ]


def main() -> None:
    """Write the run and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--morphology", type=Path)
    arguments = parser.parse_args()
    morphology = Morphology.open(arguments.morphology) if arguments.morphology else None
    extractor = QuotationExtractor(morphology)
    documents = read_corpus(arguments.corpus, read_gold(arguments.gold))
    quotations = [quotation for document in documents for quotation in extractor.extract(document)]
    started = time.perf_counter()
    for document in documents:
        extractor.extract(document)
    elapsed_ms = (time.perf_counter() - started) * 1000
    with arguments.run.open("w", encoding="utf-8") as run:
        for quotation in quotations:
            fields = ("document", "start", "end", "text", "speaker", "mention", "cue", "kind")
            run.write(json.dumps({name: getattr(quotation, name) for name in fields}, ensure_ascii=False) + "\n")
    words = sum(len(document.text.split()) for document in documents)
    print(
        f"{len(quotations)} quotations in {len(documents)} documents; {elapsed_ms / len(documents):.2f} ms a document, "
        f"{elapsed_ms * 300 / words:.2f} ms for 300 words"
    )


if __name__ == "__main__":
    main()
