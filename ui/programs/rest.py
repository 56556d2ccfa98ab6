"""REST: questions, passages and articles as JSON, described by OpenAPI."""

import shutil
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, Query, Request, Response, UploadFile

from index.selection import Selection
from index.sources import Upload
from index.types import Outcome
from rag.assistant import Assistant
from rag.question.checks import cleaned
from ui.programs import articles, collections
from ui.programs.errors import tell_errors
from ui.programs.events import events
from ui.programs.parts import EVENTS, parts, streamed
from ui.programs.shapes import (
    MOST_LISTED,
    MOST_PASSAGES,
    Answered,
    ArticlePage,
    ArticleRead,
    ArticleWritten,
    CollectionRead,
    CollectionRow,
    CollectionWritten,
    Failed,
    Order,
    Outcomes,
    Passages,
    Question,
)
from ui.programs.turns import Turns

PATH = "/api/v1"
_FAILURES: dict[int | str, dict[str, Any]] = {status: {"model": Failed} for status in ("4XX", "5XX")}
_STREAM: dict[str, Any] = {"content": {EVENTS: {"schema": {"type": "string"}}}}
_ABOUT = 'Answers questions about news articles; every answer quotes its source. Errors are `{"error": {...}}`.'


def rest(turns: Turns) -> FastAPI:
    """Return the application that is served under `PATH`."""
    app = FastAPI(title="Byline", version="1", description=_ABOUT, docs_url=None, redoc_url=None, responses=_FAILURES)
    tell_errors(app)
    _add_asking(app, turns)
    _add_reading(app, turns)
    _add_writing(app, turns)
    _add_collections(app, turns)
    return app


def _add_asking(app: FastAPI, turns: Turns) -> None:
    @app.post("/ask", response_model=Answered, responses={200: _STREAM})
    async def ask(asked: Question, request: Request) -> Any:
        """Answer a question, or say that the articles do not; as events on the way, if `text/event-stream` is accepted.

        The events are `status`, `sentence` for each sentence of a language model as it stands, and at last `answer` or
        `error`.
        """
        if EVENTS in request.headers.get("accept", ""):
            cleaned(asked.question)
            turns.check(asked.fluent)
            return streamed(events(parts(turns, asked.question, asked.past, asked.fluent, asked.within)))
        result = await turns.answer(asked.question, asked.past, asked.fluent, asked.within)
        return result.as_dict()

    @app.get("/search")
    async def search(
        q: str,
        count: Annotated[int, Query(ge=1, le=MOST_PASSAGES)] = 10,
        collections: Annotated[list[str], Query()] = [],  # noqa: B006, which FastAPI never changes
        outlets: Annotated[list[str], Query()] = [],  # noqa: B006
        since: str | None = None,
        until: str | None = None,
    ) -> Passages:
        """Find the passages that fit a query best, within the articles that are chosen."""
        within = Selection(collections, outlets, since, until) or None
        return await turns.search(lambda assistant: articles.passages(assistant, q, count, within))


def _add_reading(app: FastAPI, turns: Turns) -> None:
    @app.get("/articles")
    async def list_articles(
        words: str = "",
        order: Order = "added",
        offset: Annotated[int, Query(ge=0, lt=2**63)] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
    ) -> ArticlePage:
        """List the articles whose title, outlet, author or date holds all the words; the latest first, or by name."""
        return await turns.look(lambda assistant: articles.listed(assistant, words, order, offset, limit))

    @app.get("/articles/{article_id}")
    async def get_article(article_id: str) -> ArticleRead:
        """Get an article with its text."""
        return await turns.look(lambda assistant: articles.stored(assistant, article_id))


def _add_writing(app: FastAPI, turns: Turns) -> None:
    @app.post("/articles", status_code=HTTPStatus.CREATED)
    async def add_article(written: ArticleWritten, response: Response) -> Outcome:
        """Add an article; one of the same address is replaced. The status is 200 where nothing is new."""
        outcome = await turns.write(lambda assistant: articles.keep(assistant, written))
        response.status_code = _status([outcome])
        return outcome

    @app.post("/articles/upload", status_code=HTTPStatus.CREATED)
    async def upload_articles(
        response: Response,
        file: Annotated[UploadFile, File()],
        title: Annotated[str | None, Form()] = None,
        source: Annotated[str | None, Form()] = None,
        published: Annotated[str | None, Form()] = None,
        author: Annotated[str | None, Form()] = None,
        url: Annotated[str | None, Form()] = None,
    ) -> Outcomes:
        """Add the articles of a file of any format that Byline reads; what is given replaces what the file says."""
        known = {"title": title, "source": source, "published": published, "author": author, "url": url}
        outcomes = await turns.write(lambda assistant: _kept(assistant, file, known))
        response.status_code = _status(outcomes)
        return Outcomes(outcomes=outcomes)

    @app.put("/articles/{article_id}")
    async def update_article(article_id: str, written: ArticleWritten) -> Outcome:
        """Put an article in another's place; its id is a new one, since an article is named by its content."""
        return await turns.write(lambda assistant: articles.update(assistant, article_id, written))

    @app.delete("/articles/{article_id}", status_code=HTTPStatus.NO_CONTENT)
    async def remove_article(article_id: str) -> None:
        """Remove an article and every trace of it."""
        await turns.write(lambda assistant: articles.remove(assistant, article_id))


def _add_collections(app: FastAPI, turns: Turns) -> None:
    @app.get("/collections")
    async def list_collections() -> list[CollectionRow]:
        """List the collections, each with how many articles are in it."""
        return await turns.look(collections.listed)

    @app.get("/collections/{name}")
    async def get_collection(name: str) -> CollectionRead:
        """Get a collection with its articles."""
        return await turns.look(lambda assistant: collections.stored(assistant, name))

    @app.put("/collections/{name}")
    async def change_collection(name: str, written: CollectionWritten) -> CollectionRow:
        """Put articles into a collection, made if there is none of this name; take others out; rename it."""
        return await turns.write(lambda assistant: collections.change(assistant, name, written))

    @app.delete("/collections/{name}", status_code=HTTPStatus.NO_CONTENT)
    async def delete_collection(name: str) -> None:
        """Delete a collection; its articles stay."""
        await turns.write(lambda assistant: collections.delete(assistant, name))


def _kept(assistant: Assistant, file: UploadFile, known: dict[str, str | None]) -> list[Outcome]:
    """Keep what a program sends, by way of a file of its own, since some formats are read by path."""
    with TemporaryDirectory(prefix="byline-") as folder:
        stored = Upload(Path(folder) / "upload", PurePath(file.filename or "upload.txt").name)
        with stored.path.open("wb") as copy:
            shutil.copyfileobj(file.file, copy)
        return articles.keep_file(assistant, stored, **known)


def _status(outcomes: Iterable[Outcome]) -> HTTPStatus:
    new = any(outcome.status in ("added", "updated") for outcome in outcomes)
    return HTTPStatus.CREATED if new else HTTPStatus.OK
