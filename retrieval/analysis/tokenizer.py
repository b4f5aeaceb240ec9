"""Where are the words? Text to tokens, each with its place."""

from __future__ import annotations

from camel_tools.tokenizers.word import simple_word_tokenize

from retrieval.model import Span, Token


def tokenize(text: str) -> list[Token]:
    """Cut a text into words and numbers, in order; punctuation, symbols and emoji are left out.

    A word keeps its vowel marks and tatweel; a run of digits is a token of its own, also where it is joined to letters
    («و5»).
    """
    tokens = []
    position = 0
    for word in simple_word_tokenize(text, split_digits=True):
        # The tokenizer slices the text and keeps the order, so that the next occurrence is the word's own place.
        start = text.index(word, position)
        position = start + len(word)
        if any(map(str.isalnum, word)):
            tokens.append(Token(word, Span(start, position)))
    return tokens
