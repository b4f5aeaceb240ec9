"""Many readers of an archive that is being filled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from retrieval import Retriever

READERS = 20
BATCHES = 2
DOCUMENTS_OF_A_BATCH = 20
WORDS = ("زلزال", "فيضان", "حريق", "إعصار", "بركان", "جفاف")


def write(path: Path, batch: int) -> Path:
    """Write a batch of documents, each quoting one minister on one disaster."""
    rows = (
        {
            "id": f"{batch}-{number}",
            "text": f"أكد الوزير كريم المنصوري {number} أن {WORDS[number % len(WORDS)]} المدينة رقم {batch} لن يتكرر.",
        }
        for number in range(DOCUMENTS_OF_A_BATCH)
    )
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["rank-bm25", "tantivy"])
def test_twenty_readers_and_one_ingest(tmp_path: Path, new_url: Callable[..., str], engine: str) -> None:
    """While another process fills an archive nobody fails, every excerpt is verbatim, and in the end all is found."""
    url, folder = new_url(), tmp_path / "index"
    files = [write(tmp_path / f"{batch}.jsonl", batch) for batch in range(BATCHES)]
    command = [sys.executable, "-m", "retrieval", "ingest", "--database", url]
    with Retriever.open(url, create=True, engine=engine, index_folder=folder) as archive:
        archive.ingest(files[:1])
        done, failures, asked = threading.Event(), [], []

        def read(reader: int) -> None:
            try:
                while not done.is_set():
                    word = WORDS[(reader + len(asked)) % len(WORDS)]
                    answer = archive.ask(f"ماذا قال كريم المنصوري عن {word}؟")
                    for citation in answer.citations:
                        text = archive.document(citation.document).text
                        assert text[citation.start : citation.end] == citation.text
                        assert word in citation.text
                    assert answer.answerable
                    asked.append(reader)
            except BaseException as error:
                failures.append(error)

        readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        for thread in readers:
            thread.start()
        for file in files[1:]:
            environment = {**os.environ, "INDEX_FOLDER": str(folder)}
            subprocess.run([*command, file], check=True, capture_output=True, env=environment)
        done.set()
        for thread in readers:
            thread.join()
        assert failures == []
        assert len(archive.documents()) == BATCHES * DOCUMENTS_OF_A_BATCH
        assert archive.stats().passages == BATCHES * DOCUMENTS_OF_A_BATCH
        assert len(set(asked)) == READERS


@pytest.mark.parametrize("moment", range(2))
def test_what_is_added_while_a_state_is_taken_is_seen_by_the_next_call(
    tmp_path: Path, new_url: Callable[..., str], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """In whatever moment of looking at an archive another one adds to it, nobody goes on answering without that."""
    url, folder = new_url(), tmp_path / "index"
    with (
        Retriever.open(url, create=True, engine="tantivy", index_folder=folder) as archive,
        Retriever.open(url, engine="tantivy", index_folder=folder) as other,
    ):
        archive.ingest([write(tmp_path / "0.jsonl", 0)])
        other.ingest([write(tmp_path / "1.jsonl", 1)])
        version, looks = archive._store.version, count()

        def look() -> tuple[str, int]:
            if next(looks) == moment:
                other.ingest([write(tmp_path / "2.jsonl", 2)])
            return version()

        monkeypatch.setattr(archive._store, "version", look)
        archive.stats()
        assert next(looks) > moment
        assert archive.stats().passages == 3 * DOCUMENTS_OF_A_BATCH
