"""A plain HTTP client for the tests of the server itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from typing import Self

    from tests.telegram_server import BotApiServer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to one call."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        """What a successful call gives."""
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        """Why a call was refused."""
        assert not self.body["ok"], self.body
        return str(self.body["description"])


class Caller:
    """Calls methods as a form, with objects and arrays as JSON, over a connection of its own."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.http = httpx.Client(base_url=f"{server.url}/bot{server.token}/", timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def __call__(self, method: str, /, **params: Any) -> Answer:
        """Call a method; strings go as they are, everything else as JSON."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        return self.post(method, data=form)

    def post(self, method: str, **request: Any) -> Answer:
        """Call a method with a body of any form."""
        response = self.http.post(method, **request)
        return Answer(response.status_code, response.json())

    def broken_rules(self) -> list[str]:
        """Give the rules broken since the last look, and forget them."""
        return [violation.rule for violation in self.server.take_violations()]
