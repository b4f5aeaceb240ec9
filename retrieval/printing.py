"""How does a result look on the command line? JSON in the form of the interface, or lines to read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from retrieval.evaluation.quotations import GoldQuotation
from retrieval.model import (
    Answer,
    Certainty,
    Citation,
    Dating,
    Document,
    DocumentSummary,
    Hit,
    IngestedDocument,
    IngestOutcome,
    IngestReport,
    Quotation,
    Reason,
    Span,
    Speaker,
    Stats,
)

REASONS = {
    Reason.EMPTY_QUESTION: "There is no word in the question that could be looked up; ask, for example: "
    "What did Lavrov say about al-Nusra?",
    Reason.QUESTION_TOO_LONG: "The question is too long; ask it in at most 2,000 characters.",
    Reason.EMPTY_ARCHIVE: "The archive is empty; fill it with: python -m retrieval ingest PATH",
    Reason.NOTHING_MATCHED: "Not in the archive: no passage holds any word of the question.",
    Reason.NOT_COVERED: "Not in the archive: some words of the question occur, but nowhere what was asked.",
    Reason.SPEAKER_NOT_QUOTED: "Not in the archive: it does not quote that speaker on this.",
    Reason.FILTERED_OUT: "Not in the archive: it has no document of that time or outlet; "
    "see: python -m retrieval documents",
}


def to_json(value: dict[str, Any]) -> str:
    """Write one line of JSON, Arabic as Arabic."""
    return json.dumps(value, ensure_ascii=False)


def answer_object(answer: Answer, qid: str | None) -> dict[str, Any]:
    """Lay an answer out as the interface says."""
    return {
        "qid": qid,
        "question": answer.question,
        "answerable": answer.answerable,
        "reason": answer.reason.value if answer.reason else None,
        "citations": [citation_object(citation) for citation in answer.citations],
        "undated_left_out": answer.undated,
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """Lay a citation out as the interface says, with what it knows beyond that."""
    names = (
        "rank",
        "document",
        "title",
        "source",
        "url",
        "published",
        "start",
        "end",
        "text",
        "speaker",
        "kind",
        "score",
    )
    return {name: getattr(citation, name) for name in names} | {
        "published_certainty": citation.published_certainty,
        "paragraph": citation.paragraph,
        "highlights": [[span.start, span.end] for span in citation.highlights],
        "also_in": [citation_object(other) for other in citation.also_in],
    }


def hits_object(hits: Iterable[Hit], qid: str | None) -> dict[str, Any]:
    """Lay hits out as the interface says."""
    names = ("rank", "document", "start", "end", "text", "score")
    return {"qid": qid, "hits": [{name: getattr(hit, name) for name in names} for hit in hits]}


def quotation_object(quotation: Quotation) -> dict[str, Any]:
    """Lay a quotation out as the interface says, with what the archive knows beyond that."""
    names = ("document", "start", "end", "text", "speaker", "mention", "cue", "kind")
    return {name: getattr(quotation, name) for name in names} | {
        "canonical": quotation.canonical,
        "sentence": _ends(quotation.sentence),
        "passage": _ends(quotation.passage),
        **_date_object("published", quotation.published),
    }


def speaker_object(speaker: Speaker) -> dict[str, Any]:
    """Lay a speaker out."""
    return {
        "speaker": speaker.name,
        "id": speaker.id,
        "quotations": speaker.quotations,
        "documents": speaker.documents,
        **_date_object("first", speaker.first),
        **_date_object("last", speaker.last),
    }


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _date_object(name: str, dating: Dating | None) -> dict[str, Any]:
    return {
        name: dating.isoformat() if dating else None,
        f"{name}_certainty": dating.certainty if dating else None,
    }


def summary_object(summary: DocumentSummary) -> dict[str, Any]:
    """Lay a document's summary out."""
    names = ("title", "source", "url", "author", "published", "published_certainty", "length", "sentences")
    return {"document": summary.id} | {name: getattr(summary, name) for name in names}


def report_object(report: IngestReport) -> dict[str, Any]:
    """Lay out what an ingest did: ids by outcome, and of each refused source its name and the reason."""
    by_outcome: dict[str, Any] = {
        outcome.value: [document.name for document in report.documents if document.outcome is outcome]
        for outcome in IngestOutcome
        if outcome is not IngestOutcome.REFUSED
    }
    refused = [document for document in report.documents if document.outcome is IngestOutcome.REFUSED]
    converted = [d for d in report.documents if d.detail and d.outcome is not IngestOutcome.REFUSED]
    return by_outcome | {
        "quotations": report.quotations,
        "without_speaker": report.without_speaker,
        "refused": [{"name": document.name, "reason": document.detail} for document in refused],
        "notes": [{"name": document.name, "note": document.detail} for document in converted],
    }


