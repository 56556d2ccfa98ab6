"""Who is let in to a server that asks for users, at each of its doors."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from openai import OpenAI

from tests.ui.access.conftest import PASSWORD
from ui.access.passwords import fits
from ui.access.roles import Role
from ui.access.sessions import COOKIE
from ui.access.store import Accounts

WRITTEN = {"text": "The mayor of Lune opened a new bridge on Monday. It cost 3 million euros.", "title": "Bridge opens"}
MCP = {"Accept": "application/json, text/event-stream"}


def client(token: str = "") -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(headers=headers, trust_env=False, timeout=120)


def signed_in(address: str, name: str, password: str = PASSWORD) -> tuple[httpx.Client, httpx.Response]:
    made = client()
    return made, made.post(f"{address}news/sign-in", data={"name": name, "password": password})


def call(made: httpx.Client, address: str, name: str, value: Any) -> httpx.Response:
    """Call what the page's script calls."""
    components = made.get(f"{address}news/config").json()["components"]
    id = next(one["id"] for one in components if one["type"] == "html")
    sent = {"component_id": id, "fn_name": name, "data": value, "session_hash": "x"}
    return made.post(f"{address}news/gradio_api/component_server", json=sent)


@pytest.mark.parametrize(
    "path",
    ["config", "gradio_api/info", "api/v1/articles", "v1/models", "mcp", "metrics", "api/v1/log", "api/v1/openapi.json",
     "assets/x.js", "manifest.json"],
)  # fmt: skip
@pytest.mark.parametrize("token", ["", "byl_wrong", "Bearer"])
def test_strangers_get_nothing(guarded: str, path: str, token: str) -> None:
    answer = client(token).get(guarded + path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["type"] == "unauthorized"


def test_a_stranger_who_opens_the_page_is_asked_to_sign_in(guarded: str) -> None:
    answer = client().get(guarded)
    assert (answer.status_code, answer.headers["location"]) == (303, "/news/sign-in")
    assert "<form" in client().get(f"{guarded}news/sign-in").text
    assert client().get(f"{guarded}healthz").status_code == 200


def test_who_signs_in_gets_the_page_and_who_signs_out_does_not(guarded: str) -> None:
    made, answer = signed_in(guarded, "rita")
    assert (answer.status_code, answer.headers["location"]) == (303, "/news/")
    session, owner = map(str.lower, answer.headers.get_list("set-cookie"))
    assert "httponly" in session
    assert "httponly" not in owner, "the page's script reads it"
    for cookie in (session, owner):
        assert "samesite=lax" in cookie
        assert "path=/news/" in cookie
        assert "secure" not in cookie
    page = made.get(f"{guarded}news/")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert call(made, guarded, "library", {"words": "", "order": "added", "descending": True}).json()["articles"] >= 1
    assert "Signed in as <b>rita</b>" in made.get(f"{guarded}news/sign-in").text
    made.post(f"{guarded}news/sign-out", data={"x": "y"})
    assert made.get(f"{guarded}news/").status_code == 303


@pytest.mark.parametrize(("name", "password"), [("rita", "wrong"), ("nobody", PASSWORD), ("", ""), ("<b>", PASSWORD)])
def test_who_is_not_known_is_told_so(guarded: str, name: str, password: str) -> None:
    _, ended = signed_in(guarded, "rita")  # what failed before is forgotten
    assert ended.status_code == 303
    made, answer = signed_in(guarded, name, password)
    assert answer.status_code == 403
    assert "do not go together" in answer.text
    assert "<b>" not in answer.text
    assert COOKIE not in made.cookies


def test_a_form_of_another_site_does_not_sign_in(guarded: str) -> None:
    body = urlencode({"name": "rita", "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://attacker.example"}
    assert client().post(f"{guarded}sign-in", content=body, headers=headers).status_code == 403


def test_only_https_of_a_trusted_proxy_makes_a_cookie_for_https_alone(guarded: str) -> None:
    made = client()
    typed = {"name": "rita", "password": PASSWORD}
    answer = made.post(f"{guarded}news/sign-in", data=typed, headers={"X-Forwarded-Proto": "https"})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_where_a_proxy_is_told_by_others_is_not_believed(guarded: str, tokens: dict[Role, str]) -> None:
    told = {"X-Forwarded-Host": "attacker.example"}
    assert "attacker" not in client(tokens[Role.READER]).get(f"{guarded}config", headers=told).text


def test_a_reader_asks_and_reads(guarded: str, tokens: dict[Role, str]) -> None:
    reader = client(tokens[Role.READER])
    assert reader.get(f"{guarded}api/v1/articles").json()["total"] >= 1
    assert reader.post(f"{guarded}api/v1/ask", json={"question": "Who did Retno meet?"}).json()["answered"]
    openai = OpenAI(
        base_url=f"{guarded}v1", api_key=tokens[Role.READER], http_client=httpx.Client(trust_env=False), max_retries=0
    )
    assert openai.models.list().data


def test_a_reader_changes_nothing_at_any_door(guarded: str, tokens: dict[Role, str], accounts: Accounts) -> None:
    reader, before = client(tokens[Role.READER]), accounts.changes(100)
    (article, *_) = reader.get(f"{guarded}api/v1/articles").json()["articles"]
    place = f"{guarded}api/v1/articles"
    answers = (
        reader.post(place, json=WRITTEN),
        reader.put(f"{place}/{article['id']}", json=WRITTEN),
        reader.delete(f"{place}/{article['id']}"),
        reader.post(f"{place}/upload", files={"file": b"x"}),
        reader.post(f"{guarded}gradio_api/upload", files={"files": b"x"}),
        reader.put(f"{guarded}api/v1/collections/Sea", json={"articles": [article["id"]]}),
        reader.delete(f"{guarded}api/v1/collections/Sea"),
        reader.get(f"{guarded}metrics"),
        reader.get(f"{guarded}api/v1/log"),
    )
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    on_page, _ = signed_in(guarded, "rita")
    told = [
        call(on_page, guarded, "add", {"text": WRITTEN["text"]}).json(),
        call(on_page, guarded, "remove", [article["id"]]).json(),
        call(on_page, guarded, "edit", {"id": article["id"], "known": {"title": "x"}}).json(),
        call(on_page, guarded, "collect", {"name": "Sea", "ids": [article["id"]]}).json(),
        call(on_page, guarded, "uncollect", {"name": "Sea", "ids": [article["id"]]}).json(),
        call(on_page, guarded, "renameCollection", {"name": "Sea", "new": "Islands"}).json(),
        call(on_page, guarded, "deleteCollection", {"name": "Sea"}).json(),
    ]
    assert all("may ask and read" in one["error"] for one in told)
    added = reader.post(f"{guarded}mcp", json=tool("add", WRITTEN), headers=MCP).json()["result"]
    assert added["isError"]
    assert "may ask and read" in json.dumps(added)
    assert reader.get(f"{place}/{article['id']}").status_code == 200
    assert accounts.changes(100) == before


def tool(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def test_an_editor_changes_articles_and_an_admin_reads_who_did(
    guarded: str, tokens: dict[Role, str], accounts: Accounts
) -> None:
    editor, admin = client(tokens[Role.EDITOR]), client(tokens[Role.ADMIN])
    added = editor.post(f"{guarded}mcp", json=tool("add", WRITTEN), headers=MCP).json()["result"]["structuredContent"]
    id = added["article_id"]
    on_page, _ = signed_in(guarded, "ed")
    call(on_page, guarded, "edit", {"id": id, "known": {"source": "Lune Post"}})
    assert editor.delete(f"{guarded}api/v1/articles/{id}").status_code == 204
    rows = admin.get(f"{guarded}api/v1/log").json()["changes"]
    made = [(row["who"], row["what"]) for row in rows if row["article_id"] == id]
    assert made == [("token editor", "removed"), ("ed", "edited"), ("token editor", "added")]
    assert editor.get(f"{guarded}api/v1/log").status_code == 403
    assert "byline_requests_total" in admin.get(f"{guarded}metrics").text


def test_a_token_that_is_removed_is_refused_at_once(guarded: str, accounts: Accounts) -> None:
    token = accounts.add_token("short-lived", Role.READER)
    assert client(token).get(f"{guarded}v1/models").status_code == 200
    accounts.remove("token", "short-lived")
    assert client(token).get(f"{guarded}v1/models").status_code == 401


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://attacker.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_signs_nobody_out(guarded: str, headers: dict[str, str]) -> None:
    made, _ = signed_in(guarded, "rita")
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    assert made.post(f"{guarded}news/sign-out", headers=form).status_code == 403
    assert made.get(f"{guarded}news/sign-out").status_code == 405
    assert made.get(f"{guarded}news/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["news/../api/v1/log", "news//api/v1/log", "news/%2e%2e/api/v1/log", "news/news/api/v1/log", "/api/v1/log",
     "api/v1/%6cog", "api/v1/log/", "healthz%2f..%2fapi/v1/log", "healthz%0a/api/v1/log", "newsapi/v1/log",
     "NEWS/api/v1/log", "sign-in/../metrics"],
)  # fmt: skip
def test_no_spelling_of_a_path_leads_past_the_gate(guarded: str, tokens: dict[Role, str], path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(guarded).netloc, timeout=30)
    connection.request("GET", f"/{path}", headers={"Authorization": f"Bearer {tokens[Role.READER]}"})
    assert connection.getresponse().status in (403, 404)
    connection.close()


def test_a_form_that_is_too_long_is_not_read(guarded: str) -> None:
    answer = client().post(f"{guarded}sign-in", data={"name": "rita", "password": PASSWORD, "more": "x" * 5000})
    assert answer.status_code == 403


def test_whether_there_is_a_user_is_not_told_by_the_time_it_takes(accounts: Accounts) -> None:
    found = accounts.user("rita")
    assert found

    def seconds(kept: str | None) -> float:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            assert not fits("no such password", kept)
            times.append(time.perf_counter() - began)
        return min(times)

    known, unknown = seconds(found[1]), seconds(None)
    assert known / 5 < unknown < known * 5, "a password is hashed for nobody too"


def test_many_tries_at_once_are_counted(guarded: str) -> None:
    told = {"X-Forwarded-For": "198.51.100.9"}

    def tried(number: int) -> int:
        typed = {"name": "rita", "password": f"no such {number}"}
        return client().post(f"{guarded}sign-in", data=typed, headers=told).status_code

    with ThreadPoolExecutor(30) as threads:
        answers = list(threads.map(tried, range(30)))
    assert answers.count(403) <= 6
    assert answers.count(429) >= 24


def test_who_fails_too_often_waits(guarded: str) -> None:
    """Last, for this address waits afterwards; a proxy names another."""
    tries = [
        client().post(
            f"{guarded}sign-in", data={"name": "rita", "password": "no"}, headers={"X-Forwarded-For": "198.51.100.7"}
        )
        for _ in range(7)
    ]
    assert [answer.status_code for answer in tries][:5] == [403] * 5
    assert tries[-1].status_code == 429
    assert "Too many tries" in tries[-1].text
    assert signed_in(guarded, "rita")[1].status_code == 303


def test_a_socket_of_the_web_is_closed(guarded: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(guarded).netloc, timeout=30)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eA==",
    }
    connection.request("GET", "/config", headers=upgrade)
    assert connection.getresponse().status in (400, 401, 403)
    connection.close()
