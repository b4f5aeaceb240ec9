"""A server, a client and a chat for the tests of the server itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.telegram_server.fixtures import bot_api
from tests.telegram_server_tests.caller import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.telegram_server import BotApiServer

__all__ = ["bot_api"]


@pytest.fixture
def server(bot_api: BotApiServer) -> BotApiServer:  # a fixture is asked for by its name
    """Give a server that must see no violation, unless the test takes them away."""
    return bot_api


@pytest.fixture
def call(server: BotApiServer) -> Iterator[Caller]:
    """Give a client that calls the server's methods."""
    with Caller(server) as caller:
        yield caller


@pytest.fixture
def chat_id(server: BotApiServer) -> int:
    """Give the private chat of somebody who started the bot."""
    return server.add_user("سلمى").id
