"""What every engine must do: tests that a class for each engine inherits, and scores worked out from the formula."""

from __future__ import annotations

import math
import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.index.protocol import K1, B, Field, Index, IndexedPassage, PassageKey, ScoredPassage
from retrieval.model import ANYTHING, Alternative, Concept, Conditions, Days, Hint, Query

DAY = date(2016, 7, 15)


def passage(  # noqa: PLR0913 - one argument a field
    document: int,
    ordinal: int = 0,
    terms: str = "",
    *,
    words: str = "",
    hints: str = "",
    speakers: Iterable[int] = (),
    days: tuple[int, int] | None = None,
    source: str | None = None,
) -> IndexedPassage:
    """Make a passage; texts are cut at spaces, and days count from `DAY`."""
    earliest, latest = (DAY + timedelta(days[0]), DAY + timedelta(days[1])) if days else (None, None)
    fields = {Field.TERMS: terms.split(), Field.WORDS: words.split(), Field.HINTS: hints.split()}
    return IndexedPassage(PassageKey(document, ordinal), fields, frozenset(speakers), earliest, latest, source)


def asked(*words: str) -> Query:
    """Ask for single terms, each a concept of its own."""
    return Query(tuple(Concept.of(word, (word,)) for word in words))


def quoted(*phrases: str) -> Query:
    """Ask for phrases alone."""
    return Query((), tuple(tuple(phrase.split()) for phrase in phrases))


def between(first: int | None, last: int | None) -> Days:
    """Name days counted from `DAY`; None leaves that side open."""
    return Days(*(None if day is None else DAY + timedelta(day) for day in (first, last)))


def keys(found: Sequence[ScoredPassage]) -> list[tuple[int, int]]:
    """Name the passages that were found, in their order."""
    return [tuple(hit.key) for hit in found]


class Reference:
    """The scores that the protocol's words demand, worked out one by one."""

    def __init__(self, passages: Iterable[IndexedPassage], *, leaves_out_empty: bool = False) -> None:
        self.passages = sorted(passages, key=lambda passage: passage.key)
        self.leaves_out_empty = leaves_out_empty

    def scores(self, query: Query, conditions: Conditions = ANYTHING) -> dict[PassageKey, float]:
        """Score the passages that are found."""
        scored = ((passage, self._score(query, passage)) for passage in self.passages if meets(passage, conditions))
        return {passage.key: score for passage, score in scored if score is not None}

    def _score(self, query: Query, passage: IndexedPassage) -> float | None:
        phrases = [self.bm25(Field.WORDS, words, passage) for words in query.phrases]
        concepts = [self._concept(concept, passage) for concept in query.concepts]
        if not all(phrases) or not (any(concepts) if concepts else phrases):
            return None
        hints = (hint.weight * self.bm25(Field(hint.field), (hint.term,), passage) for hint in query.hints)
        return sum(concepts if concepts else phrases) + sum(hints)

    def _concept(self, concept: Concept, passage: IndexedPassage) -> float:
        return max((self._alternative(each, passage) for each in concept.alternatives), default=0.0)

    def _alternative(self, alternative: Alternative, passage: IndexedPassage) -> float:
        scores = [self.bm25(Field.TERMS, (term,), passage) for term in alternative.terms]
        return alternative.weight * sum(scores) / len(scores) if all(scores) else 0.0

    def bm25(self, field: Field, words: Sequence[str], passage: IndexedPassage) -> float:
        """Score words that stand one behind the other in a field; 0 where they do not."""
        times = count(words, passage.fields[field])
        if not times:
            return 0.0
        texts = [other.fields[field] for other in self.passages if other.fields[field] or not self.leaves_out_empty]
        lengths = len(passage.fields[field]) / (sum(map(len, texts)) / len(texts))
        idf = sum(self._idf(word, texts) for word in words)
        return idf * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths))

    @staticmethod
    def _idf(word: str, texts: Sequence[Sequence[str]]) -> float:
        holders = sum(word in text for text in texts)
        return math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))


