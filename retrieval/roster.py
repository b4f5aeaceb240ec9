"""Whom does the archive quote? A concept of the question to the statements of the people that it means.

A person is meant by name when every word of the resolved speaker belongs to that name: «جون كيري» is Kerry, «معارضو جون
كيري» and «رحيل الأسد» only hold a name. A person is meant by description when some mention that was resolved to that
person holds all of it: «المبعوث الأممي» finds every statement of whoever is called so in some document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from retrieval.analysis.analyzer import Analyzer
from retrieval.model import Concept, Question, Quotation


class Roster:
    """The quotations of an archive by speaker. Immutable, so threads may share it."""

    def __init__(self, quotations: Iterable[Quotation], analyzer: Analyzer) -> None:
        self._by_speaker: dict[str, list[Quotation]] = defaultdict(list)
        self._by_mention: dict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            if quotation.speaker is not None:
                self._by_speaker[quotation.speaker].append(quotation)
            if quotation.mention is not None:
                self._by_mention[quotation.mention].append(quotation)
        self._terms = {name: frozenset(analyzer.terms(name)) for name in {*self._by_speaker, *self._by_mention}}

    def statements_for(self, question: Question) -> tuple[Quotation, ...]:
        """List the statements of everybody whom a question asks for, in the archive's order; none for nobody."""
        if question.speaker is None:
            return ()
        found = self._named(question.speaker) if question.names_speaker else self._described(question.speaker)
        return tuple(sorted(dict.fromkeys(found), key=lambda q: (q.document, q.start, q.end)))

    def _named(self, name: Concept) -> list[Quotation]:
        words = frozenset(term for way in name.alternatives for term in way.terms)
        meant = [speaker for speaker in self._by_speaker if self._is_named(speaker, name, words)]
        return [quotation for speaker in meant for quotation in self._by_speaker[speaker]]

    def _is_named(self, speaker: str, name: Concept, words: frozenset[str]) -> bool:
        return bool(name.held_by(self._terms[speaker])) and self._terms[speaker] <= words

    def _described(self, description: Concept) -> list[Quotation]:
        mentioned = [q for m, found in self._by_mention.items() if description.held_by(self._terms[m]) for q in found]
        names = {name for name in self._by_speaker if description.held_by(self._terms[name])}
        names |= {q.speaker for q in mentioned if q.speaker is not None}
        nameless = [q for q in mentioned if q.speaker is None]
        return [*(q for name in names for q in self._by_speaker[name]), *nameless]
