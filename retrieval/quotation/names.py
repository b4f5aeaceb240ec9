"""Are two names one person's?

Compared are loosely folded words, so that سيرغي and سيرجي, دي ميستورا and ديمستورا are equal.
"""

from __future__ import annotations

FUZZY_LENGTH = 5
"""Shortest family name, in letters, in which one wrong letter is forgiven: كيري and كيربي are two people."""

Keys = tuple[str, ...]


def is_same(keys: Keys, full: Keys) -> bool:
    """Tell whether two names differ in spaces only."""
    return "".join(keys) == "".join(full)


def is_part(keys: Keys, full: Keys) -> bool:
    """Tell whether a name is the family name, or the first name alone, of a longer one."""
    if len(keys) == 1 and keys[0] == full[0]:
        return True
    joined = "".join(keys)
    if not "".join(full).endswith(joined):
        return False
    return keys[-1] == full[-1] or "".join(keys[-2:]) == full[-1] or keys[-1] == "".join(full[-2:])


def is_whole(keys: Keys, full: Keys) -> bool:
    """Tell whether a name is a longer form of another."""
    if len(keys) <= len(full) or not set(full) <= set(keys):
        return False
    return full[-1] == keys[-1] or full == keys[: len(full)]


def is_misspelt(keys: Keys, full: Keys) -> bool:
    """Tell whether family names of some length differ in one letter: أوزتوك and أوزتورك."""
    last, other = keys[-1], full[-1]
    if len(keys) > 1 and keys[0] != full[0]:
        return False
    if min(len(last), len(other)) < FUZZY_LENGTH or last == other or last[0] != other[0]:
        return False
    return _one_edit(last, other)


def _one_edit(a: str, b: str) -> bool:
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    return a[at + 1 :] == b[at + 1 :] or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]
