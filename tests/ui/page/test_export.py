"""What a browser keeps of results and brings back, and the files that a conversation is saved as."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.faults import KeptFault
from index.selection import Selection
from index.types import Article, Listed
from rag.draft import Claim, Draft, Rejection
from rag.results import NoAnswer, Reply, Result
from tests.support.doubles import FERRY, ORCHARD
from tests.ui.page.test_render import BEES, SHOP, WALL, WORDS, answered, cite
from ui.page.export import markdown, page
from ui.server.kept import brought, plain

URL = "https://harbour.example/ferry?a=1&b=2"
COPY = replace(cite(ORCHARD, BEES, BEES), source="The Echo", url=URL)
ROW = Listed(FERRY.id, FERRY.title, FERRY.source, None, "2026-11-24T10:00:00+00:00", None, 6)
ANSWER = answered("Maeve Doyle", replace(cite(FERRY, "Maeve Doyle", WALL), also=(COPY,), date="2021-03-08"))
REFUSAL = NoAnswer("And she?", "Who is she?", "person", 0.1, "r", (), (cite(FERRY, "Colm", SHOP),), {}, reason="No.")
REPLY = Reply("Hello", "Hello", "talk", 1.0, "r", (), (), {}, text="Ask the articles.", articles=(ROW,))
RESULTS: list[Result] = [ANSWER, REFUSAL, REPLY]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_a_result_comes_back_as_it_was_kept(result: Result) -> None:
    assert brought(json.loads(json.dumps(plain(result)))) == result


BAD: list[Any] = [None, 7, "x", [], {}, {**plain(ANSWER), "citations": []}, {**plain(ANSWER), "confidence": "high"}]
BAD += [{**plain(ANSWER), "citations": [{**plain(ANSWER)["citations"][0], "start": "<img src=x>"}]}]


@pytest.mark.parametrize("kept", BAD)
def test_what_is_no_result_is_told(kept: Any) -> None:
    with pytest.raises(KeptFault, match=r"cannot be read\. Press Retry"):
        brought(kept)


def test_markdown_has_questions_answers_quotes_outlets_dates_and_addresses() -> None:
    written = markdown("Ferries", RESULTS)
    assert written.startswith("# Ferries\n\n3 questions · saved from Byline on ")
    assert "## Who?\n\n**Maeve Doyle** (8 March 2021)\n\n●●● well supported\n\n1. “Captain **Maeve Doyle**" in written
    assert "The Harbour Post, Ferry service to Aran Island resumes after storm, 12 March 2021; also" in written
    assert f"The Echo, {ORCHARD.title}, 30 April 2022 <{URL}>" in written
    assert "## And she?\n\n*understood as: Who is she?*\n\n**The articles do not say.** No.\n\nThe nearest" in written
    assert f"1. “{SHOP}”" in written
    assert written.endswith(f"## Hello\n\n**Ask the articles.**\n\n- {FERRY.title}\n")


def test_a_models_sentences_keep_their_numbers_and_its_name() -> None:
    draft = Draft(
        "llama<3>",
        (Claim("Stone *is* lost.", (1,)), Claim("It was <big>.", (1,))),
        (Rejection("It sank.", "No."),),
    )
    result = replace(ANSWER, draft=draft, text="Stone *is* lost. It was <big>.")
    assert brought(json.loads(json.dumps(plain(result)))) == result
    written = markdown("Ferries", [result])
    assert "**Stone \\*is\\* lost. \\[1\\] It was \\<big\\>. \\[1\\]**" in written
    assert "✓ each sentence checked against its quote · written by llama\\<3\\>\n" in written
    assert f"1. “{WALL}”" in written
    shown = page("Ferries", [result])
    assert "Stone *is* lost.<sup>1</sup> It was &lt;big&gt;.<sup>1</sup></p>" in shown
    assert "✓ each sentence checked against its quote · written by llama&lt;3&gt;</p>" in shown
    assert "<mark>" not in shown
    for told in (written, shown):
        assert "sank" not in told
    failed = replace(ANSWER, draft=replace(draft, fault="Broken."))
    assert markdown("Ferries", [failed]) == markdown("Ferries", [ANSWER])


def test_html_is_one_file_that_asks_for_nothing() -> None:
    written = page("Ferries", RESULTS)
    assert "<mark>Maeve Doyle</mark>" in written
    assert '<a href="https://harbour.example/ferry?a=1&amp;b=2">' in written
    assert written.count("<mark>") == 1, "a nearest passage has no answer to light"
    assert "understood as: Who is she?" in written
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", written)


@given(words=WORDS.filter(str.strip), title=WORDS)
def test_any_words_are_written_as_they_are(words: str, title: str) -> None:
    article = Article(title, words, source=words, url=f"https://{words}")
    quote = words.strip()
    result = replace(answered(quote, cite(article, quote, quote)), question=words)
    tags = set(re.findall(r"<(\w+)", page(title, [result]).partition("</style>")[2]))
    assert tags <= {"main", "h1", "h2", "p", "section", "ol", "li", "blockquote", "mark", "a", "br"}
    unescaped = re.sub(r"\\.|<https?://[^\s<>]+>$", "", markdown(title, [result]), flags=re.MULTILINE)
    assert not re.search(r"[<\[`]", unescaped)


@given(st.sampled_from(RESULTS), WORDS)
def test_words_of_a_browser_stay_words(result: Result, words: str) -> None:
    kept = {**plain(result), "question": words, "reader": words}
    assert brought(json.loads(json.dumps(kept))).question == words


def test_what_a_conversation_asks_within_is_named() -> None:
    within = Selection(collections=("Elections *",), outlets=("The <Post>",), since="2022")
    head = (
        "3 questions · within the articles in Elections {}* from The {}Post{} published since 2022 · saved from Byline"
    )
    assert head.format("\\", "\\<", "\\>") in markdown("Ferries", RESULTS[:3], within)
    assert head.format("", "&lt;", "&gt;") in page("Ferries", RESULTS[:3], within)
    assert "within" not in markdown("Ferries", RESULTS)
