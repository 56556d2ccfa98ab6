"""The articles as resources of the Model Context Protocol: listed in pages, and read."""

from typing import Any

from mcp import MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS, ListResourcesResult, Resource

from index.faults import Fault
from ui.programs import articles
from ui.programs.shapes import ArticleRow
from ui.programs.turns import Turns

_KIND = "text/plain"
_PAGE = 100


def add_resources(made: MCPServer, turns: Turns) -> None:
    """Let a server list the articles and give their texts."""

    @made.resource("article://{article_id}", title="An article", mime_type=_KIND)
    async def text(article_id: str) -> str:
        """The text of an article, whose code points the offsets of citations count."""
        try:
            return (await turns.look(lambda assistant: articles.stored(assistant, article_id))).text
        except articles.NoArticle as fault:
            raise ResourceNotFoundError(str(fault)) from fault
        except Fault as fault:
            raise ResourceError(str(fault)) from fault

    async def list_articles(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        result = await call_next(ctx)  # which checks the request; the SDK itself lists no resources of templates
        if ctx.method != "resources/list":
            return result
        after = _after((ctx.params or {}).get("cursor"))
        try:
            page = await turns.look(lambda assistant: articles.listed(assistant, "", "added", after, _PAGE))
        except Fault as fault:
            raise MCPError(INTERNAL_ERROR, str(fault)) from fault
        seen = after + len(page.articles)
        following = str(seen) if page.articles and seen < page.total else None
        return ListResourcesResult(resources=[_resource(row) for row in page.articles], next_cursor=following)

    made.middleware.append(list_articles)


def _after(cursor: object) -> int:
    """Return how many articles come before a page; raises `MCPError` for a cursor that no page gave."""
    if cursor is None:
        return 0
    if not (isinstance(cursor, str) and cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise MCPError(INVALID_PARAMS, "This cursor is of no list. Leave it out to begin at the first article.")
    return int(cursor)


def _resource(row: ArticleRow) -> Resource:
    about = " · ".join(filter(None, (row.source, row.published)))
    return Resource(uri=f"article://{row.id}", name=row.id, title=row.title, description=about, mime_type=_KIND)
