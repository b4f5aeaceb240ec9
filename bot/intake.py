"""How does an administrator add documents? A file or a forwarded post, read as `python -m retrieval ingest` would."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from telegram import Message, MessageOriginChannel

from retrieval import IngestedDocument, IngestReport

if TYPE_CHECKING:
    from retrieval import Retriever

SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".tsv")
"""What may be sent. Compressed files may not: how large they get nobody knows before."""

MAX_BYTES = 5_000_000
"""Largest file that is taken: its documents must be read within `ANSWER_TIMEOUT_S`."""

_MAX_NAME_BYTES = 200
_DIGEST_BYTES = 8


def safe_name(name: str | None) -> str:
    """Make a file name of what a reader's app says: one part of a path, printable, not hidden and not too long."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable()).strip().lstrip(".") or "file.txt"
    stem, suffix = Path(plain).stem, Path(plain).suffix[:10]
    while len((stem + suffix).encode()) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem + suffix


def is_readable(name: str) -> bool:
    """Tell by its name whether a file may be sent."""
    return Path(name).suffix.lower() in SUFFIXES


def ingest_file(retriever: Retriever, name: str, content: bytes) -> IngestReport:
    """Add the documents of a file.

    Args:
        retriever: The archive.
        name: As `safe_name` gives it.
        content: What is in it.
    """
    with TemporaryDirectory(prefix="isnad-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        report = retriever.ingest([path])
    return IngestReport(tuple(_without(f"{folder}/", document) for document in report.documents))


def ingest_post(retriever: Retriever, message: Message) -> IngestReport:
    """Add a forwarded message as a document: of its channel and day, where it has such."""
    record = json.dumps(record_of(message), ensure_ascii=False).encode()
    return retriever.ingest(["-"], stdin=BytesIO(record + b"\n"))


def record_of(message: Message) -> dict[str, str]:
    """Describe a forwarded message as a line of JSON lines does a document."""
    text, origin = message.text or message.caption or "", message.forward_origin
    digest = hashlib.blake2s(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
    record = {"id": f"forwarded-{digest}", "text": text}
    if origin is not None:
        record["published"] = origin.date.date().isoformat()
    if isinstance(origin, MessageOriginChannel):
        name = origin.chat.username or str(origin.chat.id)
        record |= {"id": f"{name}-{origin.message_id}", "source": origin.chat.title or name}
        if origin.chat.username:
            record["url"] = f"https://t.me/{name}/{origin.message_id}"
    return record


def _without(folder: str, document: IngestedDocument) -> IngestedDocument:
    """Leave out where the file lay for a moment."""
    detail = document.detail.replace(folder, "") if document.detail else None
    name = document.name.replace(folder, "")
    return IngestedDocument(name, document.outcome, detail, document.quotations, document.without_speaker)
