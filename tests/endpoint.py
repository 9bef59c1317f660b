"""An OpenAI-compatible endpoint on this machine that answers as a script says: well, badly or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Scripted:
    """One reply: its text in pieces, or what goes wrong."""

    pieces: tuple[str, ...] = ()
    status: int = 200
    unfinished: bool = False
    """Ends the stream without the end that the protocol demands."""
    broken: bool = False
    """Sends a chunk that is no JSON."""
    silent: bool = False
    """Says nothing until the client gives up."""
    usage: bool = True
    vectors: int = 0
    """Answers with vectors of so many numbers, made of each text's words."""


def writes(text: str) -> Scripted:
    """A good reply, in pieces that tear words and lines apart."""
    return Scripted(tuple(text[at : at + 7] for at in range(0, len(text), 7)))


@dataclass
class Endpoint:
    """The running server: `script` is used up from the front, its last entry for good."""

    address: str = ""
    script: list[Scripted] = field(default_factory=list)
    embedding: Scripted | None = None
    """What requests for embeddings get, where it is not a part of the script."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Scripted:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def running() -> Iterator[Endpoint]:
    """An endpoint at `address`, until the block ends."""
    endpoint = Endpoint()
    handler = type("Handler", (_Handler,), {"endpoint": endpoint})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    endpoint.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    endpoint: ClassVar[Endpoint]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        request = json.loads(self.rfile.read(length))
        self.endpoint.requests.append({"path": self.path, **request})
        embedding = self.endpoint.embedding if self.path.endswith("/embeddings") else None
        reply = embedding or self.endpoint.next()
        if reply.silent:
            self.endpoint.released.wait(10)
            self.close_connection = True
            return
        if reply.status != 200:
            self._send(reply.status, "application/json", b'{"error": {"message": "scripted"}}')
            return
        if reply.vectors:
            self._send(200, "application/json", _vectors(request["input"], reply.vectors))
            return
        self._send(200, "text/event-stream", b"".join(_events(reply)))

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def _vectors(texts: list[str], size: int) -> bytes:
    """A vector for each text, with a place for every word of it; a "zorb" is a "harvest" to it."""
    data = []
    for number, text in enumerate(texts):
        vector = [0.01] * size
        for word in text.lower().replace("zorb", "harvest").split():
            vector[crc32(word.strip(".,?!").encode()) % size] += 1.0
        data.append({"object": "embedding", "index": number, "embedding": vector})
    told = {
        "object": "list",
        "model": "scripted",
        "data": data,
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }
    return json.dumps(told).encode()


def _events(reply: Scripted) -> Iterator[bytes]:
    for piece in reply.pieces:
        yield _event([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
    if reply.broken:
        yield b'data: {"choices": [{"delta"\n\n'
    if reply.unfinished or reply.broken:
        return
    yield _event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    if reply.usage:
        yield _event([], {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366})
    yield b"data: [DONE]\n\n"


def _event(choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> bytes:
    chunk = {
        "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices,
        "usage": usage,
    }  # fmt: skip
    return f"data: {json.dumps(chunk)}\n\n".encode()
