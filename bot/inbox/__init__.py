"""What was received and is not answered yet? A durable inbox in the archive's database: no question is lost."""

from bot.inbox.lock import AnotherProcessError, only_one
from bot.inbox.rows import Claimed, FailedUpdate, Outcome, Receipt, State
from bot.inbox.store import Inbox

__all__ = [
    "AnotherProcessError",
    "Claimed",
    "FailedUpdate",
    "Inbox",
    "Outcome",
    "Receipt",
    "State",
    "only_one",
]