def news_object(found: IngestedDocument, document: Document | None) -> dict[str, Any]:
    """Lay out a document that came in while feeds were followed."""
    return {
        "outcome": found.outcome,
        "document": found.name,
        "title": document.title if document else None,
        "source": document.source if document else None,
        "url": document.url if document else None,
        **_date_object("published", document.published if document else None),
        "note": found.detail,
    }


def news_line(found: IngestedDocument, document: Document | None) -> str:
    """Write a document that came in on one line: what became of it, what it is called, and its title."""
    title = document.title if document else None
    return " · ".join(filter(None, (f"{found.outcome}: {found.name}", title, found.detail)))


def stats_object(stats: Stats) -> dict[str, Any]:
    """Lay an archive's figures out."""
    names = (
        "documents",
        "passages",
        "sentences",
        "quotations",
        "quotations_without_speaker",
        "speakers",
        "terms",
        "engine",
        "analyzer",
    )
    return {name: getattr(stats, name) for name in names} | {"resources": dict(stats.resources)}


def answer_lines(answer: Answer) -> Iterator[str]:
    """Write an answer to be read: each excerpt in its own words, then where it stands."""
    if answer.reason is not None:
        yield REASONS[answer.reason]
    for citation in answer.citations:
        # The excerpt is the newspaper's sentence with the speaker's words in it: a heading, not "speaker: words".
        yield f"[{citation.rank}] {citation.speaker or ''}".rstrip()
        yield f"    {on_one_line(citation.text)}"
        yield f"    — {source_line(citation)}"
        yield from (f"    = also in: {source_line(other)}" for other in citation.also_in)
        yield ""
    yield from undated_lines(answer.undated)


def undated_lines(undated: int) -> Iterator[str]:
    """Say that a filter by date left documents out because nobody dated them, if it did."""
    if undated:
        yield f"Left out for want of a date: {_counted(undated, 'document')}."


def source_line(citation: Citation) -> str:
    """Name where an excerpt comes from; what is unknown is left out, never invented."""
    date = citation.published
    if date and citation.published_certainty is Certainty.IMPLIED:
        date = f"≈ {date} (implied by the text)"
    place = f"{citation.document}, paragraph {citation.paragraph}, {citation.start}–{citation.end}"
    return " · ".join(filter(None, (citation.title, citation.source, date, citation.url, place)))


def summary_line(summary: DocumentSummary) -> str:
    """Write a document on one line."""
    return " · ".join(filter(None, (summary.id, summary.published, summary.source, summary.title)))


def quotation_line(quotation: Quotation) -> str:
    """Write a quotation on one line; an unknown speaker is a question mark."""
    place = f"{quotation.document} {quotation.start}–{quotation.end} {quotation.kind}"
    return f"{place}  {quotation.speaker or '?'}: {on_one_line(quotation.text)}"


def speaker_line(speaker: Speaker) -> str:
    """Write a speaker on one line, with how often, in how many documents and when."""
    dates = dict.fromkeys(_date_text(date) for date in (speaker.first, speaker.last) if date)
    said = f"{_counted(speaker.quotations, 'quotation')} in {_counted(speaker.documents, 'document')}"
    return " · ".join(filter(None, (on_one_line(speaker.name), said, " to ".join(dates))))


def report_line(report: IngestReport) -> str:
    """Say how many quotations an ingest found, and how many of them nobody could be credited with."""
    return f"{_counted(report.quotations, 'quotation')} found, {report.without_speaker} of them credited to nobody"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _date_text(dating: Dating) -> str:
    date, *_ = dating.isoformat().partition("T")  # the time of day is of no use in a list
    return f"≈ {date}" if dating.certainty is Certainty.IMPLIED else date


def on_one_line(text: str) -> str:
    """Show text in a terminal: line breaks as spaces, and control characters, which could move the cursor, as dots."""
    spaced = " ".join(text.split())
    return "".join("·" if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in spaced)


def figure_lines(figures: Mapping[str, float], accepted: Mapping[str, float], wrong: Iterable[str]) -> Iterator[str]:
    """Write figures of quality beside those that were accepted before, then what went wrong."""
    for name, value in figures.items():
        before = f"   accepted {accepted[name]:.3f}" if name in accepted else ""
        yield f"  {name:13} {value:.3f}{before}"
    for line in wrong:
        yield f"  miss {line}"


def miss_line(mark: GoldQuotation, found: Quotation | None) -> str:
    """Write a marked quotation that was not found, or was credited to somebody else."""
    what = f"{mark.speaker} <- {found.speaker}" if found is not None else f"{mark.speaker}, not found"
    return f"{mark.document}:{mark.span.start} {what}"
