"""Which optional language resources are there, and how do they come here?

Nothing of them is in the repository: they are installed under `data/resources`, each with its licence beside it, and
everything works without them, only less well.

- Morphology database (lemmas, English glosses): CALIMA r13 of CAMeL Lab, GPL-2. First camel-tools' own installer is
  asked, then the release of camel-tools on the package index that still carried the database.
- English-Arabic word list: FreeDict eng-ara, GPL-2 or later, from Debian's package of it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from retrieval.analysis.morphology import Morphology
from retrieval.errors import ResourceError
from retrieval.lexicon import DATA

FOLDER = DATA / "resources"
MORPHOLOGY = "morphology"
WORD_LIST = "freedict"

_MORPHOLOGY_FILE = "morphology.sqlite"
_WORD_LIST_FILE = "freedict-eng-ara.dict"
_OFFICIAL_TIMEOUT_S = 120
_INDEX_TIMEOUT_S = 300

# The yanked release is the last one with the database inside; an exact pin still installs it.
_RELEASE = "camel-tools==0.4.dev5"
_RELEASE_FOLDER = Path("camel_tools/calima_star/databases/almor-msa")
_CHECKSUMS = {
    "almor-msa-r13.db": "a2b4d3708632916644aee4a82e0d779b0c6a85649eef73d32af3c379572dbf47",
    "LICENSE": "7a71f85f07e46759dcc1c16dba64352d9932447759cf71ca3deae3729d85d23e",
}
_WORD_LIST_PACKAGE = "dict-freedict-eng-ara"
_EMPTY_CATALOGUE = '{"version": "1.6.0", "packages": {}, "components": {}}'


@dataclass(frozen=True, slots=True)
class Resource:
    """An optional resource; `path` is None where it is not installed, and `detail` says what it is or why not."""

    name: str
    path: Path | None
    detail: str


def morphology_path(folder: Path = FOLDER) -> Path | None:
    """Find the compiled morphology database; None where none is installed."""
    return _existing(folder / MORPHOLOGY / _MORPHOLOGY_FILE)


def word_list_path(folder: Path = FOLDER) -> Path | None:
    """Find FreeDict's English-Arabic word list; None where none is installed."""
    return _existing(folder / WORD_LIST / _WORD_LIST_FILE)


def installed(folder: Path = FOLDER) -> Mapping[str, str | None]:
    """Tell which resources are in use: the name of each, and its version or None."""
    found = {MORPHOLOGY: morphology_path(folder), WORD_LIST: word_list_path(folder)}
    return {
        name: (path.parent / "VERSION").read_text(encoding="utf-8").strip() if path else None
        for name, path in found.items()
    }


def install(folder: Path = FOLDER) -> Iterator[Resource]:
    """Install what is missing, and tell of each resource what became of it; what cannot be reached is left out."""
    for name, path, make in (
        (MORPHOLOGY, morphology_path(folder), _install_morphology),
        (WORD_LIST, word_list_path(folder), _install_word_list),
    ):
        if path is not None and _is_current(path):
            yield Resource(name, path, "already installed")
            continue
        try:
            yield _install(name, folder / name, make)
        except ResourceError as error:
            yield Resource(name, None, str(error))


def _is_current(path: Path) -> bool:
    """Tell whether a file is in the form that this version reads; only the compiled database has one of its own."""
    if path.name != _MORPHOLOGY_FILE:
        return True
    try:
        Morphology.open(path).close()
    except ResourceError:
        return False
    return True


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None


def _install(name: str, target: Path, make: Callable[[Path], tuple[Path, str]]) -> Resource:
    """Make a resource in a temporary folder and move it into its place whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / name
        made.mkdir()
        path, version = make(made)
        (made / "VERSION").write_text(f"{version}\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
    return Resource(name, target / path.name, f"installed {version}")


def _install_morphology(folder: Path) -> tuple[Path, str]:
    """Fetch the database, and compile it. Its text form is not kept: the compiled one holds all of it that is used."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            source, version = _official_database(Path(scratch))
        except ResourceError as refused:
            try:
                source, version = _packaged_database(Path(scratch))
            except ResourceError as error:
                raise ResourceError(f"not installed: {refused}; {error}") from error
        licence = source.parent / "LICENSE"
        if licence.is_file():
            shutil.copy(licence, folder / "LICENSE")
        _compile(source, version, folder / _MORPHOLOGY_FILE)
    return folder / _MORPHOLOGY_FILE, version


def _official_database(scratch: Path) -> tuple[Path, str]:
    """Let camel-tools install its database; it verifies the checksum in its own catalogue."""
    command = [str(Path(sys.executable).with_name("camel_data")), "-i", "morphology-db-msa-r13"]
    _run(command, _OFFICIAL_TIMEOUT_S, "camel_data could not fetch it", CAMELTOOLS_DATA=str(scratch), HOME=str(scratch))
    found = next(iter(scratch.rglob("morphology.db")), None)
    if found is None:
        raise ResourceError("camel_data installed no morphology database")
    return found, "calima-msa-r13"


