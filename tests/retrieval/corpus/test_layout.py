"""Which lines are the title, the deck, subheadings and paragraphs, and which are the site's own words?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.layout import find_blocks
from retrieval.model import BlockKind

BODY = "افتتح وزير النقل صباح اليوم الجسر الجديد فوق النهر بحضور المحافظ وعدد كبير من الأهالي."
MORE = "وقال المحافظ إن العمل استغرق عامين كاملين، وإن الكلفة بقيت دون ما كان مقررا في البداية."
TITLE = "وزير النقل يفتتح الجسر الجديد فوق النهر"


def _kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(text)) for block in find_blocks(text, title)]


def _kind_of(line: str) -> str:
    """Tell the kind of a line between two paragraphs under a title."""
    (found,) = [kind for kind, words in _kinds(f"{TITLE}\n\n{BODY}\n\n{line}\n\n{MORE}") if words == line]
    return found


FURNITURE = [
    "تابعنا على:",
    "تابعونا على فيسبوك",
    "اخر الأخبار",
    "+ -",
    ".",
    "-----",
    "مشاركة :",
    "مُشاركة",
    "اترك تعليقاً",
    "اترك رد",
    "زر الذهاب إلى الأعلى",
    "طباعة",
    "تعليقات (12)",
    "لا توجد تعليقات",
    "جميع الحقوق محفوظة لصحيفة الجسر © 2016",
    "كلمات مفتاحية: الجسر، النقل، النهر",
    "* نقلا عن صحيفة الجسر",
    "نشر في: 27/7/2016",
    "رويترز/ أ ف ب",
]

CONTENT = [
    "وطلبت الشركة من زوارها عبارة واحدة هي تابعنا على فيسبوك قبل أن تفتح الصفحة.",
    "للمزيد من المعلومات قال الوزير إن على الأهالي زيارة مكتب البلدية خلال ساعات الدوام.",
    "طباعة الصحيفة توقفت أمس، كما قال مديرها، بسبب نقص الورق في الأسواق المحلية.",
    "وفي 27/7/2016 بدأ العمل في المرحلة الثانية من الجسر الجديد بحسب المحافظ.",
    "رويترز نقلت عن الوزير قوله إن الجسر الجديد سيبقى مفتوحا أمام الجميع.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_the_site_speaks(line: str) -> None:
    """Phrases of the site, marks and dates on a line by themselves are furniture."""
    assert _kind_of(line) == "furniture"


@pytest.mark.parametrize("line", CONTENT)
def test_the_same_words_in_a_sentence_stay(line: str) -> None:
    """Phrases of the site inside a sentence are the newspaper's words."""
    assert _kind_of(line) == "paragraph"


@pytest.mark.parametrize("date", ["11:50 2016-07-27", "الأربعاء 27 تموز 2016 - 11:50", "27/7/2016"])
def test_dates_around_the_body_are_the_sites(date: str) -> None:
    """A line that is only a date is furniture over and under the body, and a subheading of a chronicle within it."""
    kinds = _kinds(f"{TITLE}\n{date}\n{BODY}\n{date}\n{MORE}\n{date}")
    assert [kind for kind, words in kinds if words == date] == ["furniture", "subheading", "furniture"]


def test_title_deck_and_subheading() -> None:
    """A title, lines under it and a short line between paragraphs are told apart."""
    text = f"{TITLE}\nالمحافظ: الكلفة بقيت دون المقرر\nالأهالي: انتظرناه طويلا\n{BODY}\nعامان من العمل\n{MORE}"
    assert [kind for kind, _ in _kinds(text)] == ["title", "deck", "deck", "paragraph", "subheading", "paragraph"]


def test_a_question_can_be_a_title() -> None:
    """A title may end in a question mark."""
    assert _kinds(f"متى يفتتح الجسر الجديد؟\n\n{BODY}")[0][0] == "title"


@pytest.mark.parametrize("text", [BODY, f"{BODY} {MORE}\nمشاركة :", f"{BODY}\n{MORE}", "الجسر الجديد"])
def test_no_title_is_made_up(text: str) -> None:
    """Text that begins with a sentence, or is a single line, has no title."""
    assert "title" not in [kind for kind, _ in _kinds(text)]


def test_a_record_may_repeat_its_title() -> None:
    """The first line is the title where it repeats the record's, in whatever spelling, and else belongs to the body."""
    assert _kinds(f"وزيرُ النقل يفتتح الجسر الجديد فوق النهر.\n{BODY}", TITLE)[0][0] == "title"
    assert [kind for kind, _ in _kinds(f"{BODY}\n{MORE}", TITLE)] == ["paragraph", "paragraph"]


