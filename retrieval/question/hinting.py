"""What else tells of passages that hold what is asked? Concepts weighed by their kind, and hints beside them.

A lemma joins forms that mean the same, and some that do not: a passage with the very word of the question is likelier
to be meant. Verbs say less of a topic than nouns and names, and some words say next to nothing wherever they stand
(«اسم», «قام»). A phrase that is one concept must stand whole to be found; its words are hints where it does not. The
weights are round; `docs/analysis.md` tells what each brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from retrieval.analysis.normalization import normalize
from retrieval.analysis.tokenizer import tokenize
from retrieval.index.protocol import Field
from retrieval.model import Concept, Hint, Query
from retrieval.question.words import says_little

HINT_WEIGHT = 0.2
"""What a word as it stands, and a word of a phrase, counts for beside a concept."""
PLAIN_WEIGHT = 0.7
"""What a verb, and a word that says little, counts for beside a noun or name."""


def never(_word: str) -> bool:
    """Know no verb."""
    return False


def hinted(query: Query, is_verb: Callable[[str], bool] = never) -> Query:
    """Weigh a query's concepts by their kind, and add what else speaks for a passage.

    Args:
        query: What a passage should hold; concepts tell the question's own words.
        is_verb: Tells an Arabic verb, as it is written; without a dictionary no word is one.

    Returns:
        The same concepts with alternatives of less weight for verbs and light words, and a hint for every Arabic word
        and number as it stands and for every term of a concept of several terms.
    """
    hints = dict.fromkeys(hint for concept in query.concepts for hint in _hints(concept))
    concepts = tuple(_weighed(concept, is_verb) for concept in query.concepts)
    return replace(query, concepts=concepts, hints=(*query.hints, *hints))


def _weighed(concept: Concept, is_verb: Callable[[str], bool]) -> Concept:
    weight = _weight(concept.words, is_verb)
    if weight == 1.0:
        return concept
    return replace(concept, alternatives=tuple(replace(a, weight=weight * a.weight) for a in concept.alternatives))


def _weight(words: str, is_verb: Callable[[str], bool]) -> float:
    if " " in words or words.isascii():
        return 1.0
    return PLAIN_WEIGHT if says_little(words) or is_verb(words) else 1.0


def _hints(concept: Concept) -> Iterator[Hint]:
    for token in tokenize(concept.words):
        if not token.term.isascii() or token.term.isdigit():
            yield Hint(Field.WORDS, normalize(token.term), HINT_WEIGHT)
    first = concept.alternatives[0].terms if concept.alternatives else ()
    if len(first) > 1:
        yield from (Hint(Field.TERMS, term, HINT_WEIGHT) for term in first)
