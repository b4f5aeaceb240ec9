"""What is being asked: which language, which kind of answer, said by whom, on what?

The grammar is that of questions as readers put them, and tells where a speaker may stand: behind an auxiliary or before
a word of saying in English (what did SPEAKER say about TOPIC, SPEAKER's view of TOPIC), behind a verb or noun of saying
in Arabic (ماذا قال SPEAKER عن TOPIC، ما رأي SPEAKER في TOPIC), behind "according to" in both. Who stands there is for
the directory to say. A question without such a place, or with nobody in it, has no speaker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from retrieval.analysis.analyzer import Analyzer
from retrieval.analysis.normalization import normalize
from retrieval.model import Concept, Language, Period, Question, QuestionKind
from retrieval.question.amounts import units_asked
from retrieval.question.dates import names_of, read_periods, without
from retrieval.question.directory import (
    NEVER_LAST,
    PARTICLES,
    SURELY,
    Directory,
    Nobody,
    Reader,
    is_name,
    is_whole_name,
    keys_of_name,
    titles,
)
from retrieval.question.translation import BETWEEN_NAMES, Knowledge, Translator, people
from retrieval.question.transliteration import likeness
from retrieval.question.words import (
    Word,
    given_names,
    is_about,
    is_describing,
    is_saying_verb,
    language_of,
    question_words,
    says_little,
    words_of,
)

_LONGEST_SPEAKER = 10
_LONGEST_NAME = 3
_WITH_SAYING = frozenset({QuestionKind.WHAT, QuestionKind.HOW})
_MOST_COMBINATIONS = 64
_MOST_TURNS = 10
_TURNS_REMEMBERED = 200
_AUXILIARIES = frozenset(
    ("do", "does", "did", "has", "have", "had", "is", "are", "was", "were", "will", "would", "can", "could", "should")
)
# The word after one of these is no subject: "the people travelling *with* Kerry" are not Kerry.
_SUBORDINATING = frozenset({"with", "of", "to", "for", "by", "from", "against", "between", "near", "at"})
_REACTING = frozenset(
    (
        *("react", "reacts", "reacted", "reaction", "reactions", "respond", "responds", "responded", "response"),
        *("responses", "reply", "replies", "replied", "answer", "answers", "answered", "retort", "retorted", "rebut"),
        *("rebutted", "رد", "ردت", "ردوا", "يرد", "ترد", "ردا", "ردود", "اجاب", "اجابت", "جواب"),
    )
)
"""Words of saying that ask what somebody said to something."""
_YOUNGER = frozenset(map(normalize, ("Jr", "junior", "Sr", "senior", "جونيور", "الابن", "الأب")))
"""What a name goes on with where two of one family have it."""
_FOR_ANOTHER = frozenset({"باسم", "بلسان"})
"""Behind these stands who somebody speaks for: المتحدث باسم | حماس."""
_WHETHER = _AUXILIARIES | {"هل"}
"""A question that begins with one of these asks whether something is so."""
_PRONOUNS = frozenset(
    {"he", "she", "they", "him", "her", "them", "his", "their", "it", "its", "هو", "هي", "هم", "عنه", "عنها"}
)
_ATTRIBUTING = frozenset({"بحسب", "حسب", "وفق", "وفقا", "لسان", "براي"})
_WITHIN = frozenset({"في", "لدى"})
"""Behind these stands what somebody belongs to, or the topic: القيادي في حماس, رأي الوزير في الهدنة."""
_ALI = "علي"
_UPON = frozenset(
    map(normalize, ("رد", "ردت", "ردوا", "يرد", "ترد", "ردا", "علق", "علقت", "يعلق", "تعليق", "شدد", "أكد", "عقب"))
)
"""Words of saying that go on with على."""
_SHORTEST_JOINED = 3
_SHORTEST_ASKING = 3
_CIRCUMSTANTIAL = frozenset(
    map(
        normalize,
        (
            *("قبل", "بعد", "عند", "خلال", "أثناء", "حين", "عندما", "لما", "عقب", "منذ"),
            *("وسط", "رغم", "إثر", "بسبب", "بينما"),
        ),
    )
)
"""What no name or description goes on with in Arabic: قال ترمب | قبل القمة."""
_UTTERANCES = frozenset(
    map(
        normalize,
        ("بيان", "خطاب", "كلمة", "رسالة", "تغريدة", "مقابلة", "statement", "speech", "letter", "tweet", "message"),
    )
)
"""What somebody says something in: بيان الخارجية الروسية, Trump's letter."""
_GIVEN = frozenset(
    (
        *("reason", "reasons", "explanation", "explanations", "justification", "excuse", "excuses", "grounds"),
        *("advice", "account", "assessment", "answer", "answers", "details", "estimate", "assurances", "guarantees"),
    )
)
"""What is given in words: what | reasons did he give for leaving."""
_GIVING = frozenset(("give", "gives", "gave", "given", "offer", "offers", "offered", "provide", "provides", "provided"))
_OWNING = frozenset({"of", "by", "from"})
# A following turn is short: "and about aid?", «وعن داعش؟», «طيب وبيسكوف؟».
_MOST_WORDS_OF_A_FOLLOW_UP = 6


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question's words, with the kind of each that asks (None: it is asked about)."""

    words: list[Word]
    kinds: list[QuestionKind | None]
    fillers: list[bool]

    def first(self, kind: QuestionKind) -> int | None:
        """Find the first word of a kind."""
        return next((place for place, found in enumerate(self.kinds) if found is kind), None)

    def is_plain(self, place: int) -> bool:
        """Tell a word that does not ask."""
        return self.kinds[place] is None and not self.fillers[place]

    def plain(self, start: int, end: int) -> list[Word]:
        """List the words in a range that do not ask."""
        return [self.words[i] for i in range(start, end) if self.is_plain(i)]

    def run_from(self, start: int) -> int:
        """Find where the run of words that starts at a place ends: at one that asks, or leads to the topic."""
        end = start
        while end < len(self.words) and self.kinds[end] is None:
            if end > start and _leads_on(self.words[end], self.words[end - 1]):
                break
            end += 1
        return end

    def clause_from(self, start: int) -> int:
        """Find where the words that do not ask end, from a place on."""
        return next((i for i in range(start, len(self.words)) if self.kinds[i] is not None), len(self.words))

    def run_to(self, end: int) -> int:
        """Find where the run of words that ends before a place begins."""
        start = end
        while start and self.kinds[start - 1] is None and not self.fillers[start - 1]:
            start -= 1
        return start

    def without(self, start: int, end: int) -> list[Word]:
        """List the words that do not ask, outside of a range."""
        return [*self.plain(0, start), *self.plain(end, len(self.words))]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a speaker may stand: words from `start` on, and at the latest before `end`.

    `whole` tells that all of these words must be the speaker, `is_source` that the answer may also be the writer's own,
    `before_verb` that the verb follows, so that what stands behind the speaker is no object: the EU | foreign minister,
    `apposed` that a whole name must end it, behind an office: القيادي في حماس | إسماعيل هنية.
    """

    start: int
    end: int
    whole: bool = False
    is_source: bool = False
    before_verb: bool = False
    apposed: bool = False


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who should have said it (None: nobody is named), and the words left over.

    Of a name, `length` counts the words but for particles, and `written` all of them.
    """

    speaker: Concept | None
    rest: list[Word]
    is_name: bool = False
    length: int = 0
    speakers: frozenset[str] = frozenset()
    words: tuple[Concept, ...] = ()
    written: int = 0


