"""Which characters do these bytes stand for?"""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.encoding import decode, detect_encoding, looks_binary
from retrieval.errors import EncodingError

NEWS = "أعلنت وزارة النقل أن الجسر الجديد سيفتح في نهاية الشهر، وقالت إن العمل فيه انتهى «قبل الموعد»."

SHORT = ["قال الوزير", "من في البيت؟", "وصل الرئيس إلى العاصمة.", "انتخابات 2016", "زار الوفد پاريس ثم عاد إلى البيت"]


@pytest.mark.parametrize("text", [NEWS, *SHORT])
def test_windows_1256(text: str) -> None:
    """Arabic text in windows-1256 is told by its letters, even a few words of it."""
    assert decode(text.encode("windows-1256"), "a.txt") == (text, "windows-1256")


@pytest.mark.parametrize("text", [NEWS.replace("«", "").replace("»", ""), *SHORT[:1]])
def test_iso_8859_6(text: str) -> None:
    """Arabic text in ISO-8859-6 is not taken for windows-1256."""
    assert decode(text.encode("iso-8859-6"), "a.txt") == (text, "iso-8859-6")


@pytest.mark.parametrize(
    "data",
    [
        NEWS.encode() + b"\xff",
        NEWS.encode()[:-2],
        "Élysée: l'été à la française, déjà réglé".encode("latin-1"),
        "Совет Безопасности принял резолюцию".encode("windows-1251"),
        "Το Συμβούλιο Ασφαλείας αποφάσισε σήμερα".encode("iso-8859-7"),
        "מועצת הביטחון התכנסה היום לדיון דחוף".encode("windows-1255"),
        bytes(range(128, 256)),
    ],
    ids=["one stray byte", "cut character", "French", "Russian", "Greek", "Hebrew", "no text"],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """Damaged UTF-8 and other languages' encodings are refused by name, not turned into letters nobody wrote."""
    with pytest.raises(EncodingError, match=r"news\.txt"):
        decode(data, "news.txt")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + NEWS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_byte_order_marks_stay_in_the_text(data: bytes, encoding: str) -> None:
    """A byte order mark tells the encoding and counts as a character of the text."""
    assert decode(data, "a.txt") == ("\ufeff" + NEWS, encoding)


def test_newlines_are_not_translated() -> None:
    """Offsets count the file as it is, so every kind of newline stays."""
    assert decode("أ\r\nب\rت\n".encode(), "a.txt")[0] == "أ\r\nب\rت\n"


def test_nul_is_refused() -> None:
    """A file with NUL characters is valid UTF-8 but no text."""
    with pytest.raises(EncodingError, match="NUL"):
        decode(b"a\0b", "a.txt")


def test_half_a_code_unit_of_utf_16_is_refused() -> None:
    """UTF-16 that is cut within a code unit is refused."""
    with pytest.raises(EncodingError, match="utf-16-le"):
        decode(codecs.BOM_UTF16_LE + b"a", "a.txt")


def test_a_beginning_may_end_inside_a_character() -> None:
    """The first bytes of a stream are told to be UTF-8 wherever they are cut."""
    data = NEWS.encode()
    assert {detect_encoding(data[:size], partial=True) for size in range(1, 60)} == {"utf-8"}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf_8_comes_back(text: str) -> None:
    """Whatever is written as UTF-8 is read as it was, except what begins with another encoding's mark."""
    assert decode(text.encode(), "a.txt") == (text, "utf-8")


@given(st.binary(max_size=300))
def test_bytes_give_text_or_an_error(data: bytes) -> None:
    """Any bytes give text that encodes back to them, or an error of ours."""
    try:
        text, encoding = decode(data, "a.txt")
    except EncodingError:
        return
    assert text.encode(encoding) == data


@pytest.mark.parametrize(("data", "is_binary"), [(b"\x89PNG\r\n\x1a\n\0", True), (NEWS.encode(), False), (b"", False)])
def test_binary_files_are_told(data: bytes, is_binary: bool) -> None:
    """Control characters that text has not tell a binary file."""
    assert looks_binary(data) is is_binary