def count(words: Sequence[str], text: Sequence[str]) -> int:
    """Count how often words stand one behind the other."""
    return sum(tuple(text[i : i + len(words)]) == tuple(words) for i in range(len(text) - len(words) + 1))


def meets(passage: IndexedPassage, conditions: Conditions) -> bool:
    """Tell whether a passage meets conditions."""

    def touches(days: Days) -> bool:
        if passage.earliest is None or passage.latest is None:
            return False
        return passage.earliest <= (days.latest or date.max) and (days.earliest or date.min) <= passage.latest

    return (
        (conditions.documents is None or passage.key.document in conditions.documents)
        and (conditions.speakers is None or not conditions.speakers.isdisjoint(passage.speakers))
        and (conditions.sources is None or passage.source in conditions.sources)
        and all(any(map(touches, group)) for group in conditions.published)
    )


def assert_ranking(found: Sequence[ScoredPassage], scores: Mapping[PassageKey, float], *, limit: int) -> None:
    """Check that the best of some scores were found; where two are as good as equal, either may be the first."""
    assert len(found) == min(limit, len(scores))
    assert all(hit.score > 0 for hit in found)
    assert [hit.score for hit in found] == pytest.approx([scores[hit.key] for hit in found], rel=1e-4)
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.key))
    best = sorted(scores.values(), reverse=True)[: len(found)]
    assert [hit.score for hit in found] == pytest.approx(best, rel=1e-4)


# Six passages of three documents: two outlets, one of them undated, and speakers 7, 8 and 9.
SIX = (
    passage(1, 0, "هدن سوري روسي", words="في هدنة سورية", speakers=[7], days=(0, 0), source="BBC"),
    passage(1, 1, "هدن هدن وقف", words="هدنة هدنة ثم وقف", hints="كيري", speakers=[7, 8], days=(0, 0), source="BBC"),
    passage(2, 0, "وقف اطلاق نار سوري", words="وقف إطلاق النار في سورية", days=(10, 20), source="وكالة «أمد»"),
    passage(2, 1, "مساعد انساني حلب", words="مساعدات إلى حلب", days=(10, 20), source="وكالة «أمد»"),
    passage(3, 0, "حلب سوري", words="حلب السورية", hints="كيري جون", speakers=[9]),
    passage(3, 1, "نفط سعر", words="سعر النفط", hints="كيري"),
)

CONDITIONS = [
    ("a document", Conditions(documents=frozenset({2}))),
    ("several documents", Conditions(documents=frozenset({1, 3, 99}))),
    ("no document at all", Conditions(documents=frozenset())),
    ("documents of elsewhere", Conditions(documents=frozenset({98, 99}))),
    ("a speaker", Conditions(speakers=frozenset({8}))),
    ("one of several speakers", Conditions(speakers=frozenset({8, 9, 55}))),
    ("no speaker at all", Conditions(speakers=frozenset())),
    ("an outlet with a name of several words", Conditions(sources=frozenset({"وكالة «أمد»"}))),
    ("a part of an outlet's name", Conditions(sources=frozenset({"أمد"}))),
    ("an outlet in other letters", Conditions(sources=frozenset({"bbc"}))),
    ("no outlet at all", Conditions(sources=frozenset())),
    ("a day", Conditions(published=((between(0, 0),),))),
    ("days that end on its first", Conditions(published=((between(3, 10),),))),
    ("days that begin on its last", Conditions(published=((between(20, 30),),))),
    ("days within its days", Conditions(published=((between(12, 13),),))),
    ("days around its days", Conditions(published=((between(-900, 900),),))),
    ("days between", Conditions(published=((between(1, 9),),))),
    ("days since", Conditions(published=((between(15, None),),))),
    ("days until", Conditions(published=((between(None, 9),),))),
    ("any day at all", Conditions(published=((between(None, None),),))),
    ("one of two ranges", Conditions(published=((between(-5, -1), between(20, 20)),))),
    ("two groups of ranges", Conditions(published=((between(None, 12),), (between(5, None),)))),
    ("two groups that no day meets", Conditions(published=((between(0, 0),), (between(10, 10),)))),
    ("a group without ranges", Conditions(published=((),))),
    ("everything together", Conditions(frozenset({1, 2}), frozenset({7}), frozenset({"BBC"}), ((between(0, 0),),))),
]

