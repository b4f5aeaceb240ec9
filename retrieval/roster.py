"""Whom does the archive quote? A concept of the question to the statements of the people that it means.

A person is meant by name, when the resolved speaker holds it, or by description, when some mention that was resolved to
that person holds all of it: «المبعوث الأممي» finds every statement of whoever is called so in some document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from retrieval.analysis.analyzer import Analyzer
from retrieval.model import Concept, Quotation


class Roster:
    """The quotations of an archive by speaker. Immutable, so threads may share it."""

    def __init__(self, quotations: Iterable[Quotation], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._by_speaker: dict[str, list[Quotation]] = defaultdict(list)
        self._by_mention: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            if quotation.speaker is not None:
                self._by_speaker[quotation.speaker].append(quotation)
            if quotation.mention is not None:
                self._by_mention[quotation.mention].append(quotation)
        self._terms = {name: frozenset(analyzer.terms(name)) for name in {*self._by_speaker, *self._by_mention}}

    def statements_of(self, speaker: Concept) -> tuple[Quotation, ...]:
        """List the statements of everybody whom the concept means, in the archive's order; none for nobody."""
        names = {name for name in self._by_speaker if speaker.held_by(self._terms[name])}
        mentioned = [
            q for mention, found in self._by_mention.items() if speaker.held_by(self._terms[mention]) for q in found
        ]
        if not names:
            names = {q.speaker for q in mentioned if q.speaker is not None}
        nameless = [q for q in mentioned if q.speaker is None]
        found = [*(q for name in names for q in self._by_speaker[name]), *nameless]
        return tuple(sorted(dict.fromkeys(found), key=lambda q: (q.document, q.start, q.end)))
