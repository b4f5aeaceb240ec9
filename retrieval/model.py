"""Which nouns travel between the stages? Frozen values, nothing else.

Coordinates: every `Span`, and every `start` and `end`, is half-open and counts code points of `Document.text`, so that
`document.text[start:end]` is always the exact words. Ranks start at 1. Scores compare within one query only.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NewType

DocumentId = NewType("DocumentId", str)
"""A file's name, or a record's `id`."""

SpeakerKey = NewType("SpeakerKey", str)
"""What all spellings of a speaker's name share; `retrieval.identity` makes it."""

SpeakerId = NewType("SpeakerId", int)
"""A speaker's number in one archive: never given to another, and kept while the archive quotes that speaker."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # Made by the million: to set the fields of a frozen class in the way of all others takes twice as long.
        if not 0 <= start <= end:
            raise ValueError(f"a span needs 0 <= start <= end, not {start}, {end}")
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Slice the words of this span out of the text that it points into."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        """Move the span, as when the text that it points into stands inside a longer one."""
        return Span(self.start + offset, self.end + offset)

    def contains(self, other: Span) -> bool:
        """Tell whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Count the code points that two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


_set_start, _set_end = (vars(Span)[name].__set__ for name in ("start", "end"))


class BlockKind(StrEnum):
    """What a run of lines is to the reader of the page."""

    TITLE = "title"
    DECK = "deck"  # the lines under a title that sum the item up
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"  # the site's own words: menus, sharing, comments, a bare date line
    DATELINE = "dateline"  # the agency's prefix before the first sentence, as «أمد/»


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines with one purpose; blocks are in order and disjoint."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a title, deck, subheading or paragraph, without the white space around it.

    `paragraph` counts the document's blocks (furniture too) from 0.
    """

    kind: BlockKind
    paragraph: int
    span: Span


class Certainty(StrEnum):
    """How sure a date is."""

    STATED = "stated"  # a record's field, or printed on the page
    IMPLIED = "implied"  # follows from the text: «الجمعة 15 تموز» fits one year only


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was published: a day, or the range of days that its text allows.

    `clock` is the time of day and zone as ISO 8601 where printed ("11:50", "17:34:53+00:00"). `evidence` are the words
    that say so; None for a record's own field.
    """

    earliest: date
    latest: date
    certainty: Certainty
    clock: str | None = None
    evidence: Span | None = None

    def isoformat(self) -> str:
        """Write the date in ISO 8601, as exactly as it is known: 2016-07-27T11:50, 2016-07-15, 2016-07 or 2016."""
        if self.earliest == self.latest:
            return self.earliest.isoformat() + (f"T{self.clock}" if self.clock else "")
        if (self.earliest.year, self.earliest.month) == (self.latest.year, self.latest.month):
            return f"{self.earliest:%Y-%m}"
        if self.earliest.year == self.latest.year:
            return f"{self.earliest:%Y}"
        return f"{self.earliest.isoformat()}/{self.latest.isoformat()}"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as a reader found it, before its layout is known. What nobody stated is None."""

    id: DocumentId
    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One published news item: the unit that is ingested and cited.

    `text` is kept as received; `sentences` are in order, disjoint, and leave out furniture and datelines.
    """

    id: DocumentId
    text: str
    title: str | None
    url: str | None
    source: str | None
    author: str | None
    published: Dating | None
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document: the unit that is indexed and retrieved."""

    document: DocumentId
    ordinal: int
    sentences: tuple[Sentence, ...]

    @property
    def span(self) -> Span:
        """From the first sentence's start to the last one's end."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place. Filters change `term`; `span` still points at the original word."""

    term: str
    span: Span


