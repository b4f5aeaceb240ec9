"""What is a document of a file called? By the file's name; by its path where another file has that name already."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from retrieval.model import DocumentId

if TYPE_CHECKING:
    from collections.abc import Iterator


class Names:
    """The names that the files of one reading have taken, each with a digest of its text: some 200 bytes a file.

    Of files with one name the first is called by it. Another with the same text is the same document. One with another
    text is called by its path below the folder or archive that was asked for, and where that is taken too, by its path
    with that folder. A path has a slash in it, which no file's name has: it is nobody else's name.
    """

    def __init__(self) -> None:
        self._taken: dict[str, bytes] = {}

    def claim(self, place: tuple[str, ...], text: str) -> DocumentId:
        """Give a document the shortest name that no other text has; the longest, where all are taken."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        names = list(_names(place))
        name = next((name for name in names if self._taken.get(name, digest) == digest), names[-1])
        self._taken[name] = digest
        return DocumentId(name)


def _names(place: tuple[str, ...]) -> Iterator[str]:
    yield place[-1]
    if len(place) > 2:
        yield "/".join(place[1:])
    if len(place) > 1:
        yield "/".join(place)
