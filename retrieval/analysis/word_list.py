"""Which Arabic words does the installed English-Arabic word list give? FreeDict's, in dictd's format.

The index has a line for each headword: the word, then offset and length of its entry in base 64. An entry is the
headword's line and a line for each translation. Format: dictd's manual, dictfmt(1).
"""

from __future__ import annotations

import string
import threading
from functools import cached_property
from pathlib import Path

from retrieval.errors import ResourceError

_DIGITS = {
    letter: value for value, letter in enumerate(string.ascii_uppercase + string.ascii_lowercase + "0123456789+/")
}


class WordList:
    """An English-Arabic word list, read at the first question that needs it. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        """Take the list at `path`, its .dict file; the .index file stands beside it."""
        self._path = path
        self._lock = threading.Lock()

    def translations(self, english: str) -> tuple[str, ...]:
        """List the Arabic translations of an English word or phrase, in the list's order; none for an unknown one.

        Raises:
            ResourceError: The list cannot be read.
        """
        with self._lock:
            entries = [self._entry(place) for place in self._places.get(english.lower(), ())]
        return tuple(
            dict.fromkeys(line.strip() for entry in entries for line in entry.splitlines()[1:] if line.strip())
        )

    @cached_property
    def _entries(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise self._unreadable() from error

    def _entry(self, place: str) -> str:
        try:
            start, length = map(_number, place.split("\t")[:2])
            return self._entries[start : start + length].decode("utf-8")
        except (ValueError, KeyError) as error:
            raise self._unreadable() from error

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """Lead from a headword to the places of its entries, as they are written: few of them are ever needed."""
        places: dict[str, list[str]] = {}
        try:
            for line in self._path.with_suffix(".index").read_text(encoding="utf-8").splitlines():
                word, _, place = line.partition("\t")
                places.setdefault(word.lower(), []).append(place)
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        return places

    def _unreadable(self) -> ResourceError:
        return ResourceError(f"the word list {self._path} cannot be read; run: make resources")


def _number(written: str) -> int:
    value = 0
    for letter in written:
        value = value * 64 + _DIGITS[letter]
    return value
