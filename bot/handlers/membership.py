"""Who shut the bot out, or let it in again? Telegram tells so when somebody blocks it or takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatMemberStatus

from bot.delivery import delivery

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context

_OUT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


async def membership(update: Update, _context: Context) -> None:
    """Note whether the bot may still write to the chat."""
    change = update.my_chat_member
    delivery().is_unreachable = change is not None and change.new_chat_member.status in _OUT
