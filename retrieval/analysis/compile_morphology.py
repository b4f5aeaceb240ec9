"""Compile a morphology database: `python -m retrieval.analysis.compile_morphology SOURCE NAME TARGET`.

A process of its own, because camel-tools' morphology wants its data folder named before it is first imported.
"""

from __future__ import annotations

import sys
from pathlib import Path

from camel_tools.morphology.database import MorphologyDB

from retrieval.analysis.morphology import compile_database


def main(source: str, name: str, target: str) -> None:
    """Read camel-tools' text form, and write the file that `Morphology.open` reads."""
    compile_database(MorphologyDB(source), name, Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
