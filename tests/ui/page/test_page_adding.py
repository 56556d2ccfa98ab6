"""Articles come in where the reader is: an address where questions are asked; files, addresses, texts in a library."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.sources import Sources
from index.types import Outcome
from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY
from tests.support.misbehaving import served as misbehaving

pytestmark = pytest.mark.browser


class Near(Assistant):
    """An assistant that fetches pages of this machine too, once its gate is open."""

    gate = threading.Event()

    def add(self, *sources: Any, **how: Any) -> list[Outcome]:
        """Add as always."""
        assert self.gate.wait(30)
        return self.library.add(Sources(sources, allow_private=True), **how)


@pytest.fixture
def near(own: Assistant) -> Iterator[Near]:
    """Give such an assistant; its gate is shut."""
    assistant = Near(own.library, own.reader)
    assistant.gate = threading.Event()
    yield assistant
    assistant.gate.set()


def test_a_pasted_address_is_added_by_one_click_and_answered_from(open_page: Open, near: Near) -> None:
    near.library.collect("Islands", *near.library.ids())
    with misbehaving() as site, serving(lambda: near) as address:
        page = open_page(f"{address}?in=Islands")
        field, send = page.locator("#question"), page.locator(".asking .send")
        field.fill(f"What does {site}/story say?")
        expect(send).to_have_text("Ask")
        expect(page.locator(".offer")).to_be_hidden()
        field.fill(f" {site}/story ")
        expect(page.locator(".offer")).to_have_text(
            "Add this page? It comes into the collection Islands, and you can ask about it."
        )
        expect(send).to_have_text("Add")
        send.click()
        expect(field).to_have_value("")
        expect(page.locator(".arrivals")).to_contain_text("Adding 127.0.0.1…")
        near.gate.set()
        expect(page.locator(".arrivals li")).to_have_text(["added Ferry sails again"])
        expect(page.locator("nav")).to_contain_text("Library · 2 articles")
        page.locator(".arrivals").get_by_role("button", name="Ferry sails again").click()
        expect(page.locator("article h2")).to_have_text("Ferry sails again")
        ask(page, "Who was glad of it?")
        expect(page.locator(".turn .short")).to_contain_text("Maeve Doyle")
        expect(page.locator(".arrivals li")).to_have_count(0)
        page.close()


def test_a_page_that_cannot_be_had_is_told_and_its_address_stays(open_page: Open, own: Assistant) -> None:
    with serving(lambda: own) as address:
        page = open_page(address, viewport={"width": 390, "height": 844})
        page.locator("#question").fill("http://127.0.0.1:1/story")
        page.locator("#question").press("Enter")
        expect(page.locator(".arrivals .rejected")).to_contain_text("address of this machine")
        expect(page.locator("#question")).to_have_value("http://127.0.0.1:1/story")
        assert reads_sideways(page) == []
        assert page.locator(".turn").count() == 0
        page.close()


def test_each_way_of_adding_has_a_button_of_its_own(library_page: Page, own: Assistant) -> None:
    page, ways = library_page, library_page.get_by_role("group", name="Add articles from")
    for way, button in (("File", "Choose files"), ("Address", "Add page"), ("Text", "Add text")):
        ways.get_by_text(way, exact=True).click()
        expect(page.locator(".adding .send:visible")).to_have_text([button])
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Web address")).to_be_visible()
    page.get_by_role("button", name="Add page").click()
    expect(page.get_by_label("Web address")).to_be_focused()
    page.get_by_label("Web address").fill("example")
    page.get_by_role("button", name="Add page").click()
    expect(page.locator(".outcomes .rejected")).to_contain_text("is no address of a page")
    assert len(own.library.ids()) == 1


@pytest.mark.parametrize("view", ["Ask", "Library"])
def test_files_may_be_dropped_anywhere(open_page: Open, own: Assistant, tmp_path: Path, view: str) -> None:
    with serving(lambda: own) as address:
        page = open_page(address)
        page.get_by_role("button", name=view).first.click()
        page.evaluate(
            """([name, text]) => {
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([text], name, { type: "text/plain" }));
                for (const kind of ["dragover", "drop"]) {
                    const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
                    document.querySelector(".byline header").dispatchEvent(event);
                }
            }""",
            ["ferry.txt", f"{FERRY.title}\n\n{FERRY.text}"],
        )
        expect(page.locator(".outcomes li")).to_have_text([f"added {FERRY.title}"])
        page.close()
