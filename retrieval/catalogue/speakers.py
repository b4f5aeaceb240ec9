"""Whom does the archive quote? Speakers by name, by sound and by what describes them, as the directory asks."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from retrieval.catalogue.database import Database, Row
from retrieval.model import Quotation
from retrieval.question.directory import (
    Description,
    Entry,
    KeyKind,
    describing_words,
    is_description,
    keys_of_name,
    name_keys,
)

Terms = Callable[[str], Sequence[str]]
"""Names the terms of a text."""

_REMEMBERED = 2_000
_MENTIONS_REMEMBERED = 20_000
_NAMELESS = 1 << 62
_BY_NAME = ""

_NAMED_TOO = "EXISTS (SELECT 1 FROM name_key o WHERE o.kind = 'term' AND o.key = ? AND o.speaker = k.speaker)"
_COUNT = "SELECT count(*) FROM name_key WHERE kind = ? AND key = ?"


def voices_of(quotation: Quotation, speakers: Iterable[int]) -> Iterator[int]:
    """Number those who say something: by the store's numbers, and unless that is one, also by the words for them.

    Such a number of words («مصدر أمني») is no speaker's, and the same in every archive.
    """
    numbers = frozenset(speakers)
    yield from numbers
    if len(numbers) != 1 and quotation.mention is not None:
        yield _voice(quotation.mention)


def _voice(mention: str) -> int:
    return _NAMELESS | int.from_bytes(blake2b(mention.encode(), digest_size=7).digest())


class Speakers:
    """The speakers of an archive as questions look them up. May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.named = lru_cache(_REMEMBERED)(self._named)
        self.families = lru_cache(_REMEMBERED)(self._families)
        self._holders = lru_cache(_REMEMBERED)(self._count_holders)
        self.count = lru_cache(_REMEMBERED)(self._count)
        self.number = lru_cache(_REMEMBERED)(self._number)

    def _named(self, kind: KeyKind, keys: tuple[str, ...]) -> tuple[Entry, ...]:
        """List the speakers whose names have one of the keys."""
        query = f"""
            SELECT DISTINCT s.name, s.keys FROM name_key k JOIN speaker s ON s.id = k.speaker
            WHERE k.kind = ? AND k.key IN ({_holes(keys)})
        """  # noqa: S608 - only question marks
        return tuple(Entry(name, tuple(own.split())) for name, own in self._database.query(query, (kind, *keys)))

    def _families(self, sounds: tuple[str, ...]) -> tuple[str, ...]:
        """List the family names that have one of the skeletons."""
        # Joined in this order, since SQLite would look through all sounds for each skeleton.
        query = """
            SELECT DISTINCT k.key FROM json_each(?) s CROSS JOIN name_key k
            ON k.kind = 'sound' AND k.key >= s.value || ' ' AND k.key < s.value || '!'
        """
        return tuple(key.partition(" ")[2] for (key,) in self._database.query(query, (json.dumps(sounds),)))

    def called_by(self, ways: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """List the speakers whose names hold one of the ways whole, and no term that is in none of them."""
        terms = tuple({term for way in ways for term in way})
        query = f"""
            SELECT s.name FROM name_key k JOIN speaker s ON s.id = k.speaker
            WHERE k.kind = 'term' AND k.key = ? {{others}} AND NOT EXISTS (
                SELECT 1 FROM name_key own
                WHERE own.speaker = k.speaker AND own.kind = 'term' AND own.key NOT IN ({_holes(terms)})
            )
        """  # noqa: S608 - only question marks
        found: dict[str, None] = {}
        for way in ways:
            # Thousands may be called محمد: they are looked through by the term that the fewest have.
            rarest, *others = sorted(set(way), key=lambda term: self.count(KeyKind.TERM, term))
            whole = query.format(others=f"AND {_NAMED_TOO} " * len(others))
            found |= dict.fromkeys(name for (name,) in self._database.query(whole, (rarest, *others, *terms)))
        return tuple(found)

    def _count(self, kind: KeyKind, key: str) -> int:
        """Count the speakers whose names have a key."""
        return int(self._database.query(_COUNT, (kind, key))[0][0])

    def statements(self, speaker: str) -> int:
        """Count a speaker's statements."""
        found = self._database.one("SELECT statements FROM speaker WHERE name = ?", (speaker,))
        return int(found[0]) if found else 0

    def _number(self, speaker: str) -> int | None:
        """Find the number that the store gave a speaker."""
        found = self._database.one("SELECT id FROM speaker WHERE name = ?", (speaker,))
        return int(found[0]) if found else None

    def describes(self, key: str) -> bool:
        """Tell a normalized word that stands in a description of somebody, beside the name."""
        return bool(self._database.query("SELECT 1 FROM describing WHERE key = ? LIMIT 1", (key,)))

    def described(self, ways: Sequence[Sequence[Sequence[str]]], heads: Iterable[str]) -> tuple[Description, ...]:
        """List the descriptions that begin with one of the heads and hold one whole way of each group."""
        if not all(ways):
            return ()
        beginning = tuple(heads)
        rarest, *others = sorted(ways, key=self._count_ways)
        values = [term for group in (rarest, *others) for terms in group for term in terms]
        conditions = "".join(f" AND ({' OR '.join(map(_held, group))})" for group in others)
        query = f"""
            SELECT s.name, m.length, sum(m.times) * 1.0 / max(s.statements, 1)
            FROM mention m JOIN speaker s ON s.id = m.speaker
            WHERE m.id IN ({_union([*map(_intersection, rarest)])}){conditions} AND m.head IN ({_holes(beginning)})
            GROUP BY s.id, m.length
        """  # noqa: S608 - question marks and our own words alone
        return tuple(Description(*row) for row in self._database.query(query, (*values, *beginning)))

    def _count_ways(self, group: Sequence[Sequence[str]]) -> int:
        """Count, at most, the mentions that hold one of the ways."""
        return sum(min(map(self._holders, terms), default=0) for terms in group)

    def _count_holders(self, term: str) -> int:
        return int(self._database.query("SELECT count(*) FROM mention_term WHERE term = ?", (term,))[0][0])

    def voices(self, ways: Sequence[Sequence[str]]) -> frozenset[int]:
        """Number those without a name whose mention holds one of the ways whole."""
        if not ways:
            return frozenset()
        query = f"SELECT speaker FROM mention WHERE id IN ({_union([*map(_intersection, ways)])}) AND speaker >= ?"  # noqa: S608
        values = [term for terms in ways for term in terms]
        return frozenset(voice for (voice,) in self._database.query(query, (*values, _NAMELESS)))


def _holes(values: Collection[str]) -> str:
    return ",".join("?" * len(values))


def _held(terms: Sequence[str]) -> str:
    held = "EXISTS (SELECT 1 FROM mention_term t WHERE t.term = ? AND t.mention = m.id)"
    return f"({' AND '.join([held] * len(terms))})"


def _intersection(terms: Sequence[str]) -> str:
    return " INTERSECT ".join(["SELECT mention FROM mention_term WHERE term = ?"] * len(terms))


def _union(selects: Sequence[str]) -> str:
    return " UNION ".join(f"SELECT mention FROM ({select})" for select in selects)  # noqa: S608


class SpeakerLedger:
    """Enters who says what in documents, and strikes it out again; inside of `Database.writing`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mentions: dict[int, Counter[str]] = defaultdict(Counter)
        self._said: list[tuple[int, int, str, int]] = []
        # Most statements are of those who speak often, under the same words.
        self._is_description = lru_cache(_MENTIONS_REMEMBERED)(is_description)

    def enter(self, document: int, said: Iterable[tuple[int, str | None]]) -> None:
        """Enter the statements of a document: each with its speaker's number, and the words for that one alone."""
        counts: Counter[tuple[int, str]] = Counter()
        for speaker, mention in said:
            counts[speaker, _BY_NAME] += 1
            if mention and (speaker >= _NAMELESS or self._is_description(mention)):
                counts[speaker, mention] += 1
        rows = [(document, speaker, mention, times) for (speaker, mention), times in counts.items()]
        self._said += rows
        self._add(rows, 1)

    def strike(self, document: int) -> None:
        """Strike out the statements of a document."""
        rows = self._database.query(
            "SELECT document, speaker, mention, times FROM said WHERE document = ?", (document,)
        )
        self._database.write("DELETE FROM said WHERE document = ?", [(document,)])
        self._add(rows, -1)

    def _add(self, rows: Iterable[Sequence[Any]], sign: int) -> None:
        for _, speaker, mention, times in rows:
            self._mentions[speaker][mention] += sign * times

    def settle(self, names_of: Callable[[Iterable[int]], Mapping[int, str]], terms: Terms) -> None:
        """Write down what changed, when all words are settled.

        Args:
            names_of: Reads the names that the archive has for speakers; of one whom it quotes no longer, none.
            terms: Names the terms of a name or mention.
        """
        self._database.write("INSERT INTO said VALUES (?, ?, ?, ?)", self._said)
        self._count_mentions()
        named = [speaker for speaker in self._mentions if speaker < _NAMELESS]
        names = names_of(named)
        self._let_go([speaker for speaker in named if speaker not in names])
        before: dict[int, str] = dict(self._chosen("SELECT id, name FROM speaker WHERE id IN", names))
        renamed = [speaker for speaker, name in before.items() if name != names[speaker]]
        self._forget_names(renamed)
        new = [*renamed, *(speaker for speaker in names if speaker not in before)]
        by_name = "INSERT OR REPLACE INTO speaker SELECT ?, ?, ?, times FROM mention WHERE speaker = ? AND mention = ?"
        rows = ((s, names[s], " ".join(keys_of_name(names[s])), s, _BY_NAME) for s in new)
        self._database.write(by_name, rows)
        again = "UPDATE speaker SET statements = times FROM mention m WHERE m.speaker = speaker.id AND m.mention = ?"
        others = ((_BY_NAME, speaker) for speaker in before.keys() - new)
        self._database.write(f"{again} AND speaker.id = ?", others)
        keys = ((*key, speaker) for speaker in new for key in name_keys(names[speaker], terms(names[speaker])))
        self._database.write("INSERT OR IGNORE INTO name_key VALUES (?, ?, ?)", keys)
        self._describe(terms)
        self._mentions.clear()
        self._said.clear()

    def _chosen(self, query: str, speakers: Iterable[int]) -> list[Row]:
        return self._database.query(f"{query} (SELECT value FROM json_each(?))", (json.dumps([*speakers]),))  # noqa: S608

    def _count_mentions(self) -> None:
        """Count what was entered and struck out; mentions that are new wait to be described."""
        rows = [(speaker, mention, n) for speaker, found in self._mentions.items() for mention, n in found.items()]
        self._database.write(
            "INSERT INTO mention (speaker, mention, times) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET times = times + excluded.times",
            rows,
        )
        fewer = {speaker for speaker, _, times in rows if times < 0}
        gone = self._chosen("SELECT id FROM mention WHERE times <= 0 AND speaker IN", fewer)
        self._forget(gone)
        self._database.write("DELETE FROM mention WHERE id = ?", gone)

    def _let_go(self, speakers: Sequence[int]) -> None:
        self._forget(self._chosen("SELECT id FROM mention WHERE speaker IN", speakers))
        for table, column in (("mention", "speaker"), ("name_key", "speaker"), ("speaker", "id")):
            self._database.write(f"DELETE FROM {table} WHERE {column} = ?", ((one,) for one in speakers))  # noqa: S608 - ours

    def _forget_names(self, speakers: Sequence[int]) -> None:
        """Forget by what speakers are found who have another name now: their mentions tell other things beside it."""
        self._forget(self._chosen("SELECT id FROM mention WHERE speaker IN", speakers))
        for change in ("DELETE FROM name_key WHERE speaker = ?", "UPDATE mention SET length = NULL WHERE speaker = ?"):
            self._database.write(change, ((speaker,) for speaker in speakers))

    def _forget(self, mentions: Sequence[Row]) -> None:
        """Forget what mentions tell, given by their ids."""
        for table in ("mention_term", "describing"):
            self._database.write(f"DELETE FROM {table} WHERE mention = ?", mentions)  # noqa: S608 - ours

    def _describe(self, terms: Terms) -> None:
        """Enter what new mentions tell of a speaker beside the name; a name may describe, too: مصدر عسكري."""
        lengths: list[tuple[str | None, int, int]] = []
        held: list[tuple[str, int]] = []
        describing: list[tuple[str, int]] = []
        query = "SELECT m.id, m.mention, s.name FROM mention m LEFT JOIN speaker s ON s.id = m.speaker"
        for number, mention, name in self._database.query(f"{query} WHERE m.length IS NULL"):
            written = mention or name or ""
            own = _own_terms(written, name, terms)
            lengths.append((own[0] if own else None, len(own), number))
            held += ((term, number) for term in own)
            if own and name:
                describing += ((word, number) for word in describing_words(written, name))
        self._database.write("UPDATE mention SET head = ?, length = ? WHERE id = ?", lengths)
        self._database.write("INSERT OR IGNORE INTO mention_term VALUES (?, ?)", held)
        self._database.write("INSERT OR IGNORE INTO describing VALUES (?, ?)", describing)


def _own_terms(written: str, name: str | None, terms: Terms) -> list[str]:
    """List the terms of a mention that are not the speaker's name; none where it is nothing but a name."""
    if name is not None and not is_description(written):
        return []
    of_name = frozenset(terms(name or ""))
    return [term for term in terms(written) if written == name or term not in of_name]
