"""What does a piece of HTML say?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.markup import is_markup, to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>أول</p><p>ثان</p>", "أول\nثان"),
        ("أول<br>ثان<br/><br/>ثالث", "أول\nثان\nثالث"),
        ("<div>قال <b>الوز</b>ير: <i>نعم</i>.</div>", "قال الوزير: نعم."),
        ("<ul><li>أ</li><li>ب</li></ul>", "أ\nب"),
        ("أول\nسطر واحد", "أول سطر واحد"),
        ("<figure><img><figcaption>صورة</figcaption></figure><p>نص</p>", "نص"),
        ("<style>p{}</style><script>a<b</script>نص<iframe>x</iframe>", "نص"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("<!-- سر -->نص", "نص"),
        ("", ""),
        ("<p></p>", ""),
    ],
)
def test_paragraphs_become_lines(markup: str, text: str) -> None:
    """Blocks are lines, words stay whole, and what is not read on a page is left out."""
    assert to_text(markup) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<p>نص</p>", True), ("نص<br/>نص", True), ("5 < 6 > 4", False), ("<سهم>", False), ("كتب <a> و<b>", False)],
)
def test_markup_is_told_from_text(text: str, expected: bool) -> None:
    """An end tag or a line break is markup; a lone bracket is not."""
    assert is_markup(text) is expected


@given(st.text() | st.text(alphabet="<>/pdivbr !-&;#x0"))
def test_anything_is_read(markup: str) -> None:
    """Whatever stands there, it gives text that can be stored."""
    is_markup(markup)
    assert to_text(markup).encode("utf-8", "surrogatepass") is not None
    assert to_text("<div>" * 5000 + "نص").strip() in {"نص", ""}