def test_links_are_read_as_subheadings() -> None:
    """The label of a link is the site's, and the headline that it names can be read."""
    text = f"{TITLE}\n{BODY}\nاقرأ أيضا: الأهالي: انتظرناه طويلا\n{MORE}"
    assert _kinds(text)[2:4] == [("furniture", "اقرأ أيضا:"), ("subheading", "الأهالي: انتظرناه طويلا")]


def test_lists_of_links_end_at_a_paragraph() -> None:
    """Headlines under a bare label are links, up to the next paragraph."""
    text = f"{TITLE}\n{BODY}\nمواضيع ذات صلة\nمتى يفتتح الجسر؟\nالمحافظ يستقبل الأهالي\n{MORE}"
    assert [kind for kind, _ in _kinds(text)[2:]] == ["furniture", "subheading", "subheading", "paragraph"]


def test_list_items_are_no_subheadings() -> None:
    """Short lines after a colon, beside each other or with a bullet belong to the body."""
    text = f"{TITLE}\n{BODY}\n- الجسر الأول\n{MORE}\nوهذه هي الجسور:\nجسر النهر\nجسر السوق\n{MORE}"
    assert "subheading" not in [kind for kind, _ in _kinds(text)]


def test_the_agency_is_parted_from_the_first_paragraph() -> None:
    """The prefix of the first paragraph is a dateline of its own; later ones stay."""
    text = f"{TITLE}\n\nبيروت (رويترز) - {BODY}\n\nبيروت (رويترز) - {MORE}"
    assert [kind for kind, _ in _kinds(text)] == ["title", "dateline", "paragraph", "paragraph"]


def test_wrapped_paragraphs_are_joined() -> None:
    """Lines broken at a fixed width are one paragraph."""
    lines = [
        "وقال المحافظ إن العمل في الجسر الجديد استغرق عامين كاملين وإن",
        "الكلفة بقيت دون ما كان مقررا في البداية، وإن المرحلة الثانية من",
        "العمل ستبدأ في الربيع المقبل.",
    ]
    text = f"{TITLE}\n\n" + "\n".join(lines) + f"\n\n{BODY}"
    assert [kind for kind, _ in _kinds(text)] == ["title", "paragraph", "paragraph"]
    assert _kinds(text)[1][1] == "\n".join(lines)


def test_text_without_full_stops_keeps_its_paragraphs() -> None:
    """Where a site writes no full stops, lines of a sentence's length are paragraphs, not decks."""
    lines = ["افتتح الوزير الجسر الجديد صباح اليوم", "وقال المحافظ إن العمل استغرق عامين كاملين", *[BODY[:-1]] * 4]
    text = f"{TITLE}\n" + "\n".join(lines)
    assert [kind for kind, _ in _kinds(text)][1:].count("paragraph") >= 4


def test_a_document_of_site_words_alone_is_read() -> None:
    """Where nothing else is there, the site's words are the document."""
    assert _kinds("مشاركة") == [("paragraph", "مشاركة")]


def test_a_byte_order_mark_is_left_out() -> None:
    """A byte order mark belongs to no block."""
    assert _kinds(f"\ufeff{TITLE}\n{BODY}")[0] == ("title", TITLE)


LINES = st.lists(
    st.one_of(
        st.sampled_from([TITLE, BODY, MORE, "للمزيد: خبر", "اقرأ أيضا", "أمد/ نص.", "", " ", *FURNITURE]),
        st.text(max_size=40),
    ),
    max_size=15,
)


@given(
    LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]), st.one_of(st.none(), st.just(TITLE), st.text(max_size=20))
)
def test_nothing_is_lost(lines: list[str], newline: str, title: str | None) -> None:
    """Blocks are sorted, disjoint and not empty, and hold every character that is not white space."""
    text = newline.join(lines)
    blocks = find_blocks(text, title)
    assert all(before.span.end <= after.span.start for before, after in pairwise(blocks))
    assert all(len(block.span) for block in blocks)
    held = "".join(block.span.of(text) for block in blocks)
    assert "".join(held.split()).replace("\ufeff", "") == "".join(text.split()).replace("\ufeff", "")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("run", ["\n", "a\n", "-\n", "للمزيد:\n", "للمزيد: ", "1/1/2016 ", "/ ", " "])
def test_hostile_runs_end(run: str) -> None:
    """Long runs of anything are read once."""
    assert isinstance(find_blocks(run * 20_000), tuple)


def test_kinds_are_the_models() -> None:
    """Every kind that the layout gives is one of the model's."""
    assert {kind for kind, _ in _kinds(f"{TITLE}\n{BODY}")} <= {kind.value for kind in BlockKind}
