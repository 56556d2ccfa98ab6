"""Every view of the page, in both themes and on both a desk and a phone, as axe-core sees it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.browser import Open, ask

pytestmark = pytest.mark.browser

TARGETS = """(least) => {
    const small = [], own = (element) => element.closest("label") ?? element;
    for (const element of document.querySelectorAll(".byline :is(button, summary, [type=checkbox], [type=radio])")) {
        if (!element.checkVisibility() || element.closest("[inert]") || element.matches(".skip")) continue;
        if (own(element).matches(".drop")) continue;
        own(element).scrollIntoView({ block: "center" });
        const { left, top, width, height } = own(element).getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2], reach = least / 2 - 1;
        const meets = (dx, dy) => own(element).contains(document.elementFromPoint(x + dx, y + dy));
        if (!meets(-reach, 0) || !meets(reach, 0) || !meets(0, -reach) || !meets(0, reach))
            small.push(`${element.outerHTML.slice(0, 120)} ${Math.round(width)}x${Math.round(height)}`);
    }
    return small;
}"""
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


def offered(page: Page) -> None:
    """Show what may be done with a pasted address, and the last question being edited."""
    ask(page, QUESTION)
    page.locator("#question").press("ArrowUp")
    page.locator(".amending").wait_for()
    assert grave(page) == []
    page.locator("#question").fill("https://example.org/story")
    page.locator(".offer").wait_for()


def writing(page: Page) -> None:
    """Show the form for a text, and what may be done with an article that is selected."""
    library(page)
    page.locator(".ways").get_by_text("Text", exact=True).click()
    page.locator(".pick input").first.check()


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


VIEWS: tuple[Callable[[Page], None], ...] = (
    *(empty, answer, refusal, offered, article, chats, looks),
    *(library, writing, confirmation),
)


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


@pytest.mark.parametrize(("coarse", "least"), [(False, 24), (True, 44)], ids=["mouse", "finger"])
def test_what_can_be_pressed_is_large_enough(open_page: Open, coarse: bool, least: int) -> None:
    size = {"width": 390, "height": 844} if coarse else {"width": 1280, "height": 844}
    page = open_page(viewport=size, has_touch=coarse, is_mobile=coarse)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches") == coarse
    empty(page)
    assert page.evaluate(TARGETS, least) == []
    article(page)
    assert page.evaluate(TARGETS, least) == []
    page.get_by_role("button", name="close the article").click()
    assert page.evaluate(TARGETS, least) == []
    library(page)
    assert page.evaluate(TARGETS, least) == []


def test_there_is_one_main_part(open_page: Open) -> None:
    page = open_page()
    expect(page.get_by_role("main")).to_have_count(1)


def test_the_dangerous_choice_is_red(open_page: Open) -> None:
    page = open_page(color_scheme="light")
    confirmation(page)
    choice = page.get_by_role("dialog").get_by_role("button", name="Remove")
    expect(choice).to_have_css("background-color", "rgb(168, 50, 42)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".shelf .open")).to_have_count(1)