def _packaged_database(scratch: Path) -> tuple[Path, str]:
    """Unpack the database of the release on the package index, and bring it to the form that camel-tools 1.6 reads."""
    unpacked = scratch / "release"
    uv = Path(sys.executable).with_name("uv")
    # No cache: uv links its cached files into the target, and the home folder is not ours to write to.
    installer = [str(uv), "pip", "install", "--no-cache"] if uv.exists() else [sys.executable, "-m", "pip", "install"]
    command = [*installer, "--no-deps", "--target", str(unpacked), _RELEASE]
    _run(command, _INDEX_TIMEOUT_S, "the package index could not be reached")
    for name, checksum in _CHECKSUMS.items():
        _verify(unpacked / _RELEASE_FOLDER / name, checksum)
    older = (unpacked / _RELEASE_FOLDER / "almor-msa-r13.db").read_text(encoding="utf-8")
    source = unpacked / _RELEASE_FOLDER / "modern.db"
    source.write_text(_modern(older), encoding="utf-8")
    return source, "almor-msa-r13"


def _modern(database: str) -> str:
    """Edit the older text form: one section and three features have other names since."""
    return database.replace("\n###STEMBACKOFF###", "\n###TOKENIZATIONS###\n###STEMBACKOFF###", 1).replace(
        "_freq", "_logprob"
    )


def _compile(source: Path, version: str, target: Path) -> None:
    # In a process of its own: importing camel-tools' morphology reads a catalogue, and fetches one where it finds none.
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "catalogue.json").write_text(_EMPTY_CATALOGUE, encoding="utf-8")
        command = [sys.executable, "-m", "retrieval.analysis.compile_morphology", str(source), version, str(target)]
        environment = {"CAMELTOOLS_DATA": scratch, "HOME": scratch, "PYTHONPATH": str(DATA.parent)}
        _run(command, _INDEX_TIMEOUT_S, "the morphology database could not be compiled", **environment)


def _install_word_list(folder: Path) -> tuple[Path, str]:
    """Unpack Debian's package of the word list; root is not needed for that."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise ResourceError(
            "not installed: it comes as Debian's package dict-freedict-eng-ara, and there is no apt here"
        )
    with tempfile.TemporaryDirectory() as scratch:
        _download_package(Path(scratch))
        package = next(Path(scratch).glob("*.deb"))
        _run(["dpkg-deb", "-x", str(package), scratch], _INDEX_TIMEOUT_S, "the package could not be unpacked")
        words = Path(scratch) / "usr/share/dictd"
        with gzip.open(words / f"{_WORD_LIST_FILE}.dz") as packed:
            (folder / _WORD_LIST_FILE).write_bytes(packed.read())
        shutil.copy(words / "freedict-eng-ara.index", folder)
        shutil.copy(Path(scratch) / "usr/share/doc" / _WORD_LIST_PACKAGE / "copyright", folder / "LICENSE")
        version = package.name.split("_")[1]
    return folder / _WORD_LIST_FILE, f"eng-ara {version}"


def _download_package(folder: Path) -> None:
    """Fetch the package; where the machine has no list of packages yet, with a list of our own beside it."""
    download = ["apt-get", "download", _WORD_LIST_PACKAGE]
    with suppress(ResourceError):
        return _run(download, _INDEX_TIMEOUT_S, "", cwd=str(folder))
    lists = folder / "lists" / "partial"
    lists.mkdir(parents=True)
    own = ["-o", f"Dir::State::Lists={lists.parent}", "-o", f"Dir::Cache={folder}", "-o", "Debug::NoLocking=1"]
    _run(["apt-get", *own, "update"], _INDEX_TIMEOUT_S, "not installed: apt could not be reached")
    return _run(
        [download[0], *own, *download[1:]], _INDEX_TIMEOUT_S, "not installed: apt does not have it", cwd=str(folder)
    )


def _run(command: list[str], timeout_s: int, failure: str, *, cwd: str | None = None, **environment: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - our own commands, with no user's words in them
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ResourceError(f"{failure} ({type(error).__name__})") from error
    if done.returncode:
        raise ResourceError(f"{failure} ({_last_line(done.stderr) or f'exit status {done.returncode}'})")


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:120] if lines else ""


def _verify(path: Path, checksum: str) -> None:
    with suppress(OSError):
        if hashlib.sha256(path.read_bytes()).hexdigest() == checksum:
            return
    raise ResourceError(f"{path.name} is not the file that was expected (its checksum differs)")
