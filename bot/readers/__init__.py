"""What is kept of the bot's readers? Their last questions, their votes and the settings of their chats."""

from bot.readers.rows import Asked, Place, Preferences, Vote
from bot.readers.store import Readers

__all__ = ["Asked", "Place", "Preferences", "Readers", "Vote"]
