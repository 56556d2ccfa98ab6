"""Results and articles as HTML: what is escaped, numbered, lit and left out."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import bundled
from index.types import Article, Listed, Outcome, Span
from rag.draft import Claim, Draft, Rejection
from rag.results import Answer, Citation, NoAnswer, Reply, Result
from tests.support.doubles import FERRY, ORCHARD
from ui.page.article import Mark, readable, story, told
from ui.page.render import card
from ui.page.shelf import shelf

ARTICLES = {article.id: article for article in (FERRY, ORCHARD, *bundled())}
CAPTION = "Indonesian Foreign Minister Retno Marsudi holds talks with Cambodian National Police chief"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


class Parsed(HTMLParser):
    """The texts and the tags of some HTML, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._within: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        assert self._within == [], "every tag is closed"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        name = f"{tag}.{dict(attributes).get('class')}"
        self.tags.append((tag, dict(attributes)))
        if tag == "input":  # it has no end
            return
        self._within.append(name)
        self.texts.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._within.pop().split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in set(self._within):
            self.texts[name][-1] += data


def cite(article: Article, words: str, sentence: str, number: int = 1) -> Citation:
    start = article.text.index(sentence)
    at = article.text.index(words, start)
    end = start + len(sentence)
    known: dict[str, Any] = {"source": article.source, "url": article.url, "published": article.published}
    span: dict[str, Any] = {"start": start, "end": end, "answer_start": at, "answer_end": at + len(words)}
    return Citation(number, article.id, article.title, quote=sentence, **known, **span)


def answered(text: str, *citations: Citation, confidence: float = 0.9) -> Answer:
    return Answer("Who?", "Who?", "person", confidence, "reader", citations, (), {}, text=text)


def shown(answer: Result) -> Parsed:
    return Parsed(card(answer, ARTICLES.__getitem__))


WALL = "Captain Maeve Doyle said the harbour wall had lost forty metres of stone."
SHOP = "“We ran out of bread on the second day,” said the shopkeeper Colm Flaherty."
BEES = "The beekeeper Tomasz Zielinski breeds them in reed tubes behind his barn."


def test_a_short_answer_is_lit_inside_its_quote_and_numbered() -> None:
    html = shown(answered("Maeve Doyle", cite(FERRY, "Maeve Doyle", WALL)))
    assert html.texts["p.short"] == ["Maeve Doyle1"]
    assert html.texts["span.quote"] == [WALL]
    assert html.texts["mark.None"] == ["Maeve Doyle"]
    assert html.texts["button.from"] == [
        "The Harbour Post · 12\u00a0March\u00a02021 · paragraph\u00a01 · open in the article\u00a0→"
    ]
    before, after = html.texts["span.around"]
    assert before == "…\u00a0Aran Island sailed again on Monday after a storm kept it in port for nine days."
    assert after == "Repairs will cost 2.4 million euros, the county council estimates."


def test_an_answer_that_is_its_whole_sentence_is_not_printed_twice() -> None:
    html = shown(answered(WALL, cite(FERRY, WALL, WALL)))
    assert html.texts["p.short"] == [f"{WALL}1"]
    assert html.text.count(WALL) == 1
    assert html.texts["span.quote"] == ["Captain Maeve Doyle said … forty metres of stone."]
    assert "mark.None" not in html.texts


def test_a_quote_that_is_a_whole_block_is_read_between_its_neighbours() -> None:
    (article,) = bundled()
    caption = next(line for line in article.text.splitlines() if line.startswith(CAPTION))
    html = shown(answered(caption, cite(article, caption, caption)))
    above, below = html.texts["span.around apart"]
    assert above.endswith("an online scam operation in Sihanoukville.")
    assert below == "Credit: Twitter/MFA Indonesia"
    assert "· caption ·" in html.texts["button.from"][0]


def test_a_sentence_that_says_the_same_in_other_words_stands_behind_the_answer() -> None:
    html = shown(
        answered("Captain Maeve Doyle", cite(FERRY, "Captain Maeve Doyle", WALL), cite(FERRY, "Doyle", WALL, 2))
    )
    assert "p.also" not in html.texts
    assert html.texts["p.short"] == ["Captain Maeve Doyle12"]


def test_further_answers_of_the_article_follow_by_their_words_or_by_their_numbers() -> None:
    first = cite(FERRY, "Maeve Doyle", WALL)
    html = shown(answered("Maeve Doyle", first, cite(FERRY, "Colm Flaherty", SHOP, 2)))
    assert html.texts["p.also"] == ["also Colm Flaherty2"]
    html = shown(answered(WALL, cite(FERRY, WALL, WALL), cite(FERRY, SHOP, SHOP, 2)))
    assert html.texts["p.also"] == ["see also2"]
    assert SHOP in html.texts["span.quote"]
    html = shown(answered("Maeve Doyle and Tomasz", first, cite(ORCHARD, "Tomasz", BEES, 2)))
    assert html.texts["p.short"] == ["Maeve Doyle1 and Tomasz2"]


