"""Where are the words? Text to tokens, each with its place.

camel-tools' tokenizer decides. It takes half a second to load, for it sorts all of Unicode; a text of nothing but
ordinary letters, digits and punctuation is cut here in the same way, and only emoji and rarer scripts wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

import regex

from retrieval.model import Span, Token

# Latin and Arabic with their marks and presentation forms, ASCII, punctuation and what directs the text, arrows,
# mathematics and pictures: no character of these joins others to an emoji, nor does a digit or a letter become one.
_ORDINARY_CHARACTERS = (
    r"\t\n\r\x20-\x7e\xa0-\u024f\u0300-\u036f\u0600-\u06ff\u0750-\u077f"
    r"\u200b\u200c\u200e-\u205e\u2066-\u2069\u2190-\u22ff\u25a0-\u27bf"
    r"\ufb50-\ufbb1\ufbd3-\ufbff\ufe70-\ufe74\ufe76-\ufefc\ufeff\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff"
)
_ORDINARY = re.compile(f"[{_ORDINARY_CHARACTERS}]*")
_TEXTS_REMEMBERED = 50
_DIGIT, _LETTER = regex.compile(r"\d"), regex.compile(r"[^\s\p{P}\p{S}\d]")


def _ordinary(kind: regex.Pattern[str]) -> str:
    """Write the class of the ordinary characters of a kind."""
    places = chain(range(0x2800), range(0xFB00, 0xFF00), range(0x1F300, 0x1FA00))
    characters = re.findall(f"[{_ORDINARY_CHARACTERS}]", "".join(map(chr, places)))
    return f"[{re.escape(''.join(filter(kind.match, characters)))}]"


# Spelled out, for `re` looks a character up in a third of the time that `regex` takes to find out of what kind it is.
_RUN_OF_DIGITS, _RUN_OF_LETTERS = re.compile(f"{_ordinary(_DIGIT)}+"), re.compile(f"{_ordinary(_LETTER)}+")
_WORD = re.compile(f"{_RUN_OF_DIGITS.pattern}|{_RUN_OF_LETTERS.pattern}")


def tokenize(text: str) -> list[Token]:
    """Cut a text into words and numbers, in order; punctuation, symbols and emoji are left out.

    A word keeps its vowel marks and tatweel; a run of digits is a token of its own, also where it is joined to letters
    («و5»).
    """
    return tokenize_ordinary(text) if _ORDINARY.fullmatch(text) else tokenize_any(text)


def cut_words(text: str) -> list[str]:
    """Cut a text into words as `tokenize` does, without their places."""
    if _ORDINARY.fullmatch(text):
        return [word for word in _WORD.findall(text) if word.isalnum() or any(map(str.isalnum, word))]
    return [token.term for token in tokenize_any(text)]


def placed_words(text: str) -> Iterator[tuple[str, int]]:
    """Cut a text into words as `tokenize` does, each with the place where it begins."""
    if _ORDINARY.fullmatch(text):
        found = ((match.group(), match) for match in _WORD.finditer(text))
        return ((word, match.start()) for word, match in found if word.isalnum() or any(map(str.isalnum, word)))
    return ((token.term, token.span.start) for token in tokenize_any(text))


def distinct_words(text: str) -> set[str]:
    """Collect the words of a text, cut as `tokenize` does; marks that stand alone may be among them."""
    if _ORDINARY.fullmatch(text):
        return set(_WORD.findall(text))
    return {token.term for token in tokenize_any(text)}


def sightings(text: str, words: Collection[str]) -> list[tuple[int, str]]:
    """Find where some words begin in a text, cut as `tokenize` does, in order; few words, of a text that has them."""
    if not _ORDINARY.fullmatch(text):
        return [(token.span.start, token.term) for token in tokenize_any(text) if token.term in words]
    return sorted((start, word) for word in words for start in _places(word, text))


def _places(word: str, text: str) -> Iterator[int]:
    """Find a word in an ordinary text: neither before nor behind it its digits or letters go on."""
    kind = _RUN_OF_DIGITS if _RUN_OF_DIGITS.match(word) else _RUN_OF_LETTERS
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not kind.match(text, end) and not (start and kind.match(text, start - 1)):
            yield start
        start = text.find(word, end)


def tokenize_ordinary(text: str) -> list[Token]:
    """Cut a text of ordinary characters; the same as `tokenize_any`."""
    found = ((m.group(), m) for m in _WORD.finditer(text))
    return [Token(word, Span(*m.span())) for word, m in found if word.isalnum() or any(map(str.isalnum, word))]


def tokenize_any(text: str) -> list[Token]:
    """Cut any text, with camel-tools, which takes milliseconds for what is cut here in microseconds."""
    return list(_cut_by_camel_tools(text))


@lru_cache(_TEXTS_REMEMBERED)
def _cut_by_camel_tools(text: str) -> tuple[Token, ...]:
    from camel_tools.tokenizers.word import simple_word_tokenize  # noqa: PLC0415 - loaded where it is needed

    tokens = []
    position = 0
    for word in simple_word_tokenize(text, split_digits=True):
        # The tokenizer slices the text and keeps the order, so that the next occurrence is the word's own place.
        start = text.index(word, position)
        position = start + len(word)
        if any(map(str.isalnum, word)):
            tokens.append(Token(word, Span(start, position)))
    return tuple(tokens)
