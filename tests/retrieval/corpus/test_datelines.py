"""Which agency's prefix opens the report?"""

from __future__ import annotations

import pytest

from retrieval.corpus.datelines import find_agency, find_dateline, is_credit

REPORT = "قال الوزير إن الجسر سيفتح."


@pytest.mark.parametrize(
    ("prefix", "agency"),
    [
        ("أمد/", "أمد"),
        ("رويترز -", "رويترز"),
        ("واشنطن (رويترز) -", "رويترز"),
        ("واشنطن – (رويترز):", "رويترز"),
        ("القاهرة – أ ف ب:", "أ ف ب"),
        ("القاهرة - أ.ف.ب -", "أ.ف.ب"),
        ("دبي، الإمارات العربية المتحدة (CNN) --", "CNN"),
        ("دبي، الإمارات العربية المتحدة (CNN)—", "CNN"),
        ("(CNN)--", "CNN"),
        ("دمشق-سانا /", "سانا"),
        ("موسكو، 15 تموز (سبوتنيك) –", "سبوتنيك"),
        ("بيروت - وكالات:", None),
        ("القاهرة -", None),
    ],
)
def test_prefixes(prefix: str, agency: str | None) -> None:
    """Agencies and places with their marks are a prefix; the agency is named as it is printed."""
    text = f"{prefix} {REPORT}"
    assert text[find_dateline(text) :].strip() == REPORT
    assert find_agency(prefix) == agency


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "اللواء/ سامي حداد وصل إلى العاصمة.",
        "موسكو: لن نقبل شروطا.",
        "رويترز: الوزير باق.",
        "واشنطن وموسكو - وهما خصمان - اتفقتا.",
        "في أغسطس/ آب بدأ العمل.",
        "قال سامي (رويترز) إنه باق.",
        "أمد/بعيد",
        "",
    ],
)
def test_sentences_keep_their_beginning(text: str) -> None:
    """People with a title, speakers before a colon and months with two names are no prefix."""
    assert find_dateline(text) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [("فرانس24/ أ ف ب", True), ("(رويترز، أ ب)", True), ("رويترز ووزارة النقل", False), ("الوزير/ رويترز", False)],
)
def test_credits(line: str, expected: bool) -> None:
    """A line of agencies alone is a credit."""
    assert is_credit(line) is expected
