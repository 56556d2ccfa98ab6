"""Words are found inside the articles, shown in their sentences, and open the article there."""

import pytest
from playwright.sync_api import Page, expect

from index.types import Article
from rag.assistant import Assistant
from tests.support.browser import reads_sideways
from tests.support.doubles import FERRY

LONG = Article(
    "Quartz <i>again</i>", "<b>Quartz</b> was found & kept. " + "The quartz is new. " * 70, source="The <Echo>"
)


def search(page: Page, words: str) -> None:
    page.get_by_label("Search inside the articles").last.fill(words)
    page.keyboard.press("Enter")


@pytest.mark.browser
def test_every_mention_is_shown_and_opens_the_article_there(library_page: Page, own: Assistant) -> None:
    page = library_page
    own.add(FERRY, LONG)
    search(page, "quartz OR “ran out of bread”")
    expect(page.locator(".tally")).to_have_text("Found in 2 articles.")
    expect(page.locator(".shelf")).to_be_hidden()
    expect(page.locator(".found h3")).to_have_text([FERRY.title, LONG.title])
    expect(page.locator(".found .meta").last).to_have_text("The <Echo> · 72 mentions")
    quartz = page.locator(".found > li").last
    expect(quartz.locator("h3 mark")).to_have_text("Quartz")
    expect(quartz.locator(".mentions li")).to_have_count(4)
    expect(quartz.locator(".mentions li").first).to_have_text("<b>Quartz</b> was found & kept.")
    page.get_by_role("button", name="68 more sentences").click()
    page.get_by_role("button", name="18 more sentences").click()
    expect(quartz.locator(".mentions mark")).to_have_count(71)
    page.get_by_role("button", name="ran out of bread").click()
    expect(page.locator("article .cited.current mark")).to_have_text("ran out of bread")
    expect(page.locator("article .cited.current mark")).to_be_in_viewport()
    page.get_by_role("button", name="close the article").click()
    expect(page.get_by_role("button", name="ran out of bread")).to_be_focused()
    quartz.locator(".mentions button").first.click()
    expect(page.locator("article .cited.current").first).to_contain_text("<b>")
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".shelf .open")).to_have_count(3)
    expect(page.locator(".findings")).to_be_empty()


@pytest.mark.browser
def test_what_cannot_be_read_is_told_and_nothing_found_too(library_page: Page) -> None:
    page = library_page
    search(page, "retno AND (")
    expect(page.locator(".tally")).to_contain_text("There is nothing to look for")
    search(page, 'title:"retno* NEAR(')
    expect(page.locator(".tally")).to_have_text("No article has it.")
    page.set_viewport_size({"width": 390, "height": 844})
    search(page, "retno")
    expect(page.locator(".tally")).to_have_text("Found in 1 article.")
    expect(page.locator(".mentions mark").first).to_be_visible()
    assert reads_sideways(page) == []
    page.get_by_label("Search inside the articles").last.fill("")
    expect(page.locator(".shelf .open")).to_have_count(1)


@pytest.mark.browser
def test_further_articles_come_a_page_at_a_time(library_page: Page, own: Assistant) -> None:
    page = library_page
    own.add(*(Article(f"No {n}", f"Quartz number {n}.", published=f"20{n:02}") for n in range(45)))
    search(page, "quartz")
    expect(page.locator(".found > li")).to_have_count(20)
    page.get_by_role("button", name="25 more articles").click()
    expect(page.locator(".found > li")).to_have_count(40)
    expect(page.get_by_role("button", name="No 24")).to_be_focused()
    page.get_by_role("button", name="5 more articles").click()
    expect(page.locator(".found > li .open")).to_have_text([f"No {n}" for n in reversed(range(45))])
