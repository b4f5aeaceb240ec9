"""Who said what, from small documents written for these tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.morphology import Morphology
from retrieval.corpus import parse_document
from retrieval.model import Certainty, Dating, Document, DocumentId, Quotation, QuotationKind, RawDocument
from retrieval.quotation import QuotationExtractor
from tests.conftest import CORPUS

CASES = Path(__file__).with_name("cases.tsv")
INFORMED_CASES = Path(__file__).with_name("informed.tsv")
PIECES = (
    *("قال سليم حداد إن", "وأضاف أن", "بحسب", "وفق ما ذكرت", "مؤكدا أن", "إعلان", "نقلت", "عن", "قوله", "الوزير"),
    *("وزير الصحة اللبناني", "سليم حداد", "الذي", "أن", "إنه", ":", '"', "«", "»", "“", "”", "(", ")", "،", ".", "\n"),
    *("كما", "لكن", "اتهم", "بأنه", "على حد قوله", "وصف", "دعا", "إلى", "هذا", "المصدر", "نظيره", "محاميها", "12"),
    *("BBC", "بي بي سي", "#", "و", "ل", "ـ"),
)

extractor = QuotationExtractor()


def read(text: str, published: date | None = None) -> Document:
    """Parse a text that was published on a day."""
    raw = RawDocument(DocumentId("test"), text, published=published.isoformat() if published else None)
    return parse_document(raw)


def extract(text: str, published: date | None = None) -> tuple[Quotation, ...]:
    """Extract without a morphology."""
    return extractor.extract(read(text, published))


def speakers(text: str, published: date | None = None) -> list[str | None]:
    """Name the speakers of a text in the order of their words."""
    return [quotation.speaker for quotation in extract(text, published)]


def cases(table: Path = CASES) -> list[tuple[str, ...]]:
    """Read a table of attributions; there must be some."""
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    assert rows
    return rows


@pytest.mark.parametrize(("shows", "text", "speaker", "words", "kind"), cases())
def test_each_kind_of_attribution_is_found(shows: str, text: str, speaker: str, words: str, kind: str) -> None:
    """Every row of the table is found with its speaker, its exact words and how they are given."""
    found = [(q.speaker, q.text, q.kind) for q in extract(text.replace("¶", "\n"))]
    assert (speaker, words, QuotationKind(kind)) in found, shows


@pytest.mark.morphology
def test_the_table_holds_with_a_morphology(morphology: Morphology) -> None:
    """A morphology takes nothing away from what the rules find alone."""
    informed = QuotationExtractor(morphology)
    for shows, text, speaker, words, kind in (*cases(), *cases(INFORMED_CASES)):
        found = [(q.speaker, q.text, q.kind) for q in informed.extract(read(text.replace("¶", "\n")))]
        assert (speaker, words, QuotationKind(kind)) in found, shows


@pytest.mark.parametrize(
    "text",
    [
        "ولم يؤكد سليم حداد أن الطريق مفتوح.",
        "يذكر أن الطريق مفتوح منذ الصباح.",
        "يمكن أن يقول الناس إن الطريق مفتوح.",
        "وصل تنظيم «القمر» إلى المدينة.",
        "وعثر على لوحة كتب عليها أن الطريق مغلق.",
        "وسارت الأعمال وفقا للقانون الجديد.",
        "لو قال سليم حداد إن الطريق مفتوح لصدقه الناس.",
        "هل قال سليم حداد إن الطريق مفتوح؟",
        "تخيلوا لو أن سليم حداد قال إن الطريق مفتوح.",
        "وكأن سليم حداد يقول إن الطريق مفتوح.",
        "ولا أحد يقول إن الطريق مفتوح.",
        "وما قال سليم حداد إن الطريق مفتوح قط.",
        "وطلب المسؤول عدم ذكر اسمه.",
        "قال سليم حداد: «».",
        "إذا أعلن سليم حداد أن الطريق مغلق فلن يصل أحد.",
        "قد يقول سليم حداد إن الطريق مغلق.",
        "سيقول سليم حداد إن الطريق مغلق.",
        "رفض سليم حداد القول إن الطريق مفتوح.",
        "وارتفعت الأسعار، وهو ما يؤكد أن الأزمة مستمرة.",
        "وارتفعت الأسعار، الأمر الذي يشير إلى أن الأزمة مستمرة.",
        "وتقدر قيمة المصنع بمليون دولار.",
        "وتعتبر المدينة مركزا للتجارة.",
        "الخطوة تؤكد أن الأزمة مستمرة.",
        "",
        "   ",
    ],
)
def test_what_nobody_says_is_no_quotation(text: str) -> None:
    """Negated, impersonal, supposed, asked and future cues, names in quote marks, laws and evidence credit nobody."""
    assert extract(text) == ()


def test_a_denied_report_is_the_denier_s() -> None:
    """Of «نفت أن يكون … قد قال» only the denial is reported."""
    assert speakers("نفت وزارة الصحة أن يكون سليم حداد قد قال إن الطريق مفتوح.") == ["وزارة الصحة"]


def test_a_quote_goes_on_over_paragraphs() -> None:
    """A mark that is closed paragraphs later holds all of them; one that never is holds its own paragraph."""
    quote = "لن ننتظر أكثر من ذلك.\nسنبدأ غدا.\nهذا وعد"
    assert [q.text for q in extract(f"وقال سليم حداد: «{quote}».\nوصل الوفد.")] == [quote]
    assert [q.text for q in extract(f"وقال سليم حداد: «{quote}.\nوصل الوفد.")] == ["لن ننتظر أكثر من ذلك"]


def test_an_opinion_within_reported_words_is_no_report_of_its_own() -> None:
    """What somebody expects, as another one says, is part of what is said."""
    text = "قالت وزارة الصحة إن الحكومة تتوقع أن يفتح المصنع."
    assert [(q.speaker, q.text) for q in extract(text)] == [("وزارة الصحة", "الحكومة تتوقع أن يفتح المصنع")]


def test_a_relay_is_not_credited() -> None:
    """An agency that passes a minister's words on is not their speaker."""
    text = "قال وزير الصحة اللبناني سليم حداد إن الطريق مفتوح، وفق وكالة الأنباء اللبنانية."
    assert speakers(text) == ["سليم حداد"]


