"""Telegram's Bot API on a local port: strict about everything that the bot sends.

with BotApiServer() as server:
    reader = server.add_user("سلمى")
    ...  # start the bot with server.token and server.url
    question = server.send_text(reader, "/start")
    answer = server.wait_for_answer(question)
"""

from tests.telegram_server.faults import ANY_METHOD, Fault
from tests.telegram_server.model import Chat, Entity, Refusal, Request, SentMessage, Update, Upload, User, Violation
from tests.telegram_server.server import TOKEN, BotApiServer

__all__ = [
    "ANY_METHOD",
    "TOKEN",
    "BotApiServer",
    "Chat",
    "Entity",
    "Fault",
    "Refusal",
    "Request",
    "SentMessage",
    "Update",
    "Upload",
    "User",
    "Violation",
]
