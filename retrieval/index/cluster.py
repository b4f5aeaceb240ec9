"""Where is the search cluster, and how is it reached? One address with everything in it, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from retrieval.errors import PassageIndexError

DEFAULT_PORT = 9200
DEFAULT_INDEX = "archive"

_ADDRESS = re.compile(r"(https?)://(?:([^/]*)@)?([^/@]+)(?:/([^/]*))?/?")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
# OpenSearch takes more names, but these need no thought; digits follow, so the whole stays far below its 255 bytes.
_INDEX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_FORM = "https://user:password@host:9200/archive, with more hosts behind commas"


@dataclass(frozen=True, slots=True)
class SearchCluster:
    """A search cluster as the settings name it.

    `hosts` are host and port of its nodes, any of which answers for all; `index` is the name that the archive's index
    has there; `ca_file` holds the certificates that are trusted instead of the system's. `shards` holds for an index
    that is made, as do `replicas`: of so many further copies of each shard at the most, as many as there are nodes for.
    """

    hosts: tuple[tuple[str, int], ...]
    index: str = DEFAULT_INDEX
    is_encrypted: bool = True
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    shards: int = 3
    replicas: int = 1
    timeout_s: int = 10

    def __str__(self) -> str:
        return ",".join(f"{host}:{port}" for host, port in self.hosts) + f"/{self.index}"

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> SearchCluster | None:
        """Read `SEARCH_URL` and the settings beside it; None where there is no such setting.

        Raises:
            PassageIndexError: One cannot be used. The message repeats no address, for a password may stand in it.
        """
        address, certificates = settings.get("SEARCH_URL", "").strip(), settings.get("SEARCH_CA_FILE", "").strip()
        shards = _count(settings, "SEARCH_SHARDS", 3, 1, 1000)
        replicas = _count(settings, "SEARCH_REPLICAS", 1, 0, 10)
        timeout_s = _count(settings, "SEARCH_TIMEOUT_S", 10, 1, 600)
        if not address:
            return None
        scheme, access, hosts, index = _parts(address)
        user, _, password = access.partition(":")
        return cls(
            hosts=tuple(map(_host, hosts.split(","))),
            index=index,
            is_encrypted=scheme == "https",
            user=unquote(user) or None,
            password=unquote(password) if user else None,
            ca_file=_file(certificates) if certificates else None,
            shards=shards,
            replicas=replicas,
            timeout_s=timeout_s,
        )


def _parts(address: str) -> tuple[str, str, str, str]:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise PassageIndexError(f"SEARCH_URL is no address of a search cluster; write {_FORM}")
    scheme, access, hosts, index = found.groups(default="")
    if index and not _INDEX.fullmatch(index):
        raise PassageIndexError(
            f"SEARCH_URL ends with the name of an index in small Latin letters, digits and hyphens; write {_FORM}"
        )
    return scheme, access, hosts, index or DEFAULT_INDEX


def _host(text: str) -> tuple[str, int]:
    found = _HOST.fullmatch(text)
    if found is None or not 0 < int(found[2] or DEFAULT_PORT) <= 65535:
        raise PassageIndexError(f"SEARCH_URL has a host that is none; write {_FORM}")
    return found[1], int(found[2] or DEFAULT_PORT)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise PassageIndexError(f"SEARCH_CA_FILE names no file: {name}")
    return path


def _count(settings: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = settings.get(name, "").strip() or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise PassageIndexError(f"{name} must be a whole number from {least} to {most}, not '{value}'")
    return int(value)
