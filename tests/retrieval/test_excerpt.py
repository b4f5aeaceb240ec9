"""Which words to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis.tokenizer import tokenize
from retrieval.excerpt import MAX_CHARS, Wanted, choose_span, highlights
from retrieval.model import Concept, Span

CLAUSE = "وهذه جملة طويلة تتكرر كلماتها حتى يزيد طولها على ما يظهر في لمحة واحدة"


def test_a_sentence_that_fits_is_shown_whole() -> None:
    """Nothing is cut off a sentence of ordinary length."""
    text = "قال الوزير: نعم، ثم انصرف."
    span = Span(0, len(text))
    assert choose_span(text, span, tokenize(text), Wanted()) == span


def test_of_a_long_sentence_the_clauses_that_answer_are_shown() -> None:
    """The asked word is in what is shown, which ends at clauses and fits."""
    text = "، ".join([*[CLAUSE] * 8, "وهنا ذكر الهدنة", *[CLAUSE] * 8])
    span = choose_span(text, Span(0, len(text)), tokenize(text), Wanted((Concept.of("truce", ("الهدنة",)),)))
    assert "وهنا ذكر الهدنة" in span.of(text)
    assert len(span) <= MAX_CHARS
    assert text[span.end - 1] == "،"


def test_a_statement_is_not_cut() -> None:
    """What somebody said is shown whole, even where it is longer than fits."""
    text = "، ".join([CLAUSE] * 12)
    keep = Span(100, 600)
    assert choose_span(text, Span(0, len(text)), tokenize(text), Wanted(keep=[keep])) == keep


def test_a_statement_comes_with_its_attribution_where_both_fit() -> None:
    """Of two spans to keep the first is shown if it fits, with the clauses that it lies in."""
    text = "، ".join(["قال الوزير", CLAUSE, *[CLAUSE] * 8])
    statement = Span(text.index(CLAUSE), text.index(CLAUSE) + len(CLAUSE))
    span = choose_span(text, Span(0, len(text)), tokenize(text), Wanted(keep=[Span(0, statement.end), statement]))
    assert span.of(text).startswith("قال الوزير، وهذه")


def test_what_others_say_is_not_shown_with_it() -> None:
    """Of a sentence with two speakers only the clause of the one is shown."""
    text = "قال زيد إن المطر قادم، فيما قال عمرو إن الصحو باق."
    said, other = Span(8, 21), Span(32, 48)
    span = choose_span(text, Span(0, len(text)), tokenize(text), Wanted(keep=[said], avoid=[other]))
    assert span.of(text) == "قال زيد إن المطر قادم،"


def test_asked_words_are_highlighted_only_with_all_of_their_phrase() -> None:
    """Half of a phrase is another word, and stays plain."""
    text = "وقف الوزير ثم وقف إطلاق النار"
    tokens = tokenize(text)
    whole = Concept.of("ceasefire", ("وقف", "إطلاق", "النار"))
    part = Concept.of("stop work", ("وقف", "العمل"))
    span = Span(0, len(text))
    assert [found.of(text) for found in highlights(span, tokens, [whole])] == ["وقف", "وقف", "إطلاق", "النار"]
    assert highlights(span, tokens, [part]) == ()


@given(st.text(st.sampled_from("ابج ،؛.:\n"), min_size=1, max_size=1500), st.data())
def test_what_is_shown_lies_in_the_sentence(text: str, data: st.DataObject) -> None:
    """Whatever the punctuation: the excerpt is a part of the sentence, and holds what must be kept."""

    def some_spans() -> list[Span]:
        starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=2))
        return [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]

    sentence = Span(0, len(text))
    wanted = Wanted(keep=some_spans(), avoid=some_spans())
    span = choose_span(text, sentence, tokenize(text), wanted)
    assert sentence.contains(span)
    assert not wanted.keep or any(map(span.contains, wanted.keep))
