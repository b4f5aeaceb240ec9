"""Who said what? The whole story of one document.

read the words -> find the attributions -> end their words -> survey who occurs -> name the speakers -> quotations.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from retrieval.model import Document, Quotation, QuotationKind, Span
from retrieval.quotation.attribution import Attribution, Opening
from retrieval.quotation.attributions import AttributionFinder
from retrieval.quotation.clauses import end_all
from retrieval.quotation.lexicon import Lexicon, Shape, default_lexicon
from retrieval.quotation.marks import is_mark
from retrieval.quotation.people import Cast
from retrieval.quotation.phrases import Phrase, PhraseReader
from retrieval.quotation.register import Register
from retrieval.quotation.relays import reported_tokens, without_relays
from retrieval.quotation.speakers import Resolver
from retrieval.quotation.subjects import SHORT_NAME
from retrieval.quotation.tokens import Tokens, tokenize
from retrieval.quotation.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.quotation.morphology import Morphology


_NAMELIKE = frozenset(("قاعدة",))
_STOPS = frozenset((".", "،", ","))
_BRACKETS = frozenset("()[]")
_NAMED = frozenset(("media", "organisation"))
_SINGLE = 2
"""How far the closing mark stands from the opening one around a single word."""


class QuotationExtractor:
    """Extract the quotations of documents. May be shared by threads.

    Args:
        morphology: Readings of words that the lexicon does not list; without one their patterns decide.
        lexicon: The tables of cues, nouns, names and office holders; the project's own by default.
    """

    def __init__(self, morphology: Morphology | None = None, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._words = Words(self._lexicon, morphology)
        self._register = Register(self._lexicon.holders, self._words)

    def extract(self, document: Document) -> tuple[Quotation, ...]:
        """Find who said what in a document.

        Returns:
            The quotations in the order of their first words; `text` is exactly document.text[start:end], and nested
            ones stand beside those that hold them.
        """
        tokens = tokenize(document, self._words)
        phrases = PhraseReader(tokens, self._lexicon)
        found = AttributionFinder(tokens, phrases, self._lexicon).find()
        attributions = without_relays(tokens, end_all(tokens, found, self._lexicon.remarks))
        cast = Cast(tokens, self._register, self._lexicon, document.published.latest if document.published else None)
        resolver = Resolver(tokens, phrases, cast, reported_tokens(tokens, _within_words(tokens, attributions)))
        resolver.survey()
        quotations: dict[tuple[int, int, str | None], Quotation] = {}
        for attribution in attributions:
            entity = resolver.speaker(attribution)
            if _leads_in(tokens, attribution) or (entity is None and _is_position(attribution)):
                continue
            if not _has_letters(tokens, attribution):
                continue
            quotation = _quotation(document, tokens, attribution, cast.full_name(entity) if entity else None)
            # One cue, one quotation: words that two cues claim go to the nearer one, unless both stand after them.
            rival = quotation.speaker if attribution.opening is Opening.BEFORE else None
            key = quotation.start, quotation.end, rival
            if key not in quotations or not _is_on_the_way(attribution):
                quotations[key] = quotation
        return tuple(sorted(quotations.values(), key=lambda q: (q.start, q.end)))


def _within_words(tokens: Tokens, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Leave out «بحسب الوكالة، قال الوزير …», whose words are no frame: the minister speaks in the text itself."""
    cues = [a.cue for a in attributions]

    def frames(a: Attribution) -> bool:
        if "according" not in tokens.items[a.cue].word.kinds:
            return True
        return a.opening is Opening.FRONTED and bisect_left(cues, a.content) == bisect_left(cues, a.end)

    return [a for a in attributions if frames(a)]


def _is_position(attribution: Attribution) -> bool:
    """Tell whether a cue reports an attitude only, which is of no use without its holder."""
    return attribution.manner in {"attitude", "decline", "document"}


def _is_on_the_way(attribution: Attribution) -> bool:
    """Tell a verbal noun between a verb and its words: ذكر الوزير، موجها حديثه إلى الناس، أنه …."""
    reading = attribution.reading
    if reading is None or reading.shape is not Shape.MASDAR or attribution.subject is not None:
        return False
    return bool(reading.inflection.pronoun) and reading.cue.lemma != "قال"


