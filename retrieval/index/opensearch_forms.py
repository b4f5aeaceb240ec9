"""How do passages and queries look to OpenSearch? Its index, the documents that it holds, and queries over them.

The text fields are given as terms joined by spaces and cut at white space alone. A document of the archive is the
passages and one mark that says how many these are, all under the document's number as routing, so on one shard.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from retrieval.index.cluster import SearchCluster
from retrieval.index.holding import exact, joined, packed
from retrieval.index.protocol import K1, B, Field, IndexedPassage, PassageKey
from retrieval.model import Alternative, Concept, Conditions, Days, Query

Json = dict[str, Any]

KEY = "key"
DOCUMENT = "document"
PASSAGES = "passages"
_MARK = "mark"  # every passage holds it, so that its weight tells how many are counted
_SPEAKER = "speaker"
_SOURCE = "source"
_EARLIEST = "earliest"
_LATEST = "latest"

VERSION = 1
"""Grows when what is indexed, or how, changes: an index of another version is built anew."""

# Lucene takes terms of 32,766 bytes; a code point takes four of them at the most.
_LONGEST_TERM = 8_000
# The tokenizer counts in UTF-16, and would cut a longer one in two.
_LONGEST_TOKEN = 2 * _LONGEST_TERM
# Lucene refuses a query of more than 1,024 terms.
MOST_CLAUSES = 900
# How many values a set may have; OpenSearch's own bound is 65,536.
_MOST_VALUES = 1 << 24

_HAS_KEY: Json = {"exists": {"field": KEY}}


def index_body(cluster: SearchCluster, archive: str, alias: str) -> Json:
    """Make what an index is made with.

    Args:
        cluster: How many shards and replicas it has.
        archive: Which archive it is of.
        alias: The name that it has until it takes its place.
    """
    settings = {
        "number_of_shards": cluster.shards,
        "auto_expand_replicas": f"0-{cluster.replicas}",
        "refresh_interval": "-1",  # what is written is seen when we say so
        "max_terms_count": _MOST_VALUES,
        "similarity": {"bm25": {"type": "BM25", "k1": K1, "b": B}},
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": _LONGEST_TOKEN}},
            "analyzer": {"terms": {"type": "custom", "tokenizer": "spaces"}},
        },
    }
    return {"settings": {"index": settings}, "mappings": _mappings(archive), "aliases": {alias: {}}}


def _mappings(archive: str) -> Json:
    texts: Json = {
        field.value: {
            "type": "text",
            "analyzer": "terms",
            "similarity": "bm25",
            "index_options": "positions" if field is Field.WORDS else "freqs",
        }
        for field in Field
    }
    numbers: Json = {name: {"type": "long"} for name in (KEY, DOCUMENT)}
    numbers |= {name: {"type": "integer"} for name in (_EARLIEST, _LATEST, PASSAGES)}
    numbers[_SPEAKER] = {"type": "long", "doc_values": False}
    whole: Json = {name: {"type": "keyword", "doc_values": False} for name in (_SOURCE, _MARK)}
    whole[_MARK]["similarity"] = "bm25"
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},  # everything can be made anew from the archive's store
        "_routing": {"required": True},
        "_meta": meta(archive),
        "properties": texts | numbers | whole,
    }


def meta(archive: str) -> Json:
    """Name what an index is of: its version, and the archive."""
    return {"version": VERSION, "archive": archive}


def write_passage(passage: IndexedPassage) -> str:
    """Write the two lines of a bulk request that put a passage there.

    Raises:
        ValueError: The ordinal is 16,777,216 or more.
    """
    texts = {field.value: joined(terms, _LONGEST_TERM) for field, terms in passage.fields.items() if terms}
    values: Json = {**texts, _MARK: "1", KEY: packed(passage.key), DOCUMENT: passage.key.document}
    if passage.speakers:
        values[_SPEAKER] = sorted(passage.speakers)
    if passage.source is not None:
        values[_SOURCE] = exact(passage.source, _LONGEST_TERM)
    if passage.earliest is not None and passage.latest is not None:
        values |= {_EARLIEST: passage.earliest.toordinal(), _LATEST: passage.latest.toordinal()}
    return _lines({"index": _place(passage.key.document, _name(passage.key))}, values)


def write_mark(document: int, passages: int) -> str:
    """Write the lines that say that a document is there with all of its passages."""
    return _lines({"index": _place(document, str(document))}, {DOCUMENT: document, PASSAGES: passages})


def delete_passage(key: PassageKey) -> str:
    """Write the line that takes a passage away."""
    return _lines({"delete": _place(key.document, _name(key))})


def delete_mark(document: int) -> str:
    """Write the line that takes the mark of a document away."""
    return _lines({"delete": _place(document, str(document))})


def _name(key: PassageKey) -> str:
    return f"{key.document}-{key.ordinal}"


def _place(document: int, name: str) -> Json:
    return {"_id": name, "routing": str(document)}


def _lines(*values: Json) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def ranking(query: Query, conditions: Conditions, *, scale: float) -> Json | None:
    """Make the query that finds passages and scores them; None where nothing can be found.

    Args:
        query: What a passage should hold.
        conditions: What it must meet, which adds nothing to its score.
        scale: What scores are multiplied with: 2.2 where Lucene leaves out the constant k1 + 1 of the formula.
    """
    query = bounded(query)
    hints = [_weighed(Field(hint.field), hint.term, hint.weight) for hint in query.hints]
    phrases = [_phrase(words) for words in query.phrases if words]
    if query.concepts:
        concepts = [made for concept in query.concepts if (made := _concept(concept))]
        scored, demanded = [_any_of(concepts)] if concepts else [], phrases
    else:
        scored, demanded = phrases, []
    if not scored:
        return None
    filters = [*demanded, *_met(conditions)]
    return {"bool": {"must": scored, "filter": filters, "should": hints, "boost": scale}}


def filtering(conditions: Conditions) -> Json:
    """Make the query that finds all passages that meet conditions."""
    return {"bool": {"filter": [_HAS_KEY, *_met(conditions)]}}


def holding(word: str, field: Field) -> Json:
    """Find passages that hold a term."""
    return {"term": {field.value: exact(word, _LONGEST_TERM)}}


def count_all(queries: Iterable[Json]) -> str:
    """Write the lines of one request that counts what each of some queries finds."""
    whole: Json = {"allow_partial_search_results": False}
    return "".join(_lines(whole, {"query": query, "size": 0, "track_total_hits": True}) for query in queries)


def marked() -> Json:
    """Find every passage, with the weight of a term that all hold."""
    return {"term": {_MARK: "1"}}


def counted_by(weight: float) -> float:
    """Tell how many passages scores count, removed ones among them, by the weight of a term that all hold.

    It is the inverse of idf = ln(1 + 0.5 / (n + 0.5)), which a passage's score is where no length counts.
    """
    return 0.5 / math.expm1(weight) - 0.5


def bounded(query: Query) -> Query:
    """Leave out of a monstrous query what tells least: the least sure alternatives, hints, and what comes last."""
    depth = max((len(concept.alternatives) for concept in query.concepts), default=0)
    while _clauses(query) > MOST_CLAUSES and depth > 1:
        depth = (depth + 1) // 2
        kept = (replace(concept, alternatives=concept.alternatives[:depth]) for concept in query.concepts)
        query = replace(query, concepts=tuple(kept))
    if _clauses(query) > MOST_CLAUSES:
        query = replace(query, hints=())
    while _clauses(query) > MOST_CLAUSES and query.concepts:
        query = replace(query, concepts=query.concepts[: len(query.concepts) // 2])
    return query


def _clauses(query: Query) -> int:
    terms = sum(len(way.terms) for concept in query.concepts for way in concept.alternatives)
    return terms + len(query.phrases) + len(query.hints)


def _met(conditions: Conditions) -> Iterator[Json]:
    for name, numbers in ((DOCUMENT, conditions.documents), (_SPEAKER, conditions.speakers)):
        if numbers is not None:
            yield _one_of(name, numbers)
    if conditions.sources is not None:
        yield _one_of(_SOURCE, {exact(source, _LONGEST_TERM) for source in conditions.sources})
    for group in conditions.published:
        yield _any_of([_touching(days) for days in group])


def _one_of(name: str, values: Collection[int] | Collection[str]) -> Json:
    return {"terms": {name: sorted(values)}}


def _any_of(queries: Sequence[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _concept(concept: Concept) -> Json | None:
    found = [_alternative(alternative) for alternative in concept.alternatives if alternative.terms]
    if len(found) < 2:
        return found[0] if found else None
    return {"dis_max": {"queries": found, "tie_breaker": 0.0}}


def _alternative(alternative: Alternative) -> Json:
    weight = alternative.weight / len(alternative.terms)  # each adds its part of the mean
    terms = [_weighed(Field.TERMS, word, weight) for word in alternative.terms]
    return terms[0] if len(terms) == 1 else {"bool": {"must": terms}}


def _weighed(field: Field, word: str, weight: float) -> Json:
    return {"term": {field.value: {"value": exact(word, _LONGEST_TERM), "boost": weight}}}


def _phrase(words: Iterable[str]) -> Json:
    return {"match_phrase": {Field.WORDS.value: {"query": " ".join(exact(word, _LONGEST_TERM) for word in words)}}}


def _touching(days: Days) -> Json:
    """Find passages whose document's days have one in common with a range."""
    earliest = days.earliest.toordinal() if days.earliest else 1  # the calendar's first day: any date meets it
    sides = [{"range": {_LATEST: {"gte": earliest}}}]
    if days.latest:
        sides.append({"range": {_EARLIEST: {"lte": days.latest.toordinal()}}})
    return {"bool": {"filter": sides}}
