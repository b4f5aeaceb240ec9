"""How does a supervisor see whether the bot is well? A small HTTP server on the loopback address, in its own thread.

    /live     200 while the event loop turns, else 503: what a supervisor should restart
    /ready    200 while polls succeed, else 503: what an operator should look at
    /metrics  figures for Prometheus

It answers although the event loop hangs; that is what it is for.
"""

from __future__ import annotations

import json
import logging
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from prometheus_client import CONTENT_TYPE_LATEST

from bot.logs import fields
from bot.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.metrics import Metrics
    from bot.watchdog import Watchdog

_LOGGER = logging.getLogger(__name__)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, watchdog: Watchdog, metrics: Metrics) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.watchdog = watchdog
        self.metrics = metrics


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer one of the three paths."""
        if self.path == "/metrics":
            self._send(HTTPStatus.OK, CONTENT_TYPE_LATEST, self.server.metrics.text())
        elif self.path == "/live":
            self._tell(is_well=self.server.watchdog.is_turning)
        elif self.path == "/ready":
            self._tell(is_well=self.server.watchdog.is_turning and self.server.watchdog.is_heard)
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"/live, /ready or /metrics\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of http.server's
        """Note a request where everything is noted."""
        _LOGGER.debug(format, *args)

    def _tell(self, *, is_well: bool) -> None:
        told = {"status": "ok" if is_well else "unwell", "silent_s": round(self.server.watchdog.silent_s, 1)}
        status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
        self._send(status, "application/json", json.dumps(told).encode() + b"\n")

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def health_server(port: int | None, watchdog: Watchdog, metrics: Metrics) -> Iterator[None]:
    """Serve at a port of 127.0.0.1 while the block runs; 0 takes a free one, None serves nothing.

    Raises:
        SettingsError: The port is taken.
    """
    if port is None:
        yield
        return
    try:
        server = _Server(port, watchdog, metrics)
    except OSError as error:
        raise SettingsError(
            f"HEALTH_PORT {port} cannot be listened at ({error.strerror}); name another one."
        ) from error
    with server:
        thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
        thread.start()
        _LOGGER.info("Health is told", extra=fields(url=f"http://127.0.0.1:{server.server_port}"))
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
