"""A Chromium, the page served to it, and the watch that the page asks nobody else for anything."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from index.glimpse import Glimpse
from rag.assistant import Assistant
from ui.server.web import launch

_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE = 60_000  # milliseconds: a busy machine answers many times later than a free one
Open = Callable[..., Page]


def chromium() -> str | None:
    """Return the Chromium to test with: `BYLINE_CHROMIUM`, else one on the path, else None for playwright's own."""
    named = os.environ.get("BYLINE_CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(load: Callable[[], Assistant], look: Callable[[], Glimpse] | None = None) -> Iterator[str]:
    """Serve the page while the block runs; gives its address."""
    page = launch(load, port=free_port(), look=look)
    try:
        yield page.local_url or ""
    finally:
        page.close(verbose=False)


@pytest.fixture(scope="session")
def served(assistant: Assistant) -> Iterator[str]:
    """Give the address of the page on the bundled article."""
    with serving(lambda: assistant) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one Chromium for all tests; it can reach 127.0.0.1 alone."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, served: str) -> Iterator[Open]:
    """Give what opens the page in a new profile; in the end nothing was asked of others and no script failed."""
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def open_(address: str = served, clock: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        if clock:
            page.clock.install()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("dialog", lambda dialog: failed.append(dialog.message))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(address)
        page.locator("#question").wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert failed == []
    assert {urlsplit(url).hostname for url in asked if not url.startswith("data:")} <= {"127.0.0.1"}


def ask(page: Page, question: str) -> None:
    """Ask as a reader does, and wait for what comes."""
    before = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(before).locator(".acts").wait_for()


def reads_sideways(page: Page) -> list[str]:
    """Return what is wider than the window, or scrolls sideways."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("body, .byline, .byline *")]
            .filter((e) => e.checkVisibility() && !e.closest(".unseen") && getComputedStyle(e).display !== "inline")
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1
              || (e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)))
            .map((e) => e.tagName + "." + e.className)"""
        )
    )
