"""Tests of how the found half of a question looks on the command line."""

from __future__ import annotations

import json

import pytest

from retrieval import Answer, DocumentId, Found, Half, Language, Quoted, Reason, Retriever
from retrieval.printing_halves import found_lines, found_object
from tests.retrieval.test_cli import run

SHOWN = {
    Half.QUOTED: Found(quoted=(Quoted("سلمى حداد", 1),)),
    Half.NOT_ON_TOPIC: Found(asked="Haddad", quoted=(Quoted("سلمى حداد", 2),), topic="snow"),
    Half.UNKNOWN: Found(asked="Haddad"),
    Half.UNTIMELY: Found(topic="snow", is_untimely=True),
    Half.OTHERS: Found(topic="snow", others=("كمال درويش",)),
    Half.TOLD: Found(topic="snow", document=DocumentId("a.txt"), title="الثلج"),
    Half.NOTHING: Found(asked="Haddad", topic="snow"),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("half", Half)
def test_every_half_has_a_sentence(half: Half, language: Language) -> None:
    """Each half is told in both languages, on one line, with nothing left to fill in."""
    found = SHOWN[half]
    assert half in found.halves
    lines = list(found_lines(Answer("?", language, reason=Reason.NOT_COVERED, found=found)))
    assert len(lines) == len(found.halves)
    assert not any("{" in line or "\n" in line for line in lines)


def test_an_answer_has_no_halves(retriever: Retriever) -> None:
    """Where there is an answer, nothing is said and the object is null."""
    answer = retriever.ask("ماذا قال لافروف عن النصرة؟")
    assert list(found_lines(answer)) == []
    assert found_object(answer.found) is None


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "What did Lavrov say about Yemen?",
            [
                "The archive quotes سيرغي لافروف 27 times, but not on “Yemen”.",
                "Nothing clearly on “Yemen” was found either.",
                "Ask: What did Sergey Lavrov say?",
            ],
        ),
        (
            "ماذا قال لافروف عن اليمن؟",
            [
                "ينقل الأرشيف أقوال: سيرغي لافروف (27)، ولكن ليس عن «اليمن».",
                "ولم يُعثر فيه على شيء واضح عن «اليمن».",
                "اسأل: ماذا قال سيرغي لافروف؟",
            ],
        ),
    ],
)
def test_halves_stand_below_the_reason(archive_url: str, retriever: Retriever, question: str, lines: list[str]) -> None:
    """The command line tells the halves in the question's language, and `--json` has them as an object."""
    count = str(len(retriever.quotations(speaker="Lavrov")))
    shown = run("ask", question, "--database", archive_url).stdout.splitlines()
    assert shown[0].startswith("Not in the archive")
    assert shown[1:] == [line.replace("27", count) for line in lines]
    found = json.loads(run("ask", question, "--json", "--database", archive_url).stdout)["found"]
    assert found["halves"] == ["not on topic", "nothing"]
    assert lines[-1].endswith(found["question"])
