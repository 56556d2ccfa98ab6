"""The pictures of the page in docs: `python -m tests.support.pictures`, after a change that they show."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from index.types import Article
from rag.assistant import Assistant
from tests.support.browser import FLAGS, PATIENCE, ask, chromium, serving
from tests.support.fluent import written_by

DOCS = Path(__file__).parents[2] / "docs"
_SINKS = Article(
    "Ferry Aurora sinks off Aran",
    "The ferry Aurora sank off the island of Aran on Friday night after it struck a rock, the coast guard said. Nine "
    "people died when the Aurora sank and 41 were rescued, officials said on Saturday.\n\nCaptain Maeve Doyle, who had "
    "commanded the Aurora for six years, was the last to leave the ship. She said that a squall had pushed it towards "
    "the rocks within minutes.",
    source="The Harbour Post",
    published="2023-03-11",
)
_FOUND = Article(
    "Divers find three bodies in the wreck",
    "Twelve people died when the ferry Aurora sank off Aran, the coast guard said on Tuesday, after divers found three "
    "bodies in the wreck.\n\nThe search has ended.",
    source="Island News",
    published="2023-03-14",
)


@contextmanager
def _opened(address: str, width: int, height: int, scale: float = 1.0) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        size = {"width": width, "height": height}
        page = browser.new_page(viewport=size, device_scale_factor=scale, color_scheme="light")  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.locator(".chips button").first.wait_for()
        yield page
        browser.close()


def _taken(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    page.screenshot(path=DOCS / f"{name}.png")


def the_page(assistant: Assistant) -> None:
    """Show an answer beside its article."""
    with serving(lambda: assistant) as address, _opened(address, 1280, 800) as page:
        ask(page, "Who did Retno meet?")
        page.locator(".cite").first.click()
        page.locator("article .cited.current").first.wait_for()
        _taken(page, "page")


def chat(assistant: Assistant) -> None:
    """Show articles that differ, a follow-up, and what no article says."""
    assistant.add(_SINKS, _FOUND)
    with serving(lambda: assistant) as address, _opened(address, 1000, 1660) as page:
        for question in ("How many people died when the Aurora sank?", "Who commanded it?", "What did it cost?"):
            ask(page, question)
        page.locator(".chat").evaluate("(chat) => (chat.scrollTop = 0)")
        _taken(page, "chat")


def model(assistant: Assistant) -> None:
    """Show sentences of a language model, and one that was struck."""
    with written_by("Scripted", assistant) as served, _opened(served("right"), 800, 760, 1.5) as page:
        ask(page, "How many Indonesian victims were rescued?")
        page.locator(".struck summary").click()
        page.locator(".chat").evaluate("(chat) => (chat.scrollTop = 0)")
        _taken(page, "llm")


def main() -> None:
    """Take the pictures that are named, or all."""
    for take in (the_page, model, chat):
        if take.__name__ in (sys.argv[1:] or ["the_page", "model", "chat"]):
            with tempfile.TemporaryDirectory() as folder:
                take(Assistant.open(folder))


if __name__ == "__main__":
    main()
