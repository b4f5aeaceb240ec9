"""Which half of a question without an answer does the archive have, and which question near it can it answer?

The speaker may be quoted, but not on the topic; others may be quoted on it; and everything may be there but the time.
Nothing is said here that the archive was not asked: each half is a question of its own, and the question that is
offered was read, behind the reader's turns and alone, and judged like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from retrieval.finding import Asked, Finding
from retrieval.identity import key_of, speakers_of
from retrieval.lexicon import alternatives
from retrieval.model import (
    Concept,
    Found,
    Language,
    Period,
    Question,
    Quotation,
    Quoted,
    Reason,
    SpeakerKey,
)
from retrieval.question.directory import PROMINENT
from retrieval.question.filters import filters_in, without_filters
from retrieval.question.words import name_rows, placed_words
from retrieval.ranking import JUDGED, NAMES_NEEDED, Candidate

HALVED = frozenset({Reason.NOTHING_MATCHED, Reason.NOT_COVERED, Reason.SPEAKER_NOT_QUOTED})
"""The reasons that leave half of a question to be looked for."""

TOLD = 0.7
"""Which share of the topic a sentence must hold with what surrounds it before its document is said to tell of it: more
than an answer needs, which shows its words and leaves it to the reader to judge."""

MOST_NAMED = 3
LONGEST_OFFER = 200
_MOST_TRIED = 2
_MOST_READ = 6
_ARTICLES = frozenset({"the", "a", "an"})

_SAID_ON = {Language.ENGLISH: "What did {name} say about {topic}?", Language.ARABIC: "ماذا {verb} {name} عن {topic}؟"}
_SAID = {Language.ENGLISH: "What did {name} say?", Language.ARABIC: "ماذا {verb} {name}؟"}
_TOLD = {Language.ENGLISH: "Who spoke about {topic}?", Language.ARABIC: "من تحدث عن {topic}؟"}
_HE_SAID, _SHE_SAID = "قال", "قالت"


@dataclass(frozen=True, slots=True)
class Archive:
    """What the answerer can tell of other questions: it reads one behind turns, judges it, and counts statements."""

    read: Callable[[str, Sequence[str]], Question]
    judge: Callable[[str, Question], Finding]
    quoted: Callable[[Question], tuple[Quoted, ...]]
    cues_of: Callable[[str], Sequence[str]]
    said_in: Callable[[Candidate], Iterator[Quotation]]


class Halves:
    """Looks for the halves of a question that has no answer."""

    def __init__(self, archive: Archive, asked: Asked) -> None:
        self._archive = archive
        self._filters = filters_in(asked.text)
        self._turns = (*asked.history, asked.text)
        self._text = without_filters(asked.text)
        self._question = asked.question
        # The time, too, is a half: from here on the question is asked without it.
        own = archive.read(self._text, ()).periods if asked.question.periods else ()
        if own:
            self._text = without_time(self._text, own)
            self._question = archive.read(self._text, asked.history)

    def find(self, *, is_timed: bool) -> Found:
        """Say which half the archive has, and offer the nearest question that it answers.

        `is_timed` tells that a time is asked for, without which there may be an answer.
        """
        question = self._question
        speaker = question.speaker
        topic = topic_words(self._text, question)
        quoted = self._quoted(question) if speaker else ()
        found = Found(asked=speaker.words if speaker else None, quoted=quoted, topic=topic)
        if is_timed and _tells(self._archive.judge(self._text, question)):
            return replace(found, is_untimely=True, question=self._offered(self._timeless(found)))
        if speaker is None:
            return self._of_names(found)
        found = self._with_topic(found)
        return replace(found, question=self._offered(self._on_topic(found)) or self._offered(self._alone(found)))

    def _of_names(self, found: Found) -> Found:
        """Look for a person or another name in a question that asks for nobody's words."""
        names = [concept for concept in self._question.topic if concept.is_name]
        person = next(filter(None, map(self._person, names)), None)
        if person is None:
            return replace(found, question=self._offered(self._spoken_of(names)))
        about = " ".join(concept.words for concept in names if concept.words != person.asked) or None
        offer = self._offered(self._by_name(person, about)) or self._offered(self._alone(person))
        return replace(person, question=offer)

    def _person(self, name: Concept) -> Found | None:
        read = self._archive.read(self._asks(name.words, None, None), ())
        quoted = self._quoted(read) if read.names_speaker else ()
        return Found(asked=name.words, quoted=quoted) if quoted else None

    def _quoted(self, question: Question) -> tuple[Quoted, ...]:
        """Count the statements of those whom a question means first of all."""
        found = self._archive.quoted(question)
        return tuple(one for one in found if one.statements >= PROMINENT * found[0].statements)[:MOST_NAMED]

    def _with_topic(self, found: Found) -> Found:
        """Find who else is quoted on the topic, and where it is told of."""
        if found.topic is None:
            return found
        anybody = replace(self._question, speaker=None, speakers=(), speaker_words=(), names_speaker=False)
        finding = self._archive.judge(self._text, anybody)
        telling = [candidate for candidate in finding.candidates if _is_told(candidate)]
        if finding.reason is not None or not telling:
            return found
        others = tuple(islice(self._others(telling), MOST_NAMED))
        return replace(found, others=others, document=telling[0].document.id, title=telling[0].document.title)

    def _others(self, telling: Sequence[Candidate]) -> Iterator[str]:
        """List who is quoted in sentences on the topic, by how often; only those who have a name."""
        on_topic = (candidate for candidate in telling if candidate.evidence.is_covered)
        said = {statement for candidate in on_topic for statement in self._archive.said_in(candidate)}
        counts = Counter(name for statement in said for name in speakers_of(statement))
        ordered = sorted(counts.keys() - set(self._question.speakers), key=lambda name: (-counts[name], name))
        return (name for name in ordered[:_MOST_READ] if next(self._asking(name, None), None) is not None)

    def _offered(self, offers: Iterator[tuple[str, str | None]]) -> str | None:
        """Take the first question, with whom it must mean, that the archive answers; only a few are tried."""
        tried = 0
        for offer, speaker in offers:
            text = f"{offer} {self._filters}".strip()
            if len(text) > LONGEST_OFFER:
                continue
            read = self._archive.read(text, ())
            if (speaker is not None and speaker not in read.speakers) or self._archive.read(text, self._turns) != read:
                continue
            if _tells(self._archive.judge(text, read)):
                return text
            tried += 1
            if tried == _MOST_TRIED:
                break
        return None

    def _timeless(self, found: Found) -> Iterator[tuple[str, str | None]]:
        """Offer the question without its time, in the reader's words where they stand in this turn."""
        speaker = next(iter(self._question.speakers), None)
        yield self._text, None
        if found.asked is not None and found.topic is not None:
            yield self._asks(found.asked, found.topic, speaker), speaker

    def _on_topic(self, found: Found) -> Iterator[tuple[str, str | None]]:
        if found.topic is None or found.document is None:
            return
        for speaker in found.others:
            yield from self._asking(speaker, found.topic)
        if not found.others:
            yield _TOLD[self._question.language].format(topic=found.topic), None

    def _alone(self, found: Found) -> Iterator[tuple[str, str | None]]:
        for quoted in found.quoted[:1]:
            yield from self._asking(quoted.speaker, None)

    def _by_name(self, person: Found, about: str | None) -> Iterator[tuple[str, str | None]]:
        if about is not None:
            for quoted in person.quoted[:1]:
                yield from self._asking(quoted.speaker, about)

    def _spoken_of(self, names: Sequence[Concept]) -> Iterator[tuple[str, str | None]]:
        if names and len(names) < len(self._question.topic):
            words = " ".join(concept.words for concept in names)
            yield _TOLD[self._question.language].format(topic=words), None

    def _asking(self, speaker: str, topic: str | None) -> Iterator[tuple[str, str | None]]:
        """Ask what somebody said, under a name that the archive reads as that one."""
        for name in _names_of(speaker, self._question.language):
            offer = self._asks(name, topic, speaker)
            read = self._archive.read(offer, ())
            if read.names_speaker and speaker in read.speakers:
                yield offer, speaker
                return

    def _asks(self, name: str, topic: str | None, speaker: str | None) -> str:
        form = _SAID if topic is None else _SAID_ON
        return form[self._question.language].format(name=name, topic=topic, verb=self._verb(speaker))

    def _verb(self, speaker: str | None) -> str:
        """Say "said" as the archive does: most verbs of a woman and of a ministry end in U+062A TEH."""
        if speaker is None or self._question.language is Language.ENGLISH:
            return _HE_SAID
        cues = [cue.split()[-1] for cue in self._archive.cues_of(speaker) if cue.strip()]
        return _SHE_SAID if 2 * sum(cue.endswith("ت") for cue in cues) > len(cues) else _HE_SAID