class QuestionParser:
    """Reads questions for an archive with this analyzer and these speakers."""

    def __init__(
        self, analyzer: Analyzer, knowledge: Knowledge | None = None, directory: Directory | None = None
    ) -> None:
        self._translator = Translator(analyzer, knowledge or Knowledge())
        self._directory = directory or Directory(Nobody())
        self._reader = Reader(self._translator.is_ordinary, self._translator.is_foreign)
        # A turn is read again with each that follows it, and a question that may be offered several times.
        self._alone = lru_cache(_TURNS_REMEMBERED)(self._parse)

    def parse(self, text: str, history: Sequence[str] = (), today: date | None = None) -> Question:
        """Read a question; what a short following turn leaves out is taken from the turns before, oldest first.

        `today` is what "yesterday" and "last week" count from; None: they are words like any other.
        """
        question = self._alone(text, today)
        turns = list(history[-_MOST_TURNS:])
        if not turns or not _leans_on_history(question):
            return question
        before = self.parse(turns[-1], turns[:-1], today)
        completed = self._complete(question, before) if question.topic else replace(before, text=text)
        timed = question if question.periods else before
        return replace(completed, language=question.language, periods=timed.periods, time_words=timed.time_words)

    def parse_speaker(self, text: str) -> Question:
        """Read a name or a description, in either language, as the question what that speaker said."""
        words = words_of(text)
        found = self._who(words) or self._unknown(words) or _Subject(None, [])
        return _question(text, QuestionKind.SAID, found, ())

    def _parse(self, text: str, today: date | None) -> Question:
        words = words_of(text)
        # Of "when" the answer is a date, and a date in the question belongs to what is asked about.
        periods = () if _kind(_read(words)) is QuestionKind.WHEN else read_periods(text, today)
        reading = _read(self._translator.separated(without(words, periods)))
        kind = _kind(reading)
        places = list(_places(reading, language_of(text), kind))
        subject = self._subject(reading, places, kind)
        if kind is not QuestionKind.SAID or subject.speaker is None:
            subject = self._as_topic(reading, subject)
        topic = tuple(dict.fromkeys(self._translator.concepts(subject.rest)))
        time_words = tuple(concept for period in periods for concept in self._time_words(period, words))
        reacts = any(word.key in _REACTING for word, asks in zip(reading.words, reading.kinds, strict=True) if asks)
        question = _question(text, kind, subject, topic)
        if kind is QuestionKind.HOW_MANY:
            question = replace(question, units=self._units(reading), counted=_counted(topic))
        return replace(question, periods=periods, time_words=time_words, reacts=reacts)

    def _units(self, reading: _Reading) -> frozenset[str]:
        """Read in which units the answer to "how many" must be."""
        start = end = reading.first(QuestionKind.HOW_MANY) or 0
        while end < len(reading.words) and reading.kinds[end] is QuestionKind.HOW_MANY:
            end += 1
        behind = [word for word in reading.plain(end, len(reading.words)) if self._translator.carries_topic(word)]
        return units_asked(tuple(word.key for word in reading.words[start:end]), behind)

    def _time_words(self, period: Period, words: Sequence[Word]) -> Iterator[Concept]:
        """Read the words of a period, a month under all of its names."""
        written = " ".join(words[place].written for place in period.words)
        named = [Concept.of(written, *self._translator.terms_of_each(names)) for names in names_of(period)]
        yield from named or self._translator.concepts([words[place] for place in period.words])

    def _subject(self, reading: _Reading, places: Sequence[_Place], kind: QuestionKind) -> _Subject:
        """Find who should have said it: the first place with somebody of the archive, else the first with a name."""
        for place in places:
            found = self._at(reading, place)
            if found is not None:
                return found
        if kind is QuestionKind.SAID:
            for place in (place for place in places if not (place.is_source or place.apposed)):
                end = place.end if place.whole else self._end_of_unknown(reading, place)
                if (found := self._unknown(reading.plain(place.start, end))) is not None:
                    return replace(found, rest=reading.without(place.start, end))
        return _Subject(None, reading.plain(0, len(reading.words)))

    def _at(self, reading: _Reading, place: _Place) -> _Subject | None:
        """Find the run at a place that is somebody whom the archive quotes: the first name or longest description.

        In Arabic the longest run is first: nothing but the sense tells where a subject ends, and what precedes a name
        may be a name as well (رئيس الوزراء أحمد | بن دغر). But whoever is well known is the subject, and not the object
        behind (طمأن ماكرون | رئيس الحكومة كونتي).
        """
        ends: Sequence[int] = range(place.start + 1, min(place.end, place.start + _LONGEST_SPEAKER) + 1)
        described: _Subject | None = None
        is_latin = reading.words[place.start].key.isascii()
        if place.whole:
            ends = [place.end]
        elif not is_latin:
            known = people().at(reading.words[: place.end], place.start)
            end_of_known = place.start + known[0] if known else place.end
            behind = reading.words[end_of_known].key if end_of_known < place.end else ""
            is_object = is_describing(behind) and not behind.startswith("ال")
            ends = [*([end_of_known] if is_object else []), *reversed(ends)]
        for end in ends:
            run = reading.plain(place.start, end)
            found = self._who(run, goes_on=end < place.end)
            if found is None or (end < place.end and self._is_cut(found, run, reading.words[end : place.end], place)):
                continue
            if place.apposed and not self._is_apposed(found, run):
                continue
            if found.written and not is_latin and self._names_another(run[: -found.written]):
                continue
            if found.is_name:
                return replace(found, rest=reading.without(place.start, _end_of_name(reading, end, place)))
            described = replace(found, rest=reading.without(place.start, end))
            if not is_latin:
                break
        return described

    def _is_cut(self, found: _Subject, run: Sequence[Word], rest: Sequence[Word], place: _Place) -> bool:
        """Tell a reading that breaks off within a name or a noun phrase: محمد | صلاح, the Russian | weapon."""
        if run[-1].owns or rest[0].key in _YOUNGER or run[-1].key in NEVER_LAST:
            return True
        if (rest[0].key == "of" and not found.is_name) or rest[0].key in BETWEEN_NAMES:
            return True  # the political chief | of the army, صلاح | عبد السلام
        if run[-1].key.isascii() and self._is_of_another(run[-1], rest, place):
            return True
        if len(run) > 1 and run[-2].key == "عبد" and rest[0].key.startswith("ال") and not is_describing(rest[0].key):
            return True  # عبد الرزاق | الناظوري
        if not found.is_name or found.length > 1:
            return False
        after = next((word for word in rest if word.key not in PARTICLES), rest[0])
        if after.key.isascii():
            continues = after.written[:1].isupper()
        else:  # رفعت | الأسد
            continues = not self._translator.is_ordinary(after)
            if people().at([after], 0) is not None and people().at([run[-1]], 0) is None:
                return True
        return continues and (
            self._directory.is_given_name(run[-1].key) or not self._directory.is_family_name(run[-1].key)
        )

    def _names_another(self, before: Sequence[Word]) -> bool:
        """Tell words before an Arabic name that name somebody themselves, who is the subject then.

        الأركان الروسي غيراسيموف | مسلحي الغوطة, ميستورا التقدم بين | كيري ولافروف; but مستشار ترمب | بولتون.
        """
        for place, word in enumerate(before):
            if place and not before[place - 1].key.startswith("ال"):
                continue
            listed = people().at(before, place)
            if listed is not None and place + listed[0] < len(before):
                return True
            is_family = self._directory.is_family_name(word.key) and not self._directory.is_given_name(word.key)
            if place and is_family and self._translator.is_foreign(word) and not is_describing(word.key):
                return True
        return False

    def _is_apposed(self, found: _Subject, run: list[Word]) -> bool:
        """Tell a run that ends with the whole name of whoever is described before: not المتهم في قتل | جمال خاشقجي."""
        before = run[: -found.length]
        return found.is_name and found.length > 1 and self._may_stand_before(before)

    def _is_of_another(self, last: Word, rest: Sequence[Word], place: _Place) -> bool:
        """Tell a run that with the rest of its name belongs to a noun: the Hezbollah | chief, Kim | Jong-un's sister.

        Lavrov | in Moscow and Lavrov | also do not.
        """
        behind = next((i for i, word in enumerate(rest) if not word.is_name), len(rest))
        end = rest[behind - 1] if behind else last
        if end.owns or end.pauses:
            return end.owns
        if not place.before_verb or behind == len(rest):
            return False
        is_adverb = says_little(rest[behind].key)
        return rest[behind].written.islower() and not is_adverb and self._translator.carries_topic(rest[behind])

    def _who(self, words: list[Word], *, goes_on: bool = False) -> _Subject | None:
        """Read a whole run as somebody whom the archive quotes: by name, or by description.

        Where more words follow (`goes_on`), no single word describes anybody: the | Russian weapon.
        """
        while words and not self._translator.carries_topic(words[0]):
            words = words[1:]  # the article
        if not words or len(words) > _LONGEST_SPEAKER:
            return None
        if not self._translator.carries_topic(words[-1]) and not any(self._listed_names(words)):
            return None
        if found := self._several(words) or self._named(words):
            return found
        if any(word.key in _SUBORDINATING - {"of", "to"} for word in words):
            return None
        concepts = tuple(self._translator.concepts(words))
        if goes_on and len(concepts) == 1:
            return None
        description = self._description(words)
        if description is None:
            return None
        speakers = self._directory.described(concepts)
        called = self._directory.called(description, self._translator.terms)
        if len(concepts) == 1 and self._translator.is_country(concepts[0]):
            # «السعودي» is not Riyadh, and «سفير واشنطن» not the United States.
            speakers = called or frozenset(speaker for speaker in speakers if not is_name(speaker))
        speakers |= called
        if not speakers:
            return None
        return _Subject(description, [], speakers=speakers, words=concepts)

    def _several(self, words: list[Word]) -> _Subject | None:
        """Read a run as several names, joined by a conjunction: Lavrov and Kerry, لافروف وكيري."""
        parts = list(_parts(words))
        found = [self._named(part) if part else None for part in parts] if len(parts) > 1 else []
        named = [one for one in found if one]
        if not named or len(named) < len(found):
            return None
        concepts = tuple(one.speaker for one in named if one.speaker is not None)
        ways = (way.terms for concept in concepts for way in concept.alternatives)
        together = Concept.of(" ".join(word.written for word in words), *ways, is_name=True)
        speakers = frozenset(speaker for one in named for speaker in one.speakers)
        return _Subject(together, [], True, len(words), speakers, concepts)

    def _named(self, words: list[Word]) -> _Subject | None:
        """Read a run that ends with a name; «مستشارو كيري» are not Kerry."""
        for place, name in self._listed_names(words):
            if not self._may_stand_before(words[:place], is_whole=_is_whole(words[place:])):
                return self._relative(words, place)
            speakers = self._directory.listed(name, self._translator.spelled(words[place:]), self._translator.terms)
            if _is_whole(words[place:]) or not speakers:  # a whole name may have spellings that the table lacks
                others = self._directory.named(words[place:], self._reader, whole=True, joined=not speakers).speakers
                knows_more = speakers or _is_whole(words[place:])
                speakers |= set(filter(is_whole_name if knows_more else self._is_spelled_like(words, place), others))
            if self._translator.is_organisation(words, place):
                speakers |= self._directory.described([self._translator.spokesman, name])
            if not speakers:
                return None  # what is left of a whole name is somebody else's: Abu Mahdi | al-Muhandis
            # Where Latin capitals go on, a listed name of one word is cut: Kim | Jong-un.
            length = len(words) - place if words[-1].key.isascii() else 2
            return _Subject(name, [], True, length, speakers, (name,), len(words) - place)
        if not words[-1].may_be_name:
            return None
        found = self._directory.named(words, self._reader)
        before = words[-found.length - 1 :]
        if not found.speakers or any(word.key in _SUBORDINATING or word.key in _FOR_ANOTHER for word in before):
            return None
        concept = self._concept_of(words, found.speakers)
        written = len(words) - _beginning_of_last(words, found.length)
        return _Subject(concept, [], True, found.length, found.speakers, (concept,), written)

    def _is_spelled_like(self, words: list[Word], place: int) -> Callable[[str], bool]:
        """Tell whose family name is a spelling of the listed one at a place: Gore is not الجوهري."""
        spelled = self._translator.spelled(words[place:])
        return lambda speaker: any(likeness(own, keys_of_name(speaker)[-1], SURELY) > 0 for own in spelled)

    def _relative(self, words: list[Word], place: int) -> _Subject | None:
        """Read a given name before a listed family name as another one of the family: Lara Trump, آدم جونسون."""
        families = self._translator.single_words(words, place) if words[place].key.isascii() else words[place:][:1]
        found = [self._directory.named([*words[:place], family], self._reader, whole=True) for family in families]
        speakers = frozenset(speaker for one in found for speaker in one.speakers if is_whole_name(speaker))
        if not speakers:
            return None
        concept = self._concept_of(words, speakers)
        return _Subject(concept, [], True, len(words), speakers, (concept,))

    def _may_stand_before(self, words: list[Word], *, is_whole: bool = True) -> bool:
        """Tell whether words before a name may describe its bearer: in English most, but for a given name (`is_whole`).

        In Arabic one with the article, or an office that is complete: نجم ليفربول | محمد صلاح.
        """
        if not words:
            return True
        last = words[-1].key
        if last in _SUBORDINATING or last in _FOR_ANOTHER:
            return False
        if last.isascii():
            before = next((word for word in reversed(words) if word.key not in PARTICLES), words[-1])
            return is_whole or not self._may_be_given(before)
        if last.startswith("ال") or (last.startswith("وال") and not is_describing(last)):
            return True  # «والوزير لافروف», but not «والد لافروف»
        return len(words) > 1 and not is_describing(last) and self._translator.is_proper(words[-1])

    def _may_be_given(self, word: Word) -> bool:
        """Tell a Latin word that may be somebody's given name from an office, a country and a title."""
        is_title = word.owns or word.pauses or word.written.isupper()
        return word.may_be_name and not is_title and not self._translator.is_ordinary(word)

    def _unknown(self, words: list[Word]) -> _Subject | None:
        """Read words that should name a speaker as one whom the archive does not quote."""
        while words and not self._translator.carries_topic(words[0]):
            words = words[1:]
        if not words:
            return None
        for place, name in self._listed_names(words):
            if not self._may_stand_before(words[:place], is_whole=_is_whole(words[place:])):
                break
            return _Subject(name, [], is_name=True, words=tuple(self._translator.concepts(words)))
        description = self._description(words)
        if description is None:
            return None
        # With an office or other words beside the name, it is more likely that the archive calls them otherwise.
        is_name = all(word.written[:1].isupper() or word.key in PARTICLES for word in words)
        is_name = is_name and words[-1].may_be_name and not self._translator.is_ordinary(words[-1])
        is_name = is_name or self._is_arabic_name(words)
        return _Subject(description, [], is_name=is_name, words=tuple(self._translator.concepts(words)))

    def _is_arabic_name(self, words: Sequence[Word]) -> bool:
        """Tell Arabic words that name somebody from a description: no noun of these, and one that no dictionary has."""
        named = [word for word in words if word.key not in titles()]
        if not 0 < len(named) <= _LONGEST_NAME or named[0].key.startswith("ال"):
            return False
        is_plain = not any(word.key.isascii() or is_describing(word.key) for word in named)
        return is_plain and self._translator.is_foreign(named[-1])

    def _listed_names(self, words: list[Word]) -> Iterator[tuple[int, Concept]]:
        """Yield the names of the name table that end a run, each with its place; behind other words only people's."""
        for place in range(len(words)):
            found = self._translator.name_at(words, place, of_people=place > 0)
            if found is not None and place + found[0] == len(words):
                yield place, found[1]

    def _end_of_unknown(self, reading: _Reading, place: _Place) -> int:
        """End an unknown speaker: a name as far as the table has it, a description where the topic starts."""
        words = reading.words
        if (listed := self._translator.name_at(words[place.start : place.end], 0)) is not None:
            end = place.start + listed[0]
            if end == place.end or not self._is_of_another(words[end - 1], words[end : place.end], place):
                return end
        return min(place.end, place.start + _LONGEST_SPEAKER)

    def _as_topic(self, reading: _Reading, subject: _Subject) -> _Subject:
        """Keep whom the question names among what it asks about: what they say may answer, and so may what is told."""
        everything = reading.plain(0, len(reading.words))
        return _Subject(None, everything, speakers=subject.speakers)

    def _concept_of(self, words: list[Word], speakers: frozenset[str]) -> Concept:
        spellings = self._translator.terms_of_each(sorted(speakers))
        return Concept.of(" ".join(word.written for word in words), *spellings, is_name=True)

    def _complete(self, question: Question, before: Question) -> Question:
        """Take what a following turn leaves out from the turn before.

        «وعن داعش؟» asks the same speaker about something else, «ولافروف؟» somebody else about the same; "Will he
        resign?" asks about whoever was asked about.
        """
        reading = _read(words_of(question.text))
        words = reading.plain(0, len(reading.words))
        person = self._person(words)
        if person is not None and before.speaker is not None and not any(map(is_about, words)):
            asked = _question(question.text, before.kind, person, before.topic)
            return replace(asked, language=question.language)
        kind = before.kind if question.kind is QuestionKind.WHAT else question.kind
        if question.speaker is not None:
            return replace(question, kind=kind)
        if kind is QuestionKind.SAID and before.speaker is not None:
            asks = replace(before, text=question.text, language=question.language)
            return replace(asks, kind=kind, topic=question.topic)
        whom = tuple(concept for concept in (before.speaker, *before.topic) if concept is not None and concept.is_name)
        return replace(question, kind=kind, speakers=before.speakers, topic=(*whom[:1], *question.topic))

    def _person(self, words: list[Word]) -> _Subject | None:
        """Read words that are one person's name and nothing but function words beside it; None where they are not."""
        named = [word for word in words if self._translator.carries_topic(word)]
        concept = self._translator.person_at(words)
        if concept is not None:
            return _Subject(
                concept,
                [],
                is_name=True,
                speakers=self._directory.listed(concept, self._translator.spelled(named), self._translator.terms),
                words=(concept,),
            )
        return self._named(named) if named else None

    def _description(self, words: list[Word]) -> Concept | None:
        """Read words without a name as one concept: a text must hold all of them."""
        if not 0 < len(words) <= _LONGEST_SPEAKER:
            return None
        if not all(word.key.isascii() for word in words):
            return self._translator.literal(words)
        parts = list(self._translator.concepts(words))
        if not parts:
            return None
        together: list[tuple[str, ...]] = [()]
        for part in parts:
            together = [(*done, *way.terms) for done in together for way in part.alternatives][:_MOST_COMBINATIONS]
        return Concept.of(" ".join(part.words for part in parts), *together)


