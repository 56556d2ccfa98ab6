"""Within which articles the page asks: chosen, told, kept, in the address, and widened again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY, ORCHARD

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a page on three articles, the ferry in the collection Islands."""
    assistant = Assistant.open(tmp_path_factory.mktemp("scope"))
    assistant.add(FERRY, ORCHARD)
    assistant.library.collect("Islands", FERRY.id)
    with serving(lambda: assistant) as served:
        yield served


def test_a_question_is_asked_within_what_is_chosen_and_then_of_all(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator(".scope .in").click()
    page.get_by_label("Islands").check()
    page.locator("#scoping .send").click()
    expect(page.locator(".scope .in")).to_have_text("Asking in Islands")
    assert page.url.endswith("?in=Islands#ask")
    ask(page, "Who did Retno meet?")
    expect(page.locator(".card .short")).to_have_text("The article in Islands does not say.")
    expect(page.locator(".card .within")).to_contain_text("Asked within the article in Islands.")
    page.reload()
    expect(page.locator(".scope .in")).to_have_text("Asking in Islands")
    page.get_by_role("button", name="Ask all articles").click()
    expect(page.locator(".card .short")).to_contain_text("Neth Savoeun")
    expect(page.locator(".scope .in")).to_have_text("Asking all articles")
    assert "in=" not in page.url


def test_the_address_brings_a_choice(open_page: Open, address: str) -> None:
    page = open_page(f"{address}?outlet=Valley+Weekly&from=2022")
    expect(page.locator(".scope .in")).to_have_text("Asking from Valley Weekly, since 2022")
    page.get_by_role("button", name="Ask all").click()
    expect(page.locator(".scope .in")).to_have_text("Asking all articles")


def test_ticked_articles_are_put_into_a_collection_and_asked(open_page: Open, address: str) -> None:
    page = open_page(address, viewport={"width": 390, "height": 780})
    page.locator("nav [data-do=library]").click()
    page.get_by_label(f"Select “{ORCHARD.title}”").check()
    page.locator("#collection").fill("Bees")
    page.get_by_role("button", name="Put in").click()
    expect(page.locator(".gathered")).to_contain_text("Bees 1 article")
    assert reads_sideways(page) == []
    page.get_by_role("button", name="Ask these").click()
    expect(page.locator(".scope .in")).to_have_text("Asking 1 article you chose")
    page.locator(".scope .in").click()
    expect(page.locator("#scoping").get_by_label("Bees")).to_be_visible()
    assert reads_sideways(page) == []
