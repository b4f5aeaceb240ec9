"""How do engines on disk hold keys and terms? A key as one number, and a term as bytes of a bounded length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from retrieval.index.protocol import PassageKey

# A key is one number, so that hits are put into the order of their keys by a single column.
_ORDINAL_BITS = 24
_MOST_ORDINALS = 1 << _ORDINAL_BITS

_SURROGATES = re.compile("[\ud800-\udfff]")


def packed(key: PassageKey) -> int:
    """Write a passage's key as one number; numbers have the order of keys.

    Raises:
        ValueError: The ordinal is 16,777,216 or more.
    """
    if not 0 <= key.ordinal < _MOST_ORDINALS:
        raise ValueError(f"a document has at most {_MOST_ORDINALS} passages, with ordinals from 0, not {key.ordinal}")
    return key.document << _ORDINAL_BITS | key.ordinal


def unpacked(key: int) -> PassageKey:
    """Read a passage's key from the number that it is held under."""
    return PassageKey(key >> _ORDINAL_BITS, key & (_MOST_ORDINALS - 1))


def joined(terms: Sequence[str], longest: int) -> str:
    """Write terms with spaces between them, each as `exact` writes it."""
    text = " ".join(terms)
    return encodable(text) if len(text) <= longest else " ".join(exact(term, longest) for term in terms)


def exact(term: str, longest: int) -> str:
    """Write a term as an engine can hold it: the same, but for monstrous ones and for halves of a surrogate pair.

    Args:
        term: What shall be found again.
        longest: From more code points than these on, a fingerprint stands for it.
    """
    if len(term) > longest:
        term = sha256(term.encode("utf-8", "surrogatepass")).hexdigest()
    return encodable(term)


def encodable(text: str) -> str:
    """Write a text so that it can be encoded: halves of a surrogate pair, which are no text, are replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text
