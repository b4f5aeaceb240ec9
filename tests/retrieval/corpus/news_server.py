"""A real news site for tests: feeds and pages over HTTP, whose answers a test can change while it runs."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from aiohttp import web

PARAGRAPHS = (
    "افتتح وزير الثقافة صباح اليوم المعرض الدولي للكتاب في العاصمة، بحضور عدد كبير من الكتاب والناشرين العرب.",
    "وقال الوزير إن المعرض هذا العام «أكبر من أي وقت مضى»، مشيرا إلى أن عدد دور النشر تجاوز خمسمئة دار.",
    "وأضاف أن الأبواب ستبقى مفتوحة حتى نهاية الشهر، وأن الدخول مجاني للطلاب في جميع الأيام.",
)
ARTICLE = "\n".join(PARAGRAPHS)


@dataclass(frozen=True)
class Answer:
    """What the site answers: `hangs` sends the head and then nothing, `is_silent` not even that."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    is_silent: bool = False

    @classmethod
    def of(cls, text: str, kind: str = "application/rss+xml", encoding: str = "utf-8", **more: object) -> Answer:
        """Answer with a text."""
        made = cls(text.encode(encoding), headers={"Content-Type": f"{kind}; charset={encoding}"})
        return replace(made, **more)  # type: ignore[arg-type]

    def compressed(self) -> Answer:
        """The same by gzip."""
        return replace(self, body=gzip.compress(self.body), headers={**self.headers, "Content-Encoding": "gzip"})


@dataclass
class NewsServer:
    """The site: `answers` by path, and the requests that came, each with its headers, in order."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def asked(self, path: str) -> int:
        """Count the requests for a path."""
        return sum(found == path for found, _ in self.requests)

    def put_feed(self, *items: str, path: str = "/rss.xml", etag: str | None = None) -> None:
        """Offer a feed of these items."""
        answer = Answer.of(rss(*items))
        self.answers[path] = replace(answer, headers={**answer.headers, "ETag": etag}) if etag else answer

    def put_page(self, path: str, title: str, text: str = ARTICLE) -> None:
        """Offer the page of an article."""
        self.answers[path] = Answer.of(page(title, text), "text/html")


def rss(*items: str, title: str = "جريدة المرفأ") -> str:
    """Write an RSS 2.0 feed."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{title}</title><link>https://example.org/</link>{"".join(items)}</channel></rss>"""


def item(title: str, link: str = "", **elements: str) -> str:
    """Write an item; `content` is the whole article, other elements are written as they are called."""
    content = elements.pop("content", None)
    inner = f"<title>{title}</title>" + (f"<link>{link}</link>" if link else "")
    inner += "".join(f"<{name}>{value}</{name}>" for name, value in elements.items())
    inner += f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return f"<item>{inner}</item>"


def page(title: str, text: str = ARTICLE) -> str:
    """Write the page of an article, with what stands around it."""
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="موقع المرفأ"></head>
<body><nav><a href="/">الرئيسية</a></nav>
<main><h1>{title}</h1><div class="entry-content">{body}</div></main>
<footer>حقوق</footer></body></html>"""


@contextmanager
def news_server() -> Iterator[NewsServer]:
    """Serve on a free port of this machine, in a thread of its own."""
    site = _Site()
    thread = threading.Thread(target=asyncio.run, args=(site.serve(),), daemon=True)
    thread.start()
    site.started.wait()
    try:
        yield site.server
    finally:
        site.loop.call_soon_threadsafe(site.stop.set)
        thread.join()


class _Site:
    def __init__(self) -> None:
        self.server = NewsServer("")
        self.started = threading.Event()

    async def serve(self) -> None:
        self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.started.set()
        await self.stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.server.requests.append((request.path, dict(request.headers)))
        found = self.server.answers.get(request.path, Answer(status=404))
        if found.is_silent:
            await self.stop.wait()
        etag = found.headers.get("ETag")
        if etag is not None and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        if not found.hangs:
            return web.Response(body=found.body, status=found.status, headers=found.headers)
        response = web.StreamResponse(headers={**found.headers, "Content-Length": str(len(found.body) + 1)})
        await response.prepare(request)
        await response.write(found.body)
        await self.stop.wait()
        return response
