"""The Model Context Protocol, spoken by the SDK's own client over standard input and output and over HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import MCPError, StdioServerParameters
from mcp.client import Client
from mcp_types import CallToolResult, Resource, TextResourceContents

from index.types import Article
from rag.assistant import Assistant
from tests.support.browser import free_port
from tests.ui.programs.conftest import ready
from ui.programs import resources
from ui.programs.extra import NEEDED
from ui.server.web import launch

CALL: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
RETNO = "Who did Retno meet?"
TEXT = "The ferry sailed again on Monday after the storm. Captain Maeve Doyle said that the wall had lost stone."
Place = StdioServerParameters | str
Use = Callable[[Client], Awaitable[None]]


def command(index: Path, *options: str) -> StdioServerParameters:
    words = ["-m", "ui.shell.cli", "mcp", "--index", str(index), *options]
    return StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))


@pytest.fixture(params=["stdio", "http"])
def place(request: pytest.FixtureRequest) -> Place:
    """Give where a server is that adds nothing: a command to start, or an address."""
    if request.param == "stdio":
        return command(request.getfixturevalue("bundled_index"))
    return f"{ready(request.getfixturevalue('served'))}mcp"


def using(place: Place, use: Use, mode: str = "auto") -> None:
    async def run() -> None:
        async with Client(place, mode=mode) as client:
            await use(client)

    anyio.run(run)


async def called(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    done = await client.call_tool(tool, given)
    assert isinstance(done, CallToolResult)
    assert not done.is_error, done.content
    assert done.structured_content
    return dict(done.structured_content)


async def refused(client: Client, tool: str, **given: Any) -> str:
    done = await client.call_tool(tool, given)
    assert isinstance(done, CallToolResult)
    assert done.is_error
    return " ".join(getattr(part, "text", "") for part in done.content)


def test_tools_ask_search_and_read(place: Place, assistant: Assistant) -> None:
    async def use(client: Client) -> None:
        answer = await called(client, "ask", question=RETNO)
        expected = assistant.ask(RETNO).as_dict()
        assert answer["answer"] == expected["answer"]
        assert answer.keys() == expected.keys()
        cited = answer["citations"][0]
        article = await called(client, "article", article_id=cited["article_id"])
        assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
        past = {"question": RETNO, "answer": answer["answer"], "articles": [cited["article_id"]]}
        when = await called(client, "ask", question="And when?", history=[past])
        assert when["answer"] == "August 2, 2022"
        found = await called(client, "search", query="scam rescue", count=2)
        assert 1 <= len(found["passages"]) <= 2
        listed = await called(client, "articles", words="diplomat")
        assert [row["id"] for row in listed["articles"]] == [cited["article_id"]]
        assert listed["total"] == 1
        read = await client.read_resource(f"article://{cited['article_id']}")
        (content,) = read.contents
        assert isinstance(content, TextResourceContents)
        assert content.text == article["text"]

    using(place, use)


def test_tools_say_what_they_give_that_they_only_read_and_what_they_cannot_do(place: Place) -> None:
    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == ["article", "articles", "ask", "collections", "search"], "nothing that writes"
        for tool in tools.values():
            assert tool.annotations
            assert tool.annotations.read_only_hint
            assert tool.description
            assert tool.output_schema
        assert "citations" in (tools["ask"].output_schema or {})["properties"]
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "article://{article_id}"

        assert "The question is empty" in await refused(client, "ask", question=" ")
        assert "There is no article 0123" in await refused(client, "article", article_id="0123")
        assert "count" in await refused(client, "search", query="x", count=0)
        assert "add" in await refused(client, "add", text=TEXT)
        with pytest.raises(MCPError, match="There is no article 0123"):
            await client.read_resource("article://0123")

    using(place, use)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_articles_are_resources_in_pages(own: Assistant, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setattr(resources, "_PAGE", 2)
    own.library.add([Article(f"Ferry {n}", f"The ferry {n} sailed on Monday.", source="Post") for n in range(4)])

    async def use(client: Client) -> None:
        found: list[Resource] = []
        cursor, pages = None, 0
        while pages == 0 or cursor:
            page = await client.list_resources(cursor=cursor)
            found, cursor, pages = found + page.resources, page.next_cursor, pages + 1
        assert (pages, [one.uri for one in found]) == (3, [f"article://{id}" for id in reversed(own.library.ids())])
        assert (found[0].title, found[0].description, found[0].mime_type) == ("Ferry 3", "Post", "text/plain")
        (content,) = (await client.read_resource(found[0].uri)).contents
        assert isinstance(content, TextResourceContents)
        assert content.text == "The ferry 3 sailed on Monday."
        assert (await client.list_resources(cursor="99")).resources == []
        for cursor in ("-1", "x", "1e3", "²", "9" * 40):
            with pytest.raises(MCPError, match="This cursor is of no list"):
                await client.list_resources(cursor=cursor)

    page = launch(lambda: own, port=free_port())
    using(f"{ready(page.local_url or '')}mcp", use, mode)
    page.close(verbose=False)


def test_programs_of_the_earlier_protocol_are_answered_too(place: Place) -> None:
    async def use(client: Client) -> None:
        assert (await called(client, "ask", question=RETNO))["answered"]

    using(place, use, "legacy")


def test_articles_are_added_where_that_is_allowed(tmp_path: Path) -> None:
    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        hints = tools["add"].annotations
        assert hints
        assert not hints.read_only_hint
        added = await called(client, "add", text=TEXT, title="Ferry sails", published="2021-03-12")
        assert added["status"] == "added"
        assert (await called(client, "article", article_id=added["article_id"]))["text"] == TEXT
        again = await called(client, "add", text=TEXT, title="Ferry sails", published="2021-03-12")
        assert again["status"] == "already there"
        assert "is no date" in await refused(client, "add", text=TEXT, published="soon")
        assert "has no text" in await refused(client, "add", text=" ")

    using(command(tmp_path, "--allow-add"), use)


@pytest.fixture
def open_to_writers(own: Assistant) -> Iterator[str]:
    """Give the address of a server at which assistants may add articles."""
    page = launch(lambda: own, port=free_port(), allow_add=True)
    yield ready(page.local_url or "")
    page.close(verbose=False)


def test_a_server_lets_assistants_add_where_it_is_told_to(open_to_writers: str, own: Assistant) -> None:
    async def use(client: Client) -> None:
        added = await called(client, "add", text=TEXT, title="Ferry sails")
        assert added["article_id"] in own.library.ids()

    using(f"{open_to_writers}mcp", use)


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", "http://localhost:1"])
def test_a_page_of_another_site_is_refused(served: str, origin: str) -> None:
    for method in ("POST", "GET", "DELETE"):
        answer = httpx.request(
            method,
            f"{served}mcp",
            content=b"{}" if method == "POST" else None,
            headers={"Origin": origin, "Content-Type": "application/json"},
            trust_env=False,
        )
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "forbidden")
    answer = httpx.post(f"{served}mcp", json={}, headers={"Host": "attacker.example"}, trust_env=False)
    assert answer.status_code == 421


def test_hostile_arguments_are_told_and_nothing_more(served: str, assistant: Assistant) -> None:
    def told(sent: bytes | dict[str, Any]) -> str:
        content = sent if isinstance(sent, bytes) else json.dumps(CALL | {"params": sent}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        answer = httpx.post(f"{served}mcp", content=content, headers=headers, trust_env=False, timeout=30)
        assert answer.status_code in (200, 400, 413)
        return answer.text

    def call(tool: str, **given: object) -> str:
        return told({"name": tool, "arguments": given})

    assert "There is no article ../../etc/passwd" in call("article", article_id="../../etc/passwd")
    assert "at most 500 are read" in call("articles", words="a " * 1000)
    assert "at most 2,000 are read" in call("search", query="x" * 9000)
    assert "too large" in call("ask", question="x" * 6_000_000)
    for tool, given in (("search", {"query": "Retno", "count": 10**9}), ("articles", {"offset": 10**30})):
        assert "validation error" in call(tool, **given)
    half = json.dumps(CALL | {"params": {"name": "article", "arguments": {"article_id": "\ud800"}}}).encode()
    for body in (b"[" * 1_000_000, half, json.dumps([CALL] * 100).encode()):
        assert '"error"' in told(body)
    assert "Unknown tool" in call("__init__")


def test_what_the_command_asks_for_is_the_extra() -> None:
    pyproject = (Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8")
    assert f'\nmcp = ["{NEEDED}"]\n' in pyproject


def test_no_connection_is_held_open_for_a_server_that_has_nothing_to_say(served: str) -> None:
    assert httpx.get(f"{served}mcp", headers={"Accept": "text/event-stream"}, trust_env=False).status_code == 405


_WITHOUT = """
import sys
sys.modules["mcp"] = None
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "mcp" else found(name, *rest)
"""


def test_without_its_package_the_command_names_the_extra(tmp_path: Path) -> None:
    code = f"{_WITHOUT}\nfrom ui.shell.cli import main\nmain(['mcp', '--index', {str(tmp_path)!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs the extra “mcp”" in done.stderr
    assert "pip install 'mcp>=2.3,<3'" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_its_package_the_page_is_served_and_the_door_names_the_extra(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.programs.extra.find_spec", lambda name: None)
    page = launch(lambda: assistant, port=free_port())
    address = ready(page.local_url or "")
    answer = httpx.post(f"{address}mcp", json={}, trust_env=False)
    page.close(verbose=False)
    assert answer.status_code == 501
    assert "needs the extra “mcp”" in answer.json()["error"]["message"]


def test_standard_output_is_the_protocol_s_alone(bundled_index: Path, assistant: Assistant) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.shell.cli", "mcp", "--index", str(bundled_index)],
        input="this is no message\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert all(line.startswith('{"jsonrpc"') for line in done.stdout.splitlines())