class Language(StrEnum):
    """The language of a question, and of the interface that answers it."""

    ARABIC = "ar"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say something: a text says it when it holds all of the terms.

    `weight`, above 0 and at most 1, is how surely it means the same as the words that were asked: less than 1 for
    synonyms and words of the same root.
    """

    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that is asked about.

    `words` are the question's own words for it. The alternatives are the ways to say it, the surest first; several of
    them in one text count once, as the best of them. No alternative: no word for it is known.
    """

    words: str
    alternatives: tuple[Alternative, ...]
    is_name: bool = False

    @classmethod
    def of(cls, words: str, *phrases: tuple[str, ...], is_name: bool = False) -> Concept:
        """Make a concept of phrases that all mean it for sure, each given as its terms; empty ones are left out."""
        return cls(words, tuple(map(Alternative, dict.fromkeys(filter(None, phrases)))), is_name)

    def held_by(self, terms: Container[str]) -> float:
        """Tell how surely a text with these terms holds the concept: the weight of the best alternative, or 0."""
        best = 0.0
        for alternative in self.alternatives:  # asked of each sentence for each concept, hence without generators
            if alternative.weight > best:
                for term in alternative.terms:
                    if term not in terms:
                        break
                else:
                    best = alternative.weight
        return best


@dataclass(frozen=True, slots=True)
class Hint:
    """A term of a further field of the index, which adds its weighed score where a passage holds it."""

    field: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """The analyzed form of a question: what a passage should hold.

    `phrases` are words, normalized, that it must hold as they stand, one behind the other.
    """

    concepts: tuple[Concept, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Days that are asked for, from `earliest` to `latest`, both included; None leaves that side open.

    A yearly one is these days of any year ("in July"): both ends are given, in the leap year 2000, and a period over
    New Year ends in 2001. `words` are the places of the question's words that it was read from.
    """

    earliest: date | None
    latest: date | None
    is_yearly: bool = False
    words: range = field(default=range(0), compare=False)

    def holds(self, earliest: date, latest: date) -> bool:
        """Tell whether a range of days lies inside; a yearly period lies in its year 2000."""
        return (self.earliest or date.min) <= earliest and latest <= (self.latest or date.max)

    def touches(self, earliest: date, latest: date) -> bool:
        """Tell whether a range of days has a day in common."""
        return (self.earliest or date.min) <= latest and earliest <= (self.latest or date.max)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `earliest` to `latest`, both included; None leaves that side open."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a passage must meet to be found at all; None demands nothing, an empty set admits nothing.

    A passage meets `speakers` where one of them at least is quoted in it. Of each group in `published` its document's
    days must have one in common with one range at least: a document without a date meets none, and nothing meets an
    empty group. Conditions never change a score.
    """

    documents: frozenset[int] | None = None
    speakers: frozenset[int] | None = None
    sources: frozenset[str] | None = None
    published: tuple[tuple[Days, ...], ...] = ()

    @property
    def admits_nothing(self) -> bool:
        """Tell whether no passage whatever can meet them."""
        return frozenset() in (self.documents, self.speakers, self.sources) or () in self.published


ANYTHING = Conditions()


class QuestionKind(StrEnum):
    """What kind of answer is wanted."""

    SAID = "said"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    LIST = "list"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Question:
    """What is being asked: the kind of answer, who should have said it (None: anybody), and on what.

    `periods` are the times that are asked for, and `time_words` the question's words for them, which help to find but
    need not stand in an answer. `conditions` are those of filters, without which no document may answer.

    `speakers` are those of the archive whom `speaker` means; where there is none, whose statements may answer too.
    `names_speaker` tells a name (Lavrov) from a description ("the people on the plane"), which the archive may word
    otherwise. `reacts` tells that it asks how somebody answered: to what, may stand around their words.
    `units` are words and signs, normalized, of which an answer must hold one beside its number (none: any number does).
    `counted` is what is counted where a number of things is asked for.
    """

    text: str
    language: Language
    kind: QuestionKind
    speaker: Concept | None
    topic: tuple[Concept, ...]
    speakers: tuple[str, ...] = ()
    names_speaker: bool = False
    speaker_words: tuple[Concept, ...] = ()
    periods: tuple[Period, ...] = ()
    time_words: tuple[Concept, ...] = ()
    conditions: Conditions = ANYTHING
    reacts: bool = False
    units: frozenset[str] = frozenset()
    counted: Concept | None = None

    def without_speaker(self) -> Question:
        """Ask the same of anybody: the speaker's words are a part of the topic then."""
        return replace(self, speaker=None, speakers=(), topic=(*self.speaker_words, *self.topic))

    @property
    def query(self) -> Query:
        """Everything that a passage should hold."""
        return Query((*((self.speaker,) if self.speaker else ()), *self.topic, *self.time_words))


class QuotationKind(StrEnum):
    """How the words are given."""

    DIRECT = "direct"  # inside quote marks
    INDIRECT = "indirect"  # reported in the writer's grammar
    MIXED = "mixed"  # reported, with the speaker's own words in quote marks among them


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a document attributes to a speaker.

    `mention` are the words that name the speaker at the place (None: elided), `speaker` the resolved full Arabic name
    as the document spells it (None: not known, and then nobody is credited), `cue` the words that attribute. Names of
    several who say it together stand apart by "؛".

    The rest is the archive's to say, and no part of what the words are: `canonical` is the speaker under the one name
    that the archive has for all spellings, `sentence` reaches from the start of the first sentence that the words touch
    to the end of the last, `passage` likewise, and `published` is the document's. They are None before the quotation is
    read from an archive, and where there is no speaker, and no sentence or passage holds the words.
    """

    document: DocumentId
    start: int
    end: int
    text: str
    speaker: str | None
    mention: str | None
    cue: str | None
    kind: QuotationKind
    cue_span: Span | None = None
    mention_span: Span | None = None
    canonical: str | None = field(default=None, compare=False, repr=False)
    sentence: Span | None = field(default=None, compare=False, repr=False)
    passage: Span | None = field(default=None, compare=False, repr=False)
    published: Dating | None = field(default=None, compare=False, repr=False)

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whom an archive quotes, under one name however the documents spell it.

    `name` is the commonest spelling. What is said together with others counts too. `first` and `last` are the earliest
    and the latest date among the documents that quote the speaker, None where none of them is dated.
    """

    id: SpeakerId
    key: SpeakerKey
    name: str
    quotations: int
    documents: int
    first: Dating | None
    last: Dating | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and rank for one query; `matched` are the terms of the query that it holds."""

    rank: int
    document: DocumentId
    start: int
    end: int
    text: str
    score: float
    matched: tuple[str, ...] = ()


class CitationKind(StrEnum):
    """What a citation shows."""

    QUOTATION = "quotation"  # words that somebody is credited with
    EXCERPT = "excerpt"  # the newspaper's own sentence


@dataclass(frozen=True, slots=True)
class Citation:
    """Verbatim words with their source.

    `text` is exactly `document.text[start:end]`. `published` is ISO 8601, as exactly as it is known, and
    `published_certainty` says how. `highlights` are the asked words in it, in document coordinates, sorted and
    disjoint. `paragraph` counts the document's readable blocks from 1. `also_in` are the other places that print the
    same words, best first.
    """

    rank: int
    document: DocumentId
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    start: int
    end: int
    text: str
    speaker: str | None
    kind: CitationKind
    score: float
    published_certainty: Certainty | None = None
    paragraph: int | None = None
    highlights: tuple[Span, ...] = ()
    also_in: tuple[Citation, ...] = ()


class Reason(StrEnum):
    """Why a question has no answer."""

    EMPTY_QUESTION = "empty question"  # no word in it
    QUESTION_TOO_LONG = "question too long"
    EMPTY_ARCHIVE = "empty archive"
    NOTHING_MATCHED = "nothing matched"  # no passage holds any word of the question
    NOT_COVERED = "not covered"  # some words occur, but nowhere what was asked
    SPEAKER_NOT_QUOTED = "speaker not quoted"  # the archive does not quote that speaker on it
    FILTERED_OUT = "filtered out"  # no document is of the time or outlet that a filter demands


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody whom the archive quotes, under its name for all spellings, and with how many statements."""

    speaker: str
    statements: int


class Half(StrEnum):
    """What there is to say of a part of a question without an answer."""

    QUOTED = "quoted"  # somebody whom it names is quoted
    NOT_ON_TOPIC = "not on topic"  # the asked speaker is quoted, but not on this
    UNKNOWN = "unknown"  # nobody is quoted whom it means
    UNTIMELY = "untimely"  # there is an answer but for the time
    OTHERS = "others"  # others are quoted on the topic
    TOLD = "told"  # a document tells of the topic
    NOTHING = "nothing"  # nothing is clearly on the topic


@dataclass(frozen=True, slots=True)
class Found:
    """Which half of a question without an answer the archive has.

    `asked` are the question's words for the speaker, and `quoted` whom of the archive they mean, the most quoted first.
    `topic` are its words for what it asks about (None: nothing beside the speaker), `others` those who are quoted on
    it, the most quoted on it first, and `document` the one that tells of it best, with its title. `is_untimely` tells
    that the archive answers but for the time. `question` is the nearest question that it answers (None: there is none).
    """

    asked: str | None = None
    quoted: tuple[Quoted, ...] = ()
    topic: str | None = None
    others: tuple[str, ...] = ()
    document: DocumentId | None = None
    title: str | None = None
    is_untimely: bool = False
    question: str | None = None

    @property
    def halves(self) -> tuple[Half, ...]:
        """What there is to say, in this order: of the speaker, then of the topic."""
        return tuple(half for half in (self._of_speaker, self._of_topic) if half is not None)

    @property
    def _of_speaker(self) -> Half | None:
        if not self.quoted:
            return Half.UNKNOWN if self.asked is not None else None
        return Half.QUOTED if self.is_untimely or self.topic is None else Half.NOT_ON_TOPIC

    @property
    def _of_topic(self) -> Half | None:
        if self.is_untimely:
            return Half.UNTIMELY
        if self.others:
            return Half.OTHERS
        if self.document is not None:
            return Half.TOLD
        return Half.NOTHING if self.asked is not None and self.topic is not None else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive holds on a question: citations, best first, or none and the reason.

    `undated` counts the documents that a filter by date left out because nobody knows their date. `found` is the half
    of an unanswered question that the archive has; None of one that is answered, or cannot be asked.
    """

    question: str
    language: Language
    citations: tuple[Citation, ...] = ()
    reason: Reason | None = None
    undated: int = 0
    found: Found | None = None

    @property
    def answerable(self) -> bool:
        """Tell whether the archive answers; never true without a citation."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, as lists show it. `length` is in code points."""

    id: DocumentId
    title: str | None
    source: str | None
    url: str | None
    author: str | None
    published: str | None
    published_certainty: Certainty | None
    length: int
    sentences: int


class IngestOutcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """One line of an ingest's report.

    `name` is a document id, or the file or line that was refused; `detail` says why it was refused, or from which
    encoding it was converted. `quotations` were found in it, `without_speaker` of them with nobody to credit.
    """

    name: str
    outcome: IngestOutcome
    detail: str | None = None
    quotations: int = 0
    without_speaker: int = 0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, in the order in which it read."""

    documents: tuple[IngestedDocument, ...]

    def count(self, outcome: IngestOutcome) -> int:
        """Count the documents with an outcome."""
        return sum(document.outcome is outcome for document in self.documents)

    @property
    def quotations(self) -> int:
        """How many quotations were found in all documents, unchanged ones too."""
        return sum(document.quotations for document in self.documents)

    @property
    def without_speaker(self) -> int:
        """How many of them nobody could be credited with."""
        return sum(document.without_speaker for document in self.documents)


@dataclass(frozen=True, slots=True)
class Stats:
    """The size of an archive, and what it is searched with.

    `quotations_without_speaker` of the `quotations` are credited to nobody. `resources` maps each optional language
    resource to the version in use, or None where it is not installed.
    """

    documents: int
    passages: int
    sentences: int
    terms: int
    engine: str
    analyzer: str
    quotations: int = 0
    speakers: int = 0
    quotations_without_speaker: int = 0
    resources: Mapping[str, str | None] = field(default_factory=dict)
