"""What is being asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.analyzer import Analyzer, build_analyzer, vocabulary_of
from retrieval.model import Concept, DocumentId, Language, Question, QuestionKind, Quotation, QuotationKind
from retrieval.question import Directory, Knowledge, QuestionParser
from tests.retrieval.catalogues import analyzer_of, catalogue_of, names_of

TEXTS = (
    "قال وزير الخارجية الروسي سيرغي لافروف إن محادثات جنيف حول سوريا ستستأنف",
    "أعلن جون كيري أن واشنطن وموسكو اتفقتا على محاربة داعش وجبهة النصرة",
    "المبعوث الأممي ستيفان دي ميستورا والمتحدث جون كيربي",
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    """The analyzer of a small archive, without lemmas."""
    return build_analyzer(vocabulary_of(TEXTS))


@pytest.fixture(scope="module")
def parser(analyzer: Analyzer) -> QuestionParser:
    """A parser for the small archive."""
    return QuestionParser(analyzer)


def names(analyzer: Analyzer, concept: Concept | None, name: str) -> bool:
    """Tell whether a concept can be said by a name."""
    return concept is not None and concept.held_by(analyzer.terms(name)) > 0


def topics(analyzer: Analyzer, question: Question, word: str) -> bool:
    """Tell whether a question asks about a word."""
    return any(concept.held_by(analyzer.terms(word)) for concept in question.topic)


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("ماذا قال لافروف عن جبهة النصرة؟", "سيرغي لافروف", "النصرة"),
        ("شو قال كيري عن داعش", "جون كيري", "داعش"),
        ("ما رأي لافروف في المحادثات؟", "لافروف", "محادثات"),
        ("هل قال المبعوث الأممي إن المحادثات ستستأنف؟", "المبعوث الأممي", "محادثات"),
        ("ماذا صرح وزير الخارجية الروسي سيرغي لافروف عن سوريا", "لافروف", "سورية"),
        ("What did Lavrov say about al-Nusra?", "سيرغي لافروف", "جبهة النصرة"),
        ("what did Lavrof say about Daesh", "لافروف", "داعش"),
        ("Did John Kerry say that Washington and Moscow agreed?", "كيري", "واشنطن"),
        ("What is de Mistura's view of the talks?", "دي ميستورا", "محادثات"),
    ],
)
def test_speaker_and_topic(analyzer: Analyzer, parser: QuestionParser, text: str, speaker: str, topic: str) -> None:
    """Who should have said it and on what are told apart, in both languages."""
    question = parser.parse(text)
    assert question.kind is QuestionKind.SAID
    assert names(analyzer, question.speaker, speaker)
    assert topics(analyzer, question, topic)
    assert not topics(analyzer, question, speaker)


def test_kerry_is_not_kirby(analyzer: Analyzer, parser: QuestionParser) -> None:
    """Two names that differ in a letter are two people, in either script."""
    for text in ("What did Kerry say about Daesh?", "ماذا قال كيري عن داعش؟"):
        assert not names(analyzer, parser.parse(text).speaker, "جون كيربي")


@pytest.mark.parametrize(
    "text", ["What did Gabriela Mistrov say about fish?", "What did the mayor Gabriella Mistrof say?"]
)
def test_a_name_that_no_table_has_is_found_by_its_sound(text: str) -> None:
    """The archive's own speakers are looked through for one whose name sounds like the Latin one."""
    said = [
        Quotation(DocumentId("a"), 0, 1, "…", speaker, None, "قال", QuotationKind.INDIRECT)
        for speaker in ("غابرييلا مستروف", "سيرغي مستروف", "سيرغي لافروف")
    ]
    catalogue = catalogue_of(TEXTS, said)
    question = QuestionParser(analyzer_of(catalogue), directory=Directory(catalogue.speakers)).parse(text)
    assert question.names_speaker
    assert question.speakers == ("غابرييلا مستروف",)


@pytest.mark.parametrize("text", ["What did Xijin Ping say?", "What did the old ruler Xijin Ping say?"])
def test_a_name_cut_in_another_way_is_found_as_a_whole(text: str) -> None:
    """Arabic and Latin divide some names at other places, and what stands before the name is none of it."""
    said = [Quotation(DocumentId("a"), 0, 1, "…", "شي جين بينغ", None, "قال", QuotationKind.INDIRECT)]
    catalogue = catalogue_of(TEXTS, said)
    question = QuestionParser(analyzer_of(catalogue), directory=Directory(catalogue.speakers)).parse(text)
    assert question.speakers == ("شي جين بينغ",)


def test_a_name_of_nobody_is_found_in_the_texts() -> None:
    """Who is not quoted may be told of: the name is looked for among the archive's words."""
    analyzer = build_analyzer(vocabulary_of(TEXTS))
    knowledge = Knowledge(names=names_of("غابرييلا", "مستروف", "لافروف"))
    question = QuestionParser(analyzer, knowledge).parse("What did Gabriela Mistrov say about fish?")
    assert question.names_speaker
    assert question.speakers == ()
    assert question.speaker is not None
    assert question.speaker.held_by({"غابرييلا", "مستروف"})
    assert not question.speaker.held_by({"غابرييلا"})


