"""What lies in a zip or tar archive? Its files, one after the other, without unpacking anything to the disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from retrieval.corpus.files import Input, Meter, Metered, buffered, compressed_input
from retrieval.corpus.reading import Refusal
from retrieval.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENCRYPTED, _IS_UTF_8 = 0x1, 0x800  # of a member's flags


def is_left_out(name: str) -> bool:
    """Tell what is no document of anybody's: hidden files, and those that a Mac adds to every archive."""
    return name.startswith(".") or name == "__MACOSX"


def zip_members(archive: Input) -> Iterator[Input | Refusal]:
    """Open the files of a zip archive, sorted by name; each is closed when the next is asked for.

    Raises:
        SourceError: It is no zip archive that can be read, or a bomb.
    """
    if not archive.stream.seekable():
        raise SourceError(f"{archive.name} is a zip archive in a compressed file: unpack the outer one.")
    meter = _meter(archive.name, archive.stream.seek(0, io.SEEK_END))
    try:
        with zipfile.ZipFile(archive.stream) as opened:
            for member in sorted(opened.infolist(), key=_zip_name):
                yield from _zip_member(archive, opened, member, meter)
    except zipfile.BadZipFile as error:
        raise SourceError(f"{archive.name} is damaged or no zip archive: pack it again.") from error


def tar_members(archive: Input) -> Iterator[Input | Refusal]:
    """Open the files of a tar archive in its order; each is closed when the next is asked for.

    Raises:
        SourceError: It is no tar archive that can be read, or a bomb.
    """
    try:
        with tarfile.open(fileobj=archive.stream, mode="r|") as opened:
            for member in opened:
                cast("Any", opened).members = []  # it would keep all of them
                parts = _parts(member.name)
                stream = opened.extractfile(member) if member.isfile() else None
                if stream is not None and not any(map(is_left_out, parts)):
                    yield _input(archive, parts, stream, _meter(parts[-1], member.size), member.size)
    except tarfile.TarError as error:
        raise SourceError(f"{archive.name} is damaged or no tar archive: pack it again.") from error


def _zip_member(
    archive: Input, opened: zipfile.ZipFile, member: zipfile.ZipInfo, meter: Meter
) -> Iterator[Input | Refusal]:
    parts = _parts(_zip_name(member))
    if member.is_dir() or any(map(is_left_out, parts)):
        return
    label = _label(archive, parts)
    if member.flag_bits & _ENCRYPTED:
        yield Refusal(label, SourceError(f"{label} is encrypted: pack it without a password."))
        return
    try:
        stream = opened.open(member)
    except (NotImplementedError, zipfile.BadZipFile) as error:
        yield Refusal(label, SourceError(f"{label} is damaged or packed in an unusual way ({error}): pack it again."))
        return
    with stream:
        yield _input(archive, parts, stream, meter, member.compress_size)


def _input(archive: Input, parts: tuple[str, ...], stream: IO[bytes], meter: Meter, size: int) -> Input:
    place = (*archive.place[1:], *parts)
    file = cast("BinaryIO", buffered(Metered(cast("BinaryIO", stream), meter)))
    return compressed_input(_label(archive, parts), place, file, lambda: size, is_member=True)


def _meter(name: str, size: int) -> Meter:
    return Meter(name, lambda: size)


def _label(archive: Input, parts: tuple[str, ...]) -> str:
    return "/".join((archive.label, *parts))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}) or ("unnamed",)


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Read a member's name; many programs write UTF-8 without saying so, which is read as cp437."""
    if member.flag_bits & _IS_UTF_8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename
