"""Where may a page be written? To a new file, or over such a page; never over anything else."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from retrieval.errors import PageError
from retrieval.page.page import FIRST_LINES


def write_page(path: Path, pieces: Iterable[str]) -> None:
    """Write a page whole or not at all.

    Raises:
        PageError: Something else than a page of quotations has that name, or its folder is not there.
        OSError: The file cannot be written.
    """
    target = path.resolve()
    _check(path, target)
    unfinished = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("x", encoding="utf-8", errors="replace", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        _check(path, target)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _check(path: Path, target: Path) -> None:
    if not target.parent.is_dir():
        raise PageError(f"the folder {target.parent} does not exist; make it, or name another file")
    if os.path.lexists(target) and not _is_page(target):
        raise PageError(f"{path} is no page of quotations and is left as it is; name a new file for the page")


def _is_page(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(FIRST_LINES.encode())) == FIRST_LINES.encode()