def _leads_in(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell whether an attribution only leads in the next one: عبر عن سروره قائلا."""
    end = attribution.end
    if end <= attribution.content:
        return True
    return end - attribution.content == 1 and end < len(tokens) and tokens.items[end].word.core.startswith("قائل")


def _has_letters(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell words from marks alone: قال أحمد: «…»."""
    return any(item.word.form for item in tokens.items[attribution.content : attribution.end])


def _without_strays(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Leave out marks at the ends whose partner is outside: «أن الطريق مغلق» | لن يفتح»."""
    items, partner = tokens.items, tokens.partner
    while end > start + 1 and _is_stray(items[end - 1].text, partner[end - 1], start, end):
        end -= 1
    while start < end - 1 and _is_stray(items[start].text, partner[start], start, end):
        start += 1
        while start < end - 1 and items[start].text in _STOPS:
            start += 1
    return start, end


def _is_stray(text: str, partner: int, start: int, end: int) -> bool:
    return (is_mark(text) or text in _BRACKETS) and not start <= partner < end


def _quotation(document: Document, tokens: Tokens, attribution: Attribution, speaker: str | None) -> Quotation:
    start, end, kind = _words(tokens, attribution)
    start, end = _without_strays(tokens, start, end)
    items = tokens.items
    first = items[start].start
    span = Span(first - (document.text[first - 1 : first] == "#"), items[end - 1].end)
    cue = Span(items[attribution.cue].start, items[attribution.cue_end - 1].end)
    mention = _mention(tokens, attribution.subject)
    return Quotation(
        document=document.id,
        start=span.start,
        end=span.end,
        text=span.of(document.text),
        speaker=speaker,
        mention=mention.of(document.text) if mention else None,
        cue=cue.of(document.text),
        kind=kind,
        cue_span=cue,
        mention_span=mention,
    )


def _words(tokens: Tokens, attribution: Attribution) -> tuple[int, int, QuotationKind]:
    """Say how the words are given, and leave out the marks around words that are quoted whole."""
    items, start, end = tokens.items, attribution.content, attribution.end
    free = items[start].word.says_that and not items[start].word.form.startswith("ب")
    if free and start + 1 < end and _is_whole(tokens, start + 1, end):
        start += 1  # أنه «…»: nothing of the clause is the writer's but أنه; بأنه «…» is what it is called
    bracketed = items[start].text == "(" and attribution.opening in {Opening.COLON, Opening.MARK}
    if _is_whole(tokens, start, end) or (bracketed and tokens.partner[start] == end - 1):
        start, end = start + 1, end - 1
        while end > start + 1 and items[end - 1].text in _STOPS:
            end -= 1
        return start, end, QuotationKind.DIRECT
    if attribution.opening is Opening.COLON or _is_unclosed(tokens, attribution):
        return start, end, QuotationKind.DIRECT
    marks = (index for index in range(start, end) if tokens.partner[index] > index)
    mixed = any(_is_speech_mark(tokens, index, attribution) for index in marks)
    return start, end, QuotationKind.MIXED if mixed else QuotationKind.INDIRECT


def _is_whole(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether one pair of quote marks holds everything between two tokens, and something."""
    return start < end - 2 and tokens.partner[start] == end - 1 and is_mark(tokens.items[start].text)


def _is_unclosed(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell whether the words follow a mark that nobody closed."""
    before = attribution.content - 1
    if before < 0 or attribution.opening is Opening.CLAUSE or tokens.partner[before] != -1:
        return False
    return is_mark(tokens.items[before].text) or tokens.items[before].text == "("


def _is_speech_mark(tokens: Tokens, index: int, attribution: Attribution) -> bool:
    """Tell the speaker's own words in quote marks from a name, which follows what it names or is no common word."""
    items, close = tokens.items, tokens.partner[index]
    if not is_mark(items[index].text) or close <= index + 1:
        return False
    noun = items[index - 1].word.noun if index else None
    if noun is not None and noun.kind in _NAMED and close - index <= SHORT_NAME:
        return False
    if close - index > _SINGLE or attribution.manner == "describe":
        return True
    word = items[index + 1].word
    return bool(word.form) and not (word.named or word.sure or word.core in _NAMELIKE or word.place or word.noun)


def _mention(tokens: Tokens, phrase: Phrase | None) -> Span | None:
    if phrase is None:
        return None
    return Span(tokens.items[phrase.start].start, tokens.items[phrase.end - 1].end)
