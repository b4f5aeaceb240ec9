"""Do the engines give the same rankings? Questions as readers ask them, over real news and real encyclopedia text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.analysis.analyzer import Analyzer, build_analyzer, vocabulary_of
from retrieval.corpus import make_passages, parse_document, read_sources
from retrieval.evaluation.answers import read_questions
from retrieval.index.protocol import Field, IndexedPassage, PassageKey
from retrieval.index.rank_bm25 import RankBM25Index
from retrieval.index.tantivy import TantivyIndex
from retrieval.model import Concept, Query, RawDocument
from tests.conftest import CORPUS

ENOUGH = 0.95
LIMIT = 10


def passages_of(texts: Mapping[PassageKey, str], analyzer: Analyzer) -> list[IndexedPassage]:
    """Make passages with the terms of their texts."""
    return [IndexedPassage(key, {Field.TERMS: analyzer.terms(text)}) for key, text in texts.items()]


def asked(question: str, analyzer: Analyzer) -> Query:
    """Ask for each word of a question that is no stop word."""
    return Query(tuple(Concept.of(term, (term,)) for term in dict.fromkeys(analyzer.terms(question))))


def mean_overlap(passages: Sequence[IndexedPassage], queries: Iterable[Query]) -> float:
    """How many of the ten best passages both engines find, on the average over queries that find something."""
    shares = []
    with closing(TantivyIndex.open(None)) as tantivy:
        tantivy.update(passages)
        rank_bm25 = RankBM25Index(passages)
        for query in queries:
            one, other = ({hit.key for hit in each.search(query, limit=LIMIT)} for each in (rank_bm25, tantivy))
            assert len(one) == len(other)
            if one:
                shares.append(len(one & other) / len(one))
    assert len(shares) > 10
    return sum(shares) / len(shares)


def test_engines_agree_on_the_five_articles() -> None:
    """The golden questions; those in English find little without translation."""
    raw = (found for found in read_sources([CORPUS]) if isinstance(found, RawDocument))
    texts = {
        PassageKey(number, passage.ordinal): passage.span.of(document.text)
        for number, document in enumerate(map(parse_document, raw))
        for passage in make_passages(document)
    }
    analyzer = build_analyzer(vocabulary_of(texts.values()))
    queries = [asked(question.text, analyzer) for question in read_questions()]
    assert mean_overlap(passages_of(texts, analyzer), queries) >= ENOUGH


@pytest.mark.shared
def test_engines_agree_on_encyclopedia_passages(shared: Path) -> None:
    """Long passages, whose lengths tantivy rounds."""
    rows = read_rows(shared / "eval" / "wiki" / "passages.jsonl")
    texts = {PassageKey(number, 0): row["text"] for number, row in enumerate(rows)}
    analyzer = build_analyzer(vocabulary_of(texts.values()))
    asked_in = read_rows(shared / "eval" / "wiki" / "queries.jsonl")
    questions = [row["question"] for row in asked_in if row["lang"] == "ar"]
    queries = [asked(text, analyzer) for text in questions[::10]]
    assert mean_overlap(passages_of(texts, analyzer), queries) >= ENOUGH


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
