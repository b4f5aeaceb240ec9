"""Tests of answers as readers meet them: pages, buttons, corrections, follow-ups and votes, at a strict server."""

from __future__ import annotations

import io
import json
import re

import pytest

from bot.messages import ARABIC, ENGLISH
from bot.pdf import is_available
from bot.voting import write_votes
from retrieval import FilterFault, Reason
from retrieval.evaluation.answers import read_questions
from tests.bot.desk import Desk, labels, parts, plain
from tests.telegram_server import User

LAVROV = "ماذا قال لافروف عن النصرة؟"
BRIDGE = "ماذا قال رائد كنعان عن الجسر؟"
FOLLOW_UP = "وماذا عن الأسد؟"


@pytest.fixture
def reader(desk: Desk) -> User:
    """A new reader with an Arabic app."""
    return desk.server.add_user("سلمى", language_code="ar")


def test_an_answer_shows_the_best_three(desk: Desk, reader: User) -> None:
    """Three excerpts, each with its number, speaker and cue above it and its source below."""
    shown = desk.tell(reader, LAVROV)
    best = desk.retriever.ask(LAVROV).citations[:3]
    assert parts(shown, "blockquote") == [one.text for one in best]
    assert plain(shown).startswith("[1] المتحدث: سيرغي لافروف (قال)\n")
    assert plain(shown).count("[") == 3


def test_asked_words_are_bold(desk: Desk, reader: User) -> None:
    """The words in bold within the quotes are the highlights of the citations."""
    shown = desk.tell(reader, LAVROV)
    best = desk.retriever.ask(LAVROV).citations[:3]
    highlighted = [span.shift(-one.start).of(one.text) for one in best for span in one.highlights]
    assert highlighted
    assert set(highlighted) <= set(parts(shown, "bold"))


def test_further_pages_show_every_citation_once(desk: Desk, reader: User) -> None:
    """The buttons "more" and "previous" change the message in its place; all pages together hold the answer."""
    page = desk.tell(reader, LAVROV)
    shown = parts(page, "blockquote")
    while any(label == ARABIC.more_results for label in labels(page)):
        page = desk.standing(desk.press(reader, page, ARABIC.more_results))
        shown += parts(page, "blockquote")
    assert shown == [one.text for one in desk.retriever.ask(LAVROV, limit=15).citations]
    assert len(desk.server.messages(reader.id)) == 1
    back = desk.press(reader, page, ARABIC.previous)
    assert ARABIC.more_results in labels(back)


def test_what_stands_around_an_excerpt_is_shown(desk: Desk, reader: User) -> None:
    """The sentences before and after are the document's own, and the whole document is one press away."""
    cited = desk.retriever.ask(LAVROV).citations[0]
    shown = desk.tell(reader, LAVROV)
    around = desk.press(reader, shown, "🔍 1")
    (words,) = parts(around, "blockquote")
    assert words in desk.retriever.document(cited.document).text
    assert len(words) > len(cited.text)
    assert parts(around, "bold")[-1] == cited.text
    whole = desk.press(reader, around, ARABIC.whole_document)
    assert whole.message_id == around.message_id
    assert parts(whole, "bold")[-1] == cited.text


def test_other_places_of_the_same_words_are_listed(desk: Desk, reader: User) -> None:
    """A statement that two outlets print is shown once, with a button that names the other place."""
    shown = desk.tell(reader, BRIDGE)
    (cited,) = desk.retriever.ask(BRIDGE).citations
    (other,) = cited.also_in
    listed = desk.press(reader, shown, "⧉ 1 (+1)")
    assert ARABIC.others_heading.format(count=1) in plain(listed)
    assert other.title in plain(listed)
    opened = desk.press(reader, listed, "🔍 1")
    assert other.document in plain(opened)
    assert parts(opened, "bold")[-1] == other.text


def test_all_that_the_speaker_said_is_shown(desk: Desk, reader: User) -> None:
    """The button names the speaker, and sends a message of its own with pages to turn."""
    shown = desk.tell(reader, LAVROV)
    said = desk.press(reader, shown, ARABIC.all_said.format(name="سيرغي لافروف"))
    assert said.message_id != shown.message_id
    assert plain(said).startswith(ARABIC.said_by.format(name="سيرغي لافروف"))
    turned = desk.press(reader, said, ARABIC.next)
    assert turned.message_id == said.message_id


