"""Tables of test cases: tab-separated, with `#` comments."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


def read_cases(name: str) -> list[tuple[str, ...]]:
    """Read the rows of a table; there must be some, for a test over no rows would pass forever."""
    lines = (ASSETS / name).read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    assert rows
    return rows
