"""The page before the first question: at once there, and nothing on it moves."""

import threading
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from index.glimpse import glimpse
from index.library import Library
from rag.assistant import Assistant
from tests.support.browser import Open, serving
from tests.support.doubles import FERRY

pytestmark = pytest.mark.browser

KEPT = "Who are the victims of the scams in Sihanoukville?"
SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()
    .flatMap((entry) => entry.sources.map(({ node }) => node)).filter((node) => node?.closest?.(".byline"))
    .map((node) => node.className || node.nodeName))).observe({ type: "layout-shift", buffered: true })
    || setTimeout(done, 300, []))"""


def test_questions_and_articles_are_shown_while_the_models_load(
    open_page: Open, assistant: Assistant, tmp_path: Path
) -> None:
    gate, folder = threading.Event(), tmp_path / "index"

    def load() -> Assistant:
        assert gate.wait(60)
        return Assistant(Library.open(folder), assistant.reader)

    with serving(load, partial(glimpse, folder)) as address:
        page = open_page(address)
        expect(page.locator(".chips button")).to_have_text(list(glimpse(folder).questions))
        expect(page.locator(".holds")).to_contain_text("One article is in the library:")
        expect(page.get_by_role("button", name="Library · 1 article")).to_be_visible()
        expect(page.locator(".loading")).to_be_visible()
        gate.set()
        expect(page.locator(".loading")).to_have_count(0)
        assert page.evaluate(SHIFTS) == []
        page.locator(".holds li button").click()
        expect(page.locator("article h2")).to_contain_text("Indonesian FM")
        page.close()


def test_fresh_questions_take_the_place_of_those_that_were_kept(
    open_page: Open, assistant: Assistant, tmp_path: Path
) -> None:
    gate, library = threading.Event(), Library.open(tmp_path / "index")
    library.keep_questions(library.ids(), [KEPT])
    library.add([FERRY])  # questions of both articles are to be found anew

    def load() -> Assistant:
        assert gate.wait(60)
        return Assistant(library, assistant.reader)

    with serving(load, partial(glimpse, library.folder)) as address:
        page = open_page(address)
        expect(page.locator(".chips button")).to_have_text([KEPT])
        gate.set()
        expect(page.get_by_role("button", name=KEPT)).to_have_count(0)
        expect(page.locator(".chips button")).to_have_text(list(glimpse(library.folder).questions))
        assert page.evaluate(SHIFTS) == []
        page.close()


def test_what_the_library_holds_follows_its_changes(open_page: Open, assistant: Assistant, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "index")
    with serving(lambda: Assistant(library, assistant.reader)) as address:
        page = open_page(address)
        page.get_by_role("button", name="Library · 1 article").click()
        page.locator(".shelf .removal button").click()
        page.get_by_role("button", name="Remove", exact=True).last.click()
        page.get_by_role("button", name="Ask", exact=True).first.click()
        expect(page.locator(".holds")).to_contain_text("The library is empty.")
        expect(page.locator(".chips button")).to_have_count(0)
        page.locator(".holds button").click()
        expect(page.locator(".library")).to_be_visible()
        page.close()
