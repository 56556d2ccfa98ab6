"""Whether the server is alive and ready, for what watches over it; and its figures, where these are asked for."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ui.server.answers import Answers
from ui.server.traffic import Traffic

if TYPE_CHECKING:
    from ui.server.metrics import Metrics


def health(answers: Answers, traffic: Traffic, metrics: "Metrics | None") -> list[BaseRoute]:
    """Return the routes `/healthz` and `/readyz`, and `/metrics` if there are any."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        told = "stopping" if traffic.closing else "ready" if _loaded(answers) else _waiting(answers)
        status = HTTPStatus.OK if told == "ready" else HTTPStatus.SERVICE_UNAVAILABLE
        return PlainTextResponse(f"{told}\n", status)

    async def figures(_: Request) -> Response:
        assert metrics
        return Response(metrics.text(), media_type=metrics.media_type)

    routes = [Route("/healthz", alive), Route("/readyz", ready)]
    return [*routes, Route("/metrics", figures)] if metrics else [*routes]


def _loaded(answers: Answers) -> bool:
    return answers.ready and answers.fault is None


def _waiting(answers: Answers) -> str:
    return "the models could not be loaded" if answers.ready else "loading the models"
