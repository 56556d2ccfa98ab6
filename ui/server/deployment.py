"""How the page is served to a team: what is counted, logged and asked of who comes; nothing by default."""

from dataclasses import dataclass
from functools import partial

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.server.answers import Answers
from ui.server.extra import require
from ui.server.health import health
from ui.server.traffic import Traffic, TrafficLayer


@dataclass(frozen=True)
class Deployment:
    """What is chosen: `metrics` at /metrics, and requests logged as `log` says, "json" or not at all."""

    metrics: bool = False
    log: str = "text"


@dataclass(frozen=True)
class Around:
    """What lies around the page: ASGI layers, the outermost first, and further routes."""

    layers: list[Middleware]
    routes: list[BaseRoute]


def around(answers: Answers, traffic: Traffic, chosen: Deployment) -> Around:
    """Return what lies around the page where this is chosen. Raises `PageFault` where a package is lacking."""
    metrics, layers = None, [Middleware(TrafficLayer, traffic=traffic)]
    if chosen.metrics:
        require("--metrics")
        from ui.server.metrics import Metrics

        metrics = Metrics(answers, traffic)
    if chosen.log == "json":
        require("--log json")
    if chosen.metrics or chosen.log == "json":
        from ui.server.requests import RequestLayer

        served = metrics.served if metrics else (lambda door, status: None)
        layers.insert(0, Middleware(partial(RequestLayer, served=served, logged=chosen.log == "json")))
    return Around(layers, health(answers, traffic, metrics))
