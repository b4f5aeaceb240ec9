"""What lies in a zip or tar archive?"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.corpus import Refusal, files, read_sources
from retrieval.model import RawDocument

TEXTS = {"b/x.txt": "نص أول.", "a.txt": "نص ثان.", "c/x.txt": "نص ثالث.", "d/e.jsonl": '{"id": "r1", "text": "نص"}\n'}


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def _tgz(members: dict[str, bytes]) -> bytes:
    return gzip.compress(_tar(members))


FORMS: list[tuple[str, Callable[[dict[str, bytes]], bytes]]] = [
    ("news.zip", _zip),
    ("news.tar", _tar),
    ("news.tgz", _tgz),
    ("news.tar.gz", _tgz),
]
each_form = pytest.mark.parametrize(("name", "pack"), FORMS)


def _read(path: Path) -> list[RawDocument | Refusal]:
    return list(read_sources([path]))


@each_form
def test_the_files_of_an_archive_are_read(tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    """Every file is read by its kind; files of one name are told apart; what hides is left out."""
    members = {name: text.encode() for name, text in TEXTS.items()}
    hidden = {"__MACOSX/._a.txt": b"\0", ".DS_Store": b"\0", "b/.hidden/z.txt": b"z"}
    (tmp_path / name).write_bytes(pack({**members, **hidden}))
    found = {document.id: document.text for document in _read(tmp_path / name) if isinstance(document, RawDocument)}
    assert sorted(found.values()) == sorted(["نص أول.", "نص ثان.", "نص ثالث.", "نص"])
    assert {"x.txt", "a.txt", "c/x.txt", "r1"} == set(found)


@each_form
def test_a_member_that_cannot_be_read_stops_no_other(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    """A picture, an archive inside and a damaged file are refused by their place, the rest is read."""
    members = {"a.png": b"\x89PNG\0", "b.zip": _zip({"x.txt": b"x"}), "c.txt.gz": b"not gzip", "d.txt": b"text"}
    (tmp_path / name).write_bytes(pack(members))
    picture, archive, damaged, text = _read(tmp_path / name)
    for found, place, reason in (
        (picture, "a.png", "not text"),
        (archive, "b.zip", "inside an archive"),
        (damaged, "c.txt.gz", "damaged"),
    ):
        assert isinstance(found, Refusal)
        assert found.name == f"{tmp_path / name}/{place}"
        assert reason in str(found.error)
    assert isinstance(text, RawDocument)


@each_form
def test_an_archive_cut_short_gives_what_it_holds(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    """Half an archive is refused in a sentence, without a traceback, after the files that are whole."""
    members = {f"{number}.txt": f"text {number} {bytes(range(256)).hex()}".encode() for number in range(100)}
    data = pack(members)
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    last = _read(tmp_path / name)[-1]
    assert isinstance(last, Refusal)
    assert str(last.error).endswith(".")


@each_form
def test_empty_archives_are_refused(tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    """An archive without files gives nothing."""
    (tmp_path / name).write_bytes(pack({}))
    (found,) = _read(tmp_path / name)
    assert isinstance(found, Refusal)
    assert "no documents" in str(found.error)


@pytest.mark.parametrize(("name", "pack"), [FORMS[0], FORMS[2]])
def test_bombs_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    """Where far more comes out than went in, nothing more is read of the archive."""
    monkeypatch.setattr(files, "FREE_BYTES", 1_000_000)
    zeros = b'{"id": "1"}\n' * 100_000
    (tmp_path / name).write_bytes(pack({f"{number}.jsonl": zeros for number in range(10)}))
    last = _read(tmp_path / name)[-1]
    assert isinstance(last, Refusal)
    assert "as no news does" in str(last.error)
    assert last.name == str(tmp_path / name)


def test_what_compresses_well_is_no_bomb(tmp_path: Path) -> None:
    """A few megabytes may become as small as they like."""
    (tmp_path / "a.zip").write_bytes(_zip({"a.txt": b"text " * 1_000_000}))
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    """A file behind a password is told, and those beside it are read."""
    data = bytearray(_zip({"a.txt": b"text", "b.txt": b"text too"}))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    first, second = _read(tmp_path)
    assert isinstance(first, Refusal)
    assert "password" in str(first.error)
    assert isinstance(second, RawDocument)


def test_arabic_names_without_their_flag(tmp_path: Path) -> None:
    """Names that a program wrote in UTF-8 without saying so are read as UTF-8."""
    name = "خبر.txt".encode()
    data = _zip({"x" * len(name): b"text"}).replace(b"x" * len(name), name)
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)
    assert found.id == "خبر.txt"


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a//./x.txt"])
def test_names_that_lead_out_are_names_only(tmp_path: Path, name: str) -> None:
    """Nothing is unpacked to the disk: a member's path does no more than name it."""
    (tmp_path / "a.zip").write_bytes(_zip({name: b"text"}))
    (found,) = _read(tmp_path)
    assert isinstance(found, RawDocument)
    assert found.id == "x.txt"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zip_in_a_compressed_file_is_refused(tmp_path: Path) -> None:
    """Which cannot be read from its end needs to be unpacked first."""
    (tmp_path / "a.zip.gz").write_bytes(gzip.compress(_zip({"x.txt": b"text"})))
    (found,) = _read(tmp_path)
    assert isinstance(found, Refusal)
    assert "unpack the outer one" in str(found.error)
