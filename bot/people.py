"""Who may ask, and who may change the archive? Lists of Telegram's numbers out of the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class People:
    """Numbers of users, and of chats among the `allowed`. Where nobody is listed as allowed, everybody may ask."""

    admins: frozenset[int] = frozenset()
    allowed: frozenset[int] = frozenset()

    @property
    def is_open(self) -> bool:
        """Tell whether everybody may ask."""
        return not self.allowed

    def may_ask(self, user_id: int | None, chat_id: int | None) -> bool:
        """Tell whether a user may ask in a chat."""
        return self.is_open or bool({user_id, chat_id} & (self.allowed | self.admins))

    def may_administer(self, user_id: int | None) -> bool:
        """Tell whether a user may add and remove documents."""
        return user_id in self.admins