def test_buttons_work_after_a_restart(desk: Desk, reader: User) -> None:
    """Another bot over the same archive finds the question again."""
    shown = desk.tell(reader, LAVROV)
    with Desk(desk.server, desk._url) as another:
        page = another.press(reader, shown, ARABIC.more_results)
    assert parts(page, "blockquote") == [one.text for one in desk.retriever.ask(LAVROV, limit=6).citations[3:]]


@pytest.mark.parametrize("label", [ARABIC.more_results, "📝", "👍"])
def test_buttons_of_a_forgotten_question_say_so(desk: Desk, reader: User, label: str) -> None:
    """Once the question is deleted, its buttons say kindly that it must be sent again."""
    shown = desk.tell(reader, LAVROV)
    desk.readers.forget_reader(reader.id)
    desk.press(reader, shown, label)
    told = [str(one.params.get("text", "")).translate({0x200F: None}) for one in desk.server.requests[-2:]]
    assert ARABIC.no_longer in told


def test_a_number_of_another_chat_shows_nothing(desk: Desk, reader: User) -> None:
    """An app that makes up the number of another reader's question learns nothing of it."""
    shown = desk.tell(reader, LAVROV)
    (theirs,) = [data for row in shown.buttons for label, data in row if label == ARABIC.more_results]
    foul = desk.server.add_user("آخر", language_code="ar")
    mine = desk.tell(foul, "/sources")
    for data in (theirs, *(data for row in shown.buttons for _, data in row if data and data[0] in "vmeo")):
        desk.press_data(foul, mine, data)
    assert set(desk.said_to(foul)[1:]) == {ARABIC.no_longer}
    assert not desk.server.messages(foul.id)[-1].document


def test_a_corrected_question_corrects_its_answer(desk: Desk, reader: User) -> None:
    """Whoever edits a question gets the new answer in the place of the old one."""
    asked = desk.server.send_text(reader, "ماذا قال لافروف عن البطيخ؟")
    first = desk.answer_to(asked)
    assert not parts(first, "blockquote")
    second = desk.answer_to(desk.server.send_text(reader, LAVROV, edit=asked))
    assert second.message_id == first.message_id
    assert parts(second, "blockquote") == [one.text for one in desk.retriever.ask(LAVROV).citations[:3]]
    assert desk.press(reader, second, ARABIC.more_results).message_id == first.message_id


def test_a_corrected_filter_corrects_its_answer(desk: Desk, reader: User) -> None:
    """A question whose filter could not be read is answered once it can be, and the reverse."""
    asked = desk.server.send_text(reader, f"{LAVROV} from:yesterdayish")
    first = desk.answer_to(asked)
    told = ARABIC.unreadable_filter[FilterFault.DATE].format(name="from", value="yesterdayish")
    assert plain(first) == told
    second = desk.answer_to(desk.server.send_text(reader, LAVROV, edit=asked))
    assert (second.message_id, bool(parts(second, "blockquote"))) == (first.message_id, True)
    third = desk.answer_to(desk.server.send_text(reader, f"{LAVROV} from:yesterdayish", edit=asked))
    assert plain(third) == told
    desk.press_data(reader, third, next(data for row in second.buttons for _, data in row if data and data[0] == "m"))
    assert desk.said_to(reader)[-1] == ARABIC.no_longer


def test_the_answer_to_a_deleted_answer_is_sent_anew(desk: Desk, reader: User) -> None:
    """Where the first answer is gone, the corrected one is a new message."""
    asked = desk.server.send_text(reader, "ماذا قال كيري؟")
    first = desk.answer_to(asked)
    desk.server.delete(first)
    second = desk.answer_to(desk.server.send_text(reader, LAVROV, edit=asked))
    assert second.message_id > first.message_id


def test_an_edit_that_is_no_question_is_left_alone(desk: Desk, reader: User) -> None:
    """Who corrects a command, or a message that was never answered, gets no second answer."""
    asked = desk.server.send_text(reader, "/weather")
    desk.answer_to(asked)
    desk.answer_to(desk.server.send_text(reader, LAVROV, edit=asked))
    assert desk.said_to(reader) == [ARABIC.unknown_command]


