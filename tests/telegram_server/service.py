"""What happens to a request?

It is read strictly, written down, meets the fault that a test ordered for it, and is answered in Telegram's JSON.
"""

from __future__ import annotations

import asyncio
import json
import traceback
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.telegram_server.faults import Fault, FaultPlan
from tests.telegram_server.methods import METHODS, Call
from tests.telegram_server.model import Json, Refusal, Request, Upload, Violation, without_none
from tests.telegram_server.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import MultipartReader

    from tests.telegram_server.world import World

T = TypeVar("T")
SENDING = {"sendMessage", "sendDocument"}
MAX_BODY_BYTES = 64_000_000


class Service:
    """The HTTP side of the server; used on its event loop only.

    Attributes:
        requests: Every call with the right token by its number, in the order of arrival.
        violations: Everything that the bot must not do.
        faults: What is still to go wrong.
        hung_calls: How many calls wait for a release now.
    """

    def __init__(self, token: str, world: World, clock: Callable[[], float], *, is_throttled: bool) -> None:
        self.requests: dict[int, Request] = {}
        self.violations: list[Violation] = []
        self.faults = FaultPlan()
        self.hung_calls = 0
        self._token = token
        self._world = world
        self._rules = world.rules
        self._queue = world.queue
        self._clock = clock
        self._throttle = Throttle(world.rules.limits, clock) if is_throttled else None
        self._changed = asyncio.Event()
        self._gate = asyncio.Event()
        self._is_closing = False
        self._numbers = count(1)

    def application(self) -> web.Application:
        """Build the web application with Telegram's two kinds of address."""
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        application.router.add_route("*", "/bot{token:[^/]*}/{method:[^/]*}", self.serve)
        application.router.add_get("/file/bot{token:[^/]*}/{folder}/{file_id}", self.serve_file)
        return application

    # -- for the tests

    def notify(self) -> None:
        """Let everyone who waits for a condition look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_until(self, condition: Callable[[], T | None], timeout_s: float) -> T:
        """Wait until a condition holds, looking whenever something changes.

        Raises:
            TimeoutError: It did not hold in time.
        """
        async with asyncio.timeout(timeout_s):
            while not (value := condition()):
                await self._changed.wait()
        return value

    def release(self) -> None:
        """Let the hung calls go on: they act and are answered."""
        self._gate.set()
        self._gate = asyncio.Event()

    def close(self) -> None:
        """End what waits, so that the server can stop."""
        self._is_closing = True
        self._queue.close()
        self.release()

    # -- requests

    async def serve_file(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file that a person sent."""
        upload = self._world.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self._token or upload is None:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=upload.content, content_type="application/octet-stream")

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        if request.match_info["token"] != self._token:
            return _refused(Refusal(401, "Unauthorized"))
        method = self._rules.method_name(request.match_info["method"]) or request.match_info["method"]
        body = await _read_body(request)
        number = self._record(method, {} if isinstance(body, Refusal) else body)
        fault = self.faults.take(method) or Fault()
        await self._delay(fault)
        if fault.drops == "before" or (fault.hangs and self._is_closing):
            return _dropped(request)
        response = await self._respond(number, method, body, fault)
        if fault.drops == "after":
            self._amend(number, status=None)
            return _dropped(request)
        return response

    async def _respond(self, number: int, method: str, body: Json | Refusal, fault: Fault) -> web.StreamResponse:
        if fault.status is not None:
            self._amend(number, status=fault.status, description=fault.description)
            return _faulty(fault)
        try:
            result = await self._act(number, method, body)
        except Refusal as refusal:
            if refusal.rule is not None:
                self._violate(refusal.rule, method, refusal.description)
            self._amend(number, status=refusal.code, description=refusal.description)
            return _refused(refusal)
        except Exception:  # a mistake of this server must fail the test, not look like one of Telegram's
            self._violate("server-mistake", method, traceback.format_exc())
            self._amend(number, status=500)
            return _refused(Refusal(500, "Internal Server Error"))
        self._amend(number, status=200)
        return web.json_response({"ok": True, "result": result})

    async def _act(self, number: int, method: str, body: Json | Refusal) -> Any:
        if isinstance(body, Refusal):
            raise body
        if method not in self._rules.methods:
            raise Refusal(404, "Not Found", rule="unknown-method")

        def complain(rule: str, detail: str) -> None:
            self._violate(rule, method, detail)

        values = self._rules.read(method, body, complain)
        self._amend(number, params=values)
        call = Call(method, values, self._world, self._rules, complain)
        if method == "getUpdates":
            return await self._get_updates(call)
        if method in {"deleteWebhook", "getWebhookInfo"}:
            return self._webhook(call)
        if self._throttle is not None and method in SENDING:
            self._throttle.spend(call.find_chat())
        return METHODS[method](call)

    # -- updates

    async def _get_updates(self, call: Call) -> list[Json]:
        offset, timeout_s = call.get("offset") or 0, call.get("timeout") or 0
        limits = self._rules.limits
        limit = limits.updates_per_poll if call.get("limit") is None else call.get("limit")
        if not 1 <= limit <= limits.updates_per_poll:
            call.complain("poll-limit", f"limit is {limit}, not 1 to {limits.updates_per_poll}")
        if not 0 <= timeout_s <= limits.poll_timeout_s:
            call.complain("poll-timeout", f"timeout is {timeout_s}, not 0 to {limits.poll_timeout_s}")
        if 0 < offset < self._queue.confirmed:
            call.complain("offset-went-back", f"offset {offset} after {self._queue.confirmed} was confirmed")
        self._allow(call)
        limit = min(max(limit, 1), limits.updates_per_poll)
        try:
            updates = await self._queue.take(offset, limit, min(timeout_s, limits.poll_timeout_s), on_wait=self.notify)
        finally:
            self.notify()
        return [update.raw for update in updates]

    def _allow(self, call: Call) -> None:
        """Remember which kinds of update the bot wants: an empty list stands for the usual ones."""
        wanted: list[str] | None = call.get("allowed_updates")
        if wanted is None:
            return
        kinds = self._rules.choices["updates"]
        for name in sorted(set(wanted) - set(kinds)):
            call.complain("unknown-update", f"there are no updates of the kind {name!r}")
        self._queue.allowed = frozenset(wanted) & frozenset(kinds) or self._rules.usual_updates

    def _webhook(self, call: Call) -> Any:
        if call.method == "getWebhookInfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._queue.pending)}
        if call.get("drop_pending_updates"):
            self._queue.forget_all()
        return True

    # -- faults and records

    async def _delay(self, fault: Fault) -> None:
        if fault.hangs and not self._is_closing:
            await self._hang()
        if fault.delay_s:
            await asyncio.sleep(fault.delay_s)

    async def _hang(self) -> None:
        """Wait for a release; when the client goes away, this is cancelled with all that would have followed."""
        self.hung_calls += 1
        self.notify()
        try:
            await self._gate.wait()
        finally:
            self.hung_calls -= 1
            self.notify()

    def _record(self, method: str, params: Json) -> int:
        number = next(self._numbers)
        self.requests[number] = Request(number, method, params, self._clock())
        self.notify()
        return number

    def _amend(self, number: int, **changes: Any) -> None:
        if number in self.requests:  # a test may let go of those that came before some moment
            self.requests[number] = replace(self.requests[number], **changes)
        self.notify()

    def _violate(self, rule: str, method: str, detail: str) -> None:
        self.violations.append(Violation(rule, method, detail))
        self.notify()


