"""Pages of the web, fetched so that neither a hostile page nor a hostile address can do harm."""

import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore
from protego import Protego

from index.addresses import encoded, is_public, joined
from index.faults import WebFault
from index.formats.kinds import READ

_KINDS = ("text/", "xml", "json", "application/pdf", "wordprocessingml", "opendocument.text", "epub")
_MOVED = (301, 302, 303, 307, 308)
_STATUS = {
    401: "asks for a password",
    402: "asks for money",
    403: "refuses programs; open it in a browser, save the page and add the file",
    404: "has no such page",
    410: "has no such page any more",
    429: "asks to come back later",
    451: "may not show it for legal reasons",
}
_ROBOTS = 500_000  # bytes of a robots.txt are read; RFC 9309 asks for as many


@dataclass(frozen=True)
class Limits:
    """What a page may cost: bytes unpacked, seconds in all, redirects; and a feed: pages, seconds for all of them."""

    size: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5
    pages: int = 200
    feed_seconds: float = 900.0


@dataclass(frozen=True)
class Fetched:
    """A page: its final address, its bytes unpacked, and its type without parameters."""

    url: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class _Answer:
    """What a server says to one request: a page, where to look for it instead, or why there is none."""

    url: str
    status: int
    kind: str
    content: bytes = b""
    elsewhere: str = ""


def fetch(url: str, allow_private: bool = False, limits: Limits | None = None) -> Fetched:
    """Fetch a page; the robots.txt of every site on the way to it is obeyed.

    Addresses of this machine and its networks are refused after every redirect, unless `allow_private`; the connection
    goes to the very address that was checked. Raises `WebFault` for whatever is not a whole page of text.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    with httpcore.ConnectionPool(
        ssl_context=ssl.create_default_context(), network_backend=_Guarded(allow_private, deadline)
    ) as pool:
        got = _page(pool, url, limits)
    if not any(kind in got.kind for kind in _KINDS) and got.kind:
        raise WebFault(f"{url} is {got.kind}. {READ}")
    return Fetched(got.url, got.content, got.kind)


def _page(pool: httpcore.ConnectionPool, url: str, limits: Limits) -> _Answer:
    rules: dict[str, Protego] = {}
    for got in _steps(pool, url, limits, rules):
        if got.status == 200:
            return got
        if not got.elsewhere:
            told = _STATUS.get(got.status, f"answers with status {got.status}; try again later")
            raise WebFault(f"{got.url}: the site {told}.")
    raise WebFault(f"{url} leads from one address to another, more than {limits.redirects} times. Give the last one.")


def _rules(pool: httpcore.ConnectionPool, site: str, limits: Limits) -> Protego:
    """Read what a site allows to programs: all, where it has no rules; a site that cannot tell them allows nothing."""
    *_, got = _steps(pool, f"{site}/robots.txt", replace(limits, size=_ROBOTS))
    if got.status >= 500:
        told = f"answers with status {got.status}; until it can be read, programs must stay away"
        raise WebFault(f"{got.url} {told}. Try again later, or save the page and add the file.")
    return Protego.parse(got.content.decode("utf-8-sig", "replace"))


def _steps(
    pool: httpcore.ConnectionPool, url: str, limits: Limits, rules: dict[str, Protego] | None = None
) -> Iterator[_Answer]:
    """Yield the answer of each address on the way to a page, as far as the limit; with `rules`, of those allowed."""
    at = url
    for _ in range(limits.redirects + 1):
        parts = _checked(at)
        if rules is not None:
            site = f"{parts.scheme}://{parts.netloc}"
            rules[site] = rules.get(site) or _rules(pool, site, limits)
            if not rules[site].can_fetch(parts.geturl(), "Byline"):
                raise WebFault(f"{at} asks programs to stay away (robots.txt). Open it in a browser and save the page.")
        got = _asked(pool, parts, limits, cut=rules is None)
        yield got
        if not got.elsewhere:
            return
        at = joined(got.url, got.elsewhere)


def _asked(pool: httpcore.ConnectionPool, parts: SplitResult, limits: Limits, cut: bool) -> _Answer:
    url = parts.geturl()
    try:
        with pool.stream("GET", url, headers=list(_headers(parts.netloc).items())) as response:
            headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers}
            kind = headers.get("content-type", "").split(";")[0].strip().lower()
            if response.status != 200:
                elsewhere = headers.get("location", "") if response.status in _MOVED else ""
                return _Answer(url, response.status, kind, elsewhere=elsewhere)
            blocks = _unpacked(response.iter_stream(), headers.get("content-encoding", ""), url, limits, cut)
            return _Answer(url, response.status, kind, b"".join(blocks))
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise WebFault(f"{url} took longer than {limits.seconds:g} seconds. Try again later.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error, OSError, ValueError) as error:
        raise WebFault(f"{url} cannot be fetched: {error or type(error).__name__}. Check the address.") from error


def _checked(url: str) -> SplitResult:
    try:
        given = urlsplit(url)
        parts = urlsplit(encoded(url))
        known = parts.scheme in ("http", "https") and parts.hostname and given.port != 0
    except ValueError:
        known = False
    if not known:
        raise WebFault(f"{url} is no address of a page. Give one that begins with http:// or https://.")
    if given.username or given.password:
        raise WebFault(f"{given.hostname}: an address with a password in it is not fetched. Leave it out.")
    return parts._replace(path=parts.path or "/")


def _headers(host: str) -> dict[str, str]:
    return {"Host": host, "User-Agent": f"Byline/{version('byline')}", "Accept-Encoding": "gzip", "Accept": "*/*"}


def _unpacked(blocks: Iterable[bytes], encoding: str, url: str, limits: Limits, cut: bool) -> Iterator[bytes]:
    """Yield unpacked bytes; what unpacks to too many is refused while it does, or ends there if it is to be `cut`."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise WebFault(f"{url} is packed as {encoding}, which was not asked for. Save the page and add the file.")
    left = limits.size
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    for block in blocks:
        while block:
            piece = unpack.decompress(block, left + 1) if unpack else block
            block = unpack.unconsumed_tail if unpack else b""
            left -= len(piece)
            if left < 0 and cut:
                yield piece[:left]
                return
            if left < 0:
                raise WebFault(f"{url} has more than {limits.size // 1_000_000} MB. Save the part that is the article.")
            yield piece
    if unpack and not unpack.eof:
        raise WebFault(f"{url} broke off before its end. Try again later.")


class _Guarded(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the one that was checked; nothing lasts beyond the deadline."""

    def __init__(self, allow_private: bool, deadline: float) -> None:
        self._allow_private = allow_private
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Resolve a name, refuse it if any of its addresses is private, and connect to the first."""
        try:
            found = [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise WebFault(f"There is no site {host}. Check the address and the network.") from error
        if not self._allow_private and not all(map(is_public, found)):
            raise WebFault(
                f"{host} is an address of this machine or its network, which is not fetched. "
                "If you mean it, add it in the shell: byline add --allow-private ADDRESS"
            )
        stream = self._plain.connect_tcp(found[0], port, _left(self._deadline), local_address, socket_options)
        return _Timed(stream, self._deadline)


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The time is over.")
    return left
