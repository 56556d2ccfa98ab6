"""The page, as a reader has it: real server, real models, real browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.results import Citation
from tests.support.browser import Open, ask, reads_sideways, serving

pytestmark = pytest.mark.browser

QUESTION = "Who did Retno meet?"
UNTOLD = "What is the recipe for rhubarb crumble?"
PHONE = {"width": 390, "height": 844}
HOSTILE = Article(
    title="<script>alert(1)</script> & <b>other</b> lies",
    text=(
        "The <img src=x onerror=alert(2)> lighthouse keeper Ada Quill counted 412 gannets on Sunday. "
        "She wrote <script>alert(3)</script> in the log."
    ),
    source='"><svg onload=alert(4)>',
)


def cited(page: Page) -> str:
    return "".join(page.locator("article .cited.current").all_text_contents())


def in_view(page: Page) -> bool:
    lit = page.locator("article .cited.current").first.bounding_box()
    pane = page.locator("article").bounding_box()
    assert lit
    assert pane
    return pane["y"] <= lit["y"] and lit["y"] + lit["height"] <= pane["y"] + pane["height"]


def quotes(assistant: Assistant) -> tuple[Citation, ...]:
    result = assistant.ask(QUESTION)
    assert result.citations
    return result.citations


def test_a_citation_opens_its_sentence_in_the_article(open_page: Open, assistant: Assistant) -> None:
    page = open_page()
    ask(page, QUESTION)
    expect(page.locator(".question")).to_have_text(QUESTION)
    citations = quotes(assistant)
    for citation in citations:
        page.locator(f'.cite[data-number="{citation.number}"]').click()
        expect(page.locator(".where")).to_have_text(f"citation {citation.number} of {len(citations)}")
        assert cited(page) == citation.quote
        assert in_view(page)
        expect(page.locator("article h2")).to_have_text(citation.title)


def test_an_excerpt_opens_too_and_the_arrows_walk(open_page: Open, assistant: Assistant) -> None:
    page = open_page()
    ask(page, UNTOLD)
    nearest = assistant.ask(UNTOLD).closest
    assert len(nearest) > 1
    page.locator(".excerpt blockquote").first.click()
    for passage in nearest:
        expect(page.locator(".where")).to_have_text(f"passage {passage.number} of {len(nearest)}")
        expect(page.locator(".excerpt.current")).to_contain_text(passage.quote)
        assert cited(page) == passage.quote
        assert in_view(page)
        page.get_by_role("button", name="next citation").click(force=True)
    expect(page.get_by_role("button", name="next citation")).to_be_disabled()
    page.get_by_role("button", name="previous citation").click()
    expect(page.locator(".where")).to_have_text(f"passage {len(nearest) - 1} of {len(nearest)}")
    page.keyboard.press("Escape")
    expect(page.locator(".pane")).to_be_hidden()


def test_an_example_is_asked_by_a_click(open_page: Open) -> None:
    page = open_page()
    chip = page.locator(".chips button").first
    question = chip.inner_text()
    chip.click()
    expect(page.locator(".card .short")).to_be_visible()
    expect(page.locator(".question")).to_have_text(question)


def test_what_the_articles_do_not_say_is_said_so(open_page: Open) -> None:
    page = open_page()
    ask(page, UNTOLD)
    card = page.locator(".card.none")
    expect(card.locator(".short")).to_have_text("The articles do not say.")
    expect(card.locator(".reason")).not_to_be_empty()
    assert page.locator(".card .cite").count() == 0


def test_the_keyboard_is_enough(open_page: Open) -> None:
    page = open_page()
    page.locator(".chips button").first.wait_for()
    page.keyboard.type("How many Indonesian victims")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("were rescued?")
    page.keyboard.press("Enter")
    page.locator(".acts").wait_for()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.cite')"):
            break
    page.keyboard.press("Enter")
    page.locator("article .cited.current").first.wait_for()
    assert page.evaluate("document.activeElement.matches('article')")
    assert "inset" in page.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"
    page.keyboard.press("Escape")
    expect(page.locator(".pane")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.cite')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_fit_a_phone(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme, viewport=PHONE)
    ground = page.evaluate("getComputedStyle(document.querySelector('.byline')).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) > 384) == (scheme == "light")
    ask(page, "Supercalifragilistic" * 12 + "?")
    ask(page, QUESTION)
    assert reads_sideways(page) == []
    page.locator(".cite").first.click()
    page.locator("article .cited.current").first.wait_for()
    assert in_view(page)
    assert reads_sideways(page) == []
    assert page.locator(".pane").bounding_box() == {"x": 0, "y": 0, **PHONE}
    page.get_by_role("button", name="close the article").click()
    expect(page.locator("#question")).to_be_visible()


def test_the_library_lists_articles_and_opens_them(open_page: Open, assistant: Assistant) -> None:
    page = open_page()
    page.get_by_role("button", name="Library · 1 article").click()
    article = assistant.library.articles()[0]
    page.locator(".shelf button", has_text=article.title).click()
    expect(page.locator("article h2")).to_have_text(article.title)
    told = page.locator("article .paragraph").all_text_contents()
    assert len(told) > 3
    assert all(paragraph in article.text for paragraph in told)
    page.get_by_role("button", name="Ask", exact=True).first.click()
    expect(page.locator("#question")).to_be_focused()


def test_what_is_hostile_is_shown_as_text(open_page: Open, assistant: Assistant, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "index")
    library.add([HOSTILE])
    with serving(lambda: Assistant(library, assistant.reader)) as address:
        page = open_page(address)
        injected = "<script>alert(5)</script><img src=x onerror=alert(6)> How many gannets did Ada Quill count?"
        ask(page, injected)
        expect(page.locator(".question")).to_have_text(injected)
        page.locator(".excerpt").first.click()
        page.locator("article .cited.current").first.wait_for()
        page.get_by_role("button", name="Library · 2 articles").click()
        page.locator(".shelf button", has_text="lies").click()
        expect(page.locator("article h2")).to_have_text(HOSTILE.title)
        expect(page.locator("article .paragraph").first).to_contain_text("<img src=x onerror=alert(2)>")
        assert page.locator(".byline :is(script, img, svg)").count() == 0
        page.close()


def test_a_tab_keeps_its_own_conversation(open_page: Open, served: str) -> None:
    page = open_page()
    ask(page, QUESTION)
    short = page.locator(".short").inner_text()
    other = page.context.new_page()
    other.goto(served)
    other.locator(".chips button").first.wait_for()
    assert other.locator(".turn").count() == 0
    page.reload()
    expect(page.locator(".short")).to_have_text(short)
    page.locator(".cite").first.click()
    page.locator("article .cited.current").first.wait_for()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".pane")).to_be_hidden()
    page.reload()
    page.locator(".chips button").first.wait_for()
    assert page.locator(".turn").count() == 0


def test_copy_gives_the_answer_its_quotes_and_source(open_page: Open, assistant: Assistant) -> None:
    page: Any = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = f"{QUESTION}\n\n{assistant.ask(QUESTION)}"
    assert page.evaluate("navigator.clipboard.readText()") == copied
    # Where the page comes over plain http from another machine, there is no navigator.clipboard.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(document.activeElement.value) })")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == copied
