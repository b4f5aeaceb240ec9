"""Which spellings of a word count as one?

Folding drops what newspapers write or leave out at will (vowel signs, tatweel, the hamza of an alef) and keeps what
tells words apart (ى and ي, ة and ه), so that على stays apart from علي. Only for comparing: text is never shown
folded.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ALEFS = {ord(c): "ا" for c in "أإآٱ"}
# U+0640 TATWEEL, U+064B-U+0652 vowel signs, U+0653-U+065F, U+0670 superscript alef
_DROPPED = dict.fromkeys([0x0640, 0x0670, *range(0x064B, 0x0660)])
_PERSIAN = {0x06CC: "ي", 0x06A9: "ك"}  # U+06CC FARSI YEH, U+06A9 KEHEH, typed on Persian keyboards: الأمریکیة
_FOLDS = _ALEFS | _PERSIAN | _DROPPED
_LOOSE = {ord("ى"): "ي", ord("ة"): "ه", ord("ؤ"): "و", ord("ئ"): "ي", ord("غ"): "ج", ord("#"): None, ord("_"): " "}
_SIGNS = re.compile("[\u0640\u0670\u064b-\u065f]")


def fold(word: str) -> str:
    """Fold a word for the look-up of word lists."""
    return word.translate(_FOLDS)


@lru_cache(maxsize=100_000)
def loose(name: str) -> str:
    """Fold a name for comparison: also ى and ي, ة and ه, and غ and ج, which both write a foreign g."""
    return fold(name).translate(_LOOSE)


def plain(text: str) -> str:
    """Write without vowel signs and tatweel, as names are shown."""
    return _SIGNS.sub("", text)
