"""What the page shows when there is something to wait for, or something goes wrong."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]
from playwright.sync_api import expect

from index.faults import PageFault
from rag.assistant import Assistant
from rag.readings import Odds, Passage, Reader, Reading
from tests.support.browser import Open, ask, free_port, serving
from ui.server.web import launch

pytestmark = pytest.mark.browser

QUESTION = "Who did Retno meet?"


class Gated:
    """A reader that begins to read when its gate is opened."""

    name = "gated"

    def __init__(self, reader: Reader) -> None:
        self.reader, self.threshold, self.gate = reader, reader.threshold, threading.Event()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read as the real reader does, once the gate is open."""
        assert self.gate.wait(30)
        return self.reader.read(question, passages)

    def judged(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Odds]:
        """Judge as the real reader does."""
        return self.reader.judged(claims)


@pytest.fixture
def gated(assistant: Assistant) -> Iterator[tuple[str, threading.Event]]:
    """Give a page whose answers come when the gate is opened."""
    slow = Assistant(assistant.library, Gated(assistant.reader))
    slow.examples = assistant.examples  # type: ignore[method-assign]
    with serving(lambda: slow) as address:
        yield address, slow.reader.gate  # type: ignore[attr-defined]
    slow.reader.gate.set()  # type: ignore[attr-defined]


def test_a_question_asked_while_the_models_load_is_answered(open_page: Open, assistant: Assistant) -> None:
    gate = threading.Event()

    def load() -> Assistant:
        assert gate.wait(30)
        return assistant

    with serving(load) as address:
        page = open_page(address)
        expect(page.locator(".loading")).to_contain_text("Loading the models…")
        page.locator("#question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".doing")).to_have_text("Loading the models…")
        gate.set()
        expect(page.locator(".card .short")).to_be_visible()
        expect(page.get_by_role("button", name="Library · 1 article")).to_be_visible()
        page.close()


def test_a_failure_to_load_is_told(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with serving(lambda: Assistant.open(tmp_path / "index")) as address:
        page = open_page(address)
        expect(page.get_by_role("alert")).to_contain_text(str(tmp_path / "index"))
        ask(page, QUESTION)
        expect(page.locator(".turn .fault")).to_contain_text(str(tmp_path / "index"))
        page.close()


def test_a_fault_is_an_error_not_an_answer(open_page: Open) -> None:
    page = open_page()
    ask(page, "?!")
    expect(page.get_by_role("alert")).to_contain_text("There is no word in the question")
    assert page.locator(".short").count() == 0
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no word in the question")
    assert page.locator(".turn").count() == 1


def test_a_question_that_is_too_long_is_kept_and_not_sent(open_page: Open) -> None:
    page = open_page()
    page.locator("#question").fill("🐋" * 2000)
    expect(page.locator("#limit")).to_have_text("2,000 of 2,000 characters")
    page.locator("#question").fill("🐋" * 2001)
    expect(page.locator("#limit")).to_contain_text("2,001 of 2,000 characters: please shorten")
    page.keyboard.press("Enter")
    assert page.locator(".turn").count() == 0
    assert len(page.locator("#question").input_value()) == 2001


def test_a_long_wait_is_told_and_retry_answers(gated: tuple[str, threading.Event], open_page: Open) -> None:
    address, gate = gated
    page = open_page(address, clock=True)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".doing")).to_be_visible()
    page.clock.fast_forward(11_000)
    expect(page.locator(".doing")).to_contain_text("Still working.")
    expect(page.locator(".announcer")).to_contain_text("Still working.")
    page.get_by_role("button", name="Stop").first.click()
    gate.set()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".card .short")).to_be_visible()
    expect(page.locator(".announcer")).to_contain_text("Answer: ")


def test_what_was_stopped_does_not_come_in_later(gated: tuple[str, threading.Event], open_page: Open) -> None:
    address, gate = gated
    page = open_page(address)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("form").get_by_role("button", name="Stop").click()
    expect(page.locator(".stopped")).to_contain_text("Stopped.")
    with page.expect_response(lambda response: "component_server" in response.url):
        gate.set()
    page.wait_for_timeout(500)
    expect(page.locator(".stopped")).to_be_visible()
    assert page.locator(".short").count() == 0


def test_a_retry_stops_the_question_that_waits(gated: tuple[str, threading.Event], open_page: Open) -> None:
    address, gate = gated
    page = open_page(address)
    ask(page, "?!")
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".doing")).to_be_visible()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".turn").last.locator(".stopped")).to_be_visible()
    expect(page.locator(".turn").first.get_by_role("alert")).to_be_visible()
    gate.set()


def test_programs_get_what_ask_returns(served: str, assistant: Assistant) -> None:
    client = Client(served, verbose=False)
    for question in (QUESTION, "What is the recipe for rhubarb crumble?"):
        got = client.predict(question, api_name="/ask")
        expected = json.loads(json.dumps(assistant.ask(question).as_dict()))
        assert got.pop("timings_ms").keys() == expected.pop("timings_ms").keys()
        assert got == expected
    nothing = client.predict(QUESTION, within={"until": "2021"}, api_name="/ask")
    assert (nothing["answered"], nothing["within"]["selection"]["until"]) == (False, "2021")
    with pytest.raises(AppError, match="There is no word in the question"):
        client.predict("?!", api_name="/ask")
    with pytest.raises(AppError, match="“soon” is no date"):
        client.predict(QUESTION, within={"since": "soon"}, api_name="/ask")
    assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/ask"]


def test_a_program_that_gives_too_little_is_told_and_no_word_of_it_is_printed(
    served: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with httpx.Client(base_url=f"{served}gradio_api/call/", trust_env=False, timeout=60) as client:
        begun = client.post("ask", json={"data": ["Who is Rumpelstiltskin?"]}).json()
        assert "Give four values: question, history, fluent, within." in client.get(f"ask/{begun['event_id']}").text
    printed = capfd.readouterr()
    assert "Rumpelstiltskin" not in printed.out + printed.err


def test_a_port_in_use_is_told_with_the_cure(served: str, assistant: Assistant) -> None:
    port = int(served.rstrip("/").rpartition(":")[2])
    with pytest.raises(PageFault, match=rf"127\.0\.0\.1, port {port}: .*--port"):
        launch(lambda: assistant, port=port)
    with pytest.raises(PageFault, match="no-such-host"):
        launch(lambda: assistant, host="no-such-host.invalid", port=free_port())