async def _read_body(request: web.Request) -> Json | Refusal:
    """Read the parameters from address and body, in any of the four ways that Telegram offers."""
    try:
        parameters: Json = _read_form(request.rel_url.raw_query_string.encode())
        if request.content_type == "application/json":
            return parameters | _read_json(await request.read())
        if request.content_type == "multipart/form-data":
            return parameters | await _read_multipart(await request.multipart())
        return parameters | _read_form(await request.read())
    except UnicodeDecodeError:
        return Refusal(400, "Bad Request: strings must be encoded in UTF-8", rule="not-utf8")
    except (ValueError, RecursionError) as error:
        return Refusal(400, f"Bad Request: can't parse the request: {error}", rule="malformed-request")


def _read_form(body: bytes) -> Json:
    return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict"))


def _read_json(body: bytes) -> Json:
    parameters = json.loads(body.decode("utf-8"))
    if not isinstance(parameters, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004  # what was sent is wrong, not what was passed
    return parameters


async def _read_multipart(reader: MultipartReader) -> Json:
    parameters: Json = {}
    while True:
        part = await reader.next()
        if part is None:
            return parameters
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a part has no name")
        content = bytes(await part.read())
        parameters[part.name] = Upload(part.filename, content) if part.filename is not None else content.decode("utf-8")


def _refused(refusal: Refusal) -> web.Response:
    parameters = {"retry_after": refusal.retry_after_s} if refusal.retry_after_s is not None else None
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description, "parameters": parameters}
    return web.json_response(without_none(body), status=refusal.code)


def _faulty(fault: Fault) -> web.Response:
    assert fault.status is not None
    if fault.html is not None:
        return web.Response(status=fault.status, text=fault.html, content_type="text/html")
    return web.json_response(fault.as_json(), status=fault.status)


def _dropped(request: web.Request) -> web.Response:
    """Close the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
