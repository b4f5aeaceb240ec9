"""Tests of the halves of questions without an answer, over the five articles and over records."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from retrieval import Half, Reason, Retriever
from retrieval.evaluation.answers import read_questions
from retrieval.halves import LONGEST_OFFER, without_time
from retrieval.question.dates import read_periods

UNANSWERABLE = (
    "ماذا قال لافروف عن اليمن؟",
    "What did Lavrov say about Yemen?",
    "What did Churchill say about bitcoin?",
    "When did Lavrov visit Yemen?",
    "ماذا قالت الأمم المتحدة عن بوتين في أبريل 2015؟",
    "ما سعر البيتكوين في اليمن؟",
    "بطاريق تتزلج؟",
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """An archive in which two women and a man are quoted, each on things of their own."""
    texts = {
        "port": 'قالت الوزيرة سلمى حداد إن "الميناء سيفتح أبوابه في الربيع المقبل". '
        'وأضافت سلمى حداد أن "توسعة الميناء تحتاج إلى أرصفة جديدة".',
        "school": 'قال المدير كمال درويش إن "المدرسة تستقبل مئة تلميذ". وأكد كمال درويش أن "المدرسة بلا مكتبة".',
        "snow": "غطى الثلج قمم الجبال في الشمال، وأغلق الثلج الطريق الساحلي يومين كاملين.",
        "bread": 'قالت الخبيرة ليلى نصار إن "سعر الخبز ارتفع كثيرا هذا العام".',
    }
    folder = tmp_path_factory.mktemp("harbour")
    path = folder / "records.jsonl"
    lines = [json.dumps({"id": name, "text": text, "published": "2018-03-05"}) for name, text in texts.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    with Retriever.open(f"sqlite:///{folder}/a.db", create=True) as opened:
        opened.ingest([path])
        yield opened


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_is_offered_is_answered(retriever: Retriever, question: str) -> None:
    """The offered question has an answer, asked alone and behind the question that had none."""
    found = retriever.ask(question).found
    assert found is not None
    if found.question is not None:
        assert len(found.question) <= LONGEST_OFFER
        assert retriever.ask(found.question).answerable
        assert retriever.ask(found.question, history=[question]) == retriever.ask(found.question)


def test_of_the_gold_every_offer_is_answered(retriever: Retriever) -> None:
    """Whatever question of the gold stays without an answer, what is offered instead has one; some have an offer."""
    answers = [retriever.ask(question.text) for question in read_questions()]
    assert all(answer.found is None for answer in answers if answer.answerable)
    offered = [a.found.question for a in answers if a.found is not None and a.found.question is not None]
    assert offered
    assert all(retriever.ask(question).answerable for question in offered)


def test_what_is_not_answered_is_not_offered(harbour: Retriever) -> None:
    """A name of which nobody speaks leads to a question without an answer, which is kept back."""
    found = harbour.ask("What was the price of the ticket to Moscow for Vladimir Putin?").found
    assert found is not None
    assert found.question is None


def test_names_are_those_of_the_archive(retriever: Retriever) -> None:
    """Nobody is named as quoted whom the archive does not list, and the number is that of the statements."""
    known = {speaker.name: speaker.quotations for speaker in retriever.speakers()}
    for question in UNANSWERABLE:
        found = retriever.ask(question).found
        assert found is not None
        assert all(known[one.speaker] == one.statements for one in found.quoted)
        assert set(found.others) <= set(known)


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("What did Lavrov say about Yemen?", "What did Sergey Lavrov say?"),
        ("ماذا قال لافروف عن اليمن؟", "ماذا قال سيرغي لافروف؟"),
    ],
)
def test_a_speaker_who_is_quoted_on_other_things(retriever: Retriever, question: str, offer: str) -> None:
    """The speaker's half is told with the number of statements, and the speaker's words are offered."""
    found = retriever.ask(question).found
    assert found is not None
    assert found.halves == (Half.NOT_ON_TOPIC, Half.NOTHING)
    assert [one.speaker for one in found.quoted] == ["سيرغي لافروف"]
    assert found.question == offer


def test_a_topic_that_others_speak_of(harbour: Retriever) -> None:
    """Who is quoted on the topic is named, and asked after with the verb of a woman."""
    answer = harbour.ask("ماذا قال كمال درويش عن توسعة الميناء؟")
    assert answer.reason is Reason.SPEAKER_NOT_QUOTED
    assert answer.found is not None
    assert answer.found.halves == (Half.NOT_ON_TOPIC, Half.OTHERS)
    assert answer.found.others == ("سلمى حداد",)
    assert answer.found.question == "ماذا قالت سلمى حداد عن توسعة الميناء؟"


def test_a_topic_of_which_only_the_writer_tells(harbour: Retriever) -> None:
    """Where nobody is quoted on the topic, the document that tells of it is named."""
    found = harbour.ask("ماذا قال كمال درويش عن الثلج؟").found
    assert found is not None
    assert (found.halves, found.document, found.others) == ((Half.NOT_ON_TOPIC, Half.TOLD), "snow", ())


def test_neither_half(retriever: Retriever) -> None:
    """Of an unknown speaker on an unknown topic there is nothing, and nothing is offered."""
    found = retriever.ask("What did Churchill say about bitcoin?").found
    assert found is not None
    assert (found.halves, found.question) == ((Half.UNKNOWN, Half.NOTHING), None)


def test_the_time_is_a_half(harbour: Retriever) -> None:
    """What was said, but not then, is offered without the time, in the reader's own words."""
    question = "ماذا قالت سلمى حداد عن الميناء في عام 1990؟"
    found = harbour.ask(question).found
    assert found is not None
    assert found.halves == (Half.QUOTED, Half.UNTIMELY)
    assert found.question == "ماذا قالت سلمى حداد عن الميناء؟"
    assert harbour.ask(found.question, history=[question]).answerable


def test_filters_stay_in_the_offer(retriever: Retriever) -> None:
    """The offered question is asked of the same documents."""
    found = retriever.ask("What did Lavrov say about Yemen? from:2016-07").found
    assert found is not None
    assert found.question == "What did Sergey Lavrov say? from:2016-07"
    documents = {citation.document for citation in retriever.ask(found.question).citations}
    assert documents == {"001_2ce5e8b8b579aa54.txt"}


@pytest.mark.parametrize("question", ["", "كلمة " * 2000, "ماذا قال لافروف عن النصرة؟", "ما الجديد؟ from:2001 to:2002"])
def test_what_has_no_halves(retriever: Retriever, question: str) -> None:
    """What is answered, cannot be asked, or may be answered by no document, is not looked into."""
    assert retriever.ask(question).found is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("What did Lavrov say about aid in July 2016?", "What did Lavrov say about aid?"),
        ("ماذا قال لافروف في تموز 2016 عن الهدنة؟", "ماذا قال لافروف عن الهدنة؟"),
        ("In 2016, what did Lavrov say?", "what did Lavrov say?"),
    ],
)
def test_time_is_cut_out(text: str, rest: str) -> None:
    """The words of time go, and so does the space before a closing mark."""
    assert without_time(text, read_periods(text)) == rest
