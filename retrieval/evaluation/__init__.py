"""How good is it? The answers and quotations of the five articles beside what people marked in them."""

from __future__ import annotations

from pathlib import Path

from retrieval.lexicon import DATA

FOLDER: Path = DATA / "evaluation"
ACCEPTED: Path = FOLDER / "accepted.json"
"""The figures that were accepted last, by kind and name."""
CORPUS: Path = DATA / "corpus"
