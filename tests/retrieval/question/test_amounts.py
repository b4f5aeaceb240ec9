"""An answer to how much is in the units that are asked for."""

from __future__ import annotations

import pytest

from retrieval.analysis.analyzer import build_analyzer
from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import cut_words
from retrieval.question import QuestionParser
from retrieval.question.amounts import holds_unit


@pytest.fixture(scope="module")
def parser() -> QuestionParser:
    """A parser of an archive that holds nothing."""
    return QuestionParser(build_analyzer(frozenset()))


@pytest.mark.parametrize(
    ("question", "told", "is_told"),
    [
        ("How old was Mandela when he died?", "توفي وعمره 95 عاما", True),
        ("How old was Mandela when he died?", "توفي في الساعة 8", False),
        ("How many dollars did the fund raise?", "جمع 14 مليون دولار", True),
        ("How much is the company spending in the Emirates?", "تنفق الشركة $14 مليون", True),
        ("How much is the company spending in the Emirates?", "يفتح المركز في 2019", False),
        ("How much does the rock weigh?", "تزن 100 كيلوغرام", True),
        ("How much does the rock weigh?", "سقطت في 23 يوليو", False),
        ("What percentage of voters stayed at home?", "بقي 40% في بيوتهم", True),
        ("What percentage of voters stayed at home?", "بقي 40 شخصا في بيوتهم", False),
        ("How long did the meeting last?", "استغرق ساعتين", True),
        ("How long did the meeting last?", "حضره 30 نائبا", False),
        ("كم استغرق الاجتماع؟", "دام 40 دقيقة", True),
        ("كم استغرق الاجتماع؟", "حضره 30 نائبا", False),
        ("كم كان سعر السهم عند الإدراج؟", "بلغ 32 ريالا", True),
        ("كم كان سعر السهم عند الإدراج؟", "أدرج في 2019", False),
        ("بكم اشترى النادي اللاعب؟", "مقابل 14 مليون يورو", True),
        ("بكم فاز الفريق؟", "فاز بنتيجة 3-0", True),
        ("How many people died?", "قتل 11 شخصا", True),
        ("كم مليون ريال دفعوا؟", "دفعوا ٣ ملايين من الريالات", True),
    ],
)
def test_a_number_is_told_in_the_units_asked_for(
    parser: QuestionParser, question: str, told: str, is_told: bool
) -> None:
    """Money by its currency, an age by its years, a share by its sign; a number of things by any."""
    units = parser.parse(question).units
    words = frozenset(map(normalize, cut_words(told)))
    assert (not units or holds_unit(told, words, units)) is is_told
