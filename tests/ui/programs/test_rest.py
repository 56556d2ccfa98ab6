"""REST: questions, passages and articles, on the port of the page."""

import json
from collections.abc import Iterator
from threading import Event

import httpx
import pytest

from index.faults import IndexFault
from rag.assistant import Assistant
from rag.conversation.chat import Part
from tests.support.browser import serving
from tests.support.samples import SAMPLES
from tests.ui.programs.conftest import ready
from ui.server import guard

RETNO = "Who did Retno meet?"
TEXT = "The ferry sailed again on Monday after the storm. Captain Maeve Doyle said that the wall had lost stone."


@pytest.fixture(scope="module")
def api(own_address: str) -> Iterator[httpx.Client]:
    """Give a client of a page's REST."""
    with httpx.Client(base_url=f"{own_address}api/v1", timeout=60, trust_env=False) as client:
        yield client


def error(answer: httpx.Response) -> tuple[int, str, str]:
    told = answer.json()["error"]
    assert sorted(told) == ["message", "type"]
    return answer.status_code, told["type"], told["message"]


def test_a_question_is_answered_as_in_the_shell(api: httpx.Client, own: Assistant) -> None:
    given = api.post("/ask", json={"question": RETNO}).json()
    expected = own.ask(RETNO).as_dict()
    given["timings_ms"] = expected["timings_ms"]
    assert given == httpx.Response(200, json=expected).json()
    assert given["answered"]


def test_a_question_goes_on_from_those_before(api: httpx.Client) -> None:
    first = api.post("/ask", json={"question": RETNO}).json()
    past = {"question": RETNO, "answer": first["answer"], "articles": [first["citations"][0]["article_id"]]}
    second = api.post("/ask", json={"question": "And when?", "history": [past]}).json()
    assert second["standalone_question"] == "When did Retno meet Neth Savoeun?"
    assert second["answered"]


@pytest.mark.parametrize(
    ("field", "long"),
    [
        ("standalone_question", "And she met Ann Lee in Paris, " * 200_000),
        ("answer", "x" * 6_000_000),
        ("articles", ["a"] * 1_000_000),
    ],
)
def test_a_long_conversation_takes_no_longer_than_a_short_one(api: httpx.Client, field: str, long: object) -> None:
    past = {"question": RETNO, "answer": "Neth Savoeun", field: long}
    answer = api.post("/ask", json={"question": "And when did she meet him?", "history": [past]}, timeout=30)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"question": RETNO, "since": "9" * 1_000_000}, "“9999999999999999999999999999999999999999” is no date"),
        ({}, "question: Field required"),
        ({"question": 7}, "question: Input should be a valid string"),
        ({"question": " "}, "The question is empty"),
        ({"question": "?!"}, "There is no word in the question"),
        ({"question": "a" * 3000}, "at most 2,000 are read"),
        ({"question": RETNO, "history": "none"}, "history: Input should be a valid list"),
        ({"question": RETNO, "history": [{}]}, "history.0.question: Field required"),
    ],
)
def test_what_is_no_question_is_told_in_json(api: httpx.Client, sent: object, told: str) -> None:
    status, kind, message = error(api.post("/ask", json=sent))
    assert (status, kind) == (400, "invalid_request")
    assert told in message


def test_what_is_no_json_is_told_in_json(api: httpx.Client) -> None:
    half = b'{"question": "a\\ud800b who"}'
    chosen = b'{"question": "Who met?", "articles": ["\\ud800"]}'
    for body in (half, chosen, b"{", b"", b"\xff", b"[]", b"[" * 100_000, b'{"question": NaN}'):
        answer = api.post("/ask", content=body, headers={"Content-Type": "application/json"})
        assert error(answer)[:2] == (400, "invalid_request")


def test_passages_stand_where_they_say(api: httpx.Client) -> None:
    found = api.get("/search", params={"q": "scam rescue", "count": 3}).json()["passages"]
    assert 1 <= len(found) <= 3
    for passage in found:
        text = api.get(f"/articles/{passage['article_id']}").json()["text"]
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert error(api.get("/search", params={"q": "x", "count": 0}))[0] == 400
    assert error(api.get("/search"))[0] == 400


