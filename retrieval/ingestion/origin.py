"""Was this document read before, by the same rules? A fingerprint of the record and of all that it is read by.

What is found in a document follows from the record, this package's code, the tables of the lexicon and the morphology
database. Where all of these are as they were, to read it again would find the same. Where one of them is another, the
document is read again, and what was found tells whether it changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

import camel_tools
import regex

from retrieval.lexicon import DATA
from retrieval.model import RawDocument

_PACKAGE = Path(__file__).resolve().parent.parent
_RULES = ("analysis", "corpus", "quotation", "errors.py", "identity.py", "lexicon.py", "model.py", "store/rows.py")
"""The modules that decide what is found in a document: whatever reading it loads is among them."""

_LIBRARIES = (camel_tools.__version__, regex.__version__, unicodedata.unidata_version)
_record = attrgetter(*(field.name for field in fields(RawDocument)))


@cache
def rules_version(morphology: str | None) -> str:
    """Name the rules by which documents are read, from the first call to the end of the process.

    Args:
        morphology: The name of the morphology database in use; None: there is none.
    """
    version = sha256(repr((morphology, _LIBRARIES)).encode())
    for path in _rule_files():
        version.update(f"\0{path.name}\0".encode())
        version.update(path.read_bytes())
    return version.hexdigest()


def origin_of(raw: RawDocument, rules: str) -> str:
    """Fingerprint a record together with the rules by which it is read."""
    return sha256(repr((rules, _record(raw))).encode()).hexdigest()


def _rule_files() -> Iterator[Path]:
    """List the files of the rules, in the same order everywhere."""
    for name in _RULES:
        path = _PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]
    yield from sorted((DATA / "lexicon").glob("*.tsv"))
