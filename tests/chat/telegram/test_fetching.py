"""Addresses from strangers: only public ones, within limits, at every hop."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Sequence

import httpx
import pytest

from chat.fetching import Fetcher, NotFetched, Page, Trouble, is_public

PUBLIC = "93.184.215.14"
HOSTS = {"news.example": [PUBLIC], "inside.example": ["10.0.0.7"], "both.example": [PUBLIC, "127.0.0.1"]}


async def resolved(host: str, _: int) -> Sequence[str]:
    return HOSTS.get(host, [])


def fetched(
    address: str, handler: Callable[[httpx.Request], httpx.Response], *, most: int = 1000, seconds: float = 5
) -> Page:
    fetcher = Fetcher(resolved, httpx.MockTransport(handler), seconds=seconds, most_bytes=most)
    return asyncio.run(fetcher.fetch(address))


def trouble_of(
    address: str, handler: Callable[[httpx.Request], httpx.Response] | None = None, *, seconds: float = 5
) -> Trouble:
    def unwanted(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing may be asked of this address")

    with pytest.raises(NotFetched) as caught:
        fetched(address, handler or unwanted, seconds=seconds)
    return caught.value.trouble


def test_a_page_is_fetched_from_the_very_address_that_was_checked() -> None:
    seen: list[httpx.Request] = []

    def page(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, html="<p>Hello</p>")

    found = fetched("https://news.example/a?b=c", page)
    assert (found.data, found.suffix, found.address) == (
        b"<p>Hello</p>",
        ".html",
        "https://news.example/a?b=c",
    )
    (request,) = seen
    assert request.url.host == PUBLIC
    assert request.headers["host"] == "news.example"
    assert request.extensions["sni_hostname"] == "news.example"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost.example:80@127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://inside.example/",
        "http://both.example/",
        "http://news.example:22/",
        "http://0.0.0.0/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://",
        "https://unknown.example/",
    ],
)
def test_what_is_not_public_is_never_asked(address: str) -> None:
    assert trouble_of(address) in (Trouble.NOT_PUBLIC, Trouble.NOT_AN_ADDRESS, Trouble.UNREACHABLE)


def test_a_redirect_inside_is_refused() -> None:
    def moved(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://169.254.169.254/"})

    assert trouble_of("http://news.example/", moved) is Trouble.NOT_PUBLIC


def test_redirects_are_followed_and_counted() -> None:
    def moved(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/end":
            return httpx.Response(200, text="done")
        return httpx.Response(301, headers={"location": "/end"})

    assert fetched("http://news.example/", moved).address == "http://news.example/end"

    def circle(_: httpx.Request) -> httpx.Response:
        return httpx.Response(301, headers={"location": "/again"})

    assert trouble_of("http://news.example/", circle) is Trouble.TOO_MANY_HOPS


def test_a_packed_page_is_counted_as_unpacked() -> None:
    packed = gzip.compress(b"x" * 1_000_000)

    def page(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=packed, headers={"content-encoding": "gzip"})

    assert trouble_of("http://news.example/", page) is Trouble.TOO_LARGE


class Slow(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b"x"


def test_a_page_that_trickles_is_given_up() -> None:
    def page(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Slow())

    assert trouble_of("http://news.example/", page, seconds=0.2) is Trouble.TOO_SLOW


def test_an_error_page_is_not_read() -> None:
    assert trouble_of("http://news.example/", lambda _: httpx.Response(404)) is Trouble.REFUSED


def test_public_addresses_are_told_from_others() -> None:
    assert is_public(PUBLIC)
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    for address in ("192.168.1.1", "100.64.0.1", "fe80::1%eth0", "fc00::1", "224.0.0.1", "2002:7f00:1::"):
        assert not is_public(address)
