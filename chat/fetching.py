"""Fetches web addresses within limits of size and time; those that strangers send only where they are public.

Every hop is resolved here, checked, and connected to by the very address that was checked, so that a name
cannot mean one thing to the check and another to the connection. An operator's own addresses may be local.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import PurePosixPath

import httpx

MOST_BYTES = 20 * 1024 * 1024
_SECONDS = 30.0
_HOPS = 5
_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
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


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said: its status and headers, and the body where the status is 200.

    `address` is where it was at last, `moved` that address where every hop to it was for good.
    """

    address: str
    status: int
    headers: httpx.Headers
    data: bytes = field(default=b"", repr=False)
    moved: str | None = None


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
        agent: str = _AGENT,
        public_only: bool = True,
    ) -> None:
        """Fetch at most `most_bytes` within `seconds`, all hops together; `agent` says who asks."""
        self._resolve = resolver
        self._transport = transport
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._agent = agent
        self._public_only = public_only

    async def fetch(self, address: str) -> Page:
        """The page at an address, redirects followed.

        Raises:
            NotFetched: it may not be, or could not be fetched.
        """
        reply = await self.ask(address)
        if reply.status != httpx.codes.OK:
            raise NotFetched(Trouble.REFUSED)
        return Page(reply.address, reply.data, suffix_of(reply))

    async def ask(self, address: str, headers: Mapping[str, str] | None = None) -> Reply:
        """What the server says of an address, redirects followed; `headers` go along at every hop.

        Raises:
            NotFetched: it may not be asked, or did not answer.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(address, headers or {})
        except TimeoutError:
            raise NotFetched(Trouble.TOO_SLOW) from None
        except httpx.TimeoutException:
            raise NotFetched(Trouble.TOO_SLOW) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            raise NotFetched(Trouble.UNREACHABLE) from None

    async def _follow(self, address: str, headers: Mapping[str, str]) -> Reply:
        # A proxy from the environment would resolve names anew, behind the check.
        client = httpx.AsyncClient(
            transport=self._transport,
            trust_env=not self._public_only,
            follow_redirects=False,
            timeout=self._seconds,
        )
        for_good, moved = True, None
        async with client:
            for _ in range(_HOPS):
                reply = await self._hop(client, self._url(address), headers)
                if reply.status not in _REDIRECTS or "location" not in reply.headers:
                    return replace(reply, moved=moved)
                address = str(httpx.URL(reply.address).join(reply.headers["location"]))
                for_good = for_good and reply.status in _FOR_GOOD
                moved = address if for_good else moved
        raise NotFetched(Trouble.TOO_MANY_HOPS)

    async def _hop(self, client: httpx.AsyncClient, url: httpx.URL, headers: Mapping[str, str]) -> Reply:
        host = url.host
        checked = await self._public(host, _port(url)) if self._public_only else host
        request = client.build_request(
            "GET",
            url.copy_with(host=checked),
            headers={
                "Host": url.netloc.decode("ascii"),
                "User-Agent": self._agent,
                "Accept-Encoding": "gzip",
                **headers,
            },
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(self._seconds).as_dict()},
        )
        response = await client.send(request, stream=True)
        try:
            ok = response.status_code == httpx.codes.OK
            data = await self._body(response) if ok else b""
            return Reply(str(url), response.status_code, response.headers, data)
        finally:
            await response.aclose()

    def _url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError):
            raise NotFetched(Trouble.NOT_AN_ADDRESS) from None
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise NotFetched(Trouble.NOT_AN_ADDRESS)
        if self._public_only and _port(url) not in _PORTS:
            raise NotFetched(Trouble.NOT_PUBLIC)
        return url

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


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def suffix_of(reply: Reply) -> str:
    """The suffix that a file of this content has: by its type, else by its address, else a web page's."""
    kind = reply.headers.get("content-type", "").split(";")[0].strip().casefold()
    named = PurePosixPath(httpx.URL(reply.address).path).suffix.casefold()
    return _SUFFIXES.get(kind) or (named if named in _SUFFIXES.values() else ".html")
