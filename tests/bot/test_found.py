"""Tests of what the reader can ask instead."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bidi import strip_controls
from bot.console import Console
from bot.found import found_parts, with_found
from bot.markup import MESSAGE_UNITS, escaped, units
from bot.messages import ARABIC, ENGLISH, Messages, messages_in
from retrieval import Answer, DocumentId, Found, Half, Language, Quoted, Reason, Retriever
from tests.bot.nouns import HOSTILE, texts
from tests.bot.telegram_html import read

names = texts | st.just(HOSTILE * 40)
found = st.builds(
    Found,
    asked=st.none() | names,
    quoted=st.lists(st.builds(Quoted, names, st.integers(1, 10**6)), max_size=3).map(tuple),
    topic=st.none() | names,
    others=st.lists(names, max_size=3).map(tuple),
    document=st.none() | names.map(DocumentId),
    title=st.none() | names,
    is_untimely=st.booleans(),
    question=st.none() | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=200),
)


@settings(max_examples=60, deadline=None)
@given(found, st.sampled_from(Language))
def test_whatever_is_found_fits_a_message(made: Found, language: Language) -> None:
    """The halves stand below the reason in one message, the offered question as code, however hostile the names."""
    answer = Answer("?", language, reason=Reason.NOT_COVERED, found=made)
    (piece,) = with_found(["no answer"], answer)
    assert units(piece) <= MESSAGE_UNITS
    text = read(piece).text
    assert text.startswith("no answer")
    if made.question and len(piece) > len("no answer"):
        assert piece.endswith(f"<code>{escaped(made.question)}</code>")


@pytest.mark.parametrize("messages", [ARABIC, ENGLISH])
def test_every_half_has_a_sentence(messages: Messages) -> None:
    """Each half is told otherwise, in both languages, of the same things."""
    assert set(messages.halves) == set(Half)
    assert len(set(messages.halves.values())) == len(Half)


def test_an_answer_stays_as_it_is(retriever: Retriever) -> None:
    """Below excerpts nothing is added."""
    answer = retriever.ask("ماذا قال لافروف عن النصرة؟")
    assert answer.answerable
    assert with_found(["one", "two"], answer) == ["one", "two"]


@pytest.mark.parametrize("question", ["What did Lavrov say about Yemen?", "ماذا قال لافروف عن اليمن؟"])
def test_the_offered_question_can_be_copied(retriever: Retriever, question: str) -> None:
    """It stands as code, in the language of the question, and the archive answers it."""
    answer = retriever.ask(question)
    assert answer.found is not None
    offered = answer.found.question
    assert offered is not None
    (piece,) = with_found(["reason"], answer)
    assert piece.endswith(f"{messages_in(answer.language).ask_instead} <code>{offered}</code>")
    assert retriever.ask(offered).language is answer.language


def test_the_terminal_chat_says_the_same(retriever: Retriever) -> None:
    """The halves stand below the reason, without the marks that direct text."""
    question = "What did Lavrov say about Yemen?"
    output = io.StringIO()
    Console(retriever, output, is_terminal=False).run([question], echo=False)
    lines = [" ".join(part.text for part in parts) for parts in found_parts(retriever.ask(question))]
    assert lines
    assert output.getvalue().splitlines()[1 : 1 + len(lines)] == list(map(strip_controls, lines))


def test_a_document_without_a_title_goes_by_its_id() -> None:
    """What tells of a topic is always named."""
    made = Found(topic="snow", document=DocumentId("a.txt"))
    answer = Answer("?", Language.ENGLISH, reason=Reason.NOT_COVERED, found=made)
    ((part,),) = found_parts(answer)
    assert "a.txt" in part.text
    assert "a.txt" not in with_found(["x"], replace(answer, found=None))[0]
