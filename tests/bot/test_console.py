"""Tests of the chat in the terminal, over the five articles."""

from __future__ import annotations

import io

import pytest

from bot.console import Console
from bot.messages import ARABIC, ENGLISH
from retrieval import Reason, Retriever

QUESTION = "ماذا قال لافروف عن النصرة؟"


def transcript(retriever: Retriever, *lines: str, is_terminal: bool = False, echo: bool = False) -> str:
    """Chat, and give what was written."""
    output = io.StringIO()
    Console(retriever, output, is_terminal=is_terminal).run(lines, echo=echo)
    return output.getvalue()


def test_excerpts_are_written_exactly(retriever: Retriever) -> None:
    """Every excerpt of the answer stands in the output, unchanged, under its number."""
    citations = retriever.ask(QUESTION).citations
    written = transcript(retriever, QUESTION)
    assert citations
    assert all(f"\n{citation.text}\n— " in written and f"[{citation.rank}]" in written for citation in citations)


def test_a_screen_shows_the_asked_words_in_bold(retriever: Retriever) -> None:
    """On a terminal the highlights are bold; without them the words are the same."""
    written = transcript(retriever, QUESTION, is_terminal=True)
    assert "\x1b[1m" in written
    assert written.replace("\x1b[1m", "").replace("\x1b[22m", "") == transcript(retriever, QUESTION)


def test_each_line_is_echoed_and_answered(retriever: Retriever) -> None:
    """With redirected input every line stands before its answer, empty ones too."""
    assert transcript(retriever, "🤔\n", "\n", echo=True).splitlines() == [
        "» 🤔",
        ENGLISH.unanswered[Reason.EMPTY_QUESTION],
        "",
        "» ",
        ENGLISH.unanswered[Reason.EMPTY_QUESTION],
        "",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/help", ENGLISH.help_commands),
        ("/start", ENGLISH.welcome),
        ("/nonsense", ENGLISH.unknown_command),
        ("/source", ENGLISH.source_usage),
        ("/source 77", ENGLISH.source_unknown.format(name="77")),
        ("/sources", ENGLISH.sources_heading.format(count=5)),
        ("/said_999999", ENGLISH.said_unknown_number.format(name="999999")),
        ("/said Winston Churchill", ENGLISH.said_unknown.format(name="Winston Churchill")),
    ],
)
def test_commands_are_those_of_the_bot(retriever: Retriever, line: str, expected: str) -> None:
    """The commands of the bot work here too."""
    assert expected in transcript(retriever, line)


def test_a_document_is_written_whole(retriever: Retriever) -> None:
    """/source writes the whole text of a document, found by number or id."""
    document = retriever.document(retriever.documents()[2].id)
    assert document.text in transcript(retriever, "/source 3")
    assert transcript(retriever, "/source 3") == transcript(retriever, f"/source {document.id}")


def test_the_chat_turns_to_the_language_of_the_questions(retriever: Retriever) -> None:
    """After an Arabic question the sentences are Arabic."""
    assert transcript(retriever, QUESTION, "/nonsense").rstrip().endswith(ARABIC.unknown_command)


def test_quit_ends_the_chat(retriever: Retriever) -> None:
    """What follows /quit is not answered."""
    assert transcript(retriever, "/quit", "/help") == ""


def test_the_greeting_is_in_both_languages(retriever: Retriever) -> None:
    """Before the first question nobody knows the reader's language."""
    output = io.StringIO()
    Console(retriever, output, is_terminal=True).greet()
    assert output.getvalue() == f"{ENGLISH.console_welcome}\n{ARABIC.console_welcome}\n"


def test_a_failure_is_apologized_for(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """When the archive cannot be read, the chat says so, logs why, and goes on."""
    retriever = Retriever.open(f"sqlite:///{tmp_path_factory.mktemp('gone')}/a.db", create=True)
    retriever.close()
    for file in tmp_path_factory.getbasetemp().glob("gone*/a.db"):
        file.write_bytes(b"ruined" * 5000)
    written = transcript(retriever, QUESTION, "/help")
    assert ENGLISH.failed in written
    assert ENGLISH.help_commands in written
    assert "could not be answered" in caplog.text


def test_what_somebody_said_is_written_exactly(retriever: Retriever) -> None:
    """/said writes every statement of a person, under the titles of the documents, found by name or by number."""
    lavrov = retriever.speakers("Lavrov")[0]
    written = transcript(retriever, "/said Lavrov")
    said = retriever.quotations(speaker=lavrov)
    assert len(said) == lavrov.quotations > 5
    assert all(f"\n{quotation.text}\n" in written for quotation in said)
    assert all(f"— {retriever.document(q.document).title}" in written for q in said)
    assert written == transcript(retriever, f"/said_{lavrov.id}") == transcript(retriever, "/said سيرجى لافروف")


def test_speakers_are_listed_with_their_commands(retriever: Retriever) -> None:
    """/said alone lists everybody; a name that means several asks which."""
    written = transcript(retriever, "/said")
    for speaker in retriever.speakers():
        assert f"\n/said_{speaker.id} {speaker.name} · " in written
    assert "/said_" in transcript(retriever, "/said Lavron")


def test_filters_are_spoken_of(retriever: Retriever) -> None:
    """A bad filter is named, a filter that leaves nothing too, and undated documents are counted."""
    assert transcript(retriever, f"{QUESTION} from:yesterdayish").startswith("I cannot read yesterdayish as a date.")
    undated = sum(document.published is None for document in retriever.documents())
    assert undated
    written = transcript(retriever, f"{QUESTION} from:2020")
    assert ARABIC.unanswered[Reason.FILTERED_OUT] in written or ENGLISH.unanswered[Reason.FILTERED_OUT] in written
    assert ARABIC.undated_left_out.format(count=undated) in written
