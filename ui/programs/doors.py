"""The doors for programs on the page's server: each an application of its own under a path."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from ui.programs import completions, rest
from ui.programs.extra import lacking
from ui.programs.turns import Turns
from ui.server.failures import as_json

MCP = "/mcp"


@dataclass(frozen=True)
class Doors:
    """The routes at which programs ask, and what has to run while they are served."""

    routes: list[BaseRoute]
    lifespan: Callable[[Any], AbstractAsyncContextManager[Any]]


def doors(turns: Turns, allow_add: bool = False) -> Doors:
    """Return all doors; assistants at `MCP` may add articles only with `allow_add`."""
    routes: list[BaseRoute] = [
        Mount(rest.PATH, rest.rest(turns)),
        Mount(completions.PATH, completions.completions(turns)),
    ]
    if lacking():
        return Doors([*routes, Route(MCP, _lacking, methods=["GET", "POST", "DELETE"])], _nothing)
    from ui.programs.mcp import over_http, server

    app = over_http(server(turns, allow_add), MCP)
    only_posts = Route(MCP, app, methods=["POST"])  # no session, so nothing to stream to a GET that stays open
    return Doors([*routes, only_posts], app.router.lifespan_context)


async def _lacking(_: Request) -> Response:
    status = HTTPStatus.NOT_IMPLEMENTED
    return Response(as_json(status, lacking()), status, media_type="application/json")


@asynccontextmanager
async def _nothing(_: object) -> AsyncIterator[None]:
    yield