def test_another_answer_of_another_article_stands_beside_the_first_with_outlet_and_date() -> None:
    html = shown(answered("Maeve Doyle", cite(FERRY, "Maeve Doyle", WALL), cite(ORCHARD, BEES, BEES, 2)))
    assert html.texts["div.otherwise"] == [
        "Another article has another answer:Maeve Doyle1The Harbour Post · 12\u00a0March\u00a02021"
        "The beekeeper Tomasz Zielinski … tubes behind his barn.2Valley Weekly · 30\u00a0April\u00a02022"
    ]
    assert "p.also" not in html.texts
    assert html.texts["p.support fair"] == ["the articles differ: check the quotes"]


def test_a_summary_is_read_in_order_and_its_sentences_are_not_printed_twice() -> None:
    sentences = (cite(FERRY, WALL, WALL), cite(ORCHARD, BEES, BEES, 2))
    html = shown(replace(answered(f"{WALL} {BEES}", *sentences), kind="summary"))
    assert html.texts["p.short summary"] == [f"{WALL}1 {BEES}2"]
    assert html.text.count(WALL) == html.text.count(BEES) == 1
    assert html.texts["blockquote.None"] == [
        "Captain Maeve Doyle said … forty metres of stone.",
        "The beekeeper Tomasz Zielinski … tubes behind his barn.",
    ]
    assert "ol.excerpts brief" in html.texts


def worded(*claims: Claim, **told: Any) -> Answer:
    draft = Draft("llama <3>", claims, seconds=2.34, **told)
    cited = (cite(FERRY, "Maeve Doyle", WALL), cite(ORCHARD, "Tomasz", BEES, 2))
    return replace(answered(" ".join(claim.text for claim in claims), *cited), draft=draft)


def test_sentences_of_a_model_have_their_numbers_and_it_is_told_what_it_cost() -> None:
    html = shown(
        worded(Claim("Stone is <b>lost</b>.", (1,)), Claim("Bees.", (2, 1)), prompt_tokens=1200, completion_tokens=9)
    )
    assert html.texts["span.claim"] == ["Stone is <b>lost</b>.1", "Bees.21"]
    assert html.texts["p.cost"] == ["written by llama <3> in 2.3\u00a0s · 1,200 tokens read, 9 written"]
    assert html.texts["span.quote"] == [WALL, BEES]
    assert "mark.None" not in html.texts, "the reader's words are not the model's"
    assert "details.struck" not in html.texts
    assert "p.failed" not in html.texts


def test_what_is_struck_is_told_with_the_reason() -> None:
    struck = (
        Rejection("<i>It</i> sank.", "“sank” is not in the quoted sentence."),
        Rejection("See [x](y).", "Beside it."),
    )
    html = shown(worded(Claim("Stone is lost.", (1,)), struck=struck, stopped=True))
    assert html.texts["p.cost"] == ["written by llama <3>, stopped after 2.3\u00a0s"]
    assert html.texts["summary.None"] == ["2 sentences struck"]
    assert html.texts["s.None"] == ["<i>It</i> sank.", "See [x](y)."]
    assert html.texts["details.struck"][0].endswith("See [x](y).Beside it.")


def test_why_a_model_does_not_answer_stands_under_the_articles_own_words() -> None:
    failed = Draft("llama", (Claim("Half", (1,)),), (Rejection("It sank.", "No."),), fault="llama broke off <here>.")
    html = shown(replace(answered("Maeve Doyle", cite(FERRY, "Maeve Doyle", WALL)), draft=failed))
    assert html.texts["p.short"] == ["Maeve Doyle1"]
    assert html.texts["mark.None"] == ["Maeve Doyle"]
    assert html.texts["p.failed"] == ["llama broke off <here>."]
    assert "p.cost" not in html.texts, "it cost nothing"
    assert html.texts["summary.None"] == ["1 sentence struck"]
    none = NoAnswer("Who?", "Who?", "person", 0.1, "reader", (), (), {}, reason="No.", draft=failed)
    assert Parsed(card(none, ARTICLES.__getitem__)).texts["p.failed"] == ["llama broke off <here>."]


def test_a_reply_names_articles_that_open() -> None:
    row = Listed(FERRY.id, "Ferry <again>", "The Harbour Post", "2021-03-12", "2026-11-24T10:00:00+00:00", None, 6)
    html = shown(Reply("Which?", "Which?", "library", 1.0, "reader", (), (), {}, text="One.", articles=(row,)))
    assert html.texts["p.short sentence"] == ["One."]
    assert html.texts["button.None"] == ["Ferry <again>"]
    assert ("button", {"type": "button", "data-article": FERRY.id}) in html.tags


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.95, "well supported"),
        (0.7, "supported"),
        (0.6, "weakly supported: check the quote"),
        (0.3, "weakly supported: check the quote"),
    ],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    html = shown(answered("Maeve Doyle", cite(FERRY, "Maeve Doyle", WALL), confidence=confidence))
    assert words in html.text