LETTERS = st.sampled_from("ابجد")
TEXTS = st.lists(LETTERS, max_size=6)
NUMBERS = st.integers(0, 3)


@st.composite
def passages_with_keys(draw: st.DrawFn) -> list[IndexedPassage]:
    """Draw passages of few words, so that many tie, with all that conditions ask about."""
    chosen = draw(st.lists(st.tuples(NUMBERS, NUMBERS), unique=True, max_size=9))
    return [draw(_passages(PassageKey(*key))) for key in chosen]


@st.composite
def _passages(draw: st.DrawFn, key: PassageKey) -> IndexedPassage:
    days = draw(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 3)))
    return IndexedPassage(
        key,
        {field: draw(TEXTS) for field in Field},
        draw(st.frozensets(NUMBERS, max_size=2)),
        DAY + timedelta(days[0]) if days else None,
        DAY + timedelta(days[0] + days[1]) if days else None,
        draw(st.none() | st.sampled_from(["BBC", "أمد"])),
    )


ALTERNATIVES = st.builds(
    Alternative, st.lists(LETTERS, min_size=1, max_size=3).map(tuple), st.sampled_from([1.0, 0.8, 0.5])
)
CONCEPTS = st.builds(Concept, st.just("words"), st.lists(ALTERNATIVES, max_size=3).map(tuple))
PHRASES = st.lists(LETTERS, min_size=1, max_size=3).map(tuple)
HINTS = st.builds(Hint, st.sampled_from(Field), LETTERS, st.sampled_from([0.3, 1.0, 2.0]))
QUERIES = st.builds(
    Query,
    st.lists(CONCEPTS, max_size=3).map(tuple),
    st.lists(PHRASES, max_size=2).map(tuple),
    st.lists(HINTS, max_size=2).map(tuple),
)
DAYS = st.builds(between, st.none() | st.integers(-2, 12), st.none() | st.integers(-2, 12))
SETS_OF_CONDITIONS = st.builds(
    Conditions,
    st.none() | st.frozensets(NUMBERS, max_size=3),
    st.none() | st.frozensets(NUMBERS, max_size=3),
    st.none() | st.frozensets(st.sampled_from(["BBC", "أمد", "وفا"])),
    st.lists(st.lists(DAYS, max_size=2).map(tuple), max_size=2).map(tuple),
)


