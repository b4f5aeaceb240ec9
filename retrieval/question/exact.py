"""Which words of a query must stand in the text just as they are? What the reader put between quote marks.

A straight mark opens where a word could begin and closes where one ends, so that 5" is a measure; an apostrophe is no
quote mark: "Lavrov's" and 'so-called' demand nothing. In a question a single quoted word is a name or one held at arm's
length (ما هي «الخلافة»؟), and is read like any other; where nothing is asked, it is looked for as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import tokenize
from retrieval.model import QuestionKind
from retrieval.question.words import question_words, words_of

Phrase = tuple[str, ...]

_OPENING, _CLOSING = "«", "»"
_DOUBLE = '"“”„‟＂'  # writers of Arabic take either of “ and ” for the first
_QUESTION_MARKS = ("؟", "?")
# What may be joined to a quoted word, tatweel apart: و"…", لـ«…», ال"…".
_JOINED = frozenset({"", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "ول", "وب"})
_LONGEST_JOINED = 4


def quoted_phrases(text: str) -> tuple[Phrase, ...]:
    """List what stands between quote marks and is to be found word for word.

    Args:
        text: A query or a question without its filters.

    Returns:
        Phrases in the order of the text, each as its normalized words, all of them once; without single words where the
        text asks a question.
    """
    pieces = list(_pieces(text))
    shortest = 2 if pieces and asks(text) else 1
    found = (tuple(filter(None, (normalize(token.term) for token in tokenize(piece)))) for piece in pieces)
    return tuple(dict.fromkeys(phrase for phrase in found if len(phrase) >= shortest))


def demanded(text: str, is_held: Callable[[Phrase], bool]) -> tuple[Phrase, ...]:
    """List the phrases that a passage must hold to be found.

    Left out are phrases that no passage holds where the text is a question, which calls works and people by names that
    the archive may spell otherwise, and where they are in Latin letters, which an Arabic archive translates.
    """
    lenient = asks(text)
    return tuple(p for p in quoted_phrases(text) if is_held(p) or not (lenient or _is_latin(p)))


def absent(text: str, is_held: Callable[[Phrase], bool]) -> tuple[Phrase, ...]:
    """List the phrases that would have to be in the archive and are not; those in Latin letters need not be."""
    return tuple(p for p in quoted_phrases(text) if not (is_held(p) or _is_latin(p)))


def asks(text: str) -> bool:
    """Tell a question from words to look for: it ends with a question mark, or begins with a word that asks."""
    words = words_of(text)
    begins = question_words().at(words, 0) if words else None
    is_asking = begins is not None and begins[1] not in {None, QuestionKind.SAID}  # تصريحات asks for nothing yet
    return is_asking or text.rstrip().endswith(_QUESTION_MARKS)


def _pieces(text: str) -> Iterator[str]:
    """Yield what stands between a mark and the next that closes it; marks within or without a partner do not count."""
    doubles = [i for i, mark in enumerate(text) if mark in _DOUBLE and not text[i + 1 : i + 2].isalnum()]
    closing = {_OPENING: [i for i, mark in enumerate(text) if mark == _CLOSING], **dict.fromkeys(_DOUBLE, doubles)}
    free = 0
    for place, mark in enumerate(text):
        if place < free or mark not in closing or not (mark == _OPENING or _may_open(text, place)):
            continue
        ends = closing[mark]
        if (following := bisect_right(ends, place)) < len(ends):
            free = ends[following] + 1
            yield text[place + 1 : ends[following]]


def _may_open(text: str, place: int) -> bool:
    """Tell a mark before which no word ends but a particle that is joined to the next."""
    before = place
    while before and place - before <= _LONGEST_JOINED and (text[before - 1].isalnum() or text[before - 1] == "ـ"):
        before -= 1
    return text[before:place].replace("ـ", "") in _JOINED


def _is_latin(phrase: Phrase) -> bool:
    return all(map(str.isascii, phrase))
