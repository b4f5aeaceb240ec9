"""What is left of a word without its affixes? A light stemmer that asks the archive's vocabulary.

The affixes are light10's (Larkey, Ballesteros & Connell, Light Stemming for Arabic Information Retrieval, 2007), and
the one-letter particles that it leaves on. But for the article and three endings, an affix goes only where what is left
is a word that the archive has too, so that the و of واشنطن and the ي of كيري stay. Words and vocabulary are normalized.

Grammar tells more: the particles stand in a fixed order, ف and و before ب, ل, ك and س, these before the article. A word
that the archive also has behind one that can only follow (الكهرباء, لبوتين) begins with a letter of its own.
"""

from __future__ import annotations

from collections.abc import Container

_PREFIXES = ("وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س")
_SUFFIXES = (
    "هما",
    "كما",
    "ها",
    "هم",
    "هن",
    "نا",
    "كم",
    "ان",
    "ات",
    "ون",
    "ين",
    "تين",
    "تان",
    "يه",
    "وا",
    "ه",
    "ي",
    "ا",
)
# Endings that are hardly ever a part of the stem: cut wherever enough is left.
_ALWAYS = frozenset({"ات", "ها", "ه"})
_ARTICLES = ("ال", "لل")
# What may stand before a word that begins with one of these letters only where the letter is the word's own.
_NEVER_BEFORE = {
    **dict.fromkeys("وف", ("ال", "ب", "ل", "ك")),
    **dict.fromkeys("بك", ("ال", "ب", "ل", "ك")),
    "ل": ("ال", "ب", "ك"),  # للكتاب is «to the book»
    "س": ("ال", "ب", "ل", "ك"),
}
_ARTICLE = "ال"
_SHORTEST = 3
_SHORTEST_BEHIND_AN_ARTICLE = 4


class LightStemmer:
    """Stems normalized words by a vocabulary of normalized words."""

    def __init__(self, vocabulary: Container[str]) -> None:
        self._vocabulary = vocabulary

    def stem(self, word: str) -> str:
        """Cut prefixes, then suffixes."""
        if not word.isalpha() or word.isascii():
            return word
        return self._cut_suffixes(self._cut_prefix(word))

    def _cut_prefix(self, word: str) -> str:
        for prefix in _PREFIXES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= _SHORTEST and self._may_cut(word, prefix, rest):
                return rest
        return word

    def _may_cut(self, word: str, prefix: str, rest: str) -> bool:
        if prefix.endswith(_ARTICLES) and len(rest) >= _SHORTEST_BEHIND_AN_ARTICLE:
            return not (prefix.endswith(_ARTICLE) and self._begins_with_article(rest))
        return rest in self._vocabulary and not (len(prefix) == 1 and self._owns_first_letter(word))

    def _begins_with_article(self, rest: str) -> bool:
        """Tell a word whose own first letters look like the article: behind ل only the article loses its alef."""
        return f"ل{_ARTICLE}{rest}" in self._vocabulary

    def _owns_first_letter(self, word: str) -> bool:
        return any(f"{particle}{word}" in self._vocabulary for particle in _NEVER_BEFORE[word[0]])

    def _cut_suffixes(self, word: str) -> str:
        for suffix in _SUFFIXES:
            rest = word[: -len(suffix)]
            if word.endswith(suffix) and len(rest) >= _SHORTEST and (suffix in _ALWAYS or self._is_word(rest)):
                word = rest
        return word

    def _is_word(self, stem: str) -> bool:
        return stem in self._vocabulary or f"{stem}ه" in self._vocabulary
