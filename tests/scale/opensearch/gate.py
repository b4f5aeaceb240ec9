"""A server in front of a node that refuses what it is told to refuse: with a password, encrypted, or overloaded."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Rule = Callable[[str, str], int | None]
"""Takes a method and a path, and gives the status of a refusal; None: the request may pass."""


class Gate(ThreadingHTTPServer):
    """Passes requests on to a node, but for those that a rule refuses or that come without the password."""

    daemon_threads = True

    def __init__(self, node: int, *, port: int = 0, access: str | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.node = node
        self.access = f"Basic {b64encode(access.encode()).decode()}" if access else None
        self.rule: Rule = lambda _method, _path: None
        self.items_refused = 0
        """How many items of bulk requests are still to be refused, one by one, as by a full queue."""
        self.error: object = {"type": "rejected", "root_cause": []}
        self.refused = 0
        self.passed: list[str] = []

    def refuse(self, path: str, status: int, times: int) -> None:
        """Refuse so many requests for paths that hold some words."""
        left = [times]

        def rule(_method: str, asked: str) -> int | None:
            if path not in asked or not left[0]:
                return None
            left[0] -= 1
            return status

        self.rule = rule


class _Handler(BaseHTTPRequestHandler):
    server: Gate
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the names that the library looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.server.access not in (None, self.headers.get("authorization")):
            self._send(401, json.dumps({"error": "Unauthorized"}).encode())
            return
        status = self.server.rule(self.command, self.path)
        if status is not None:
            self.server.refused += 1
            self._send(status, json.dumps({"error": self.server.error, "status": status}).encode())
            return
        self.server.passed.append(f"{self.command} {self.path.split('?')[0]}")
        if "/_bulk" in self.path and self.server.items_refused:
            self._send(200, self._with_refused_items(body))
        else:
            self._send(*self._passed_on(body))

    def _with_refused_items(self, body: bytes) -> bytes:
        """Let the first half of the items pass, and refuse the rest as a full queue does."""
        lines = body.splitlines(keepends=True)
        count = len(lines) // 2
        kept = count - min(self.server.items_refused, (count + 1) // 2)
        self.server.items_refused -= count - kept
        self.server.refused += count - kept
        items: list[object] = []
        if kept:
            items = (
                json.loads(self._passed_on(b"".join(lines[: 2 * kept]))[1]).get("items")
                or [{"index": {"status": 201}}] * kept
            )
        refused = {"index": {"status": 429, "error": {"type": "opensearch_rejected_execution_exception"}}}
        return json.dumps({"errors": True, "items": [*items, *[refused] * (count - kept)]}).encode()

    def _passed_on(self, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.node, timeout=60)
        kind = {"content-type": self.headers.get("content-type") or "application/json"}
        connection.request(self.command, self.path, body or None, kind)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=UTF-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def gate(node: int, *, port: int = 0, access: str | None = None, certificate: Path | None = None) -> Iterator[Gate]:
    """Open a gate before the node at a port; with a certificate and its key in one file, encrypted."""
    with Gate(node, port=port, access=access) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
