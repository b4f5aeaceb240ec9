"""Pytest fixtures for tests that run the bot against the server.

A conftest takes them with `pytest_plugins = ["tests.telegram_server.fixtures"]`, or imports them by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.telegram_server.server import BotApiServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def bot_api() -> Iterator[BotApiServer]:
    """Run a server for the length of a test, and fail the test for every rule that the bot broke."""
    with BotApiServer() as server:
        yield server