def test_a_follow_up_outlives_a_restart(desk: Desk, reader: User) -> None:
    """Another bot over the same archive leans on the question before; after /new it leans on nothing."""
    desk.tell(reader, LAVROV)
    leaning = desk.retriever.ask(FOLLOW_UP, history=[LAVROV])
    assert leaning.citations != desk.retriever.ask(FOLLOW_UP).citations
    with Desk(desk.server, desk._url) as another:
        shown = another.tell(reader, FOLLOW_UP)
        assert parts(shown, "blockquote") == [one.text for one in leaning.citations[:3]]
        another.tell(reader, "/new")
        alone = another.tell(reader, FOLLOW_UP)
    assert parts(alone, "blockquote") == [one.text for one in desk.retriever.ask(FOLLOW_UP).citations[:3]]


def test_nobody_leans_on_what_another_reader_asked(desk: Desk, reader: User) -> None:
    """In a group each reader has a talk of their own."""
    group = desk.server.add_group()
    other = desk.server.add_user("رنا", language_code="ar")
    desk.tell(reader, f"@isnad_test_bot {LAVROV}", chat=group)
    shown = desk.tell(other, f"@isnad_test_bot {FOLLOW_UP}", chat=group)
    assert parts(shown, "blockquote") == [one.text for one in desk.retriever.ask(FOLLOW_UP).citations[:3]]


def test_votes_are_exported_as_questions(desk: Desk, reader: User, tmp_path: pytest.TempPathFactory) -> None:
    """A good vote is a line of a question file with what was shown as its gold; a bad one waits for somebody's look."""
    shown = desk.tell(reader, LAVROV)
    for label in ("👎", "👍"):
        update = desk.server.press(reader, shown, next(d for r in shown.buttons for s, d in r if s == label and d))
        assert desk.handle(update) is None
        assert desk.server.wait_for_query_answer(update).params["text"] == ARABIC.vote_noted
    nothing = desk.tell(reader, "ما سعر البطيخ في اليابان؟")
    desk.press(reader, nothing, "👎")
    mine = [one for one in desk.readers.votes() if one.question in {LAVROV, "ما سعر البطيخ في اليابان؟"}][-2:]
    written = io.StringIO()
    write_votes(tuple(mine), written)
    good, bad = (json.loads(line) for line in written.getvalue().splitlines())
    assert (good["vote"], good["answerable"], bad["vote"], bad["answerable"]) == ("good", True, "bad", None)
    file = tmp_path / "votes.jsonl"  # type: ignore[operator]
    file.write_text(written.getvalue(), encoding="utf-8")
    question = read_questions(file)[0]
    best = desk.retriever.ask(LAVROV).citations[:3]
    assert all(gold.is_cited_by(one) for gold, one in zip(question.gold, best, strict=True))
    assert str(reader.id) not in written.getvalue()


def test_an_answer_is_taken_along_as_a_file(desk: Desk, reader: User) -> None:
    """The file quotes each excerpt verbatim, and names where it comes from."""
    shown = desk.tell(reader, LAVROV)
    sent = desk.press(reader, shown, "📝")
    assert sent.document is not None
    assert re.fullmatch(r"isnad-\d{4}-\d\d-\d\d-\d+\.md", sent.document.filename)
    text = re.sub(r"\\(.)", r"\1", sent.document.content.decode())
    for one in desk.retriever.ask(LAVROV, limit=15).citations:
        assert one.text in text
        assert one.document in text
    assert sent.text == ARABIC.note_caption


@pytest.mark.skipif(not is_available(), reason="fpdf2, uharfbuzz or the font Amiri are not installed")
def test_an_answer_is_taken_along_printed(desk: Desk, reader: User) -> None:
    """Where the libraries are installed, a second button sends a PDF file."""
    sent = desk.press(reader, desk.tell(reader, LAVROV), "📝 PDF")
    assert sent.document is not None
    assert sent.document.filename.endswith(".pdf")
    assert sent.document.content.startswith(b"%PDF-")


def test_what_was_no_question_has_no_buttons(desk: Desk, reader: User) -> None:
    """Emoji cannot be judged, and nobody leans on them."""
    shown = desk.tell(reader, "🤔")
    assert plain(shown) == ARABIC.unanswered[Reason.EMPTY_QUESTION]
    assert not shown.buttons


def test_english_answers_have_english_buttons(desk: Desk, reader: User) -> None:
    """The buttons speak the language of the question, from left to right."""
    shown = desk.tell(reader, "What did Lavrov say about Nusra?")
    assert labels(shown)[:3] == ["🔍 1", "🔍 2", "🔍 3"]
    assert ENGLISH.more_results in labels(shown)
