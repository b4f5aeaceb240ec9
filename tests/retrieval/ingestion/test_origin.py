"""What a document was read from, and by which rules."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from retrieval.corpus import ConvertedDocument
from retrieval.ingestion import origin
from retrieval.ingestion.origin import origin_of, rules_version
from retrieval.lexicon import DATA
from retrieval.model import DocumentId, RawDocument

RECORD = RawDocument(DocumentId("a"), "نص.")
LOADED = """
import sys
from retrieval.ingestion.preparing import Preparer
from retrieval.model import RawDocument
before = set(sys.modules)
import retrieval.corpus.parsing, retrieval.quotation
Preparer(None).prepare_all([(RawDocument("a", "قال سامر: نعم."), "")])
wanted = [sys.modules["retrieval.corpus.parsing"], sys.modules["retrieval.quotation"]]
seen = set()
while wanted:
    module = wanted.pop()
    if module.__name__ not in seen:
        seen.add(module.__name__)
        for name in vars(module).values():
            home = sys.modules.get(getattr(name, "__module__", None) or getattr(name, "__name__", None) or "")
            if home is not None and home.__name__.startswith("retrieval."):
                wanted.append(home)
print(*(sys.modules[name].__file__ for name in seen), sep="\\n")
"""


def test_all_that_reading_uses_is_among_the_rules() -> None:
    """Each module that parsing and quotations reach by what they import is fingerprinted, and so is every table."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=DATA.parent)
    used = {Path(line) for line in done.stdout.splitlines()}
    rules = set(origin._rule_files())
    assert len(used) > 40
    assert used <= rules
    assert set((DATA / "lexicon").glob("*.tsv")) <= rules


@pytest.mark.parametrize("field", [field.name for field in fields(RawDocument)])
def test_every_field_of_a_record_counts(field: str) -> None:
    """Whichever differs, the origin is another."""
    assert origin_of(replace(RECORD, **{field: "آخر"}), "rules") != origin_of(RECORD, "rules")


def test_a_missing_field_is_not_an_empty_one() -> None:
    """None and the word are apart, and a value that moves to another field is not the same."""
    assert origin_of(replace(RECORD, title="None"), "rules") != origin_of(RECORD, "rules")
    assert origin_of(replace(RECORD, title="س"), "rules") != origin_of(replace(RECORD, url="س"), "rules")


def test_the_rules_count_and_the_encoding_does_not() -> None:
    """The same text from a file in an older encoding is read the same way."""
    converted = ConvertedDocument(RECORD.id, RECORD.text, encoding="iso-8859-6")
    assert origin_of(RECORD, "rules") != origin_of(RECORD, "others")
    assert origin_of(RECORD, "rules") == origin_of(converted, "rules")


def test_the_rules_are_named_by_their_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file among them, or another morphology, is another version."""
    (tmp_path / "rules.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(origin, "_rule_files", lambda: iter([tmp_path / "rules.py"]))
    fresh = rules_version.__wrapped__
    before = fresh("calima")
    assert before == fresh("calima")
    assert before != fresh(None)
    (tmp_path / "rules.py").write_text("2", encoding="utf-8")
    assert before != fresh("calima")