def test_words_passed_on_twice_are_their_source_s() -> None:
    """Of an agency that quotes an official, the official is the speaker."""
    text = "الطريق مفتوح منذ الصباح، حسبما ذكرت وكالة الأنباء نقلا عن مسؤول محلي."
    assert speakers(text) == ["مسؤول محلي"]


def test_who_cannot_be_resolved_is_nobody() -> None:
    """A verb without subject and without anybody before it has no speaker."""
    assert speakers('وقال: "الطريق مفتوح منذ الصباح".') == [None]


def test_an_elided_subject_never_means_somebody_of_the_other_gender() -> None:
    """After a man, a feminine verb means nobody rather than him."""
    text = "وصل الوزير سليم حداد. وقال سليم حداد إن الطريق مفتوح. وأضافت أن السد سليم."
    assert speakers(text)[-1] is None


@pytest.mark.parametrize(
    "text",
    [
        "وأضافت أن السد سليم.",
        'وذكر "القمر الجديد"، وهو موقع محلي، أن السد سليم.',
    ],
)
def test_nobody_is_credited_by_guess(text: str) -> None:
    """What a sentence leaves open stays open, whoever spoke before: gender, quote marks."""
    assert speakers(f"وقال سليم نصار إن الطريق مفتوح. {text}")[1] is None


@pytest.mark.parametrize("text", ["وعثر على سلاح وصف بأنه خطير.", "وجاء القرار بعد ترحيب سليم حداد بالاتفاق."])
def test_passives_and_adjuncts_are_no_cues(text: str) -> None:
    """A passive has nobody who speaks, and «بعد ترحيب …» only says when."""
    assert extract(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "قال سليم حداد إن الطريق مفتوح. وأكد كمال حداد أن السد سليم. وأضاف حداد أن الحل قريب.",
        "قال سليم بوتين إن الطريق مفتوح. وأكد فلاديمير بوتين أن السد سليم. وأضاف بوتين أن الحل قريب.",
        "التقى وزير الصحة التركي سليم حداد وزير الصحة العراقي سامي نصار. وقال وزير الصحة إن الحل قريب.",
        "التقى سليم حداد وسامي نصار في صور. وقال إن الحل قريب.",
        "وبحسب رأي الخبراء فإن الحل قريب.",
        "التقت المستشارة مريم نصار الرئيس التونسي، مؤكدا أن الحل قريب.",
    ],
)
def test_nobody_is_credited_where_two_may_be_meant(text: str) -> None:
    """A shared family name, an office of two, two subjects: no one is named."""
    assert speakers(text, date(2018, 6, 1))[-1] is None