def test_an_article_is_added_listed_read_updated_and_removed(api: httpx.Client) -> None:
    known = {"title": "Ferry sails", "source": "The Harbour Post", "published": "2021-03-12"}
    added = api.post("/articles", json={"text": TEXT, **known})
    assert (added.status_code, added.json()["status"]) == (201, "added")
    id = added.json()["article_id"]
    again = api.post("/articles", json={"text": TEXT, **known})
    assert (again.status_code, again.json()["status"], again.json()["article_id"]) == (200, "already there", id)
    assert api.post("/ask", json={"question": "Who said that the wall had lost stone?"}).json()["answered"]
    page = api.get("/articles", params={"words": "harbour"}).json()
    assert ([row["id"] for row in page["articles"]], page["total"]) == ([id], 1)
    told = {"id": id, **known, "author": None, "url": None, "scans": {"read": [], "unread": []}, "text": TEXT}
    assert api.get(f"/articles/{id}").json() == told
    updated = api.put(f"/articles/{id}", json={"text": f"{TEXT} Repairs begin in May.", **known})
    assert (updated.status_code, updated.json()["status"]) == (200, "updated")
    later = updated.json()["article_id"]
    assert error(api.get(f"/articles/{id}"))[:2] == (404, "not_found")
    assert api.get(f"/articles/{later}").json()["text"].endswith("May.")
    removed = api.delete(f"/articles/{later}")
    assert (removed.status_code, removed.content) == (204, b"")
    assert error(api.delete(f"/articles/{later}"))[:2] == (404, "not_found")
    assert error(api.put(f"/articles/{later}", json={"text": TEXT}))[:2] == (404, "not_found")


def test_an_update_that_would_make_two_articles_one_is_a_conflict(api: httpx.Client) -> None:
    one, other = (
        api.post("/articles", json={"title": title, "text": TEXT}).json()["article_id"] for title in ("One", "Other")
    )
    status, kind, message = error(api.put(f"/articles/{one}", json={"title": "Other", "text": TEXT}))
    assert (status, kind) == (409, "conflict")
    assert other in message
    assert api.put(f"/articles/{one}", json={"title": "One", "text": TEXT}).json()["status"] == "already there"
    for id in (one, other):
        assert api.delete(f"/articles/{id}").status_code == 204


def test_words_that_are_looked_for_in_the_list_are_not_without_end(api: httpx.Client) -> None:
    status, kind, message = error(api.get("/articles", params={"words": "a " * 3000}))
    assert (status, kind) == (400, "invalid_request")
    assert "at most 500 are read" in message


def test_a_list_comes_in_parts(api: httpx.Client) -> None:
    ids = [api.post("/articles", json={"title": f"No {n}", "text": TEXT}).json()["article_id"] for n in range(4)]
    parts = [
        api.get("/articles", params={"order": "title", "words": "no", "offset": at, "limit": 3}).json() for at in (0, 3)
    ]
    assert [row["id"] for part in parts for row in part["articles"]] == ids
    assert [part["total"] for part in parts] == [4, 4]
    for id in ids:
        api.delete(f"/articles/{id}")
    for wrong in ({"order": "colour"}, {"limit": 0}, {"limit": 10**9}, {"offset": -1}, {"offset": 2**63}):
        assert error(api.get("/articles", params=wrong))[0] == 400


@pytest.mark.parametrize(("name", "content"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_a_file_of_every_format_is_uploaded(api: httpx.Client, name: str, content: bytes) -> None:
    answer = api.post("/articles/upload", files={"file": (name, content)}, data={"source": "The Quay"})
    assert answer.status_code == 201, answer.text
    ids = [outcome["article_id"] for outcome in answer.json()["outcomes"]]
    for id in ids:
        assert api.get(f"/articles/{id}").json()["source"] == "The Quay"
        assert api.delete(f"/articles/{id}").status_code == 204


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "It is empty"),
        ("../../a.xlsx", b"PK\x03\x04", "a.xlsx"),
        ("a.pdf", b"%PDF-1.4 broken", "a.pdf"),
        ("a.bin", bytes(range(256)), "a.bin"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(api: httpx.Client, name: str, content: bytes, told: str) -> None:
    status, kind, message = error(api.post("/articles/upload", files={"file": (name, content)}))
    assert (status, kind) == (400, "invalid_request")
    assert told in message
    assert ".." not in message


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": ""}, "has no text"),
        ({"text": " \n"}, "has no text"),
        ({"title": "Ferry"}, "text: Field required"),
        ({"title": "F" * 3_000_000, "text": TEXT}, "Its title has 3,000,000 characters; at most 2,000 are kept"),
        ({"source": "F " * 3000, "text": TEXT}, "Its source has 5,999 characters; at most 2,000 are kept"),
        ({"text": TEXT, "published": "soon"}, "“soon” is no date"),
        ({"text": "a\ud800b"}, ""),
    ],
)
def test_what_is_no_article_is_told(api: httpx.Client, sent: dict[str, str], told: str) -> None:
    answer = api.post("/articles", content=json.dumps(sent), headers={"Content-Type": "application/json"})
    status, kind, message = error(answer)
    assert (status, kind) == (400, "invalid_request")
    assert told in message


