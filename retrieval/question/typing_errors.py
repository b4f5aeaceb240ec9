"""What did the reader mean to type? Words that nothing knows, to the known words that they differ from least.

Only a word that neither the archive nor a table nor a dictionary has is changed, so that two names which both exist are
never taken for each other. A missing space is put back before the article and behind a word that asks, also where
dialects have none; of a longer word one letter may be wrong, missing, too many or in the place of its neighbour
(Damerau, A technique for computer detection and correction of spelling errors, CACM 7, 1964: four of five errors are
one of these).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from retrieval.question.words import Word, question_words

SHORTEST = 5
"""The fewest letters, without the article, of a word whose spelling is corrected: shorter ones have many neighbours."""

LONGEST = 24
"""The most letters of a word that is corrected or cut in two: no Arabic word is longer."""

_MOST = 3
_SHORTEST_HALF = 3
_ARTICLE = "ال"
_JOINED = {"ع": Word("علي", "على"), "ه": Word("هذا", "هذا")}
"""What the dialects join to a noun, in full: عغزة، هالهدنة."""
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئ"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The end of a word is normalized: جبهة is looked up as جبهه, and within a longer word it is جبهة.
_ENDS = str.maketrans("ةى", "هي")

Count = Callable[[str], int]
"""How often a word occurs, as it is looked up; 0 for one that is not known."""


def separated(words: Sequence[Word], count: Count) -> Iterator[Word]:
    """Put spaces back that are missing: جبهة|النصرة، ما|قال, and words in full that are joined: عغزة."""
    for word in words:
        halves = [] if word.key.isascii() or count(word.key) else list(_halves(word, count))
        yield from max(halves, key=lambda pair: min(count(half.key) for half in pair), default=(word,))


def neighbours(word: str, count: Count) -> tuple[str, ...]:
    """List the known words that differ in one letter, the commonest first; none for a short or a known word."""
    if len(word.removeprefix(_ARTICLE)) < SHORTEST or len(word) > LONGEST or count(word):
        return ()
    found = {near: times for near in _edits(word) if (times := count(near))}
    return tuple(sorted(found, key=lambda near: (-found[near], near)))[:_MOST]


def _halves(word: Word, count: Count) -> Iterator[tuple[Word, Word]]:
    """Cut a word before an article, or behind a word that asks, into two that are known."""
    if len(word.key) != len(word.written) or len(word.key) > LONGEST:
        return  # with marks between the letters, or no two words
    if word.key[0] in _JOINED and count(word.key[1:]) and len(word.key) > _SHORTEST_HALF:
        yield _JOINED[word.key[0]], Word(word.key[1:], word.written[1:])
    for place in range(1, len(word.key) - _SHORTEST_HALF + 1):
        left = Word(word.key[:place].translate(_ENDS), word.written[:place])
        right = Word(word.key[place:], word.written[place:])
        before_article = right.key.startswith(_ARTICLE) and place >= _SHORTEST_HALF
        asking = (left.key,) in question_words().entries and not left.key.startswith(
            _ARTICLE
        )  # المساعدت is not ألم ساعدت
        if (before_article or asking) and count(left.key) and count(right.key):
            yield left, right


def _edits(word: str) -> Iterator[str]:
    """Yield what is one letter away; the first letter stays, which is seldom wrong."""
    letters = _LATIN if word.isascii() else _ARABIC
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
