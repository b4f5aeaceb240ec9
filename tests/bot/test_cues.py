"""Tests of the words that attribute a citation."""

from __future__ import annotations

from dataclasses import replace

from bot.cues import cue_of
from retrieval import DocumentId, Retriever


def test_a_cue_is_the_documents_own(retriever: Retriever) -> None:
    """It attributes words within the citation to the citation's speaker."""
    cited = retriever.ask("ماذا قال لافروف عن النصرة؟").citations[0]
    assert cue_of(retriever, cited) == "قال"
    assert "قال" in cited.text


def test_nobody_else_has_the_cue(retriever: Retriever) -> None:
    """Without a speaker, with another one, elsewhere or in a document that is gone there is none."""
    cited = retriever.ask("ماذا قال لافروف عن النصرة؟").citations[0]
    for changed in (
        replace(cited, speaker=None),
        replace(cited, speaker="سلمى حداد"),
        replace(cited, start=0, end=1),
        replace(cited, document=DocumentId("gone.txt")),
    ):
        assert cue_of(retriever, changed) is None