@pytest.mark.parametrize(
    "text",
    [
        "What did the people travelling with Kerry say?",
        "ماذا قال مستشارو كيري عن داعش؟",
        "What did allies of Lavrov say?",
    ],
)
def test_a_name_that_only_says_whose_is_not_the_speaker(analyzer: Analyzer, parser: QuestionParser, text: str) -> None:
    """Kerry's advisers are not Kerry: nobody is taken for the speaker because of a name beside the subject."""
    speaker = parser.parse(text).speaker
    assert not names(analyzer, speaker, "جون كيري")
    assert not names(analyzer, speaker, "سيرغي لافروف")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("متى التقى كيري ولافروف؟", QuestionKind.WHEN),
        ("وين كانت المحادثات؟", QuestionKind.WHERE),
        ("كم استغرق اللقاء؟", QuestionKind.HOW_MANY),
        ("قديش عدد القتلى", QuestionKind.HOW_MANY),
        ("ليش فشلت الهدنة؟", QuestionKind.WHY),
        ("مين قال إن الفرصة ضيقة؟", QuestionKind.WHO),
        ("When did the meeting end?", QuestionKind.WHEN),
        ("How many people were killed?", QuestionKind.HOW_MANY),
        ("Who published the document?", QuestionKind.WHO),
        ("List what intelligence they would exchange", QuestionKind.LIST),
        ("محادثات جنيف", QuestionKind.WHAT),
    ],
)
def test_kinds(parser: QuestionParser, text: str, kind: QuestionKind) -> None:
    """The question word tells what kind of answer is wanted, in standard Arabic, dialect and English."""
    assert parser.parse(text).kind is kind


def test_a_reaction_is_asked_for(parser: QuestionParser) -> None:
    """Verbs of answering tell it, in both languages, and no others."""
    asked = [
        "How did Lavrov respond to the attack?",
        "كيف رد لافروف على الهجوم؟",
        "What did Lavrov say about the attack?",
    ]
    assert [parser.parse(text).reacts for text in asked] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "language"), [("What?", Language.ENGLISH), ("ماذا؟", Language.ARABIC), ("؟", Language.ARABIC)]
)
def test_language(parser: QuestionParser, text: str, language: Language) -> None:
    """A question is in the language of its script."""
    assert parser.parse(text).language is language


def test_a_follow_up_keeps_the_speaker(analyzer: Analyzer, parser: QuestionParser) -> None:
    """What a short turn leaves out comes from the turn before."""
    question = parser.parse("وعن داعش؟", ["ماذا قال لافروف عن جبهة النصرة؟"])
    assert names(analyzer, question.speaker, "لافروف")
    assert topics(analyzer, question, "داعش")
    assert not topics(analyzer, question, "النصرة")


def test_a_follow_up_keeps_the_speaker_over_several_turns(analyzer: Analyzer, parser: QuestionParser) -> None:
    """A chain of short turns goes back to the one that named somebody."""
    question = parser.parse("And Syria?", ["What did Lavrov say about al-Nusra?", "And about Daesh?"])
    assert names(analyzer, question.speaker, "لافروف")


@pytest.mark.parametrize("turn", ["وكيري؟", "طيب وكيري؟", "And Kerry?", "What about John Kerry?"])
def test_a_follow_up_with_a_name_asks_that_person_the_same(
    analyzer: Analyzer, parser: QuestionParser, turn: str
) -> None:
    """A name alone is a new speaker on the topic before; "about" a name is a new topic."""
    question = parser.parse(turn, ["ماذا قال لافروف عن جبهة النصرة؟"])
    assert names(analyzer, question.speaker, "جون كيري")
    assert topics(analyzer, question, "النصرة")
    about = parser.parse("وعن كيري؟", ["ماذا قال لافروف عن جبهة النصرة؟"])
    assert names(analyzer, about.speaker, "لافروف")
    assert topics(analyzer, about, "جون كيري")


def test_a_long_run_of_names_is_read_at_once() -> None:
    """Each name has several spellings in the archive; their combinations are not all written out."""
    analyzer = build_analyzer(vocabulary_of(TEXTS))
    knowledge = Knowledge(names=names_of("مستروف", "مستروفا", "ماستروف", "ميستروف"))
    question = QuestionParser(analyzer, knowledge).parse(f"What did {'Mistrov ' * 200}say?")
    assert question.names_speaker


@pytest.mark.parametrize("turn", ["شكرا", "thanks", "😀"])
def test_a_turn_without_a_topic_asks_nothing(parser: QuestionParser, turn: str) -> None:
    """Thanking is no question about the speaker before."""
    question = parser.parse(turn, ["ماذا قال لافروف عن جبهة النصرة؟"])
    assert (question.speaker, question.topic) == (None, ())


@pytest.mark.parametrize("text", ["لسان", "حسب", "ماذا قال على لسان", "according", "according to"])
def test_words_that_attribute_to_nobody_are_read(parser: QuestionParser, text: str) -> None:
    """A question that ends where somebody should be named has no speaker, and is no failure."""
    assert parser.parse(text).speaker is None


def test_a_long_history_is_read_as_far_as_it_matters(parser: QuestionParser) -> None:
    """Thousands of turns are no trouble."""
    assert parser.parse("وعن داعش؟", ["وعن النصرة؟"] * 5000).speaker is None


def test_a_whole_question_takes_nothing_from_the_turns_before(analyzer: Analyzer, parser: QuestionParser) -> None:
    """A turn that asks on its own is read on its own."""
    question = parser.parse("ماذا قال كيري عن داعش؟", ["ماذا قال لافروف عن جبهة النصرة؟"])
    assert not names(analyzer, question.speaker, "لافروف")


@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_can_be_read(parser: QuestionParser, text: str, history: list[str]) -> None:
    """No string makes the parser fail, and what it reads are concepts with words."""
    question = parser.parse(text, history)
    assert all(concept.words for concept in question.topic)
