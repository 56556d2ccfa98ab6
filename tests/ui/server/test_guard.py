"""Which requests reach the page's server, and which do not."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from rag.assistant import Assistant
from tests.support.browser import Open, ask, serving
from ui.server import guard

PAGE = "/gradio_api/component_server"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """Give the host and port of a page."""
    with serving(lambda: assistant) as url:
        yield urlsplit(url).netloc


def asked(
    address: str, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Send a request; return status, text and headers of the answer. `_` in a header's name stands for "-"."""
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
    finally:
        connection.close()


def test_the_page_is_served_with_headers_that_keep_others_out(address: str) -> None:
    status, text, headers = asked(address)
    assert status == 200
    assert "Byline" in text
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host",
    ["attacker.example", "x.localhost", "127.0.0.1.attacker.example", "192.168.1.7", "", "attacker@127.0.0.1",
     "127.0.0.1:80, attacker.example", "127.0.0.1/attacker.example", "127.0.0.1:x", "attacker.example#127.0.0.1"],
)  # fmt: skip
def test_who_asks_for_another_host_is_refused(address: str, host: str) -> None:
    status, text, _ = asked(address, Host=host)
    assert status == 421
    assert "Byline" not in text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_loopback_is_called_by_each_of_its_names(address: str, host: str) -> None:
    assert asked(address, Host=f"{host}:{urlsplit(f'//{address}').port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=https://attacker.example/", "/gradio_api/proxy=https://attacker.example/", "/monitoring",
     "/gradio_api/file=/etc/passwd", "/gradio_api/vibe-code", "/dev/reload", "/gradio_api/stream/x", "/docs"],
)  # fmt: skip
def test_what_the_page_does_not_use_is_not_there(address: str, path: str) -> None:
    assert asked(address, path)[0] == 404


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://attacker.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
     {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}],
)  # fmt: skip
def test_another_site_cannot_ask(address: str, headers: dict[str, str]) -> None:
    assert asked(address, PAGE, "POST", b"{}", **{"Content_Type": "application/json", **headers})[0] == 403
    assert asked(address, "/config", "GET", None, **headers)[0] == 403


@pytest.mark.parametrize("name", ["Host", "Origin", "Content-Type", "Sec-Fetch-Site", "Authorization"])
def test_a_header_that_comes_twice_is_not_believed_once(address: str, name: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.putrequest("GET", "/config", skip_host=True)
    for value in ("attacker.example", *([] if name == "Host" else ["attacker.example"]), address):
        connection.putheader(name if value != address else "Host", value)
    connection.endheaders()
    assert connection.getresponse().status == 400
    connection.close()


@pytest.mark.parametrize("path", ["/", "/gradio_api/queue/join", "/mcp"])
def test_a_socket_of_the_web_is_closed(address: str, path: str) -> None:
    key = "eHh4eHh4eHh4eHh4eHh4eA=="
    told = asked(
        address, path, Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13", Sec_WebSocket_Key=key
    )
    assert told[0] == 403


def test_a_link_on_another_site_opens_the_page(address: str) -> None:
    assert asked(address, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_of_another_site_could_send_is_refused(address: str, kind: str) -> None:
    assert asked(address, PAGE, "POST", b"{}", Content_Type=kind)[0] == 415


def test_a_body_that_is_too_long_is_refused_whatever_it_says_of_its_length(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_JSON_BYTES", 1000)
    assert asked(address, PAGE, "POST", b" " * 2000, Content_Type="application/json")[0] == 413
    chunked = b"7d0\r\n" + b" " * 2000 + b"\r\n0\r\n\r\n"
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.putrequest("POST", PAGE)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders(chunked)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    ("host", "names", "named", "served"),
    [
        ("0.0.0.0", (), "192.168.1.7:7860", True),
        ("0.0.0.0", (), "attacker.example", False),
        ("0.0.0.0", ("news.example",), "news.example", True),
        ("192.168.1.7", (), "192.168.1.7:7860", True),
        ("192.168.1.7", (), "192.168.1.8:7860", False),
    ],
)
def test_a_server_for_others_is_called_by_its_address_or_by_names_that_are_allowed(
    host: str, names: tuple[str, ...], named: str, served: bool
) -> None:
    assert guard.Guard(None, host, names)._is_ours(named) is served


@pytest.mark.browser
def test_a_hostile_page_can_neither_read_nor_write(open_page: Open, address: str) -> None:
    page = open_page(f"http://{address}")
    ask(page, "Who did Retno meet?")
    page.set_content("<p>Another page</p>")
    tried = page.evaluate(
        "(url) => fetch(url, {method: 'POST', body: '{}'}).then((reply) => reply.status, () => 0)",
        f"http://localhost:{urlsplit(f'//{address}').port}{PAGE}",
    )
    assert tried in (0, 403, 415)
