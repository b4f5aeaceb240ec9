"""What goes through the pipe to a process that prepares documents? Pickles, each behind its length in eight bytes."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: object) -> None:
    """Write a message."""
    payload = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a message of one of our own processes.

    Raises:
        EOFError: The other end is closed, or was while it wrote.
    """
    return opened(receive_packed(stream))


def receive_packed(stream: IO[bytes]) -> bytes:
    """Read a message without opening it.

    Raises:
        EOFError: The other end is closed, or was while it wrote.
    """
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    return _read(stream, length)


def opened(payload: bytes) -> Any:
    """Open what `receive_packed` read."""
    return pickle.loads(payload)  # noqa: S301 - a pipe that we made, to a program of ours


def _read(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
