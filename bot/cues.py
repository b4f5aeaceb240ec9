"""By which word is a citation attributed? Looked up among the quotations of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval import DocumentNotFoundError, Span

if TYPE_CHECKING:
    from retrieval import Citation, Quotation, Retriever


def cue_of(retriever: Retriever, citation: Citation) -> str | None:
    """Find the cue of the first quotation in a citation's words that is credited to its speaker."""
    if citation.speaker is None:
        return None
    try:
        said = retriever.quotations(citation.document)
    except DocumentNotFoundError:  # removed a moment ago
        return None
    return next((one.cue for one in said if one.cue and _is_of(one, citation)), None)


def _is_of(quotation: Quotation, citation: Citation) -> bool:
    is_theirs = citation.speaker in {quotation.speaker, quotation.canonical}
    return is_theirs and quotation.span.overlap(Span(citation.start, citation.end)) > 0
