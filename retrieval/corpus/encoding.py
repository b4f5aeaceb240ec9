"""Which characters do these bytes stand for? UTF-8 before all, then what older Arabic pages were written in.

Both older encodings of Arabic give a letter to nearly every byte, so that bytes decode whatever they are. What tells
them apart is whether the outcome looks like Arabic: its letters are as frequent as they are in Arabic text, and no word
mixes Arabic with accented Latin letters.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from functools import cache

from retrieval.errors import EncodingError
from retrieval.lexicon import read_table

UTF_8 = "utf-8"

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEGACY = ("windows-1256", "iso-8859-6")

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af]")
_MIXED_WORD = re.compile("[\u0621-\u064a][\u00c0-\u024f]|[\u00c0-\u024f][\u0621-\u064a]")
_UTF_8_ARABIC = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

# Mean log-likelihood of a letter; even choice among 36 letters gives -3.6. Read rightly, the least likely of 2,998
# headlines of ten words has -3.64. In windows-1256 one of them is taken for ISO-8859-6, of the articles none.
_LIKELY = -4.0
_SHARE_OF_ARABIC = 0.8  # of all letters beyond ASCII


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode a whole file; its newlines, and a byte order mark as U+FEFF, stay in the text.

    Args:
        data: The file's bytes.
        name: What to call the file in a message.

    Returns:
        The text and the encoding that gave it.

    Raises:
        EncodingError: The bytes are no text in an encoding that we know.
    """
    encoding = detect_encoding(data, partial=False)
    if encoding is None:
        raise EncodingError(f"{name} is not text in UTF-8, UTF-16 or windows-1256: save it as UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(f"{name} is not valid {encoding} at byte {error.start}: save it as UTF-8.") from error
    if "\0" in text:
        raise EncodingError(f"{name} holds NUL characters, so it is not a text file: leave it out or save it as text.")
    return text, encoding


def detect_encoding(data: bytes, *, partial: bool) -> str | None:
    """Tell the encoding of text from its bytes.

    Args:
        data: The bytes, whole or from their beginning on.
        partial: The bytes are the beginning of a longer text, so that the last character may be cut.

    Returns:
        A codec's name, or None where no encoding that we know gives plausible text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    if _is_utf_8(data, partial=partial):
        return UTF_8
    if 2 * len(b"".join(_UTF_8_ARABIC.findall(data))) > sum(byte > 127 for byte in data):
        return None  # UTF-8 with a few bytes damaged
    # The commoner encoding goes first: a few words can be likely in both.
    return next((encoding for encoding in _LEGACY if _likelihood(data, encoding) > _LIKELY), None)


def looks_binary(data: bytes) -> bool:
    """Tell whether the beginning of a file is no text: a PDF's, or with control characters that text has not."""
    if data.startswith(b"%PDF-"):
        return True
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return _ODD.search(data.decode("latin-1")) is not None


def _is_utf_8(data: bytes, *, partial: bool) -> bool:
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(data, final=not partial)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(data: bytes, encoding: str) -> float:
    """Tell how much bytes look like Arabic when read in an encoding: the mean log-likelihood of their letters.

    Minus infinity where they are not valid in it, hold control characters or words of mixed letters, or are another
    language's.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -math.inf
    arabic = _ARABIC.findall(text)
    beyond_ascii = sum(letter.isalpha() and not letter.isascii() for letter in text)
    if not arabic or len(arabic) < _SHARE_OF_ARABIC * beyond_ascii or _ODD.search(text) or _MIXED_WORD.search(text):
        return -math.inf
    return _mean_likelihood(arabic)


def _mean_likelihood(letters: list[str]) -> float:
    """Average the log-likelihood of letters under their frequencies in Arabic text."""
    table = _log_frequencies()
    rare = min(table.values())
    return sum(count * table.get(letter, rare) for letter, count in Counter(letters).items()) / len(letters)


@cache
def _log_frequencies() -> dict[str, float]:
    rows = [(letter, int(count)) for letter, count in read_table("letters")]
    total = sum(count for _, count in rows)
    return {letter: math.log(count / total) for letter, count in rows}
