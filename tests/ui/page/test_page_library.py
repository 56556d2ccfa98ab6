"""The library on the page: files, text and addresses go in, are found, answer, and go again."""

import asyncio
import json
import re
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY, ORCHARD
from ui.server.answers import Answers
from ui.server.calls import Calls

PHONE = {"width": 390, "height": 844}


def outcomes(page: Page) -> list[str]:
    expect(page.locator(".working")).to_be_hidden()
    return page.locator(".outcomes li").all_text_contents()


@pytest.mark.browser
def test_files_go_in_and_are_answered_from_at_once(library_page: Page, tmp_path: Path) -> None:
    page, files = library_page, [tmp_path / name for name in ("ferry.txt", "bees.md", "bad.txt")]
    for file, content in zip(files, (f"{FERRY.title}\n\n{FERRY.text}", f"# Bees\n\n{ORCHARD.text}", ""), strict=True):
        file.write_text(content)
    page.locator(".adding [type=file]").set_input_files(files)
    expect(page.locator(".outcomes li")).to_have_count(3)
    told = outcomes(page)
    assert told[:2] == [f"added {FERRY.title}", "added Bees"]
    assert told[2].startswith("rejected bad.txt: It is empty.")
    expect(page.get_by_role("button", name="Library · 3 articles")).to_be_visible()
    page.locator(".adding [type=file]").set_input_files(files[:1])
    expect(page.locator(".outcomes li")).to_have_text([f"already there {FERRY.title}"])
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "How much will the harbour repairs cost?")
    expect(page.locator(".short")).to_contain_text("2.4 million euros")


@pytest.mark.browser
def test_text_is_pasted_found_and_removed(library_page: Page) -> None:
    page, adding = library_page, library_page.locator(".adding")
    adding.get_by_text("Text", exact=True).first.click()
    adding.get_by_label("Title", exact=True).fill("Ferry <b>again</b>")
    adding.get_by_label("Date").fill("2021-03-12")
    adding.get_by_role("textbox", name="Text", exact=True).fill(FERRY.text)
    page.get_by_role("button", name="Add text").click()
    expect(page.locator(".outcomes li")).to_have_text(["added Ferry <b>again</b>"])
    expect(page.locator(".shelf .open")).to_have_count(2)
    page.get_by_role("columnheader", name="Title").get_by_role("button").click()
    expect(page.locator(".shelf .open").first).to_have_text("Ferry <b>again</b>")
    page.get_by_label("Filter the articles").fill("ferry 2021")
    expect(page.locator(".shelf .open")).to_have_text(["Ferry <b>again</b>"])
    page.get_by_role("button", name="Remove “Ferry").click()
    expect(page.get_by_role("dialog")).to_contain_text("You can undo this for 10 seconds")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Remove “Ferry").click()
    page.get_by_role("dialog", name="Remove “Ferry <b>again</b>”?").get_by_role("button", name="Remove").click()
    expect(page.locator(".shelf")).to_have_text("No article fits.")
    expect(page.get_by_role("button", name="Library · 1 article")).to_be_visible()


@pytest.mark.browser
def test_many_articles_of_one_file_tell_how_far_they_are(library_page: Page, tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"Story {n}", "text": f"The number of story {n} is {n}. " * 40}) for n in range(300)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    library_page.locator(".adding [type=file]").set_input_files(tmp_path / "many.jsonl")
    far = re.compile(r"1 of 1 · \d+ of about \d+ articles")
    expect(library_page.locator(".working span")).to_contain_text(far)
    expect(library_page.locator(".outcomes")).to_contain_text("300 added", timeout=120_000)
    expect(library_page.get_by_role("button", name="Library · 301 articles")).to_be_visible()


@pytest.mark.browser
def test_a_long_file_can_be_stopped_and_what_is_in_stays(library_page: Page, own: Assistant, tmp_path: Path) -> None:
    page, files = library_page, [tmp_path / "many.jsonl", tmp_path / "ferry.txt"]
    lines = [json.dumps({"title": f"Story {n}", "text": f"The number of story {n} is {n}. " * 60}) for n in range(900)]
    files[0].write_text("\n".join(lines))
    files[1].write_text(FERRY.text)
    page.locator(".adding [type=file]").set_input_files(files)
    expect(page.locator(".working span")).to_contain_text(re.compile(r"left$"))
    page.get_by_role("button", name="Stop", exact=True).last.click()
    expect(page.locator(".working span")).to_have_text("Stopping…")
    expect(page.locator(".outcomes li")).to_have_text(
        re.compile(r"^stopped after \d+ of about \d+ articles, which stay$")
    )
    expect(page.locator(".working")).to_be_hidden()
    added = len(own.library.ids()) - 1
    assert 0 < added < 900
    expect(page.locator("nav")).to_contain_text(f"Library · {added + 1} articles")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the number of story 0?")
    expect(page.locator(".turn .excerpt").first).to_contain_text("number of story")


@pytest.mark.browser
def test_a_sentence_of_two_outlets_opens_in_either(open_page: Open, own: Assistant) -> None:
    own.add(FERRY, replace(FERRY, source="The Echo"))
    with serving(lambda: own) as address:
        page = open_page(address)
        ask(page, "How much will the harbour repairs cost?")
        expect(page.locator(".elsewhere")).to_have_count(1)
        other = page.locator(".elsewhere button").text_content() or ""
        page.locator(".elsewhere button").click()
        expect(page.locator("article .cited.current mark")).to_have_text("2.4 million euros")
        expect(page.locator("article .meta")).to_contain_text(other.split(" ·")[0])
        page.close()


@pytest.mark.browser
def test_a_bad_address_is_told_and_a_phone_shows_all(library_page: Page) -> None:
    page = library_page
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.get_by_text("Address", exact=True).first.click()
    page.get_by_label("Web address").fill("http://127.0.0.1:1/")
    page.get_by_label("Web address").press("Enter")
    expect(page.locator(".outcomes .rejected")).to_contain_text("address of this machine")
    assert reads_sideways(page) == []


def test_no_path_but_an_upload_is_read(own: Assistant, tmp_path: Path) -> None:
    (tmp_path / "up/deep").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("A secret.")
    loading: Future[Assistant] = Future()
    loading.set_result(own)
    calls = {call.__name__: call for call in Calls(Answers(loading), tmp_path / "up").all()}

    def add(given: dict[str, str]) -> dict[str, Any]:
        return asyncio.run(calls["add"](given))

    (tmp_path / "up/link.txt").symlink_to(tmp_path / "secret.txt")
    for path in ("secret.txt", "up/../secret.txt", "up/link.txt", "up", "up/none.txt"):
        assert "was not uploaded here" in add({"path": str(tmp_path / path), "name": "a.txt"})["error"]
    for url in (str(tmp_path / "secret.txt"), "file:///etc/passwd", "-"):
        assert "is no address of a page" in add({"url": url})["error"]
    assert (tmp_path / "secret.txt").exists()
    stored = tmp_path / "up/deep/blob"
    stored.write_text("The ferry sailed.")
    assert add({"path": str(stored), "name": "ferry.txt"})["articles"] == 2
    assert not stored.exists()