def test_names_that_differ_by_a_letter_stay_apart() -> None:
    """كيري and كيربي are two people."""
    text = "قال جون كيري إن الهدنة قريبة. وقال جون كيربي إن الهدنة بعيدة. وأكد كيري أن الهدنة ضرورية."
    assert speakers(text) == ["جون كيري", "جون كيربي", "جون كيري"]


def test_two_ministers_are_told_apart_by_their_countries() -> None:
    """«الوزير الروسي» and «الوزير الأميركي» are resolved in the document."""
    text = (
        "التقى وزير الخارجية الروسي سيرغي لافروف وزير الخارجية الأميركي جون كيري. "
        "وقال الوزير الروسي إن الهدنة قريبة. وقال الوزير الأميركي إن الهدنة بعيدة."
    )
    assert speakers(text) == ["سيرغي لافروف", "جون كيري"]


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2016, 7, 27), "جون كيري"), (date(2018, 9, 1), "مايك بومبيو"), (None, "وزير الخارجية الأميركي")],
)
def test_an_office_without_name_is_resolved_by_date(day: date | None, name: str) -> None:
    """Who is minister depends on when the document was published; without a date the office itself is named."""
    assert speakers("وقال وزير الخارجية الأميركي إن الهدنة قريبة.", day) == [name]


@pytest.mark.parametrize("spelling", ["سيرجي لافروف", "لافروف", "سيرغي لافروف"])
def test_spellings_of_a_known_name_are_one(spelling: str) -> None:
    """Across documents a person has one full name."""
    assert speakers(f"وقال {spelling} إن الهدنة قريبة.") == ["سيرغي لافروف"]


def test_a_title_s_speaker_stands_before_the_colon() -> None:
    """«لافروف: …» in a headline is a direct quotation."""
    document = read((CORPUS / "001_2ce5e8b8b579aa54.txt").read_text(encoding="utf-8"))
    titled = {q.text: q.speaker for q in extractor.extract(document) if q.cue == ":"}
    assert titled["الأزمة السورية لا يمكن تسويتها بوسائل عسكرية"] == "جون كيري"


def test_nested_quotations_stand_beside_those_that_hold_them() -> None:
    """The words that a speaker reports are also their own speaker's."""
    text = "قال سليم حداد إن الأطباء أكدوا أن الدواء مفيد."
    assert [(q.speaker, q.text) for q in extract(text)] == [
        ("سليم حداد", "الأطباء أكدوا أن الدواء مفيد"),
        ("الأطباء", "الدواء مفيد"),
    ]


def test_mention_and_cue_point_at_their_words() -> None:
    """What names the speaker and what attributes are spans of the document."""
    text = "وأعلن وزير الصحة اللبناني سليم حداد أن الطريق مفتوح."
    (found,) = extract(text)
    assert found.mention == "وزير الصحة اللبناني سليم حداد"
    assert found.mention_span is not None
    assert found.mention_span.of(text) == found.mention
    assert found.cue_span is not None
    assert found.cue_span.of(text) == found.cue == "وأعلن"


def test_a_quote_may_go_on_in_the_next_paragraph() -> None:
    """A quote whose paragraphs each start with a mark ends with the last one's closing mark."""
    text = 'وقال سليم حداد: "الطريق مفتوح منذ الصباح.\n"والسد سليم أيضا كما ترون".\nوصل الوفد مساء.'
    (found,) = extract(text)
    assert found.text.startswith("الطريق مفتوح")
    assert found.text.endswith("كما ترون")


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_every_quotation_is_a_span_of_its_document(text: str) -> None:
    """Whatever the text, quotations slice back to their words, in order, inside the document."""
    document = read(text)
    found = extractor.extract(document)
    for quotation in found:
        assert quotation.text == document.text[quotation.start : quotation.end]
        assert quotation.text.strip()
        for span, words in ((quotation.cue_span, quotation.cue), (quotation.mention_span, quotation.mention)):
            assert (span.of(document.text) if span else None) == words
    assert [q.start for q in found] == sorted(q.start for q in found)


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    """No text raises."""
    document = read(text)
    assert all(q.text == document.text[q.start : q.end] for q in extractor.extract(document))