class IndexContract(ABC):
    """The tests. A subclass gives empty indexes."""

    # Whether N and lengths of a field are those of the passages that hold any term there.
    leaves_out_empty: ClassVar[bool] = False

    @abstractmethod
    def make(self) -> Index:
        """Open an empty index; whoever asks for it closes it."""

    def reference(self, passages: Iterable[IndexedPassage]) -> Reference:
        """Work out the scores that this engine must give."""
        return Reference(passages, leaves_out_empty=self.leaves_out_empty)

    @pytest.fixture
    def index(self) -> Iterator[Index]:
        """An empty index."""
        with closing(self.make()) as opened:
            yield opened

    @pytest.fixture
    def six(self, index: Index) -> Index:
        """An index of six passages."""
        index.update(SIX)
        return index

    # What is found, and with which score

    def test_scores_are_bm25_with_lucenes_idf(self, six: Index) -> None:
        """A score is what the formula gives, worked out here from the counts."""
        best = six.search(asked("هدن"), limit=1)[0]
        mean_length = sum(len(each.fields[Field.TERMS]) for each in SIX) / len(SIX)
        idf = math.log(1 + (6 - 2 + 0.5) / (2 + 0.5))
        assert best.key == (1, 1)
        assert best.score == pytest.approx(idf * 2 * (1.2 + 1) / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / mean_length)))

    def test_an_empty_index_holds_nothing(self, index: Index) -> None:
        """Nothing is found, listed or counted, and nothing fails."""
        assert index.search(asked("هدن"), limit=5) == []
        assert index.search(quoted("وقف إطلاق"), limit=5, conditions=Conditions(documents=frozenset({1}))) == []
        assert index.first(limit=5) == []
        assert (index.size, index.documents(), index.holders("هدن"), index.stale) == (0, frozenset(), 0, 0.0)

    @pytest.mark.parametrize("conditions", [each for _, each in CONDITIONS], ids=[name for name, _ in CONDITIONS])
    def test_nothing_in_an_empty_index_meets_conditions(self, index: Index, conditions: Conditions) -> None:
        """Whatever they ask for, they do not fail on it."""
        assert index.first(limit=5, conditions=conditions) == []
        assert index.search(asked("هدن"), limit=5, conditions=conditions) == []

    def test_passages_without_words_are_held_but_not_found(self, index: Index) -> None:
        """A passage may have no term at all, and a field may be left out."""
        index.update([IndexedPassage(PassageKey(1, 0), {}), passage(1, 1)])
        assert index.search(asked("هدن"), limit=5) == []
        assert index.first(limit=5) == [(1, 0), (1, 1)]

    def test_one_passage_is_found(self, index: Index) -> None:
        """An index of one passage answers like any other."""
        index.update([passage(1, 0, "هدن حلب")])
        (hit,) = index.search(asked("حلب"), limit=5)
        assert hit.score > 0

    def test_a_term_in_every_passage_still_counts(self, index: Index) -> None:
        """Where other weights would be negative, Lucene's is small and positive."""
        index.update([passage(1, 0, "هدن"), passage(1, 1, "هدن"), passage(1, 2, "هدن حلب")])
        assert all(hit.score > 0 for hit in index.search(asked("هدن"), limit=3))

    def test_nothing_matched_is_no_hit(self, six: Index) -> None:
        """A passage without any term of the query is never given, however few there are."""
        assert six.search(asked("قمر"), limit=5) == []
        assert len(six.search(asked("نفط"), limit=5)) == 1

    @pytest.mark.parametrize("limit", [0, -1])
    def test_no_hit_is_wanted(self, six: Index, limit: int) -> None:
        """A limit below 1 gives nothing."""
        assert six.search(asked("هدن"), limit=limit) == []
        assert six.first(limit=limit) == []

    def test_a_limit_beyond_everything_gives_everything(self, six: Index) -> None:
        """However high the limit is."""
        assert len(six.search(asked("سوري"), limit=10**12)) == 3
        assert len(six.first(limit=10**12)) == 6

    def test_alternatives_count_once(self, six: Index) -> None:
        """A passage that holds two words for one thing scores by the better of them."""
        both = six.search(Query((Concept.of("truce", ("هدن",), ("وقف",)),)), limit=6)
        assert {hit.key: hit.score for hit in both}[PassageKey(1, 1)] == pytest.approx(
            max(six.search(asked(word), limit=1)[0].score for word in ("هدن",))
        )
        assert set(keys(both)) == {(1, 0), (1, 1), (2, 0)}

    def test_an_alternative_needs_all_its_terms(self, six: Index) -> None:
        """A passage with some of them does not hold it; one with all adds their mean."""
        (hit,) = six.search(Query((Concept.of("ceasefire", ("وقف", "اطلاق", "نار")),)), limit=6)
        scores = self.reference(SIX)
        each = [scores.bm25(Field.TERMS, (term,), SIX[2]) for term in ("وقف", "اطلاق", "نار")]
        assert hit.key == (2, 0)
        assert hit.score == pytest.approx(sum(each) / 3)

    def test_weights_weigh(self, six: Index) -> None:
        """An alternative of half the weight adds half."""
        (whole,) = six.search(asked("نفط"), limit=1)
        (half,) = six.search(Query((Concept("oil", (Alternative(("نفط",), 0.5),)),)), limit=1)
        assert half.score == pytest.approx(whole.score / 2)

    def test_concepts_add_up(self, six: Index) -> None:
        """A passage that holds two concepts scores their sum."""
        both = {hit.key: hit.score for hit in six.search(asked("حلب", "سوري"), limit=6)}
        one, other = ({h.key: h.score for h in six.search(asked(word), limit=6)} for word in ("حلب", "سوري"))
        assert both[PassageKey(3, 0)] == pytest.approx(one[PassageKey(3, 0)] + other[PassageKey(3, 0)])
        assert both[PassageKey(2, 1)] == pytest.approx(one[PassageKey(2, 1)])

    def test_a_concept_without_alternatives_is_held_by_nothing(self, six: Index) -> None:
        """Beside others it changes nothing; alone it finds nothing, not even with a phrase."""
        unknown = Concept("xyz", ())
        assert six.search(Query((unknown,)), limit=6) == []
        assert six.search(Query((unknown,), (("حلب",),)), limit=6) == []
        assert six.search(Query((*asked("حلب").concepts, unknown)), limit=6) == six.search(asked("حلب"), limit=6)

    def test_hints_add(self, six: Index) -> None:
        """A hint lifts what is found by its weighed score, in its own field."""
        plain = six.search(asked("سوري"), limit=6)
        hinted = six.search(Query(asked("سوري").concepts, (), (Hint(Field.HINTS, "كيري", 2.0),)), limit=6)
        more = 2 * self.reference(SIX).bm25(Field.HINTS, ("كيري",), SIX[4])
        before, after = ({hit.key: hit.score for hit in found} for found in (plain, hinted))
        assert after == pytest.approx({**before, PassageKey(3, 0): before[PassageKey(3, 0)] + more})

    def test_hints_find_nothing(self, six: Index) -> None:
        """Alone, or beside a concept that a passage does not hold."""
        hints = (Hint(Field.HINTS, "كيري", 1.0),)
        assert six.search(Query((), (), hints), limit=6) == []
        assert keys(six.search(Query(asked("مساعد").concepts, (), hints), limit=6)) == [(2, 1)]

    def test_a_hint_of_no_field_is_a_mistake(self, six: Index) -> None:
        """A field that is none is not passed over in silence."""
        with pytest.raises(ValueError, match="nowhere"):
            six.search(Query(asked("حلب").concepts, (), (Hint("nowhere", "كيري", 1.0),)), limit=6)

    @pytest.mark.parametrize(
        ("phrase", "found"),
        [
            ("وقف إطلاق النار", [(2, 0)]),
            ("إطلاق وقف", []),
            ("وقف النار", []),
            ("هدنة هدنة", [(1, 1)]),
            ("هدنة هدنة هدنة", []),
            ("حلب", [(3, 0), (2, 1)]),
            ("قمر حلب", []),
            ("وقف إطلاق النار في سورية الآن", []),
        ],
    )
    def test_a_phrase_stands_as_it_is(self, six: Index, phrase: str, found: list[tuple[int, int]]) -> None:
        """Its words stand one behind the other, in this order."""
        assert keys(six.search(quoted(phrase), limit=6)) == found

    def test_phrases_do_not_reach_into_the_next_passage(self, index: Index) -> None:
        """What ends one passage and begins the next is no phrase."""
        index.update([passage(1, 0, words="وقف إطلاق"), passage(1, 1, words="النار الآن")])
        assert index.search(quoted("إطلاق النار"), limit=6) == []

    def test_phrases_alone_score(self, index: Index) -> None:
        """By how often they stand there, with the sum of their words' idf."""
        passages = [passage(1, n, words="وقف النار " * n + "ثم سكت") for n in range(4)]
        index.update(passages)
        assert_ranking(
            index.search(quoted("وقف النار"), limit=9), self.reference(passages).scores(quoted("وقف النار")), limit=9
        )

    def test_all_phrases_are_demanded_and_add_nothing_beside_concepts(self, six: Index) -> None:
        """A concept's score stays what it is."""
        one = six.search(Query(asked("سوري").concepts, (("إطلاق", "النار"),)), limit=6)
        assert one == [hit for hit in six.search(asked("سوري"), limit=6) if hit.key == (2, 0)]
        assert six.search(Query(asked("سوري").concepts, (("إطلاق", "النار"), ("حلب",))), limit=6) == []

    def test_fields_are_apart(self, index: Index) -> None:
        """A term of one field is not found in another, and each field has lengths of its own."""
        passages = [
            passage(1, 0, "حلب", words="في مدينة حلب الكبيرة", hints="ا ب ج"),
            passage(1, 1, "حلب نفط سعر", words="حلب"),
        ]
        index.update(passages)
        assert [index.holders("مدينة", field) for field in (Field.TERMS, Field.WORDS, Field.HINTS)] == [0, 1, 0]
        assert keys(index.search(asked("حلب"), limit=2)) == [(1, 0), (1, 1)]
        assert keys(index.search(quoted("حلب"), limit=2)) == [(1, 1), (1, 0)]
        assert index.search(asked("مدينة"), limit=2) == []

    def test_equal_scores_stand_in_the_order_of_keys(self, index: Index) -> None:
        """Whatever the order in which they came, also where the limit cuts between them."""
        chosen = [(document, ordinal) for document in range(1, 31) for ordinal in range(10)]
        random.Random(1).shuffle(chosen)
        for part in (chosen[:7], chosen[7:100], chosen[100:]):
            # Passages of one document must come in one update, so each comes under a number of its own.
            index.update([passage(document * 1000 + ordinal, 0, "حلب") for document, ordinal in part])
        ordered = sorted((document * 1000 + ordinal, 0) for document, ordinal in chosen)
        for limit in (1, 7, 10, 299, 300, 999):
            assert keys(index.search(asked("حلب"), limit=limit)) == ordered[:limit]
            assert index.first(limit=limit) == ordered[:limit]

    def test_better_ones_stand_before_many_equal_ones(self, index: Index) -> None:
        """The cut lies within the equal ones, behind the better ones."""
        index.update([passage(n, 0, "حلب" if n % 50 else "حلب حلب") for n in range(200)])
        assert keys(index.search(asked("حلب"), limit=6)) == [(0, 0), (50, 0), (100, 0), (150, 0), (1, 0), (2, 0)]

    @pytest.mark.parametrize(
        "term",
        [
            *(
                "Lavrov",
                "LAVROV",
                "اَلْهُدْنَة",
                "الهـدنة",
                "می\u200cخواهم",
                "a\u0301",
                "👩\u200d👧",
                "3.5%",
                "C++",
                "l'été",
            ),
            *("AND", "terms:حلب", '"', "\\", "*", "-", "(", "\x00", "\ufeff", "\u200f", "ﷺ", "ا" * 300, "ب" * 70_000),
        ],
    )
    def test_a_term_is_kept_exactly(self, index: Index, term: str) -> None:
        """Whatever letters it holds, as a term, a word of a phrase and a hint."""
        text = f"قبل {term} بعد"
        index.update([passage(1, 0, text, words=text, hints=term), passage(2, 0, "قبل بعد", words="قبل بعد")])
        for query in (asked(term), quoted(f"قبل {term} بعد"), quoted(term)):
            assert keys(index.search(query, limit=5)) == [(1, 0)]
        assert [index.holders(term, field) for field in Field] == [1, 1, 1]
        hinted = Query(asked("بعد").concepts, (), (Hint(Field.HINTS, term, 9.0),))
        assert keys(index.search(hinted, limit=5)) == [(1, 0), (2, 0)]

    def test_terms_that_differ_in_letters_are_different(self, index: Index) -> None:
        """Nothing is folded or cut."""
        texts = ["Lavrov", "lavrov", "الهدنة", "الهدنه", "ب" * 70_000, "ب" * 70_001]
        index.update([passage(n, 0, text) for n, text in enumerate(texts)])
        assert [keys(index.search(asked(text), limit=9)) for text in texts] == [[(n, 0)] for n in range(len(texts))]

    def test_half_a_letter_does_no_harm(self, index: Index) -> None:
        """A lone surrogate, which is no text, neither stops an update nor a search."""
        index.update([passage(1, 0, "قبل \ud800 بعد", source="\ud800")])
        assert keys(index.search(asked("بعد"), limit=5)) == [(1, 0)]
        assert keys(index.search(asked("\ud800"), limit=5)) == [(1, 0)]
        index.search(quoted("\udfff بعد"), limit=5, conditions=Conditions(sources=frozenset({"\udfff"})))

    @settings(suppress_health_check=[HealthCheck.differing_executors], max_examples=60)
    @given(passages_with_keys(), QUERIES, SETS_OF_CONDITIONS, st.integers(1, 12))
    def test_rankings_are_what_the_protocol_says(
        self, passages: list[IndexedPassage], query: Query, conditions: Conditions, limit: int
    ) -> None:
        """Whatever the passages, the query and the conditions: the scores are the formula's."""
        expected = self.reference(passages).scores(query, conditions)
        with closing(self.make()) as index:
            index.update(passages)
            assert_ranking(index.search(query, limit=limit, conditions=conditions), expected, limit=limit)
            met = sorted(each.key for each in passages if meets(each, conditions))
            assert index.first(limit=limit, conditions=conditions) == met[:limit]
            for field in Field:
                assert index.holders("ا", field) == sum("ا" in each.fields[field] for each in passages)

    # Conditions

    @pytest.mark.parametrize("conditions", [each for _, each in CONDITIONS], ids=[name for name, _ in CONDITIONS])
    def test_conditions_choose_and_change_no_score(self, six: Index, conditions: Conditions) -> None:
        """What meets them is found with the score that it has without them."""
        query = asked("هدن", "سوري", "حلب", "نفط")
        met = {each.key for each in SIX if meets(each, conditions)}
        everywhere = six.search(query, limit=6)
        assert six.search(query, limit=6, conditions=conditions) == [hit for hit in everywhere if hit.key in met]
        assert six.first(limit=6, conditions=conditions) == sorted(met)

    def test_conditions_hold_for_phrases_too(self, six: Index) -> None:
        """A phrase is found only where they are met."""
        only = Conditions(speakers=frozenset({9}))
        assert keys(six.search(quoted("حلب"), limit=6, conditions=only)) == [(3, 0)]

    @pytest.mark.parametrize("many", [150, 900, 4_000])
    def test_sets_of_documents_may_be_large(self, index: Index, many: int) -> None:
        """However many documents are allowed, what is found is among them."""
        index.update([passage(n, 0, "حلب " + "نفط " * (n % 7)) for n in range(300)])
        everywhere = index.search(asked("حلب"), limit=300)
        odd = Conditions(documents=frozenset(range(1, 2 * many, 2)))
        expected = [hit for hit in everywhere if hit.key.document % 2 and hit.key.document < 2 * many]
        for limit in (5, 300):
            assert index.search(asked("حلب"), limit=limit, conditions=odd) == expected[:limit]
        assert index.first(limit=3, conditions=odd) == [(1, 0), (3, 0), (5, 0)]
        elsewhere = Conditions(documents=frozenset(range(1000, 1000 + many)))
        assert index.search(asked("حلب"), limit=5, conditions=elsewhere) == []

    # Changes

    def test_an_update_is_seen_by_the_next_search(self, six: Index) -> None:
        """What is added is found, what is removed is not, and the counts follow."""
        six.update([passage(9, 0, "قمر حلب")], removed=[3, 777])
        assert keys(six.search(asked("حلب"), limit=9)) == [(9, 0), (2, 1)]
        assert six.search(asked("نفط"), limit=9) == []
        assert (six.size, six.documents()) == (5, frozenset({1, 2, 9}))
        assert [six.holders(term) for term in ("حلب", "نفط", "قمر")] == [2, 0, 1]
        assert six.first(limit=9) == [(1, 0), (1, 1), (2, 0), (2, 1), (9, 0)]

    def test_a_documents_new_passages_take_the_place_of_its_old_ones(self, six: Index) -> None:
        """Also where there are fewer than before, and whatever the order in which they come."""
        six.update([passage(2, 1, "قمر"), passage(1, 0, "شمس"), passage(2, 0, "قمر")])
        assert keys(six.search(asked("قمر", "شمس"), limit=9)) == [(1, 0), (2, 0), (2, 1)]
        assert six.search(asked("هدن"), limit=9) == []
        assert six.size == 5

    def test_doing_it_again_changes_nothing(self, six: Index) -> None:
        """An update is idempotent, but that removed passages may count in scores for a while."""
        six.update(SIX)
        assert (six.size, six.documents()) == (6, frozenset({1, 2, 3}))
        assert keys(six.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]

    def test_an_empty_update_changes_nothing(self, six: Index) -> None:
        """No passages, nothing removed."""
        six.update([])
        assert six.size == 6

    def test_everything_can_be_removed(self, six: Index) -> None:
        """And something added again."""
        six.update([], removed=six.documents())
        assert (six.size, six.first(limit=9), six.search(asked("هدن"), limit=9)) == (0, [], [])
        six.update(SIX[:2])
        assert keys(six.search(asked("هدن"), limit=9)) == [(1, 1), (1, 0)]

    def test_a_failing_update_changes_nothing(self, six: Index) -> None:
        """The error is passed on; neither the passages before it nor the removals stay, and the next update works."""

        def failing() -> Iterator[IndexedPassage]:
            yield passage(9, 0, "قمر")
            yield passage(1, 0, "قمر")
            raise KeyError("the store is gone")

        before = six.search(asked("هدن", "سوري"), limit=9)
        with pytest.raises(KeyError):
            six.update(failing(), removed=[2])
        assert six.search(asked("هدن", "سوري"), limit=9) == before
        assert (six.size, six.holders("قمر")) == (6, 0)
        six.update([passage(9, 0, "قمر")])
        assert keys(six.search(asked("قمر"), limit=9)) == [(9, 0)]

    def test_replacing_everything_leaves_nothing_stale(self, index: Index) -> None:
        """Scores are then those of an index that never held anything else."""
        index.update([passage(n, 0, "حلب نفط سوري هدن") for n in range(100)])
        index.update([], removed=range(50))
        assert 0.0 <= index.stale <= 0.5
        index.update(SIX, removed=index.documents())
        assert index.stale == 0.0
        expected = self.reference(SIX).scores(asked("هدن", "حلب"))
        assert_ranking(index.search(asked("هدن", "حلب"), limit=9), expected, limit=9)

    def test_large_numbers_are_kept(self, index: Index) -> None:
        """Numbers of documents, ordinals and speakers may be large."""
        large = passage(2**38, 2**23, "حلب", speakers=[2**40])
        index.update([large, passage(5, 3, "حلب")])
        only = Conditions(speakers=frozenset({2**40}))
        assert keys(index.search(asked("حلب"), limit=5, conditions=only)) == [tuple(large.key)]
        assert index.first(limit=5) == [(5, 3), large.key]
        assert index.documents() == {5, 2**38}

    @settings(suppress_health_check=[HealthCheck.differing_executors], max_examples=30)
    @given(st.lists(st.tuples(passages_with_keys(), st.frozensets(NUMBERS)), max_size=4))
    def test_updates_add_up(self, updates: list[tuple[list[IndexedPassage], frozenset[int]]]) -> None:
        """After any updates the index holds what a dictionary would."""
        held: dict[PassageKey, IndexedPassage] = {}
        with closing(self.make()) as index:
            for passages, removed in updates:
                index.update(iter(passages), removed=iter(removed))
                gone = removed | {each.key.document for each in passages}
                held = {key: each for key, each in held.items() if key.document not in gone}
                held |= {each.key: each for each in passages}
            assert index.first(limit=99) == sorted(held)
            assert index.documents() == {key.document for key in held}
            assert index.size == len(held)
            found = index.search(asked("ا"), limit=99)
            assert {hit.key for hit in found} == {key for key, p in held.items() if "ا" in p.fields[Field.TERMS]}
            assert index.holders("ا") == len(found)

    def test_refreshing_changes_nothing(self, six: Index) -> None:
        """Where nobody else changed anything."""
        before = six.search(asked("سوري"), limit=6)
        six.refresh()
        assert six.search(asked("سوري"), limit=6) == before

    def test_closing_twice_does_no_harm(self) -> None:
        """An index may be closed by more than one owner."""
        index = self.make()
        index.close()
        index.close()
