"""Who holds which office, and how is a known person's name written in full?

The table of people (persons.tsv), indexed once by the last word of every spelling, for all documents.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from retrieval.quotation.inflection import Gender
from retrieval.quotation.offices import Office, office_of
from retrieval.quotation.spelling import loose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from retrieval.quotation.lexicon import Holder
    from retrieval.quotation.words import Words

CACHED_NAMES = 20_000
_IN_THE_NEWS = timedelta(days=730)
"""How long before and after a term a bare family name still means who held the office."""

Keys = tuple[str, ...]


class Register:
    """The people that every document may mention."""

    def __init__(self, holders: Iterable[Holder], words: Words) -> None:
        self._by_last: dict[str, list[tuple[Keys, str]]] = {}
        self._offices: dict[str, list[tuple[Holder, Office]]] = {}  # by the head of the office
        self._terms: dict[str, list[tuple[Holder, Office | None]]] = {}
        self._shorts: set[tuple[str, str]] = set()  # short forms that the table lists: بوتن
        self._full: dict[Keys, str | None] = {}
        self._written: set[str] = set()
        self._given: set[str] = set()  # last words that are given names too
        for holder in holders:
            for name in (holder.name, *holder.aliases):
                keys = tuple(loose(name).split())
                self._written.update(name.split())
                for last in {keys[-1], "".join(keys)}:
                    self._by_last.setdefault(last, []).append((keys, holder.name))
                if words[name.split()[-1]].given:
                    self._given.add(keys[-1])
                if len(keys) == 1:
                    self._shorts.add((keys[0], holder.name))
            office = office_of([words[word] for word in holder.role.split()])
            self._terms.setdefault(holder.name, []).append((holder, office))
            if office is not None:
                self._offices.setdefault(office.head, []).append((holder, office))
        self._genders = {name: _gender(terms, words) for name, terms in self._terms.items()}

    def full_name(self, keys: Keys) -> str | None:
        """Name the one person whom these folded words can mean; None where there is none, or more than one."""
        if keys not in self._full:
            if len(self._full) >= CACHED_NAMES:
                self._full.clear()
            self._full[keys] = self._find(keys)
        return self._full[keys]

    def is_listed(self, keys: Keys) -> bool:
        """Tell whether these words are somebody's whole name, as the table spells it."""
        joined = "".join(keys)
        return len(keys) > 1 and any("".join(full) == joined for full, _ in self._by_last.get(joined, ()))

    def written_out(self, keys: Keys) -> str | None:
        """Write out a name of several words that is a part or a mere misspelling of a known one.

        جواد ظريف is محمد جواد ظريف, and فلاديمير بوتن is فلاديمير بوتين; other spellings (بنيامين نتنياهو) are a
        document's own.
        """
        full = self.full_name(keys)
        if full is None:
            return None
        part = set(keys) <= set(loose(full).split())
        return full if part or (keys[-1], full) in self._shorts else None

    def completed(self, keys: Keys, gender: Gender | None, offices: Sequence[Office], day: date | None) -> str | None:
        """Name the person whom a bare family name means, if what the document says of him fits.

        Args:
            keys: The name, folded.
            gender: What the document shows; كلينتون with a feminine verb is not Bill.
            offices: What the document says that the person is; one of the table's must fit.
            day: When the document was published; the person was in office then, or shortly before or after.
        """
        name = self.full_name(keys)
        if name is None or (None not in (gender, self._genders[name]) and gender is not self._genders[name]):
            return None
        terms = self._terms[name]
        held = [office for _, office in terms if office is not None]
        if offices and held:
            return name if any(_is_like(own, other) for own in offices for other in held) else None
        if (keys[-1], name) in self._shorts or day is None:
            return name
        return name if any(_covers(holder, day) for holder, _ in terms) else None

    def is_superior(self, keys: Keys, office: Office, day: date | None) -> bool:
        """Tell whether a known person holds the office that another office is named by: نائب | الرئيس الأميركي."""
        name = self.full_name(keys)
        held = [(holder, own) for holder, own in self._terms.get(name or "", ()) if own is not None]
        if not held or any(own.head == office.head for _, own in held):
            return False
        named = [holder for holder, own in held if own.without_countries().words <= office.words - {office.head}]
        return any(day is None or _holds(holder, day) for holder in named)

    def gender(self, keys: Keys) -> Gender | None:
        """Tell the gender of a known person who is named with more than one word."""
        name = self.full_name(keys) if len(keys) > 1 else None
        return self._genders[name] if name is not None else None

    def knows(self, last: str) -> bool:
        """Tell whether somebody in the table has this last name or spelling of it."""
        return last in self._by_last

    def is_misread(self, written: str) -> bool:
        """Tell a common word that only folding makes a name of the table: رأي is no Wray (راي)."""
        return "أ" in written[1:] and written not in self._written and self.knows(loose(written))

    def holders(
        self,
        office: Office,
        day: date,
        countries: frozenset[str] | None = None,
        *,
        everywhere: bool = False,
        exact: bool = False,
    ) -> set[str]:
        """Name those who held an office on a day; of several offices that its words can mean, the plainest.

        Args:
            office: The words that are asked for.
            day: When the office was held.
            countries: The countries and leagues (`@name`) whose office it may be; any by default.
            everywhere: Whether all that an office names must be among the countries, and not only one.
            exact: Whether nothing may be added to the words: «المستشارة الألمانية», but no adviser on something.
        """
        found = {
            (len(held.words), holder.name)
            for holder, held in self._offices.get(office.head, ())
            if held.holds(office)
            and (not exact or held.words == office.words)
            and _holds(holder, day)
            and (countries is None or _is_of(held, countries, everywhere=everywhere))
        }
        plainest = min((length for length, _ in found), default=0)
        return {name for length, name in found if length == plainest}

    def _find(self, keys: Keys) -> str | None:
        joined = "".join(keys)
        exact = {name for full, name in self._by_last.get(joined, ()) if "".join(full) == joined}
        if len(exact) == 1:
            return exact.pop()
        if len(keys) == 1 and keys[0] in self._given:
            return None  # أحمد may be anybody
        found = {
            name
            for full, name in self._by_last.get(keys[-1], ())
            if set(keys) <= set(full) or (keys[-len(full) :] == full and len(full) > 1)
        }
        return found.pop() if len(found) == 1 else None


def _is_of(office: Office, countries: frozenset[str], *, everywhere: bool) -> bool:
    named = [word in countries for word in office.words if word.startswith("@")]
    return bool(named) and (all(named) if everywhere else any(named))


def _gender(terms: Sequence[tuple[Holder, Office | None]], words: Words) -> Gender | None:
    """Read a person's gender from the offices: وزيرة، المتحدثة; nothing is known of who holds none."""
    shown = (words[holder.role.split()[0]].noun for holder, _ in terms if holder.role)
    return next((noun.gender for noun in shown if noun is not None), None)


def _is_like(own: Office, other: Office) -> bool:
    """Tell whether an office that a document gives may be one of the table's."""
    return own.head == other.head or own.holds(other) or other.holds(own)


def _holds(holder: Holder, day: date) -> bool:
    return (holder.start is None or holder.start <= day) and (holder.end is None or day <= holder.end)


def _covers(holder: Holder, day: date) -> bool:
    """Tell whether a term, with the time in which its holder is still in the news, holds a day."""
    after = holder.start is None or holder.start - _IN_THE_NEWS <= day
    return after and (holder.end is None or day <= holder.end + _IN_THE_NEWS)
