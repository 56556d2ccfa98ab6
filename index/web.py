"""Pages of the web, fetched so that neither a hostile page nor a hostile address can do harm."""

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import httpcore

from index.faults import WebFault
from index.formats.kinds import READ

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src", "cmpid", "ocid")
_KINDS = ("text/", "xml", "json", "application/pdf", "wordprocessingml", "opendocument.text", "epub")
_STATUS = {
    401: "asks for a password",
    402: "asks for money",
    403: "refuses programs; open it in a browser, save the page and add the file",
    404: "has no such page",
    410: "has no such page any more",
    429: "asks to come back later",
    451: "may not show it for legal reasons",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")


@dataclass(frozen=True)
class Limits:
    """What a page may cost: bytes unpacked, seconds in all, redirects."""

    size: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """A page: its final address, its bytes unpacked, and its type without parameters."""

    url: str
    content: bytes
    kind: str


def fetch(url: str, allow_private: bool = False, limits: Limits | None = None) -> Fetched:
    """Fetch a page; robots.txt is obeyed.

    Addresses of this machine and its networks are refused after every redirect, unless `allow_private`; the connection
    goes to the very address that was checked. Raises `WebFault` for whatever is not a whole page of text.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    with httpcore.ConnectionPool(
        ssl_context=ssl.create_default_context(), network_backend=_Guarded(allow_private, deadline)
    ) as pool:
        if not _allowed(pool, url, limits):
            raise WebFault(f"{url} asks programs to stay away (robots.txt). Open it in a browser and save the page.")
        got = _followed(pool, url, limits)
    if not any(kind in got.kind for kind in _KINDS) and got.kind:
        raise WebFault(f"{url} is {got.kind}. {READ}")
    return got


def canonical(url: str) -> str:
    """Return the address by which an article is known: without case, tracking, fragment or a slash at the end."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    except (ValueError, UnicodeError):
        return url.strip()
    if not host:
        return url.strip()
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.lower().startswith(_TRACKING)]
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, name + port, parts.path.rstrip("/ ") or "/", urlencode(asked), ""))


def is_feed(got: Fetched) -> bool:
    """Tell whether a page is an RSS or Atom feed."""
    start = got.content[:1000].lstrip().lower()
    return any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")) and b"<html" not in start


def links(content: bytes, base: str) -> list[str]:
    """Return the addresses of the articles of a feed, each once, in order."""
    import feedparser

    entries = feedparser.parse(content).entries
    return list(dict.fromkeys(urljoin(base, entry.link) for entry in entries if entry.get("link")))


def check_address(address: str) -> bool:
    """Tell whether an IP address is public: not of this machine, a network of its own, or a group."""
    ip: Any = ipaddress.ip_address(address.split("%")[0])
    if ip.version == 6:
        inner = (
            ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        )
        if inner:
            return check_address(str(inner))
    elif ip in _SHARED:
        return False
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified)


def _followed(pool: httpcore.ConnectionPool, url: str, limits: Limits) -> Fetched:
    at = url
    for _ in range(limits.redirects + 1):
        parts = _checked(at)
        target = parts._replace(path=parts.path or "/", fragment="").geturl()
        try:
            with pool.stream("GET", target, headers=list(_headers(parts.netloc).items())) as response:
                headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers}
                if response.status in (301, 302, 303, 307, 308) and "location" in headers:
                    at = urljoin(at, headers["location"])
                    continue
                if response.status != 200:
                    told = _STATUS.get(response.status, f"answers with status {response.status}; try again later")
                    raise WebFault(f"{at}: the site {told}.")
                content = b"".join(_unpacked(response.iter_stream(), headers.get("content-encoding", ""), at, limits))
                return Fetched(at, content, headers.get("content-type", "").split(";")[0].strip().lower())
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise WebFault(f"{at} took longer than {limits.seconds:g} seconds. Try again later.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error, OSError, ValueError) as error:
            raise WebFault(f"{at} cannot be fetched: {error or type(error).__name__}. Check the address.") from error
    raise WebFault(f"{url} leads from one address to another, more than {limits.redirects} times. Give the last one.")


def _checked(url: str) -> Any:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise WebFault(f"{url} is no address of a page. Give one that begins with http:// or https://.")
    if parts.username or parts.password:
        raise WebFault(f"{parts.hostname}: an address with a password in it is not fetched. Leave it out.")
    return parts


def _headers(host: str) -> dict[str, str]:
    return {"Host": host, "User-Agent": f"Byline/{version('byline')}", "Accept-Encoding": "gzip", "Accept": "*/*"}


def _unpacked(blocks: Iterable[bytes], encoding: str, url: str, limits: Limits) -> Iterator[bytes]:
    """Yield unpacked bytes; a page that unpacks to too many is cut off while it does."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise WebFault(f"{url} is packed as {encoding}, which was not asked for. Save the page and add the file.")
    left = limits.size
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    for block in blocks:
        while block:
            piece = unpack.decompress(block, left + 1) if unpack else block
            block = unpack.unconsumed_tail if unpack else b""
            left -= len(piece)
            if left < 0:
                raise WebFault(f"{url} has more than {limits.size // 1_000_000} MB. Save the part that is the article.")
            yield piece
    if unpack and not unpack.eof:
        raise WebFault(f"{url} broke off before its end. Try again later.")


def _allowed(pool: httpcore.ConnectionPool, url: str, limits: Limits) -> bool:
    parts = _checked(url)
    rules = RobotFileParser()
    try:
        got = _followed(pool, f"{parts.scheme}://{parts.netloc}/robots.txt", limits)
    except WebFault:
        return True  # a site without rules allows all; one that cannot be reached is told of by the page itself
    rules.parse(got.content.decode("utf-8", "replace").splitlines())
    return rules.can_fetch("Byline", url)


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
        if not self._allow_private and not all(map(check_address, found)):
            raise WebFault(
                f"{host} is an address of this machine or its network, which is not fetched. "
                "If you mean it, add --allow-private."
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
