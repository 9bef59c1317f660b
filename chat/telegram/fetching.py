"""Fetches a web address that a stranger sent: public addresses only, within limits of size and time.

Every hop is resolved here, checked, and connected to by the very address that was checked, so that a name
cannot mean one thing to the check and another to the connection.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath

import httpx

MOST_BYTES = 20 * 1024 * 1024
_SECONDS = 30.0
_HOPS = 5
_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "WhoSays/1.0 (reads one page at its reader's request)"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
# Reaches IPv4 hosts behind a translator, private ones too.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class Trouble(Enum):
    """Why an address was not fetched."""

    NOT_PUBLIC = auto()
    NOT_AN_ADDRESS = auto()
    UNREACHABLE = auto()
    TOO_LARGE = auto()
    TOO_SLOW = auto()
    REFUSED = auto()
    TOO_MANY_HOPS = auto()


class NotFetched(Exception):
    """An address could not or may not be fetched; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the reason; the address itself is nobody's business in a log."""
        super().__init__(trouble.name)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, where it was at last, and the suffix its kind of content has."""

    address: str
    data: bytes
    suffix: str


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Fetcher:
    """Fetches pages; the resolver and the transport can be given by tests."""

    def __init__(
        self,
        resolver: Resolve = resolve,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        seconds: float = _SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Fetch at most `most_bytes` within `seconds`, all hops together."""
        self._resolve = resolver
        self._transport = transport
        self._seconds = seconds
        self._most_bytes = most_bytes

    async def fetch(self, address: str) -> Page:
        """The page at an address, redirects followed.

        Raises:
            NotFetched: it may not be, or could not be fetched.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(address)
        except TimeoutError:
            raise NotFetched(Trouble.TOO_SLOW) from None
        except httpx.TimeoutException:
            raise NotFetched(Trouble.TOO_SLOW) from None
        except (httpx.HTTPError, OSError, ValueError):
            raise NotFetched(Trouble.UNREACHABLE) from None

    async def _follow(self, address: str) -> Page:
        # A proxy from the environment would resolve names anew, behind the check.
        client = httpx.AsyncClient(
            transport=self._transport, trust_env=False, follow_redirects=False, timeout=self._seconds
        )
        async with client:
            for _ in range(_HOPS):
                found = await self._hop(client, _url(address))
                if isinstance(found, Page):
                    return found
                address = found
        raise NotFetched(Trouble.TOO_MANY_HOPS)

    async def _hop(self, client: httpx.AsyncClient, url: httpx.URL) -> Page | str:
        """The page, or the address it has moved to."""
        host = url.host
        checked = await self._public(host, _port(url))
        request = client.build_request(
            "GET",
            url.copy_with(host=checked),
            headers={"Host": url.netloc.decode("ascii"), "User-Agent": _AGENT, "Accept-Encoding": "gzip"},
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(self._seconds).as_dict()},
        )
        response = await client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return str(url.join(response.headers["location"]))
            if response.status_code != httpx.codes.OK:
                raise NotFetched(Trouble.REFUSED)
            return Page(str(url), await self._body(response), _suffix(url, response))
        finally:
            await response.aclose()

    async def _public(self, host: str, port: int) -> str:
        """An address of the host, once all of them are known to be public."""
        try:
            addresses = [str(ipaddress.ip_address(host))]
        except ValueError:
            addresses = list(await self._resolve(host, port))
        if not addresses:
            raise NotFetched(Trouble.UNREACHABLE)
        if not all(is_public(each) for each in addresses):
            raise NotFetched(Trouble.NOT_PUBLIC)
        return addresses[0]

    async def _body(self, response: httpx.Response) -> bytes:
        # Counted as unpacked: a few packed bytes can hold gigabytes.
        data = bytearray()
        async for chunk in response.aiter_bytes(64 * 1024):
            data += chunk
            if len(data) > self._most_bytes:
                raise NotFetched(Trouble.TOO_LARGE)
        return bytes(data)


def is_public(address: str) -> bool:
    """True for an address that anybody on the internet can reach."""
    parsed = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return is_public(str(parsed.ipv4_mapped))
        if any(parsed in network for network in _TRANSLATED) or parsed.teredo is not None:
            return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified)


def _url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        raise NotFetched(Trouble.NOT_AN_ADDRESS) from None
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise NotFetched(Trouble.NOT_AN_ADDRESS)
    if _port(url) not in _PORTS:
        raise NotFetched(Trouble.NOT_PUBLIC)
    return url


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _suffix(url: httpx.URL, response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").split(";")[0].strip().casefold()
    named = PurePosixPath(url.path).suffix.casefold()
    return _SUFFIXES.get(kind) or (named if named in _SUFFIXES.values() else ".html")
