"""Where do sentences begin and end?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.segmentation import MAX_SENTENCE, pair_quotes, segment
from retrieval.model import Span


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in segment(text, Span(0, len(text)))]


ENDS = [
    ("وصل الوفد. وبدأت الجلسة!", 2),
    ("هل وصل الوفد؟ نعم. متى? أمس.", 4),
    ("وصل الوفد، وبدأت الجلسة؛ ثم رُفعت: انتهى اليوم.", 1),
    ("وصل الوفد.وبدأت الجلسة.", 2),
    ("وصل الوفد\u200f. وبدأت الجلسة.", 2),
    ("لا تعليق", 1),
]

STAYS = [
    "ارتفعت الأسعار 3.5 في المئة و٢.٧ في المئة.",
    "قال د. سامر إن أ. ب. حداد سيصل، ومعه م. علي.",
    "أعلنت بي.بي.سي الخبر، ونقلته أ.ف.ب عن مصدر.",
    "حكم على سلمى.ك بالسجن عاما.",
    "زار وفد من U.S. Steel المصنع.",
    "قال Mr. Brown إنه باق.",
    "النص كامل على www.example.org/a.html أو info@example.org لمن يريد.",
    "بدأت الجلسة عند 11:30 وانتهت 14.45 بلا قرار.",
    "1. تفتح الأبواب غدا",
    "سنعمل.. ثم نرى… وبعدها نقرر... ربما.",
    "«هل نرحل؟» سأل الوزير.",
    "حضر الجميع (!) بلا دعوة.",
    'رد قائلا: "متى؟"، ثم خرج.',
]

QUOTES = [
    ("قال «لن نرحل. سنبقى هنا. هذا وطننا» وغادر. ثم عاد.", 2),
    ('قال: "لن نرحل. سنبقى هنا". وأضاف أنه متفائل.', 2),
    ('قال: "لن نرحل. سنبقى هنا." وأضاف أنه متفائل.', 2),
    ('قال: " لن نرحل. سنبقى هنا ". وأضاف أنه متفائل.', 2),
    ("قال: (لن نرحل. سنبقى هنا). وأضاف أنه متفائل.", 2),
    ("قال: “لن نرحل. سنبقى هنا”. وأضاف أنه متفائل.", 2),
    ("قال: ”لن نرحل. سنبقى هنا”. وأضاف أنه متفائل.", 2),
    ("وقال»لن نرحل. سنبقى هنا». وأضاف أنه متفائل.", 2),
    ("قال »لن نرحل. سنبقى هنا« وأضاف. ثم خرج.", 2),
    ("قال «إن تنظيم «الفجر» انتهى. ولن يعود». وأضاف أنه متفائل.", 2),
    ("قال «سننتصر. ولن نرحل ثم عاد. وانتهى الأمر.", 3),
    ("قال (إن (الفجر) و(النور) انتهيا. ثم عاد. وانتهى الأمر.", 3),
    ('قال "سننتصر. ثم عاد. وقال "نعم. لا" وخرج.', 3),
    ("لتنظيمي «الفجر» والنور» بيان. ثم خرج.", 2),
]


@pytest.mark.parametrize(("text", "count"), ENDS)
def test_sentences_end_at_stops(text: str, count: int) -> None:
    """Full stops, question and exclamation marks end a sentence; commas, semicolons and colons do not."""
    assert len(_sentences(text)) == count


@pytest.mark.parametrize("text", STAYS)
def test_points_that_end_nothing(text: str) -> None:
    """Points of numbers, initials, addresses, times and pauses leave a sentence whole."""
    assert _sentences(text) == [text]


@pytest.mark.parametrize(("text", "count"), QUOTES)
def test_closed_quotes_stay_whole(text: str, count: int) -> None:
    """A closed quote stays in its sentence, whichever way its marks are turned; an unclosed one holds nothing."""
    assert len(_sentences(text)) == count


@pytest.mark.parametrize("closing", ['."', '".', ".»", "».", ".)", ").", '. "'])
def test_closing_marks_belong_to_the_sentence(closing: str) -> None:
    """A closing mark on either side of the full stop ends its own sentence and does not begin the next."""
    opening = {'"': '"', "»": "«", ")": "("}[closing.strip(". ")]
    text = f"قال {opening}نعم{closing} ثم خرج."
    assert _sentences(text) == [f"قال {opening}نعم{closing}", "ثم خرج."]


def test_long_quotes_are_cut() -> None:
    """A quote of many sentences is cut at its full stops."""
    text = "قال «" + "هذه جملة طويلة من خطاب لا ينتهي. " * 40 + "»"
    assert len(_sentences(text)) == 40


def test_marks_alone_are_no_sentence() -> None:
    """Marks after the last word stay with it."""
    assert _sentences('انتهى الخبر. ... !! " ) .') == ['انتهى الخبر. ... !! " ) .']


def test_text_without_stops_is_cut_at_pauses() -> None:
    """What no writer would call a sentence is cut at a comma, so that a citation stays short."""
    text = "كلمة وكلمة وكلمة، " * 300
    sentences = _sentences(text)
    assert all(len(sentence) <= MAX_SENTENCE and sentence.endswith("،") for sentence in sentences)


def test_pairs_are_found_by_family() -> None:
    """Marks pair with marks of their family, nested ones too; one left open pairs with none."""
    text = 'أ (ب «ج» [د) "هـ'
    assert [span.of(text) for span in pair_quotes(text)] == ["(ب «ج» [د)", "«ج»"]


HOSTILE = st.text(st.sampled_from('«»“”"()[].!؟…، \nأبج12ax'), max_size=300)


@given(st.one_of(HOSTILE, st.text(max_size=200)), st.integers(0, 5))
def test_nothing_is_lost(text: str, start: int) -> None:
    """Sentences are sorted, disjoint, trimmed and not empty, and hold every character that is not white space."""
    paragraph = Span(min(start, len(text)), len(text))
    spans = segment(text, paragraph)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" and paragraph.contains(span) for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans).replace("\ufeff", "") == "".join(
        paragraph.of(text).split()
    ).replace("\ufeff", "")


@given(HOSTILE)
def test_pairs_point_at_marks(text: str) -> None:
    """Every pair begins and ends at a mark, and pairs are sorted."""
    pairs = pair_quotes(text)
    assert list(pairs) == sorted(pairs)
    assert all(text[pair.start] in '«»“”"([' and text[pair.end - 1] in '«»“”")]' for pair in pairs)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("run", ['"', '("«“', ". ", "«ا. ", '!"', "»a ", "ا.", " ."])
def test_hostile_runs_end(run: str) -> None:
    """Hundreds of thousands of marks in a row are read once, not once for each mark."""
    text = run * (200_000 // len(run))
    assert sum(len(sentence) for sentence in _sentences(text)) > 0
