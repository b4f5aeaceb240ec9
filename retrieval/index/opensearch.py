"""Which passages hold the terms of a query, on several machines: OpenSearch, for archives that outgrow one.

A cluster has no transactions; what it keeps of the protocol's promises, and how:

- An update is seen by searches only when all of it is written, for the index is refreshed by us alone. It is seen
  shard by shard, within milliseconds; all passages of a document lie on one shard, and so are seen together. A shard
  that is copied to another node, as after a loss, may show what is written before the rest is.
- An update that fails before it is sent has changed nothing. One that ends in between leaves documents without their
  mark, or with other passages than it counts: `documents()` does not name these, so that the next difference of sets
  enters them again, and every update takes away what is left of the others.
- To replace everything, another index is filled beside the one that answers, which goes on. It takes its place in one
  step when it is complete and counted. One that was left unfinished is thrown away by the next.
- Several processes on several machines may bring it up to date at the same time: what they write is the same.
- What others change is seen by searches at once; `size` and `holders` are remembered until `refresh`.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from itertools import chain
from typing import IO, Self

from retrieval.errors import IndexFormatError, IndexLockedError, PassageIndexError, RetrievalError, SearchDownError
from retrieval.index import opensearch_forms as forms
from retrieval.index.breaker import Breaker
from retrieval.index.cluster import SearchCluster
from retrieval.index.holding import unpacked
from retrieval.index.opensearch_bulk import send
from retrieval.index.opensearch_client import Client, Json
from retrieval.index.protocol import K1, Field, IndexedPassage, PassageKey, ScoredPassage
from retrieval.model import ANYTHING, Conditions, Query

# OpenSearch gives no more hits at once than this.
WINDOW = 10_000
_BUCKETS = 10_000
_DOCUMENTS_AT_ONCE = 10_000
_TERMS_REMEMBERED = 10_000
_COUNTED_AT_ONCE = 200
_FINE = 200
# What an update gathers in memory before it uses a file.
_SPOOLED_BYTES = 16_000_000
_SLOW_S = 120.0
# From this version on its BM25 leaves out the constant factor of the formula.
_WITHOUT_FACTOR = 3

_BEST_FIRST: list[Json] = [{"_score": "desc"}, {forms.KEY: "asc"}]
_IN_ORDER: list[Json] = [{forms.KEY: "asc"}]

_Hit = list[float | int]


class OpenSearchIndex:
    """An index of passages on a search cluster, under an alias of its own."""

    name = "opensearch"
    is_shared = True

    def __init__(self, client: Client, archive: str, patience_s: float) -> None:
        self._client = client
        self._archive = archive
        self._alias = client.cluster.index
        self._unfinished = f"{self._alias}-unfinished"
        self._patience_s = patience_s
        self._changing = threading.Lock()
        self._size: int | None = None
        self._counted: dict[tuple[str, Field], int] = {}
        self._asked: set[str] = set()
        self._scale = self._scale_of_scores()
        self.refresh()

    @classmethod
    def open(
        cls, cluster: SearchCluster, archive: str = "", *, breaker: Breaker | None = None, patience_s: float = 10.0
    ) -> Self:
        """Open the index of an archive, empty where there is none yet.

        Args:
            cluster: Where it is.
            archive: Which archive it must be of.
            breaker: Tells when the cluster is not worth asking; None: one of its own.
            patience_s: For how long it is watched whether somebody still fills an unfinished index.

        Raises:
            SearchDownError: The cluster does not answer.
            PassageIndexError: It refuses us, the index is of another archive, or was made by a newer version.
        """
        client = Client(cluster, breaker)
        try:
            return cls(client, archive, patience_s)
        except BaseException:
            client.close()
            raise

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def search(self, query: Query, *, limit: int, conditions: Conditions = ANYTHING) -> list[ScoredPassage]:
        """Rank passages, as `Index.search` says."""
        made = forms.ranking(query, conditions, scale=self._scale)
        if limit < 1 or made is None or conditions.admits_nothing or not self._is_there:
            return []
        self._asked = {term for concept in query.concepts for way in concept.alternatives for term in way.terms}
        body = {"query": made, "sort": _BEST_FIRST}
        return [ScoredPassage(unpacked(int(key)), float(score)) for score, key in self._listed(body, limit)]

    def first(self, *, limit: int, conditions: Conditions = ANYTHING) -> list[PassageKey]:
        """List passages in the order of their keys, as `Index.first` says."""
        if limit < 1 or conditions.admits_nothing or not self._is_there:
            return []
        body = {"query": forms.filtering(conditions), "sort": _IN_ORDER}
        return [unpacked(int(key)) for (key,) in self._listed(body, limit)]

    def holders(self, term: str, field: Field = Field.TERMS) -> int:
        """Count the passages that hold a term; removed ones never count."""
        counted = self._counted
        if not self._is_there:
            return 0
        if (term, field) not in counted:
            # Whoever weighs one term of a query weighs them all: they are counted by one request.
            wanted = {(term, field), *((other, Field.TERMS) for other in self._asked)} - counted.keys()
            counted |= self._counts_of(sorted(wanted)[:_COUNTED_AT_ONCE])
            if (term, field) not in counted:
                counted |= self._counts_of([(term, field)])
            if len(counted) > _TERMS_REMEMBERED:
                self._counted = {}
        return counted[term, field]

    @property
    def size(self) -> int:
        """How many passages there are."""
        if self._size is None:
            self._size = self._count({"exists": {"field": forms.KEY}})
        return self._size

    @property
    def stale(self) -> float:
        """The share of removed passages among those that scores still count, from 0 to 1."""
        if not self.size:
            return 0.0
        ((weight, _),) = self._listed({"query": forms.marked(), "sort": _BEST_FIRST}, 1)
        counted = round(forms.counted_by(weight * self._scale))
        return max(0.0, 1 - self.size / counted)

    def documents(self) -> frozenset[int]:
        """Collect the numbers of all documents that are here with all of their passages."""
        if not self._is_there:
            return frozenset()
        if self._is_whole():
            body = {"query": {"exists": {"field": forms.PASSAGES}}, "sort": [{forms.DOCUMENT: "asc"}]}
            return frozenset(int(number) for (number,) in self._listed(body, None))
        return frozenset(number for number, is_complete in self._completeness() if is_complete)

    def refresh(self) -> None:
        """See which index stands behind the alias, and forget what was counted.

        Raises:
            PassageIndexError: It is of another archive, or was made by a newer version.
        """
        try:
            found = self._client.call("GET", f"/{self._alias}", params={"filter_path": "*.mappings._meta,*.aliases"})
        except IndexFormatError:
            found = {}
        self._is_there = any(self._is_of_ours(name, index) for name, index in found.items())
        self._forget()

    def update(self, passages: Iterable[IndexedPassage], *, removed: Iterable[int] = ()) -> None:
        """Remove and add passages, as `Index.update` says and this module's first lines restrict.

        Raises:
            IndexLockedError: Another thread changes the index, or another process fills one to replace it.
            SearchDownError: The cluster does not answer, or takes no more.
            PassageIndexError: It refuses a change.
        """
        if not self._changing.acquire(blocking=False):
            raise IndexLockedError(f"somebody else changes the index {self._alias} now; try again later")
        try:
            self.refresh()
            gone = frozenset(removed)
            coming = iter(passages)
            if self._is_there and not self._is_everything(gone):
                self._change(coming, gone)
            elif (earliest := next(coming, None)) is not None:
                self._replace(chain([earliest], coming))
            elif self._is_there:
                self._replace(())
        finally:
            self._changing.release()
        self.refresh()

    # Searching

    def _listed(self, body: Json, limit: int | None) -> Iterator[_Hit]:
        """List the sort values of the hits; without a limit all of them."""
        wanted = WINDOW if limit is None else min(limit, WINDOW)
        found = self._hits(f"/{self._alias}/_search", body, wanted, {"preference": _preference(body)})
        if len(found) < WINDOW or wanted == limit:
            return iter(found)
        return self._paged(body, limit)

    def _paged(self, body: Json, limit: int | None) -> Iterator[_Hit]:
        """List hits page by page, all as of one moment."""
        left = limit if limit is not None else self.size + WINDOW
        with self._moment() as moment:
            page = body | {"pit": {"id": moment, "keep_alive": "2m"}}
            while left > 0 and (found := self._hits("/_search", page, min(left, WINDOW), {})):
                yield from found
                left -= len(found)
                page["search_after"] = found[-1]

    def _hits(self, path: str, body: Json, size: int, params: dict[str, str]) -> list[_Hit]:
        always = {
            "search_type": "dfs_query_then_fetch",  # weighs terms over all shards alike
            "allow_partial_search_results": "false",
            "cancel_after_time_interval": f"{self._client.cluster.timeout_s}s",
            "filter_path": "timed_out,hits.hits.sort",
        }
        shown = {"size": size, "_source": False, "stored_fields": "_none_", "track_total_hits": False}
        answer = self._ask(path, body | shown, always | params)
        return [hit["sort"] for hit in answer.get("hits", {}).get("hits", ())]

    def _ask(self, path: str, body: Json, params: dict[str, str]) -> Json:
        answer = self._client.patiently(lambda: self._client.call("POST", path, body, params))
        if answer.get("timed_out"):
            raise SearchDownError(f"the search cluster {self._client.cluster} was too slow to answer in full")
        return answer

    @contextmanager
    def _moment(self) -> Iterator[str]:
        path = f"/{self._alias}/_search/point_in_time"
        made = self._client.call("POST", path, params={"keep_alive": "2m"})
        try:
            yield made["pit_id"]
        finally:
            with suppress(PassageIndexError):  # it ends by itself
                self._client.call("DELETE", "/_search/point_in_time", {"pit_id": [made["pit_id"]]})

    def _count(self, query: Json, alias: str | None = None) -> int:
        if alias is None and not self._is_there:
            return 0
        answer = self._ask(f"/{alias or self._alias}/_count", {"query": query}, {})
        if answer["_shards"]["successful"] < answer["_shards"]["total"]:  # a shard without any copy is no failure to it
            raise SearchDownError(f"the search cluster {self._client.cluster} answers in part only")
        return int(answer["count"])

    def _counts_of(self, wanted: Sequence[tuple[str, Field]]) -> dict[tuple[str, Field], int]:
        """Count the holders of several terms."""
        lines = forms.count_all([forms.holding(term, field) for term, field in wanted])
        path, params = f"/{self._alias}/_msearch", {"filter_path": "responses.hits.total.value,responses.status"}
        answers = self._client.patiently(lambda: self._client.call("POST", path, lines, params))["responses"]
        if any(answer["status"] != _FINE for answer in answers):
            raise SearchDownError(f"the search cluster {self._client.cluster} answers in part only")
        found = (int(answer["hits"]["total"]["value"]) for answer in answers)
        return dict(zip(wanted, found, strict=True))

    def _forget(self) -> None:
        self._size = None
        self._counted = {}

    # What is there

    def _scale_of_scores(self) -> float:
        version = str(self._client.call("GET", "/").get("version", {}).get("number", "0"))
        return K1 + 1 if int(version.split(".", maxsplit=1)[0]) >= _WITHOUT_FACTOR else 1.0

    def _is_of_ours(self, name: str, index: Json) -> bool:
        """Tell whether an index can be used; one of an older version is as good as none."""
        found = index.get("mappings", {}).get("_meta", {})
        if self._alias not in index.get("aliases", {}) or found.get("archive") != self._archive:
            raise PassageIndexError(
                f"the index {name} on the search cluster {self._client.cluster} belongs to something else; "
                "give this archive another name behind the last / of SEARCH_URL"
            )
        if found["version"] > forms.VERSION:
            raise PassageIndexError(
                f"the index {name} on the search cluster {self._client.cluster} was made by a newer version"
            )
        return bool(found["version"] == forms.VERSION)

    def _is_everything(self, gone: Set[int]) -> bool:
        marks = self._count({"exists": {"field": forms.PASSAGES}})
        return len(gone) >= marks and gone >= self.documents()

    def _is_whole(self) -> bool:
        """Tell whether there are as many passages as the marks of all documents count."""
        body = {
            "size": 0,
            "aggs": {
                "marked": {"sum": {"field": forms.PASSAGES}},
                "there": {"value_count": {"field": forms.KEY}},
            },
        }
        counts = self._aggregated(body)
        return bool(counts["marked"]["value"] == counts["there"]["value"])

    def _completeness(self) -> Iterator[tuple[int, bool]]:
        """Tell of each document whether it has its mark and as many passages as that says."""
        sources = [{"document": {"terms": {"field": forms.DOCUMENT}}}]
        within = {"marked": {"sum": {"field": forms.PASSAGES}}, "there": {"value_count": {"field": forms.KEY}}}
        composite: Json = {"size": _BUCKETS, "sources": sources}
        while True:
            body = {"size": 0, "aggs": {"documents": {"composite": composite, "aggs": within}}}
            found = self._aggregated(body)["documents"]
            for bucket in found["buckets"]:
                marked, there = bucket["marked"]["value"], bucket["there"]["value"]
                yield int(bucket["key"]["document"]), marked == there
            if "after_key" not in found:
                return
            composite = composite | {"after": found["after_key"]}

    def _aggregated(self, body: Json) -> Json:
        params = {"allow_partial_search_results": "false", "filter_path": "timed_out,aggregations"}
        answer: Json = self._ask(f"/{self._alias}/_search", body, params)["aggregations"]
        return answer

    def _statistics(self, index: str) -> Json:
        answer: Json = self._client.call("GET", f"/{index}/_stats/indexing")["_all"]["primaries"]
        return answer

    # Changing

    def _change(self, passages: Iterable[IndexedPassage], gone: Set[int]) -> None:
        """Write passages into the index that answers, and see to it that they are found."""
        self._show(self._alias)  # so that what somebody left unfinished is seen here
        with tempfile.SpooledTemporaryFile(_SPOOLED_BYTES, "w+", encoding="utf-8") as spooled:
            written = _spool(passages, spooled)
            broken = frozenset() if self._is_whole() else frozenset(n for n, whole in self._completeness() if not whole)
            leaving = (gone | broken) - written.keys()
            old = [
                key
                for key in self._keys_of(leaving | written.keys())
                if key.ordinal not in written.get(key.document, ())
            ]
            spooled.seek(0)
            send(self._client, self._alias, _changes_in(spooled))
            send(self._client, self._alias, chain(map(forms.delete_passage, old), map(forms.delete_mark, leaving)))
            send(self._client, self._alias, (forms.write_mark(number, len(of)) for number, of in written.items()))
        self._show(self._alias)

    def _keys_of(self, documents: Set[int]) -> Iterator[PassageKey]:
        numbers = sorted(documents)
        for start in range(0, len(numbers), _DOCUMENTS_AT_ONCE):
            some = Conditions(documents=frozenset(numbers[start : start + _DOCUMENTS_AT_ONCE]))
            body = {"query": forms.filtering(some), "sort": _IN_ORDER}
            yield from (unpacked(int(key)) for (key,) in self._listed(body, None))

    def _show(self, alias: str) -> None:
        answer = self._client.call("POST", f"/{alias}/_refresh", timeout_s=_SLOW_S)
        if answer["_shards"]["failed"]:
            raise SearchDownError(f"the search cluster {self._client.cluster} did not take in all changes")

    def _replace(self, passages: Iterable[IndexedPassage]) -> None:
        """Fill another index, and let it take the place of the one that answers."""
        self._throw_away_unfinished()
        name = self._create()
        try:
            self._fill(passages)
            self._switch(name)
        except BaseException:
            with suppress(RetrievalError):  # else the next one does
                self._client.call("DELETE", f"/{name}")
            raise

    def _fill(self, passages: Iterable[IndexedPassage]) -> None:
        written: defaultdict[int, int] = defaultdict(int)

        def counted() -> Iterator[str]:
            for passage in passages:
                yield forms.write_passage(passage)
                written[passage.key.document] += 1

        send(self._client, self._unfinished, counted())
        send(self._client, self._unfinished, (forms.write_mark(*each) for each in written.items()))
        self._show(self._unfinished)
        found, expected = self._count({"exists": {"field": forms.KEY}}, self._unfinished), sum(written.values())
        if found != expected:
            raise PassageIndexError(
                f"the index on the search cluster {self._client.cluster} holds {found} passages, not {expected}; "
                "try again"
            )

    def _create(self) -> str:
        """Make an index under the next number that nobody else has taken."""
        body = forms.index_body(self._client.cluster, self._archive, self._unfinished)
        number = 1 + max((int(name.rsplit("-", 1)[1]) for name in self._numbered()), default=0)
        while True:
            name = f"{self._alias}-{number:06}"
            try:
                self._client.call("PUT", f"/{name}", body, {"wait_for_active_shards": "1"}, timeout_s=_SLOW_S)
            except PassageIndexError as error:
                if "resource_already_exists" not in str(error):
                    raise
                number += 1
            else:
                return name

    def _numbered(self) -> list[str]:
        """Name all indexes that were ever made for the archive and are still there."""
        found = self._client.call("GET", f"/{self._alias}-*", params={"filter_path": "*.aliases"})
        return [name for name in found if name.removeprefix(f"{self._alias}-").isdecimal()]

    def _switch(self, name: str) -> None:
        others = [other for other in self._numbered() if other != name]
        old = [other for other in others if self._is_answering(other)]
        actions: list[Json] = [{"remove": {"index": other, "alias": self._alias}} for other in old]
        actions.append({"remove": {"index": name, "alias": self._unfinished}})
        actions.append({"add": {"index": name, "alias": self._alias}})
        self._client.call("POST", "/_aliases", {"actions": actions}, timeout_s=_SLOW_S)
        # Only now, when no node sends a search there any more; what fails here is done by the next replacement.
        for other in others:
            with suppress(PassageIndexError):
                self._client.call("DELETE", f"/{other}", timeout_s=_SLOW_S)

    def _is_answering(self, name: str) -> bool:
        found = self._client.call("GET", f"/{name}", params={"filter_path": "*.aliases"})
        return self._alias in found[name].get("aliases", {})

    def _throw_away_unfinished(self) -> None:
        """Remove what an interrupted replacement left, unless somebody is still filling it.

        Raises:
            IndexLockedError: It grows while we look.
        """
        try:
            found = list(self._client.call("GET", f"/{self._unfinished}", params={"filter_path": "*.aliases"}))
        except IndexFormatError:
            return
        before = self._written(found)
        time.sleep(self._patience_s)
        if self._written(found) != before:
            raise IndexLockedError(f"somebody else makes the index {self._alias} anew now; try again later")
        for name in found:
            with suppress(IndexFormatError):  # another one was quicker
                self._client.call("DELETE", f"/{name}", timeout_s=_SLOW_S)

    def _written(self, names: Iterable[str]) -> list[int]:
        return [int(self._statistics(name)["indexing"]["index_total"]) for name in names]


def _spool(passages: Iterable[IndexedPassage], spooled: IO[str]) -> dict[int, set[int]]:
    """Write the changes that add passages into a file; give the ordinals of each document."""
    written: defaultdict[int, set[int]] = defaultdict(set)
    for passage in passages:
        spooled.write(forms.write_passage(passage))
        written[passage.key.document].add(passage.key.ordinal)
    return dict(written)


def _changes_in(spooled: IO[str]) -> Iterator[str]:
    """Read changes of two lines each."""
    for line in spooled:
        yield line + spooled.readline()


def _preference(body: Json) -> str:
    """Let the same copies of the shards answer the same question: copies may count removed passages differently."""
    return format(zlib.crc32(json.dumps(body["query"]).encode()), "x")
