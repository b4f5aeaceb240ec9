"""How does the connection to Telegram fail?

A test orders faults for the next calls of a method; the server carries them out.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.telegram_server.model import Json, without_none

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_METHOD = "*"
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>bad gateway</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call instead of, or besides, the answer.

    Attributes:
        status: HTTP status of an answer that comes without acting; None to act and answer.
        html: Body of that answer, where it is not Telegram's JSON.
        retry_after_s: Stands in that answer's JSON, as Telegram puts it there with 429.
        drops: "before" or "after" acting the connection is closed without an answer.
        hangs: The call waits until the test releases it.
        delay_s: The call waits so long.
    """

    status: int | None = None
    description: str = ""
    html: str | None = None
    retry_after_s: int | None = None
    drops: str | None = None
    hangs: bool = False
    delay_s: float = 0.0

    @classmethod
    def too_many_requests(cls, retry_after_s: int) -> Fault:
        """Answer 429 and say when to come back."""
        description = f"Too Many Requests: retry after {retry_after_s}"
        return cls(status=429, description=description, retry_after_s=retry_after_s)

    @classmethod
    def forbidden(cls, reason: str = "bot was blocked by the user") -> Fault:
        """Answer 403."""
        return cls(status=403, description=f"Forbidden: {reason}")

    @classmethod
    def bad_request(cls, reason: str) -> Fault:
        """Answer 400."""
        return cls(status=400, description=f"Bad Request: {reason}")

    @classmethod
    def internal_error(cls) -> Fault:
        """Answer 500 in Telegram's JSON."""
        return cls(status=500, description="Internal Server Error")

    @classmethod
    def bad_gateway(cls) -> Fault:
        """Answer 502 with a page of HTML, as the machine before Telegram's servers does."""
        return cls(status=502, html=BAD_GATEWAY)

    @classmethod
    def garbled(cls) -> Fault:
        """Answer 200 with a body that breaks off."""
        return cls(status=200, html='{"ok": true, "resu')

    @classmethod
    def unauthorized(cls) -> Fault:
        """Answer 401, as when the token was revoked."""
        return cls(status=401, description="Unauthorized")

    @classmethod
    def dropped_before(cls) -> Fault:
        """Close the connection before acting: the call had no effect."""
        return cls(drops="before")

    @classmethod
    def dropped_after(cls) -> Fault:
        """Close the connection after acting: the call had its effect, and the bot does not know."""
        return cls(drops="after")

    @classmethod
    def hung(cls) -> Fault:
        """Keep the call waiting, without acting, until `BotApiServer.release`."""
        return cls(hangs=True)

    @classmethod
    def slow(cls, delay_s: float) -> Fault:
        """Wait before acting and answering."""
        return cls(delay_s=delay_s)

    def as_json(self) -> Json:
        """Give Telegram's object of the answer that comes without acting."""
        parameters = {"retry_after": self.retry_after_s} if self.retry_after_s is not None else None
        body = {"ok": False, "error_code": self.status, "description": self.description, "parameters": parameters}
        return without_none(body)


class FaultPlan:
    """The faults that are still to come, for each method in the order in which they were ordered."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Order a fault for the next calls of a method, or of any with `ANY_METHOD`."""
        self._waiting[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """Give the fault of this call, if one was ordered; a method's own come before those of any method."""
        return next((queue.popleft() for queue in self._queues(method) if queue), None)

    def clear(self) -> None:
        """Forget the faults that have not come yet."""
        self._waiting.clear()

    def _queues(self, method: str) -> Iterator[deque[Fault]]:
        yield self._waiting[method]
        yield self._waiting[ANY_METHOD]
