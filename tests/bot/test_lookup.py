"""Tests of finding the document that a reader means, over the five articles."""

from __future__ import annotations

import pytest

from bot.buttons import key_of
from bot.lookup import argument_of, document_by_key, document_by_name
from retrieval import Retriever


def test_every_key_finds_its_document(retriever: Retriever) -> None:
    """The key of each document's id leads back to it."""
    ids = [summary.id for summary in retriever.documents()]
    found = [document_by_key(retriever, key_of(id_)) for id_ in ids]
    assert [document and document.id for document in found] == ids


def test_every_number_finds_its_document(retriever: Retriever) -> None:
    """The numbers of the list count from 1."""
    ids = [summary.id for summary in retriever.documents()]
    found = [document_by_name(retriever, str(number)) for number in range(1, len(ids) + 1)]
    assert [document and document.id for document in found] == ids


def test_what_is_not_there_is_not_found(retriever: Retriever) -> None:
    """Foreign numbers, ids and keys find nothing."""
    assert document_by_name(retriever, "0") is None
    assert document_by_name(retriever, "6") is None
    assert document_by_name(retriever, "no such id") is None
    assert document_by_key(retriever, key_of(retriever.documents()[0].id)[::-1]) is None


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("/source", ""),
        ("/source 3", "3"),
        ("/source_3", "3"),
        ("/source_3@isnad_bot", "3"),
        ("/source@isnad_bot 3", "3"),
        ("/said\n سيرغي لافروف ", "سيرغي لافروف"),
        ("/said_12", "12"),
        ("/said_", ""),
    ],
)
def test_what_follows_a_command(text: str, argument: str) -> None:
    """A number behind the low line, or everything behind the first white space."""
    assert argument_of(text) == argument
