"""Web addresses: written in one way, told apart by who has them, and which of them are public."""

import ipaddress
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src", "cmpid", "ocid")
_SIGNS = "/%:@!$&'()*+,;=~"  # stay in a path as they are
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # of IPv6, all that is given out to be reached from everywhere
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20")  # which not every Python knows
]


def encoded(url: str) -> str:
    """Return an address in ASCII, as the protocol has it; ValueError where it is none."""
    parts = urlsplit(url.strip())
    query = quote(parts.query, safe=_SIGNS + "?")
    return urlunsplit((parts.scheme, _netloc(parts), quote(parts.path, safe=_SIGNS), query, ""))


def canonical(url: str) -> str:
    """Return the address by which an article is known: without case, tracking, fragment or a slash at the end."""
    try:
        parts = urlsplit(url.strip())
        netloc = _netloc(parts)
        path = quote(parts.path.rstrip("/ ") or "/", safe=_SIGNS)
        asked = parse_qsl(parts.query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in asked if not key.lower().startswith(_TRACKING)])
    except ValueError:
        return url.strip()
    return urlunsplit((parts.scheme, netloc, path, query, "")) if netloc else url.strip()


def joined(base: str, link: str) -> str:
    """Return the address that a link on a page leads to; the link itself where that is no address."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one owner: of one host, or of hosts below one registered name."""
    from tld import get_fld

    try:
        hosts = [urlsplit(encoded(url)).hostname for url in (one, other)]
    except ValueError:
        return False
    names = [get_fld(url, search_private=True, fail_silently=True) for url in (one, other)]
    return bool(hosts[0]) and (hosts[0] == hosts[1] or (names[0] is not None and names[0] == names[1]))


def is_public(address: str) -> bool:
    """Tell whether an IP address is public: not of this machine, a network of its own, or a group."""
    ip: Any = ipaddress.ip_address(address.split("%")[0])
    if ip.version == 6:
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        if inner := ip.ipv4_mapped or ip.sixtofour or nat64:
            return is_public(str(inner))
        if ip not in _UNICAST:
            return False
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified)


def _netloc(parts: SplitResult) -> str:
    """Return the host in ASCII, with the port unless it is the scheme's own."""
    host = (parts.hostname or "").encode("idna").decode()
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme) else ""
    return (f"[{host}]" if ":" in host else host) + port if host else ""
