"""How the page is served to a team: what is counted, logged and asked of who comes; nothing by default."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.server.answers import Answers
from ui.server.extra import require
from ui.server.health import health
from ui.server.proxy import ProxyLayer, RootLayer
from ui.server.traffic import Traffic, TrafficLayer


@dataclass(frozen=True)
class Deployment:
    """What is chosen: `metrics` at /metrics; requests logged as `log` says, "json" or not at all.

    Users and tokens of the folder `accounts` are let in, or everybody. `root_path` is where a proxy has the page, and
    `proxies` are the addresses whose word on who asks is believed.
    """

    metrics: bool = False
    log: str = "text"
    accounts: Path | None = None
    root_path: str = ""
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """What lies around the page: ASGI layers outside and inside of the guard, the outermost first, and routes."""

    outside: list[Middleware]
    inside: list[Middleware]
    routes: list[BaseRoute]


def around(answers: Answers, traffic: Traffic, chosen: Deployment) -> Around:
    """Return what lies around the page where this is chosen. Raises `PageFault` where a package is lacking."""
    metrics, layers = None, [Middleware(TrafficLayer, traffic=traffic)]
    if chosen.metrics:
        require("--metrics")
        from ui.server.metrics import Metrics

        metrics = Metrics(answers, traffic)
    if chosen.metrics or chosen.log == "json":
        require("--log json")
        from ui.server.requests import RequestLayer

        served = metrics.served if metrics else (lambda door, status: None)
        layers.insert(0, Middleware(partial(RequestLayer, served=served, logged=chosen.log == "json")))
    layers.insert(0, Middleware(ProxyLayer, root_path=chosen.root_path))
    gates, doors = _access(chosen)
    if chosen.root_path:
        gates.append(Middleware(RootLayer, root_path=chosen.root_path))
    return Around(layers, gates, [*health(answers, traffic, metrics), *doors])


def _access(chosen: Deployment) -> tuple[list[Middleware], list[BaseRoute]]:
    if not chosen.accounts:
        return [], []
    require("Signing in")
    from ui.access.gate import Gate
    from ui.access.page import access_routes
    from ui.access.store import Accounts

    accounts = Accounts(chosen.accounts)
    gate = Middleware(Gate, accounts=accounts, root_path=chosen.root_path)
    return [gate], access_routes(accounts, chosen.root_path)
