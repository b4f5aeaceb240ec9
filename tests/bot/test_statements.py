"""Tests of finding whom a reader means and what they said, over a few documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.buttons import SpeakerButton
from bot.statements import Choice, Statements, find_statements, speaker_by_number, speaker_of, statements_of
from retrieval import Language, Retriever

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS = (
    ("a", "2016-01-01", "قالت هيلاري كلينتون إن الهدنة صامدة. وأضافت أن المحادثات ستستأنف."),
    ("b", "2018-01-01", "قالت هيلاري كلينتون إن الاقتصاد ينمو."),
    ("c", "2017-01-01", "قال بيل كلينتون إن الاقتصاد ينمو."),
    ("d", None, "قالت هيلاري كلينتون إن الوقت حان. وقال دبلوماسي غربي إن الوقت مبكر."),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """An archive of two people of one family name and a nameless one."""
    path = tmp_path_factory.mktemp("clinton") / "records.jsonl"
    keys = ("id", "published", "text")
    path.write_text("\n".join(json.dumps(dict(zip(keys, row, strict=True))) for row in DOCUMENTS), encoding="utf-8")
    with Retriever.open("sqlite://", create=True) as opened:
        opened.ingest([path])
        yield opened


@pytest.mark.parametrize("name", ["Hillary Clinton", "هيلاري كلينتون", "هيلارى كلينتون"])
def test_the_newest_document_comes_first(archive: Retriever, name: str) -> None:
    """A person's statements stand by document, undated ones last; inside a document they keep their order."""
    found = find_statements(archive, name)
    assert isinstance(found, Statements)
    assert [document.id for document, _ in found.by_document] == ["b", "a", "d"]
    assert [len(said) for _, said in found.by_document] == [1, 2, 1]
    assert found.name == "هيلاري كلينتون"
    assert all([q.start for q in said] == sorted(q.start for q in said) for _, said in found.by_document)


def test_a_name_of_several_asks_which(archive: Retriever) -> None:
    """Nobody is credited with a namesake's words: a family name that two have leads to a choice."""
    found = find_statements(archive, "Clinton")
    assert isinstance(found, Choice)
    assert found.is_known
    assert [speaker.name for speaker in found.speakers] == ["هيلاري كلينتون", "بيل كلينتون"]


def test_a_name_of_nobody_leads_to_the_nearest(archive: Retriever) -> None:
    """Those who sound like it are offered, and are said not to be meant."""
    found = find_statements(archive, "Klintem")
    assert isinstance(found, Choice)
    assert not found.is_known
    assert "بيل كلينتون" in [speaker.name for speaker in found.speakers]


def test_somebody_described_is_found(archive: Retriever) -> None:
    """Words for somebody whom the document does not name lead to the statements, as for `quotations --speaker`."""
    found = find_statements(archive, "دبلوماسي غربي")
    assert isinstance(found, Statements)
    assert [quotation.document for _, said in found.by_document for quotation in said] == ["d"]


def test_a_speaker_is_found_by_number(archive: Retriever) -> None:
    """And nobody by a number that is nobody's, or no number."""
    first = archive.speakers()[0]
    assert speaker_by_number(archive, str(first.id)) == first
    for number in ("0", "999999", "9" * 5000, "²", "x", ""):
        assert speaker_by_number(archive, number) is None


def test_a_button_finds_its_speaker(archive: Retriever) -> None:
    """But none who took the number in another archive."""
    first, second, *_ = archive.speakers()
    button = SpeakerButton.of(Language.ARABIC, 0, first)
    assert speaker_of(archive, button) == first
    assert speaker_of(archive, SpeakerButton(Language.ARABIC, 0, second.id, button.check)) is None
    assert statements_of(archive, first).speaker == first
