"""Where are the words? Text to tokens, each with its place.

camel-tools' tokenizer decides. It takes half a second to load, for it sorts all of Unicode; a text of nothing but
ordinary letters, digits and punctuation is cut here in the same way, and only emoji and rarer scripts wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import regex

from retrieval.model import Span, Token

# Latin and Arabic with their marks and presentation forms, ASCII, punctuation and what directs the text, arrows,
# mathematics and pictures: no character of these joins others to an emoji, nor does a digit or a letter become one.
_ORDINARY = regex.compile(
    r"[\t\n\r\x20-\x7e\xa0-\u024f\u0300-\u036f\u0600-\u06ff\u0750-\u077f"
    r"\u200b\u200c\u200e-\u2027\u202a-\u205e\u2066-\u2069\u2190-\u22ff\u25a0-\u27bf"
    r"\ufb50-\ufbb1\ufbd3-\ufbff\ufe70-\ufe74\ufe76-\ufefc\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff]*"
)
_WORD = regex.compile(r"\d+|[^\s\p{P}\p{S}\d]+")


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


def distinct_words(text: str) -> set[str]:
    """Collect the words of a text, cut as `tokenize` does; marks that stand alone may be among them."""
    if _ORDINARY.fullmatch(text):
        return set(_WORD.findall(text))
    return {token.term for token in tokenize_any(text)}


def sightings(text: str, wanted: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Find some of the words of a text, cut as `tokenize` does: what each stands for, with its place."""
    if not _ORDINARY.fullmatch(text):
        yield from ((wanted[token.term], token.span) for token in tokenize_any(text) if token.term in wanted)
        return
    for found in _WORD.finditer(text):
        word = found.group()
        if word in wanted:
            yield wanted[word], Span(*found.span())


def tokenize_ordinary(text: str) -> list[Token]:
    """Cut a text of ordinary characters; the same as `tokenize_any`."""
    found = ((m.group(), m) for m in _WORD.finditer(text))
    return [Token(word, Span(*m.span())) for word, m in found if word.isalnum() or any(map(str.isalnum, word))]


def tokenize_any(text: str) -> list[Token]:
    """Cut any text, with camel-tools."""
    from camel_tools.tokenizers.word import simple_word_tokenize  # noqa: PLC0415 - loaded where it is needed

    tokens = []
    position = 0
    for word in simple_word_tokenize(text, split_digits=True):
        # The tokenizer slices the text and keeps the order, so that the next occurrence is the word's own place.
        start = text.index(word, position)
        position = start + len(word)
        if any(map(str.isalnum, word)):
            tokens.append(Token(word, Span(start, position)))
    return tokens
