"""How long an address has to wait after it failed to sign in: nothing at first, then each time twice as long."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_FREE, _LONGEST, _KNOWN = 5, 600.0, 10_000


class Patience:
    """Failures by address, the latest in memory alone. Safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Return for how many seconds an address has to wait."""
        with self._lock:
            return max(0.0, self._failures.get(_network(address), (0, 0.0))[1] - self._now())

    def tried(self, address: str) -> None:
        """Count a try, which is a failure until it succeeds, so that many at once are counted too."""
        self._waits(address, 1)

    def failed(self, address: str) -> None:
        """Let the wait after a try begin now, when it has failed."""
        self._waits(address, 0)

    def _waits(self, address: str, more: int) -> None:
        with self._lock:
            count = self._failures.pop(_network(address), (0, 0.0))[0] + more
            wait = min(_LONGEST, 2.0 ** (count - _FREE)) if count >= _FREE else 0.0
            self._failures[_network(address)] = (count, self._now() + wait)
            while len(self._failures) > _KNOWN:
                self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the failures of an address."""
        with self._lock:
            self._failures.pop(_network(address), None)


def _network(address: str) -> str:
    """Return what one machine can choose its addresses of: an address of IPv4, 64 bits of IPv6."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((int(known), 64), strict=False))
