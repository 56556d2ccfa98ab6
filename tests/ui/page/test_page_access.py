"""Every view of the page, in both themes and on both a desk and a phone, as axe-core sees it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import Open, ask

pytestmark = pytest.mark.browser

QUESTION, UNTOLD = "Who did Retno meet?", "What is the recipe for rhubarb crumble?"
WIDTHS, THEMES = (390, 1280), ("light", "dark")
GRAVE = ("serious", "critical")


def empty(page: Page) -> None:
    """Show the page before the first question."""
    page.locator(".chips button").first.wait_for()


def answer(page: Page) -> None:
    """Show an answer with its quotes."""
    ask(page, QUESTION)


def refusal(page: Page) -> None:
    """Show what the articles do not say, with the nearest passages."""
    ask(page, UNTOLD)


def library(page: Page) -> None:
    """Show the list of the articles."""
    page.get_by_role("button", name="Library · 1 article").click()
    page.locator(".shelf .open").wait_for()


def article(page: Page) -> None:
    """Show an article beside its answer."""
    ask(page, QUESTION)
    page.locator(".cite").first.click()
    page.locator("article .cited.current").first.wait_for()


def confirmation(page: Page) -> None:
    """Show the question whether to remove an article."""
    library(page)
    page.locator(".removal button").click()


def chats(page: Page) -> None:
    """Show the list of the chats."""
    ask(page, QUESTION)
    page.get_by_role("button", name="Chats").click()


def looks(page: Page) -> None:
    """Show the choice of colours and text size."""
    page.get_by_role("button", name="Colours and text size").click()


VIEWS: tuple[Callable[[Page], None], ...] = (empty, answer, refusal, library, article, confirmation, chats, looks)


def grave(page: Page) -> list[str]:
    """Return what axe-core finds that keeps some readers out."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found if one["impact"] in GRAVE for node in one["nodes"]]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_axe_finds_nothing_grave(open_page: Open, view: Callable[[Page], None]) -> None:
    page = open_page()
    view(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert grave(page) == [], f"{view.__name__}, {theme}, {width} px"
