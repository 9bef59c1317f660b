"""A server of feeds and pages on this machine: polite ones, and all that go wrong."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx

from chat.feeds.asking import Asking, Hosts
from chat.fetching import Fetcher

PUBLIC = "93.184.215.14"
HOST = "news.example"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at a path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    conditional: bool = True
    """Answers 304 to who has it already."""
    seconds: float = 0.0
    """How long it takes to answer."""
    endless: bool = False
    """Never stops sending."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    path: str
    headers: dict[str, str]
    status: int


class Newsstand:
    """The running server; `address` reaches it directly, `public` as a stranger's address would."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.public = f"http://{HOST}"
        self.shown: dict[str, Shown] = {}
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self.at_once = 0
        self.lock = threading.Lock()

    def show(self, path: str, body: str | bytes = b"", kind: str | None = None, **more: Any) -> None:  # noqa: ANN401
        """Put something at a path."""
        data = body.encode() if isinstance(body, str) else body
        self.shown[path] = Shown(data, kind or "text/html; charset=utf-8", **more)

    def feed(self, path: str, *items: str, title: str = "Harbour News", head: str = "", **more: Any) -> None:  # noqa: ANN401
        """Put an RSS feed of these items there, the newest first."""
        body = rss(*items, title=title, head=head)
        self.show(path, body, "application/rss+xml", **more)

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def asking(self, seconds: float = 5.0, most_bytes: int = 500_000, between: float = 0.0) -> Asking:
        """What asks this server in place of the network; strangers' addresses are resolved to `PUBLIC`."""
        limits: dict[str, Any] = {"seconds": seconds, "most_bytes": most_bytes}
        strangers = Fetcher(_resolved, _Here(self.port), **limits)
        return Asking(strangers, Fetcher(public_only=False, **limits), Hosts(between))


class _Here(httpx.AsyncBaseTransport):
    """Takes what is meant for `PUBLIC` to the server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == PUBLIC
        there = httpx.Request(
            request.method,
            request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port),
            headers=request.headers,
            extensions=request.extensions,
        )
        self._inner = httpx.AsyncHTTPTransport()
        return await self._inner.handle_async_request(there)

    async def aclose(self) -> None:
        if hasattr(self, "_inner"):
            await self._inner.aclose()


async def _resolved(host: str, _: int) -> Sequence[str]:
    return [PUBLIC] if host == HOST else ["10.0.0.7"] if host == "inside.example" else []


def rss(*items: str, title: str = "Harbour News", head: str = "") -> str:
    """An RSS feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{escape(title)}</title>{head}{''.join(items)}</channel></rss>"
    )


def item(
    title: str, link: str = "", guid: str = "", html: str = "", day: str = "", author: str = "Tom Bell"
) -> str:
    """An item of an RSS feed."""
    parts = {
        "title": title,
        "link": link,
        "guid": guid,
        "description": html,
        "pubDate": day,
        "dc:creator": author,
    }
    return f"<item>{''.join(f'<{tag}>{escape(text)}</{tag}>' for tag, text in parts.items() if text)}</item>"


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page of an article, with a menu above it and a footer below."""
    text = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return (
        f"<html><head><title>{escape(title)} | The Site</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{escape(title)}</h1>{text}</article><footer>All rights reserved</footer></body></html>"
    )


class _Handler(BaseHTTPRequestHandler):
    stand: ClassVar[Newsstand]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with self.stand.lock:
            self.stand.at_once += 1
            self.stand.most_at_once = max(self.stand.most_at_once, self.stand.at_once)
        try:
            with suppress(ConnectionError):
                self._answer()
        finally:
            with self.stand.lock:
                self.stand.at_once -= 1

    def _answer(self) -> None:
        missing = Shown(b"nothing here", status=404)
        shown = self.stand.shown.get(self.path.partition("?")[0], missing)
        tag = f'"{hashlib.sha256(shown.body).hexdigest()[:12]}"'
        known = shown.conditional and self.headers.get("If-None-Match") == tag
        status = 304 if known and shown.status == 200 else shown.status
        headers = {name.casefold(): value for name, value in self.headers.items()}
        self.stand.asked.append(Asked(self.path, headers, status))
        time.sleep(shown.seconds)
        self.send_response(status)
        if shown.conditional:
            self.send_header("ETag", tag)
        for name, value in shown.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", shown.kind)
        self.send_header("Connection", "close")
        if status != 304 and not shown.endless:
            self.send_header("Content-Length", str(len(shown.body)))
        self.end_headers()
        self.close_connection = True
        if status != 304:
            self.wfile.write(shown.body)
        while shown.endless:
            self.wfile.write(b"x" * 65536)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        return


@contextmanager
def running() -> Iterator[Newsstand]:
    """A server without anything to read yet, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    stand = Newsstand(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"stand": stand})
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
