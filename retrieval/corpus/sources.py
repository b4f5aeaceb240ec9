"""Where do documents come from? Files, folders, archives, addresses and standard input, one document at a time.

What cannot be read is refused with its reason, and the reading goes on.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from retrieval.corpus.addresses import is_address
from retrieval.corpus.files import display, open_input
from retrieval.corpus.following import Follower
from retrieval.corpus.formats import read_input, read_records
from retrieval.corpus.naming import Names
from retrieval.corpus.packed import is_left_out
from retrieval.corpus.reading import Reading, Refusal
from retrieval.corpus.records import read_json_lines
from retrieval.errors import EncodingError, SourceError, SourceMissingError
from retrieval.model import Document, DocumentId

_PAGES = (".html", ".htm", ".xhtml")
_COMPANIONS = ("_files", ".files", "_fichiers", "-Dateien", "_ملفات")  # a saved page's pictures and scripts


@runtime_checkable
class Source(Protocol):
    """What gives documents by itself, such as a feed that is followed."""

    def read_documents(self) -> Reading:
        """Give the documents that there are now."""
        ...


def read_sources(
    paths: Iterable[str | Path | Source],
    *,
    stdin: BinaryIO | None = None,
    known: Callable[[DocumentId], Document | None] | None = None,
) -> Reading:
    """Read the documents of files, folders, archives and addresses, lazily and in order.

    A folder is read with the folders in it, sorted by name, without hidden files. A file's suffix says what it is (see
    docs/readers.md); without a known one, its content does. An address is a feed's, or a page's.

    Args:
        paths: Files, folders, and addresses of http or https; "-" is JSON lines on standard input.
        stdin: What "-" reads instead of standard input.
        known: Gives the documents that there are already: a feed's page that was read before is not fetched again.

    Returns:
        Documents and refusals in the order of reading; a `ConvertedDocument` where a file was converted to Unicode, a
        `NotedDocument` where something else must be told.
    """
    names = Names()
    with Follower(known) as follower:
        for path in paths:
            if isinstance(path, Source):
                yield from path.read_documents()
            elif str(path) == "-":
                yield from _read_stdin(stdin)
            elif not str(path):
                yield Refusal("", SourceMissingError("An empty path names no file: write . for the working folder."))
            elif isinstance(path, str) and is_address(path):
                yield from follower.read(path)
            else:
                yield from _read_path(Path(path), names)


def _read_stdin(stdin: BinaryIO | None) -> Reading:
    stream = stdin or getattr(sys.stdin, "buffer", None)  # None where the shell closed it
    if stream is None:
        yield Refusal("standard input", SourceMissingError("Standard input is closed: give JSON lines to it."))
    else:
        yield from read_records(read_json_lines, stream, "standard input")


def _read_path(path: Path, names: Names) -> Reading:
    name = display(path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield Refusal(name, SourceMissingError(f"There is no such file or folder as {name}."))
        return
    except (OSError, ValueError) as error:  # a folder on the way that may not be entered, a loop of links
        yield Refusal(name, SourceError(f"{name} cannot be read ({getattr(error, 'strerror', None) or error})."))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path, names)
    elif stat.S_ISREG(mode):
        yield from _read_file(path, (path.absolute().parent.name,), names)
    else:
        yield _not_ordinary(path)


def _read_folder(folder: Path, names: Names) -> Reading:
    is_empty = True
    top = (os.path.basename(os.path.abspath(folder)),)  # noqa: PTH100, PTH119 - takes ".." away, follows no link
    for found, folders in _walk(folder, top):
        is_empty = False
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _read_file(found, folders, names)
    if is_empty:
        name = display(folder)
        yield Refusal(name, SourceMissingError(f"The folder {name} holds no documents: put files into it."))


def _walk(top: Path, name: tuple[str, ...]) -> Iterator[tuple[Path | Refusal, tuple[str, ...]]]:
    """List the files of a folder and of those in it, each with the folders that it lies in.

    What is held are the names in the folders on the way down. Links to folders are not followed: they may lead back up.
    """
    waiting = [(top, name, _listed(top))]
    while waiting:
        folder, folders, names = waiting[-1]
        if isinstance(names, Refusal):
            waiting.pop()
            yield names, folders
        elif not names:
            waiting.pop()
        elif (path := folder / names.pop()).is_dir():
            if not path.is_symlink():
                waiting.append((path, (*folders, path.name), _listed(path)))
        else:
            yield (path if _is_regular(path) else _not_ordinary(path)), folders


def _listed(folder: Path) -> list[str] | Refusal:
    """List the names in a folder that are read, the last first, or say why it cannot be listed."""
    try:
        return _entries(folder)[::-1]
    except OSError as error:
        name = display(folder)
        return Refusal(name, SourceError(f"The folder {name} cannot be read: {error.strerror}."))


def _entries(folder: Path) -> list[str]:
    """List the names in a folder that are read, sorted; a saved page's companion folder is a part of the page."""
    names = sorted(name for name in os.listdir(folder) if not is_left_out(name))  # noqa: PTH208 - names are enough
    pages = {Path(name).stem for name in names if name.lower().endswith(_PAGES)}
    companions = {page + ending for page in pages for ending in _COMPANIONS}
    return [name for name in names if name not in companions or not (folder / name).is_dir()]


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _not_ordinary(path: Path) -> Refusal:
    name = display(path)
    if path.is_symlink() and not path.exists():
        return Refusal(name, SourceError(f"{name} is a link that leads nowhere: leave it out."))
    return Refusal(name, SourceError(f"{name} is no ordinary file: leave it out."))


def _read_file(path: Path, folders: tuple[str, ...], names: Names) -> Reading:
    """Read a file by its kind; whatever is wrong with it as a whole becomes one refusal."""
    try:
        if display(path) != str(path):
            raise EncodingError("The file's name is not valid UTF-8: rename it.")
        with open_input(path, folders) as found:
            yield from read_input(found, names)
    except SourceError as error:
        yield Refusal(display(path), error)
