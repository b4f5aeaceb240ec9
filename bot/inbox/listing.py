"""What could not be answered? A line for each update that was given up, for the operator to look at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from bot.inbox.store import Inbox

if TYPE_CHECKING:
    from bot.inbox.rows import FailedUpdate

_NOBODY = 0  # what failed is listed for all bots of the archive


def list_failed(url: str, output: TextIO, *, retry: bool, text: bool) -> None:
    """Write what was given up, the oldest first, and put it back where that is asked for.

    Args:
        url: The archive's.
        output: Where the lines go.
        retry: Whether to put it back.
        text: Whether to show what readers wrote.

    Raises:
        StoreError: The database cannot be used.
    """
    inbox = Inbox.open(url, _NOBODY)
    try:
        found = inbox.failed()
        for update in found:
            print(_line(update, text=text), file=output)
        if not found:
            print("Nothing has failed.", file=output)
        elif retry:
            print(f"Put back: {inbox.retry_failed()}. A bot that runs answers them within seconds.", file=output)
    finally:
        inbox.close()


def _line(update: FailedUpdate, *, text: bool) -> str:
    when = datetime.fromtimestamp(update.received_ms / 1000, UTC).isoformat(timespec="seconds")
    told = f"{when} {update.kind} {update.update_id}: {update.outcome} after {update.attempts} attempts, {update.error}"
    return f"{told}\n    {_words(update.payload)}" if text else told


def _words(payload: str) -> str:
    """Read what a reader wrote or pressed out of an update, on one line."""
    update = json.loads(payload)
    content: Any = next((value for key, value in update.items() if key != "update_id"), {})
    said = (
        (content.get("text") or content.get("caption") or content.get("data") or "")
        if isinstance(content, dict)
        else ""
    )
    return " ".join(str(said).split())
