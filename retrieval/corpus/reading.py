"""What comes out of reading? Documents, some with a note, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.errors import SourceError
from retrieval.model import RawDocument


@dataclass(frozen=True, slots=True)
class Refusal:
    """What gave no document: `name` is a path, an address or `news.jsonl line 17`, and `error` says why."""

    name: str
    error: SourceError


@dataclass(frozen=True, slots=True)
class NotedDocument(RawDocument):
    """A document of which something must be told: `note` goes behind its name in the report of an ingest."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class ConvertedDocument(NotedDocument):
    """A document whose file was no Unicode: its text was converted from `encoding`."""

    encoding: str = "windows-1256"

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", f"converted from {self.encoding}")


Reading = Iterator[RawDocument | Refusal]


def refuse(name: str, error: SourceError) -> Refusal:
    """Complete an error's message with the name of what it is about."""
    return Refusal(name, type(error)(f"{name} {error}"))