def _beginning_of_last(words: Sequence[Word], count: int) -> int:
    """Find where the last so many words begin, particles not counted."""
    place = len(words)
    while place and count:
        place -= 1
        count -= words[place].key not in PARTICLES
    return place


def _is_whole(name: Sequence[Word]) -> bool:
    """Tell a name of more than one word, particles left out: not al-Assad."""
    return sum(word.key not in PARTICLES for word in name) > 1


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Cut words at "and", or before the و that is joined to the next one."""
    part: list[Word] = []
    for word in words:
        is_joined = bool(part) and word.key[:1] == "و" and len(word.key) > _SHORTEST_JOINED
        if word.key == "and" or is_joined:
            yield part
            part = []
        if word.key != "and":
            part.append(Word(word.key[1:], word.written[1:]) if is_joined else word)
    yield part


def _counted(topic: Sequence[Concept]) -> Concept | None:
    """Find what is counted: what stands first behind the words that ask, names and light words left out."""
    return next((concept for concept in topic if not concept.is_name and not says_little(concept.words)), None)


def _question(text: str, kind: QuestionKind, subject: _Subject, topic: tuple[Concept, ...]) -> Question:
    speakers = tuple(sorted(subject.speakers))
    return Question(text, language_of(text), kind, subject.speaker, topic, speakers, subject.is_name, subject.words)


def _places(reading: _Reading, language: Language, kind: QuestionKind) -> Iterator[_Place]:
    """List where a speaker may stand, the likeliest place first: whoever tells whether or what something was."""
    said = reading.first(QuestionKind.SAID)
    sources = list(_sources(reading))
    is_told = kind is not QuestionKind.SAID or reading.words[0].key in _WHETHER
    if is_told:
        yield from sources
    yield from _english_places(reading, said) if language is Language.ENGLISH else _arabic_places(reading, said, kind)
    if not is_told:
        yield from sources


def _sources(reading: _Reading) -> Iterator[_Place]:
    """List where stands according to whom something is so."""
    for i, word in enumerate(reading.words):
        attributes = word.key in _ATTRIBUTING or (word.key == "according" and reading.words[i + 1 : i + 2])
        if attributes:
            start = i + 2 if word.key == "according" else i + 1
            if start < len(reading.words):  # "according to" may be all that there is
                yield _Place(start, reading.run_from(start), is_source=True)


def _english_places(reading: _Reading, said: int | None) -> Iterator[_Place]:
    words = reading.words
    auxiliary = next((i for i, word in enumerate(words) if word.key in _AUXILIARIES and not reading.is_plain(i)), None)
    if auxiliary is not None and (end := reading.clause_from(auxiliary + 1)) > auxiliary + 1:
        if end == said and end > auxiliary + 2 and words[end - 1].key in _UTTERANCES:
            yield _Place(auxiliary + 1, end - 1, whole=True)
        yield _Place(auxiliary + 1, end, whole=end == said)
        if end == said:
            yield _Place(auxiliary + 1, end, before_verb=True)
    if said is None:
        return
    start = reading.run_to(said)
    asks_who = start and words[start - 1].key in {"which", "whose", "who"}
    if start < said and not asks_who and start - 1 != auxiliary:
        yield _Place(start, said, whole=True)
    while said + 1 < len(words) and reading.kinds[said + 1] is QuestionKind.SAID:
        said += 1  # make of
    if said + 2 < len(words) and words[said + 1].key in _OWNING:
        yield _Place(said + 2, reading.run_from(said + 2))
    by = next((i for i in range(said + 2, len(words) - 1) if words[i].key == "by"), None)
    if by is not None:  # said about Jerusalem | by Abbas
        yield _Place(by + 1, reading.run_from(by + 1), is_source=True)


def _arabic_places(reading: _Reading, said: int | None, kind: QuestionKind) -> Iterator[_Place]:
    if said is None:
        asking = next((i for i, found in enumerate(reading.kinds) if found in _WITH_SAYING), None)
        if asking is not None and kind in _WITH_SAYING:
            verb = next((i for i in range(asking + 1, len(reading.words)) if reading.is_plain(i)), asking)
            if (end := reading.run_from(verb + 1)) > verb + 1:
                yield _Place(verb + 1, end, is_source=True)
        return
    while said + 1 < len(reading.words) and reading.kinds[said + 1] is QuestionKind.SAID:
        said += 1  # جاء في
    # Of "who said" what stands behind the verb is its object.
    behind = kind is not QuestionKind.WHO and said + 1 < len(reading.words)
    if behind and is_about(reading.words[said + 1]):
        # Readers write على like the name: ماذا قال | علي لاريجاني, but رد | علي الاتهام.
        behind = reading.words[said + 1].written == _ALI and reading.words[said].key not in _UPON
    if behind and reading.words[said + 1].key in _UTTERANCES and (end := reading.run_from(said + 2)) > said + 2:
        yield _Place(said + 2, end)
    asking = said
    while asking and reading.kinds[asking - 1] is not None:
        asking -= 1  # كيري | وش قال عن روسيا
    start = reading.run_to(asking)
    fronted = [_Place(start, asking, whole=True)] if start < asking else []
    if behind and fronted and reading.words[said + 1].key[:1] == "ل":
        yield from fronted  # السعودية | ايش قالت لمجلس الامن
    if behind and (end := _end_of_addressed(reading, said + 1)) > said + 1:
        yield from _apposed(reading, said + 1, end)
        yield _Place(said + 1, end)
    yield from fronted


def _apposed(reading: _Reading, start: int, end: int) -> Iterator[_Place]:
    """Go on behind an office to whom it may be said of: القيادي في حماس | إسماعيل هنية."""
    words = reading.words
    if end < len(words) and words[end].key in _WITHIN and is_describing(words[start].key):
        yield _Place(start, reading.run_from(end + 1), apposed=True)


def _end_of_addressed(reading: _Reading, start: int) -> int:
    """End an Arabic subject before whom it speaks to: قال كيم جونج أون | لترمب."""
    end = reading.run_from(start)
    names = (i for i in range(start + 1, end) if reading.words[i].key[:1] in {"ل", "ب"} and _is_name(reading.words[i]))
    return next(names, end)


def _end_of_name(reading: _Reading, end: int, place: _Place) -> int:
    """Go on behind a name to its end where capitals show it: Christine Blasey | Ford."""
    while end < place.end and reading.words[end].written[:1].isupper():
        end += 1
    return end


def _leads_on(word: Word, before: Word) -> bool:
    """Tell a word that leads from the speaker to the topic, or to when that was."""
    if word.written == _ALI and before.key in given_names():
        return False  # محمد علي جعفري
    return is_about(word) or word.key in _CIRCUMSTANTIAL


def _is_name(word: Word) -> bool:
    return (word.key,) not in people().entries and (word.key[1:],) in people().entries


def _read(words: list[Word]) -> _Reading:
    kinds: list[QuestionKind | None] = []
    fillers: list[bool] = []
    while len(kinds) < len(words):
        length, kind = _asking_at(words, len(kinds), kinds) or (0, None)
        fillers += [bool(length) and kind is None] * (length or 1)
        kinds += [kind] * (length or 1)
    saying = [i for i, kind in enumerate(kinds) if kind is QuestionKind.SAID]
    if len({words[i].is_name for i in saying}) > 1:  # What did Bill Speaks | say
        kinds = [None if i in saying and words[i].is_name else kind for i, kind in enumerate(kinds)]
    if QuestionKind.SAID not in kinds and next(filter(None, kinds), None) in _WITH_SAYING:
        # What was Rouhani's | message to Trump
        owned = next((i for i in range(1, len(words)) if words[i].key in _UTTERANCES and words[i - 1].owns), None)
        kinds = [QuestionKind.SAID if i == owned else kind for i, kind in enumerate(kinds)]
        kinds = _with_given(words, kinds)
    return _Reading(words, kinds, fillers)


def _with_given(words: Sequence[Word], kinds: list[QuestionKind | None]) -> list[QuestionKind | None]:
    """Take what is given in words for saying: what | reasons did he | give for leaving."""
    given = next((i for i in range(1, len(words)) if words[i].key in _GIVEN and kinds[i - 1] is not None), None)
    giving = next((i for i, word in enumerate(words) if word.key in _GIVING), None)
    if given is None or giving is None or giving < given:
        return kinds
    return [QuestionKind.SAID if i in {given, giving} else kind for i, kind in enumerate(kinds)]


def _asking_at(
    words: list[Word], place: int, before: Sequence[QuestionKind | None]
) -> tuple[int, QuestionKind | None] | None:
    """Find the question word at a place, also with a conjunction joined to it: وكيف، فماذا."""
    word = words[place]
    if word.is_name and word.key in _AUXILIARIES:
        return None  # Will Smith
    if word.written.isupper() and len(word.written) > 1 and not all(other.written.isupper() for other in words):
        return None  # the WHO
    if found := question_words().at(words, place):
        return found
    if (not place or before[-1] is not None) and is_saying_verb(word.key):
        return 1, QuestionKind.SAID  # بم | فسر; elsewhere many of these verbs are nouns as well
    if word.key[:1] not in {"و", "ف"}:
        return None
    found = question_words().at([Word(word.key[1:], word.written[1:]), *words[place + 1 :]], 0)
    # Further on, a short word is another one: ومن, وما. Longer ones ask once more: وبماذا اتهم إيران.
    asks_more = found is not None and found[1] not in {None, QuestionKind.SAID} and len(word.key) > _SHORTEST_ASKING
    return found if not place or asks_more else None


def _kind(reading: _Reading) -> QuestionKind:
    """Take the kind named first; saying outweighs "what", "how" and "yes or no", which it comes with.

    A question word further on is none: "what did he say *when* he left", «ماذا طلب *من* الوزير».
    """
    named = [kind for kind in reading.kinds if kind is not None]
    if not named:
        return QuestionKind.WHAT
    if named[0] in _WITH_SAYING and QuestionKind.SAID in named:
        return QuestionKind.SAID
    return named[0]


def _leans_on_history(question: Question) -> bool:
    """Tell a turn that leaves something out: a short one without a verb, or one that says not who is meant."""
    words = words_of(question.text)
    if not question.topic:
        return bool(question.periods) and question.speaker is None
    if question.speaker is None and (question.kind is QuestionKind.SAID or any(w.key in _PRONOUNS for w in words)):
        return not any(concept.is_name for concept in question.topic)
    has_verb = any(kind is not None and kind is not QuestionKind.WHAT for kind in _read(words).kinds)
    return len(words) <= _MOST_WORDS_OF_A_FOLLOW_UP and not has_verb