def test_the_description_names_what_is_there(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert described["servers"] == [{"url": "/api/v1"}]
    paths = {path: sorted(methods) for path, methods in described["paths"].items()}
    assert paths == {
        "/ask": ["post"],
        "/search": ["get"],
        "/articles": ["get", "post"],
        "/articles/upload": ["post"],
        "/articles/{article_id}": ["delete", "get", "put"],
        "/collections": ["get"],
        "/collections/{name}": ["delete", "get", "put"],
    }
    for methods in described["paths"].values():
        for told in methods.values():
            assert {"4XX", "5XX"} <= told["responses"].keys()
            assert "422" not in told["responses"]
    assert {"Answered", "Citation", "Failed"} <= described["components"]["schemas"].keys()


def test_what_is_not_there_and_what_it_does_not_do_is_told_in_json(api: httpx.Client) -> None:
    assert error(api.get("/nothing"))[:2] == (404, "not_found")
    assert error(api.get("/docs"))[:2] == (404, "not_found")
    assert error(api.get("/ask"))[:2] == (405, "method_not_allowed")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/ask"), ("POST", "/articles"), ("PUT", "/articles/x"), ("DELETE", "/articles/x"), ("GET", "/articles"),
     ("POST", "/articles/upload")],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://attacker.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
     {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_a_page_of_another_site_is_refused(api: httpx.Client, method: str, path: str, headers: dict[str, str]) -> None:
    kind = {} if method in ("GET", "DELETE") else {"Content-Type": "application/json"}
    answer = api.request(method, path, content=b"{}" if kind else None, headers={**kind, **headers})
    assert error(answer)[:2] == (403, "forbidden")
    assert "access-control-allow-origin" not in answer.headers or headers.get("Origin") == "http://127.0.0.1:1"


def test_another_site_is_not_allowed_to_write_before_it_asks(api: httpx.Client) -> None:
    asked = {"Origin": "https://attacker.example", "Access-Control-Request-Method": "DELETE"}
    assert "access-control-allow-origin" not in api.options("/articles/x", headers=asked).headers


def test_who_asks_for_another_host_is_refused(api: httpx.Client) -> None:
    answer = api.get("/articles", headers={"Host": "attacker.example"})
    assert error(answer)[:2] == (421, "misdirected")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_could_send_is_no_json(api: httpx.Client, kind: str) -> None:
    for method, path in (("POST", "/ask"), ("PUT", "/articles/x")):
        answer = api.request(method, path, content=b"{}", headers={"Content-Type": kind})
        assert error(answer)[:2] == (415, "unsupported_media_type")


def test_what_is_too_long_is_refused(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_JSON_BYTES", 1000)
    assert error(api.post("/articles", json={"text": "a" * 2000}))[:2] == (413, "too_large")
    monkeypatch.setattr(guard, "_UPLOAD_BYTES", 1000)
    answer = api.post("/articles/upload", files={"file": ("a.txt", b"a" * 2000)})
    assert error(answer)[:2] == (413, "too_large")


def test_while_the_models_load_programs_are_told_to_come_again(assistant: Assistant) -> None:
    goes_on = Event()

    def load() -> Assistant:
        goes_on.wait(60)
        return assistant

    try:
        with serving(load) as address, httpx.Client(base_url=f"{address}api/v1", trust_env=False) as client:
            for answer in (client.post("/ask", json={"question": RETNO}), client.get("/articles")):
                assert error(answer)[:2] == (503, "unavailable")
                assert answer.headers["retry-after"]
            assert client.get("/openapi.json").status_code == 200
    finally:
        goes_on.set()


class Broken(Assistant):
    """An assistant with a mistake in it."""

    def stream(self, *_: object, **__: object) -> Iterator[Part]:
        """Fail."""
        raise ValueError("Broken.")


def test_a_mistake_of_byline_s_own_is_told_in_json(assistant: Assistant) -> None:
    broken = Broken(assistant.library, assistant.reader)
    with serving(lambda: broken) as address:
        asked = f"{ready(address)}api/v1/ask"
        answer = httpx.post(asked, json={"question": RETNO}, trust_env=False)
        streamed = httpx.post(
            asked, json={"question": RETNO}, headers={"Accept": "text/event-stream"}, trust_env=False
        ).text
    told = "Byline made a mistake (ValueError: Broken.). What it logs where it runs says more."
    assert error(answer) == (500, "fault", told)
    last = streamed.strip().split("\n\n")[-1]
    assert last.startswith("event: error\n")
    assert told in last


def test_an_index_that_cannot_be_opened_is_told() -> None:
    def load() -> Assistant:
        raise IndexFault("The index is damaged. Rebuild it.")

    with serving(load) as address, httpx.Client(base_url=f"{address}api/v1", trust_env=False) as client:
        while (answer := client.get("/articles")).status_code == 503:
            Event().wait(0.05)
    assert error(answer) == (500, "fault", "The index is damaged. Rebuild it.")
