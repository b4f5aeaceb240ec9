"""How good are the answers? Citations beside gold spans, to figures.

A citation matches a gold span when they share at least half of the shorter one, and at least 30 characters or half of
the gold, and the citation is no longer than 350 characters or three times the gold. Gains 2 and 1 for answering and
supporting spans, each credited once (normalized discounted cumulative gain: Järvelin & Kekäläinen, 2002).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from retrieval.evaluation import FOLDER
from retrieval.model import Answer, Citation, Span
from retrieval.retriever import Retriever

GOLD = FOLDER / "questions.jsonl"

_FIRST_SHOWN = 3
_RANKS_JUDGED = 5


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that answer (grade 2) or support (grade 1)."""

    document: str
    span: Span
    grade: int

    def is_cited_by(self, citation: Citation) -> bool:
        """Tell whether a citation shows these words, and little else."""
        if citation.document != self.document:
            return False
        cited = Span(citation.start, citation.end)
        shared = cited.overlap(self.span)
        enough = 2 * shared >= min(len(cited), len(self.span)) and shared >= min(30, 0.5 * len(self.span))
        return enough and len(cited) <= max(350, 3 * len(self.span))


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its gold; unanswerable where the archive holds none."""

    qid: str
    text: str
    history: tuple[str, ...]
    answerable: bool
    gold: tuple[GoldSpan, ...]


def read_questions(path: Path = GOLD) -> list[GoldQuestion]:
    """Read a question set of JSON lines."""
    return [_question(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def evaluate(retriever: Retriever, questions: Iterable[GoldQuestion]) -> dict[str, float]:
    """Ask every question, and score the answers.

    Returns:
        Figures between 0 and 1: accuracy, balanced, success@1, success@3, ndcg@5, tightness, refused, abstained and
        verbatim.
    """
    asked = [(question, retriever.ask(question.text, history=question.history)) for question in questions]
    answerable = [(q, a) for q, a in asked if q.answerable]
    unanswerable = [(q, a) for q, a in asked if not q.answerable]
    right = [_rank_of_answer(q, a) is not None for q, a in answerable]
    abstained = [not a.answerable for _, a in unanswerable]
    shown = [citation for _, answer in asked for citation in answer.citations]
    return {
        "accuracy": _mean([*right, *abstained]),
        "balanced": (_mean(right) + _mean(abstained)) / 2,
        "success@1": _mean([_rank_of_answer(q, a) == 1 for q, a in answerable]),
        "success@3": _mean(right),
        "ndcg@5": _mean([_ndcg(q.gold, a.citations) for q, a in answerable]),
        "tightness": _mean([_tightness(q.gold, a.citations) for q, a in answerable if a.answerable]),
        "refused": _mean([not a.answerable for _, a in answerable]),
        "abstained": _mean(abstained),
        "verbatim": _mean([_is_verbatim(retriever, citation) for citation in shown]),
    }


def misses(retriever: Retriever, questions: Iterable[GoldQuestion]) -> list[GoldQuestion]:
    """List the questions that are answered wrongly."""
    return [q for q in questions if not _is_right(q, retriever.ask(q.text, history=q.history))]


def _is_right(question: GoldQuestion, answer: Answer) -> bool:
    return _rank_of_answer(question, answer) is not None if question.answerable else not answer.answerable


def _question(line: dict[str, Any]) -> GoldQuestion:
    gold = tuple(GoldSpan(g.get("file") or g["doc"], Span(g["start"], g["end"]), g["grade"]) for g in line["gold"])
    return GoldQuestion(line["qid"], line["question"], tuple(line.get("history") or ()), line["answerable"], gold)


def _rank_of_answer(question: GoldQuestion, answer: Answer) -> int | None:
    """Find the first shown citation that answers."""
    for citation in answer.citations[:_FIRST_SHOWN]:
        if any(gold.grade == 2 and gold.is_cited_by(citation) for gold in question.gold):
            return citation.rank
    return None


def _ndcg(gold: Sequence[GoldSpan], citations: Sequence[Citation]) -> float:
    unused = list(gold)
    gains = []
    for citation in citations[:_RANKS_JUDGED]:
        best = max((g for g in unused if g.is_cited_by(citation)), key=_worth(citation), default=None)
        gains.append(best.grade if best else 0)
        if best:
            unused.remove(best)
    ideal = sorted((g.grade for g in gold), reverse=True)[:_RANKS_JUDGED]
    return _dcg(gains) / _dcg(ideal)


def _worth(citation: Citation) -> Callable[[GoldSpan], tuple[int, int]]:
    return lambda gold: (gold.grade, gold.span.overlap(Span(citation.start, citation.end)))


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _tightness(gold: Sequence[GoldSpan], citations: Sequence[Citation]) -> float:
    """Measure the share of the shown characters that lie inside gold."""
    shown = citations[:_FIRST_SHOWN]
    inside = 0
    for citation in shown:
        places = (
            range(max(g.span.start, citation.start), min(g.span.end, citation.end))
            for g in gold
            if g.document == citation.document
        )
        inside += len({place for run in places for place in run})
    return inside / sum(citation.end - citation.start for citation in shown)


def _is_verbatim(retriever: Retriever, citation: Citation) -> bool:
    words = retriever.document(citation.document).text[citation.start : citation.end]
    return bool(words) and words == citation.text


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan
