"""How is a search cluster talked to? One call, every failure of which is one plain sentence, and no password anywhere.

Another node is asked where one does not answer. When nobody answers again and again, callers are told so at once,
and now and then one of them finds out whether that is still so.
"""

from __future__ import annotations

import logging
import random
import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnectionError
from opensearchpy.exceptions import (
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)

from retrieval.errors import IndexFormatError, PassageIndexError, SearchDownError
from retrieval.index.breaker import Breaker
from retrieval.index.cluster import SearchCluster

Json = dict[str, Any]

# Refusals and outages that pass by themselves: too much asked at once, and nodes that are gone or not there yet.
TOO_MUCH = 429
PASSING = frozenset({TOO_MUCH, 502, 503, 504})

_UNAVAILABLE = 503
_INCOMPLETE = "search_phase_execution_exception"
_NO_REASON = "no reason given"
# A node that closes forgets the searches that it has begun. In the middle of a loss no reason may be given.
_LOSS = re.compile(f"node_|shard|connect|transport|context_missing|already_closed|{_NO_REASON}")
_NO_INDEX = "index_not_found_exception"

_RETRIES = 2
_POOL = 64
_PATIENCE = 6
_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 20.0

# At WARNING it logs every failed try with a traceback, at DEBUG what readers asked; what matters we say ourselves.
logging.getLogger("opensearch").setLevel(logging.ERROR)


class Client:
    """A connection to a search cluster. May be shared by threads."""

    def __init__(self, cluster: SearchCluster, breaker: Breaker | None = None) -> None:
        self.cluster = cluster
        self._breaker = breaker or Breaker()
        encryption: Json = {"ca_certs": str(cluster.ca_file) if cluster.ca_file else None, "verify_certs": True}
        self._library = OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in cluster.hosts],
            use_ssl=cluster.is_encrypted,
            headers=_access(cluster),
            timeout=cluster.timeout_s,
            max_retries=max(_RETRIES, len(cluster.hosts) - 1),
            retry_on_timeout=True,
            pool_maxsize=_POOL,
            **(encryption if cluster.is_encrypted else {}),
        )

    def call(
        self,
        method: str,
        path: str,
        body: Json | str | None = None,
        params: Mapping[str, str] | None = None,
        *,
        timeout_s: float | None = None,
    ) -> Json:
        """Make a request, and give what was answered.

        Raises:
            SearchDownError: No node answers, or the cluster has too much to do; the same may work later.
            IndexFormatError: What is asked for is not there.
            PassageIndexError: The cluster refuses the user, or the request.
        """
        if not self._breaker.admits():
            raise SearchDownError(f"{self._name} does not answer; it is asked again in some seconds")
        headers = {"content-type": "application/x-ndjson" if isinstance(body, str) else "application/json"}
        try:
            answer: Json = self._library.transport.perform_request(
                method, path, params=dict(params or {}), body=body, timeout=timeout_s, headers=headers
            )
        except OpenSearchException as error:
            told = self._told(error)
            if isinstance(told, SearchDownError) and not isinstance(told, SearchBusyError):
                self._breaker.failed()
            else:
                self._breaker.succeeded()  # it refuses, so it is there
            raise told from None  # the library's own error repeats the request, and so what a reader asked
        self._breaker.succeeded()
        return answer

    def patiently(self, ask: Callable[[], Json]) -> Json:
        """Ask again after a while, some times, where the cluster is there and cannot answer just now."""
        for attempt in range(_PATIENCE):
            try:
                return ask()
            except SearchBusyError:
                pause(attempt)
        return ask()

    def close(self) -> None:
        """Let go of connections."""
        self._library.close()

    @property
    def _name(self) -> str:
        return f"the search cluster {self.cluster}"

    def _told(self, error: OpenSearchException) -> PassageIndexError:
        if isinstance(error, SSLError):
            return PassageIndexError(
                f"{self._name} shows a certificate that is not trusted; name the one that it is signed with "
                "in SEARCH_CA_FILE"
            )
        if isinstance(error, ConnectionTimeout):
            return SearchDownError(f"{self._name} took longer than {self.cluster.timeout_s} seconds to answer")
        if isinstance(error, NoConnectionError):
            return SearchDownError(f"{self._name} cannot be reached")
        if isinstance(error, TransportError):
            return self._refusal(error)
        return PassageIndexError(f"{self._name} answers what cannot be read; is SEARCH_URL right?")

    def _refusal(self, error: TransportError) -> PassageIndexError:
        status, kind = error.status_code, f"{error.status_code} {error.error}"
        if status in {401, 403}:
            return PassageIndexError(f"{self._name} refuses the user or the password of SEARCH_URL ({kind})")
        if error.error == _INCOMPLETE and (status == _UNAVAILABLE or _LOSS.search(reason_of(error.info))):
            # A copy is moving, a node went with the question, or an index is being replaced.
            return SearchBusyError(f"{self._name} cannot answer in full now ({kind})")
        if status == TOO_MUCH:
            return SearchBusyError(f"{self._name} has too much to do now ({kind})")
        if status in PASSING:
            return SearchDownError(f"{self._name} cannot answer now ({kind})")
        if isinstance(error, NotFoundError):
            if error.error != _NO_INDEX:  # it went while it was asked, as when another one takes its place
                return SearchBusyError(f"{self._name} changed while it was asked ({kind})")
            return IndexFormatError(f"{self._name} has not what was asked for ({kind}); it must be built anew")
        return PassageIndexError(f"{self._name} refuses a request ({kind}: {reason_of(error.info)})")


class SearchBusyError(SearchDownError):
    """The cluster is there, and will answer in a moment."""


def pause(attempt: int) -> None:
    """Wait before asking again: longer each time, and not as long as the others who were refused with us."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2**attempt)
    time.sleep(random.uniform(longest / 2, longest))


def reason_of(info: object) -> str:
    """Read why a request was refused out of what the cluster says; none of a query's words stand in it."""
    error = info.get("error") if isinstance(info, dict) else None
    causes = error.get("root_cause") if isinstance(error, dict) else None
    first = causes[0] if isinstance(causes, list) and causes else {}
    return str(first.get("type", _NO_REASON))


def _access(cluster: SearchCluster) -> dict[str, str]:
    """Make the header of basic authentication; the library's own takes Latin letters only."""
    if cluster.user is None:
        return {}
    token = b64encode(f"{cluster.user}:{cluster.password or ''}".encode()).decode()
    return {"authorization": f"Basic {token}"}
