"""How do many changes reach a cluster? In requests of a bounded size, each item of which is looked at.

A change is one text: the one or two lines that it takes in a bulk request. All of ours are idempotent, so that what
was refused for lack of room, or whose answer was lost, is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retrieval.errors import PassageIndexError, SearchDownError
from retrieval.index.opensearch_client import PASSING, Client, Json, pause

MOST_BYTES = 4_000_000
"""How large a request becomes at the most; OpenSearch advises some megabytes."""

MOST_CHANGES = 2_000

_ATTEMPTS = 12
_TIMEOUT_S = 60.0
_GONE = 404


def send(client: Client, alias: str, changes: Iterable[str]) -> None:
    """Send changes in their order to the index behind an alias.

    Raises:
        SearchDownError: The cluster did not take them, however often it was asked.
        PassageIndexError: It refuses one of them for good.
    """
    for some in _requests(changes):
        _send_all(client, alias, some)


def _requests(changes: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for change in changes:
        length = len(change.encode())
        if some and (size + length > MOST_BYTES or len(some) >= MOST_CHANGES):
            yield some
            some, size = [], 0
        some.append(change)
        size += length
    if some:
        yield some


def _send_all(client: Client, alias: str, changes: list[str]) -> None:
    """Send one request, and what was refused of it again, until nothing is left."""
    for attempt in range(_ATTEMPTS):
        changes = _refused(client, alias, changes)
        if not changes:
            return
        pause(attempt)
    raise SearchDownError(f"the search cluster {client.cluster} takes no more documents now; try again later")


def _refused(client: Client, alias: str, changes: list[str]) -> list[str]:
    """Send changes; give those that may be taken later."""
    params = {"require_alias": "true", "filter_path": "errors,items.*.status,items.*.error.type"}
    try:
        answer = client.call("POST", f"/{alias}/_bulk", "".join(changes), params, timeout_s=_TIMEOUT_S)
    except SearchDownError:
        return changes
    if not answer["errors"]:
        return []
    outcomes = [outcome for item in answer["items"] for outcome in item.values()]
    return [change for change, outcome in zip(changes, outcomes, strict=True) if _is_refused(client, outcome)]


def _is_refused(client: Client, outcome: Json) -> bool:
    """Tell whether one change may be taken later; what will never be is an error."""
    status = int(outcome["status"])
    if status < 300 or (status == _GONE and "error" not in outcome):  # what shall go is gone
        return False
    if status in PASSING:
        return True
    kind = outcome.get("error", {}).get("type", "no reason given")
    raise PassageIndexError(f"the search cluster {client.cluster} refuses a document ({status} {kind})")