@pytest.mark.parametrize("confidence", [0.95, 0.2])
def test_of_a_models_words_it_is_told_that_they_are_checked(confidence: float) -> None:
    one, two = (Claim("Stone is lost.", (1,)), Claim("Bees.", (2,)))
    assert shown(replace(worded(one), confidence=confidence)).texts["p.support checked"] == [
        "checked against its quote"
    ]
    both = shown(replace(worded(one, two), confidence=confidence))
    assert both.texts["p.support checked"] == ["each sentence checked against its quote"]
    failed = replace(worded(one), confidence=0.95, draft=Draft("llama", fault="llama broke off."))
    failed = replace(failed, citations=failed.citations[:1])
    assert shown(failed).texts["p.support high"] == ["well supported"]


def test_of_a_summary_it_is_told_that_it_is_quoted() -> None:
    summed = replace(answered(WALL, cite(FERRY, WALL, WALL)), kind="summary")
    assert shown(summed).texts["p.support checked"] == ["the articles’ own sentences"]


def test_no_answer_says_why_and_shows_what_is_near_without_lighting_it() -> None:
    near = cite(FERRY, WALL, WALL)
    none = NoAnswer("Who?", "Who?", "person", 0.1, "reader", (), (near,), {}, reason="Nothing here mentions “who”.")
    html = shown(none)
    assert html.texts["p.nearest"] == ["The nearest passages:"]
    assert html.texts["p.short"] == ["The articles do not say."]
    assert html.texts["p.reason"] == ["Nothing here mentions “who”."]
    assert html.texts["span.quote"] == [WALL]
    assert "button.cite" not in html.texts
    assert "mark.None" not in html.texts


def test_a_citation_of_an_article_that_is_gone_stands_alone() -> None:
    gone = replace(cite(FERRY, "Maeve Doyle", WALL), article_id="gone")
    html = shown(answered("Maeve Doyle", gone))
    assert html.texts["span.quote"] == [WALL]
    assert "span.around" not in html.texts


@given(title=WORDS, text=WORDS.filter(str.strip), source=WORDS, reader=WORDS)
def test_any_words_are_shown_as_they_are(title: str, text: str, source: str, reader: str) -> None:
    article = Article(title, text, source=source, url=f"javascript:{text}")
    quote = text.strip()
    citation = cite(article, quote, quote)
    html = Parsed(card(replace(answered(quote, citation), reader=reader), {article.id: article}.__getitem__))
    assert [f"probability 0.90, by the {reader}"] == [kept["title"] for _, kept in html.tags if "title" in kept]
    page = Parsed(story(article, [Mark(1, Span(0, len(text)), Span(0, 1))]))
    assert page.texts["h2.None"] == [title]
    assert {tag for tag, _ in page.tags} <= {"h2", "p", "button", "span", "mark"}
    row = Listed(article.id, title, None, None, "2026-11-24T10:00:00+00:00", None, 2)
    assert Parsed(shelf([row], 1, "added", True)).texts["button.open"] == [title]
    assert Parsed(told([Outcome("added", "x", title)], {})).texts["b.None"] == ["added"]


@given(data=st.data())
def test_an_article_keeps_every_word_however_it_is_lit(data: st.DataObject) -> None:
    (article,) = bundled()
    at = st.integers(0, len(article.text))
    spans = [Span(*sorted((data.draw(at), data.draw(at)))) for _ in range(4)]
    lit = Parsed(story(article, [Mark(1, spans[0], spans[1]), Mark(2, spans[2], spans[3])]))
    plain = Parsed(story(article))
    assert lit.text == plain.text


def test_an_article_is_read_whole_but_for_repetitions_of_its_headline() -> None:
    (article,) = bundled()
    html = Parsed(story(article))
    assert html.text.count(article.title) == 1
    assert html.texts["p.navigation"][0] == "Recent Features"
    edited = Parsed(story(article.edited({"title": "Another"})))
    assert set(edited.texts["p.headline"]) == {article.title}
    assert html.texts["p.credit"] == ["Credit: Twitter/MFA Indonesia"]


def test_only_a_web_address_becomes_a_link() -> None:
    assert 'href="https://example.org/?a=1&amp;b=2"' in story(replace(FERRY, url="https://example.org/?a=1&b=2"))
    assert "href" not in story(replace(FERRY, url="javascript:alert(1)"))


@pytest.mark.parametrize(
    ("given", "read"),
    [("2022-08-02", "2 August 2022"), ("2022-08", "August 2022"), ("2022", "2022"), ("last week", "last week")],
)
def test_dates_are_read_as_far_as_they_are_known(given: str, read: str) -> None:
    assert str(readable(given)).replace("\u00a0", " ") == read
    assert readable(None) is None


def test_a_heading_is_shown_without_its_number_signs() -> None:
    article = replace(FERRY, text="The ferry sailed again.\n\n## What is left\n\n- Stone is missing.")
    html = Parsed(story(article))
    assert html.texts["p.heading"] == ["What is left"]
    assert html.texts["p.item"] == ["- Stone is missing."]
