"""What is being asked: which language, which kind of answer, said by whom, on what?

The grammar is that of questions as readers put them. English: what did SPEAKER say about TOPIC, does SPEAKER think
TOPIC. Arabic: ماذا قال SPEAKER عن TOPIC, ما رأي SPEAKER في TOPIC. A question that fits neither has no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.analysis.analyzer import Analyzer
from retrieval.model import Concept, Language, Question, QuestionKind
from retrieval.question.translation import Knowledge, Translator
from retrieval.question.words import Word, is_about, language_of, question_words, words_of

_LONGEST_SPEAKER = 6
_MOST_COMBINATIONS = 64
_MOST_TURNS = 10
# The word after one of these is no subject: "the people travelling *with* Kerry" are not Kerry.
_SUBORDINATING = frozenset({"with", "of", "to", "for", "by", "from", "against", "between", "near", "at"})
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

    def plain(self, start: int, end: int) -> list[Word]:
        """List the words in a range that do not ask."""
        return [self.words[i] for i in range(start, end) if self.kinds[i] is None and not self.fillers[i]]


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who should have said it (None: nobody is named), and the words left over."""

    speaker: Concept | None
    rest: list[Word]
    is_name: bool = False


class QuestionParser:
    """Reads questions for an archive with this analyzer."""

    def __init__(self, analyzer: Analyzer, knowledge: Knowledge | None = None) -> None:
        self._translator = Translator(analyzer, knowledge or Knowledge())

    def parse(self, text: str, history: Sequence[str] = ()) -> Question:
        """Read a question; what a short following turn leaves out is taken from the turns before, oldest first."""
        question = self._parse(text)
        turns = list(history[-_MOST_TURNS:])
        if not turns or not _leans_on_history(question):
            return question
        return self._complete(question, self.parse(turns[-1], turns[:-1]))

    def parse_speaker(self, text: str) -> Question:
        """Read a name or a description, in either language, as the question what that speaker said."""
        words = words_of(text)
        name = self._translator.name_at(words, 0) if words else None
        is_name = name is not None and name[0] == len(words)
        speaker = name[1] if name and is_name else self._description(words)
        return Question(text, language_of(text), QuestionKind.SAID, speaker, (), names_speaker=is_name)

    def _parse(self, text: str) -> Question:
        reading = _read(words_of(text))
        language = language_of(text)
        kind = _kind(reading)
        subject = self._subject(reading, language, kind)
        topic = tuple(dict.fromkeys(self._translator.concepts(subject.rest)))
        return Question(text, language, kind, subject.speaker, topic, names_speaker=subject.is_name)

    def _subject(self, reading: _Reading, language: Language, kind: QuestionKind) -> _Subject:
        """Find who should have said it, and the words that are left for the topic."""
        everything = reading.plain(0, len(reading.words))
        said = reading.first(QuestionKind.SAID)
        if kind is not QuestionKind.SAID or said is None:
            return _Subject(None, everything)
        if language is Language.ENGLISH and (before := reading.plain(0, said)):
            found = self._whole_subject(before)
            return replace(found, rest=reading.plain(said, len(reading.words)) if found.speaker else everything)
        end = _end_of_subject(reading, said + 1)
        found = self._leading_subject(reading.plain(said + 1, end))
        return replace(found, rest=[*reading.plain(0, said), *found.rest, *reading.plain(end, len(reading.words))])

    def _whole_subject(self, words: list[Word]) -> _Subject:
        """Read the words before an English verb of saying: a name and what describes it, or a description alone."""
        for place, word in enumerate(words):
            if word.key in _SUBORDINATING:
                return _Subject(None, words)
            if found := self._translator.name_at(words, place):
                length, concept = found
                is_last = place + length == len(words)
                return _Subject(concept if is_last else None, words, is_name=is_last)
        if found := self._translator.spelled_name(words):
            return _Subject(found[1], words, is_name=True)
        return _Subject(self._description(words), words)

    def _leading_subject(self, words: list[Word]) -> _Subject:
        """Read the subject behind an Arabic verb of saying, and the words behind it."""
        for place in range(len(words)):
            found = self._translator.name_at(words, place)
            if found and (place == 0 or _is_definite(words[place - 1])):
                length, concept = found
                return _Subject(concept, words[place + length :], is_name=True)
            if found:
                return _Subject(None, words)  # «مستشارو كيري»: the name only says whose
        speaker = self._description(words)
        return _Subject(speaker, [] if speaker else words)

    def _complete(self, question: Question, before: Question) -> Question:
        """Take what a following turn leaves out from the turn before.

        «وعن داعش؟» asks the same speaker about something else, «ولافروف؟» somebody else about the same.
        """
        reading = _read(words_of(question.text))
        words = reading.plain(0, len(reading.words))
        person = self._translator.person_at(words)
        if person is not None and before.speaker is not None and not any(map(is_about, words)):
            return replace(before, text=question.text, language=question.language, speaker=person, names_speaker=True)
        if question.speaker is None:
            return replace(question, kind=before.kind, speaker=before.speaker, names_speaker=before.names_speaker)
        return replace(question, kind=before.kind)

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


def _read(words: list[Word]) -> _Reading:
    kinds: list[QuestionKind | None] = []
    fillers: list[bool] = []
    while len(kinds) < len(words):
        length, kind = question_words().at(words, len(kinds)) or (0, None)
        fillers += [bool(length) and kind is None] * (length or 1)
        kinds += [kind] * (length or 1)
    return _Reading(words, kinds, fillers)


def _kind(reading: _Reading) -> QuestionKind:
    """Take the first kind named; saying outweighs "what", "how" and "yes or no", which it comes with."""
    named = [kind for kind in reading.kinds if kind is not None]
    weak = {QuestionKind.WHAT, QuestionKind.HOW}
    strong = [kind for kind in named if kind not in weak]
    return strong[0] if strong else (named[0] if named else QuestionKind.WHAT)


def _end_of_subject(reading: _Reading, start: int) -> int:
    for place in range(start, len(reading.words)):
        if is_about(reading.words[place]):
            return place
    return len(reading.words)


def _is_definite(word: Word) -> bool:
    return word.key.removeprefix("و").startswith("ال")


def _leans_on_history(question: Question) -> bool:
    words = words_of(question.text)
    has_verb = any(kind is not None and kind is not QuestionKind.WHAT for kind in _read(words).kinds)
    return bool(question.topic) and len(words) <= _MOST_WORDS_OF_A_FOLLOW_UP and not has_verb