def topic_words(text: str, question: Question) -> str | None:
    """Cut the words of the topic out of a question; joined where they stand apart, or come from other turns."""
    if not question.topic:
        return None
    joined = " ".join(concept.words for concept in question.topic)
    wanted = set(joined.split())
    placed = placed_words(text)
    places = [place for place, (word, _) in enumerate(placed) if word.written in wanted]
    if not places or not wanted <= {placed[place][0].written for place in places}:
        return joined
    first, last = places[0], places[-1]
    if first and placed[first - 1][0].key in _ARTICLES:
        first -= 1
    between = {placed[place][0].written for place in range(first, last + 1)}
    speaking = set(question.speaker.words.split()) if question.speaker is not None else set()
    if speaking & between - wanted:
        return joined
    return " ".join(text[placed[first][1].start : placed[last][1].end].split())


def without_time(text: str, periods: Sequence[Period]) -> str:
    """Cut the words of time out of a question that they were read from."""
    placed = placed_words(text)
    timed = {place for period in periods for place in period.words}
    kept = text
    for place in sorted((place for place in timed if place < len(placed)), reverse=True):
        span = placed[place][1]
        kept = kept[: span.start] + kept[span.end :]
    words = " ".join(kept.split()).lstrip("،, ")
    return words[:-2] + words[-1] if words[-2:-1] == " " and not words[-1].isalnum() else words


def _tells(finding: Finding) -> bool:
    """Tell a finding that is an answer, and surely so."""
    return finding.reason is None and any(map(_is_told, finding.candidates[:JUDGED]))


def _is_told(candidate: Candidate) -> bool:
    evidence = candidate.evidence
    return evidence.own + evidence.near >= TOLD and evidence.names >= NAMES_NEEDED and evidence.time > 0


def _names_of(speaker: str, language: Language) -> Iterator[str]:
    """List how to call somebody in a question: in English as the name table does, where it can, then as the archive."""
    if language is Language.ENGLISH and (english := english_names().get(key_of(speaker))):
        yield english
    yield speaker


@cache
def english_names() -> dict[SpeakerKey, str]:
    """Read the English names of the name table by the keys of their Arabic spellings; a name of several is left out."""
    found: dict[SpeakerKey, set[str]] = {}
    for arabic, english, _kind, others, _ in name_rows():
        for spelling in (arabic, *alternatives(others)):
            found.setdefault(key_of(spelling), set()).add(english)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}
