"""How do passages and queries look to tantivy? Its fields, the documents that it holds, and queries over them.

The text fields are given as terms joined by spaces and cut at white space alone, which takes half of the time that
terms one by one would. Numbers are signed: of an unsigned field, terms made from Python's numbers find nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import tantivy
from tantivy import FieldType, Occur

from retrieval.index.holding import exact, joined, packed
from retrieval.index.protocol import Field, IndexedPassage
from retrieval.model import ANYTHING, Alternative, Concept, Conditions, Days, Hint, Query

KEY = "key"
DOCUMENT = "document"
# Every passage has this field with the value 1. Its name changes when the meaning of what is indexed does: then
# the schema is another one, and an index that was made before cannot be opened.
MARK = "passage_1"
_SPEAKER = "speaker"
_SOURCE = "source"
_EARLIEST = "earliest"
_LATEST = "latest"

# tantivy drops tokens of more than 65,530 bytes in silence; a code point takes four of them at the most.
_LONGEST_TERM = 16_000

# Up to so many values a union of terms is two to four times as fast as a set of them; measured over 90,000 passages.
_FEW_VALUES = 200

Clause = tuple[Occur, tantivy.Query]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in Field:
        option = "position" if field is Field.WORDS else "freq"
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
    builder.add_text_field(_SOURCE, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(KEY, fast=True)
    builder.add_integer_field(DOCUMENT, indexed=True, fast=True)
    builder.add_integer_field(_SPEAKER, indexed=True)
    builder.add_integer_field(_EARLIEST, fast=True)
    builder.add_integer_field(_LATEST, fast=True)
    builder.add_integer_field(MARK, indexed=True)
    return builder.build()


SCHEMA = _schema()


def document_of(passage: IndexedPassage) -> tantivy.Document:
    """Make what tantivy takes of a passage.

    Raises:
        ValueError: The ordinal is 16,777,216 or more.
    """
    values: dict[str, str | int | list[int]] = {
        field: joined(terms, _LONGEST_TERM) for field, terms in passage.fields.items()
    }
    values |= {KEY: packed(passage.key), DOCUMENT: passage.key.document, MARK: 1}
    if passage.speakers:
        values[_SPEAKER] = list(passage.speakers)
    if passage.source is not None:
        values[_SOURCE] = _exact(passage.source)
    if passage.earliest is not None and passage.latest is not None:
        values |= {_EARLIEST: passage.earliest.toordinal(), _LATEST: passage.latest.toordinal()}
    return tantivy.Document(**values)


def _exact(term: str) -> str:
    return exact(term, _LONGEST_TERM)


def ranking(query: Query) -> list[Clause]:
    """Make the clauses that find passages and score them; none where nothing can be found."""
    phrases = [_phrase(words) for words in query.phrases if words]
    if query.concepts:
        concepts = [made for concept in query.concepts if (made := _concept(concept))]
        if not concepts:
            return []
        clauses = [(Occur.Must, _any_of(concepts)), *_demanded(phrases)]
    else:
        clauses = [(Occur.Must, phrase) for phrase in phrases]
    return clauses and [*clauses, *((Occur.Should, _hint(hint)) for hint in query.hints)]


def filtering(conditions: Conditions) -> list[Clause]:
    """Make the clauses that passages must meet, which add nothing to their scores; none where nothing is demanded."""
    if conditions is ANYTHING:  # as most often
        return []
    sets = ((DOCUMENT, conditions.documents), (_SPEAKER, conditions.speakers), (_SOURCE, conditions.sources))
    held = [holding(name, values) for name, values in sets if values is not None]
    return _demanded([*held, *(_any_of([_touching(days) for days in group]) for group in conditions.published)])


def all_of(clauses: Sequence[Clause]) -> tantivy.Query:
    """Join clauses to a query; without any it finds everything."""
    if not clauses:
        return tantivy.Query.all_query()
    # A clause alone stays as it is: tantivy skips what cannot be among the best only in a plain union of terms.
    return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)


def holding(name: str, values: Collection[int | str]) -> tantivy.Query:
    """Find passages that hold one of some values in a field of numbers or of whole texts."""
    exact = [_exact(value) if isinstance(value, str) else value for value in values]
    if len(exact) > _FEW_VALUES:
        return tantivy.Query.term_set_query(SCHEMA, name, exact)
    return _any_of([tantivy.Query.term_query(SCHEMA, name, value, index_option="basic") for value in exact])


def numbered(first: int, last: int | None) -> tantivy.Query:
    """Find passages of documents with numbers from `first` to `last`, both included; None leaves that side open."""
    return tantivy.Query.range_query(SCHEMA, DOCUMENT, FieldType.Integer, first, last)


def term(word: str, field: Field) -> tantivy.Query:
    """Find passages that hold a term, scored with BM25."""
    return tantivy.Query.term_query(SCHEMA, field, _exact(word), index_option="freq")


def count_holders(searcher: tantivy.Searcher, word: str, field: Field) -> int:
    """Count passages that hold a term, removed ones that are not gone yet among them."""
    return searcher.doc_freq(field, _exact(word))


def _any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(Occur.Should, each) for each in queries])


def _demanded(queries: Iterable[tantivy.Query]) -> list[Clause]:
    return [(Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in queries]


def _concept(concept: Concept) -> tantivy.Query | None:
    found = [_alternative(alternative) for alternative in concept.alternatives if alternative.terms]
    if len(found) < 2:
        return found[0] if found else None
    return tantivy.Query.disjunction_max_query(found)


def _alternative(alternative: Alternative) -> tantivy.Query:
    if len(alternative.terms) == 1:
        return _weighed(term(alternative.terms[0], Field.TERMS), alternative.weight)
    weight = alternative.weight / len(alternative.terms)  # each adds its part of the mean
    return all_of([(Occur.Must, _weighed(term(word, Field.TERMS), weight)) for word in alternative.terms])


def _hint(hint: Hint) -> tantivy.Query:
    return _weighed(term(hint.term, Field(hint.field)), hint.weight)


def _weighed(query: tantivy.Query, weight: float) -> tantivy.Query:
    return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


def _phrase(words: Sequence[str]) -> tantivy.Query:
    if len(words) == 1:  # tantivy panics on a phrase of one word
        return term(words[0], Field.WORDS)
    return tantivy.Query.phrase_query(SCHEMA, Field.WORDS, [_exact(word) for word in words])


def _touching(days: Days) -> tantivy.Query:
    """Find passages whose document's days have one in common with a range."""
    latest = days.latest.toordinal() if days.latest else None
    earliest = days.earliest.toordinal() if days.earliest else 1  # the calendar's first day: any date meets it
    return all_of([(Occur.Must, side) for side in _sides(earliest, latest)])


def _sides(earliest: int, latest: int | None) -> Iterator[tantivy.Query]:
    yield tantivy.Query.range_query(SCHEMA, _LATEST, FieldType.Integer, earliest, None)
    if latest is not None:
        yield tantivy.Query.range_query(SCHEMA, _EARLIEST, FieldType.Integer, None, latest)