@pytest.mark.parametrize(
    "piece",
    ['"', "« ", "(", '" و', "قال إن ", "وقال سليم حداد إن ", "بحسب الوزير ", "قال: ", "سليم ", "الوزير الذي ", "، "],
)
def test_long_runs_of_marks_and_cues_are_read(piece: str) -> None:
    """A run of five thousand marks, brackets, cues or names ends in time, and its spans are right."""
    document = read(piece * 5_000)
    assert all(q.text == document.text[q.start : q.end] for q in extractor.extract(document))


def test_a_date_range_counts_from_its_end() -> None:
    """A document that is dated by a range is taken for one of its last day."""
    document = read("وقال وزير الخارجية الأميركي إن الهدنة قريبة.")
    published = Dating(date(2016, 1, 1), date(2016, 7, 31), Certainty.STATED)
    dated = replace(document, published=published)
    assert [q.speaker for q in extractor.extract(dated)] == ["جون كيري"]


@pytest.mark.parametrize(
    ("day", "verb", "name"),
    [
        (date(2016, 3, 1), "وقالت", "هيلاري كلينتون"),
        (date(2016, 3, 1), "وقال", "كلينتون"),
        (date(1996, 3, 1), "وقال", "بيل كلينتون"),
    ],
)
def test_a_family_name_alone_is_completed_only_where_it_fits(day: date, verb: str, name: str) -> None:
    """Of a known family, who is meant must fit the verb's gender and the date; otherwise the name stays as it is."""
    assert speakers(f"{verb} كلينتون إن الطريق مفتوح.", day) in ([name], ["كلينتون"])
    assert speakers("وقالت كارتر إن الطريق مفتوح.", date(2016, 3, 1)) == ["كارتر"]


def test_two_of_one_family_are_told_apart_by_the_verb() -> None:
    """A feminine verb before a family name never means the man."""
    text = "وصل سعد الحريري مع ليلى الحريري. وقالت الحريري إن الطريق مفتوح. وقال الحريري إن السد سليم."
    assert speakers(text) == ["ليلى الحريري", "سعد الحريري"]


def test_an_office_alone_needs_a_country_that_the_document_names() -> None:
    """«الأمين العام» is the one of the league that the document speaks of."""
    text = "تجتمع جامعة الدول العربية غدا. وقال الأمين العام لجامعة الدول العربية إن الطريق مفتوح."
    assert speakers(text, date(2018, 3, 1)) == ["أحمد أبو الغيط"]
    assert speakers("وقال الوزير الروسي إن الطريق مفتوح.", date(2018, 3, 1)) == ["الوزير الروسي"]


def test_the_verb_teaches_the_gender_of_an_unknown_name() -> None:
    """After a feminine verb with its subject, one without means her, and a masculine one does not."""
    text = "وقالت كرم داغر إن الطريق مفتوح. وأضافت أن السد سليم. وأضاف أن الماء قليل."
    assert speakers(text) == ["كرم داغر", "كرم داغر", None]


NAMES = (
    "سليم",
    "حداد",
    "سليم حداد",
    "أوزتورك",
    "لأوزتورك",
    "بن",
    "أبو",
    "ال",
    "دي",
    "و",
    "ب",
    "ل",
    "#",
    "_",
    "-",
    "ـ",
    "قال",
)


@given(
    st.lists(
        st.sampled_from((*NAMES, "قالت", "الوزير", "أن", "،", ".", "هيلاري", "كلينتون", "#سليم_حداد")), max_size=40
    )
)
def test_any_run_of_names_is_read(words: list[str]) -> None:
    """Names, clitics and particles in any order raise nothing."""
    for text in (" ".join(words), "".join(words)):
        assert all(q.text == text[q.start : q.end] for q in extractor.extract(read(text)))
