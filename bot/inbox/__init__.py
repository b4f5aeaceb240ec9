"""What was received and is not answered yet? A durable inbox in the archive's database: no question is lost."""

from bot.inbox.bell import Bell
from bot.inbox.lock import AnotherProcessError, PollingRight, among_others, polling_right
from bot.inbox.rows import Claimed, FailedUpdate, Outcome, Receipt, State
from bot.inbox.store import Inbox

__all__ = [
    "AnotherProcessError",
    "Bell",
    "Claimed",
    "FailedUpdate",
    "Inbox",
    "Outcome",
    "PollingRight",
    "Receipt",
    "State",
    "among_others",
    "polling_right",
]
