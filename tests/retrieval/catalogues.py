"""Catalogues in memory, made of a few words and statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.analysis.analyzer import Analyzer, build_analyzer
from retrieval.analysis.tokenizer import cut_words
from retrieval.catalogue import Catalogue
from retrieval.catalogue.speakers import voices_of
from retrieval.identity import speakers_of
from retrieval.model import Quotation
from retrieval.question import NameIndex


def catalogue_of(texts: Iterable[str] = (), quotations: Sequence[Quotation] = ()) -> Catalogue:
    """Make the catalogue of texts, each a document, and of what is said in the first one; speakers count from 1."""
    catalogue = Catalogue.open(None)
    names = {number: name for name, number in _numbers(quotations).items()}
    with catalogue.changing(None) as changes:
        changes.enter(0, [], _said(quotations))
        for number, text in enumerate(texts, 1):
            changes.enter(number, [cut_words(text)], ())
        changes.settle(
            lambda vocabulary: build_analyzer(vocabulary, known=catalogue.words.term),
            lambda wanted: {number: names[number] for number in wanted},
        )
    return catalogue.renewed()


def analyzer_of(catalogue: Catalogue) -> Analyzer:
    """Make the analyzer of a catalogue."""
    return build_analyzer(catalogue.words, known=catalogue.words.term)


def names_of(*texts: str) -> NameIndex:
    """Index the names of texts."""
    return NameIndex(catalogue_of(texts).words.forms)


def said_by(quotations: Sequence[Quotation]) -> list[tuple[Quotation, frozenset[int]]]:
    """Number those who say each quotation, as `catalogue_of` does."""
    numbers = _numbers(quotations)
    return [(q, frozenset(voices_of(q, {numbers[name] for name in speakers_of(q)}))) for q in quotations]


def _numbers(quotations: Iterable[Quotation]) -> dict[str, int]:
    names = dict.fromkeys(name for quotation in quotations for name in speakers_of(quotation))
    return {name: number for number, name in enumerate(names, 1)}


def _said(quotations: Sequence[Quotation]) -> Iterable[tuple[int, str | None]]:
    known = frozenset(_numbers(quotations).values())
    for quotation, voices in said_by(quotations):
        alone = len(voices) == 1
        yield from ((voice, quotation.mention if alone or voice not in known else None) for voice in voices)
