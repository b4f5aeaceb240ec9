"""How is an address of the web written, told and kept? Without passwords, and in letters that can be read."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit

from retrieval.errors import AddressError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
_ESCAPES = re.compile(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)
_READ = ("http", "https")


def is_address(text: str) -> bool:
    """Tell an address from a path; `file://` and the like are addresses too, which are refused."""
    return _ADDRESS.match(text) is not None


def check_address(url: str) -> None:
    """Check that an address can be fetched.

    Raises:
        AddressError: It is of another kind than http and https, or names no host.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(f"{without_password(url)} is no address: correct it.") from error
    if parts.scheme.lower() not in _READ or not host:
        raise AddressError(f"{without_password(url)} is no address that is read: give one of http or https.")


def without_password(url: str) -> str:
    """Write an address for others to see: without user name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def readable(url: str) -> str:
    """Write an address as the name of a document: without its scheme, Arabic as Arabic.

    Two addresses have one name only where they differ in http and https, or in a password.
    """
    _, _, rest = without_password(url).partition("://")
    return _ESCAPES.sub(_unescape, rest)


def _unescape(found: re.Match[str]) -> str:
    try:
        letters = unquote_to_bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return letters if letters.isprintable() else found[0]
