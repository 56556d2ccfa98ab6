"""Web pages: the whole of the article as the page shows it, its title, author and date, the times of a live blog."""

import json

import pytest

from index.articles import blocks
from index.chunking import sentences
from tests.index.formats.reading import case, one

BODY = (
    "<p>The harbour board of Skarn voted on Monday to sell the old pilot boat after a talk of two hours in the town "
    "hall.</p><p>Its chair, Nora Quist, said that the engine alone needs repairs worth 90,000 crowns, and that the "
    "museum did not want it.</p><p>The boat was built in 1931 and served until 1987, when the new pier was opened by "
    "the mayor.</p>"
)


def html(body: str, head: str = "", linked: dict[str, object] | None = None) -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked else ""
    return f"<!DOCTYPE html><html><head>{head}{script}</head><body>{body}</body></html>".encode()


def story(body: str, title: str = "Board sells pilot boat") -> str:
    return f"<article><h1>{title}</h1>{body}</article>"


def numbered(part: str, count: int = 6) -> list[str]:
    return [
        f"In the {part} part, letter {n} shows that the water board knew of the cracks in the wall of the dam long "
        "before the floods of that winter came down the valley."
        for n in range(count)
    ]


def marked(paragraphs: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


FIRST, SECOND = numbered("first"), [*numbered("second"), "Galina Petrova opened the sluices by hand on 9 February."]


@pytest.mark.parametrize(
    "body",
    [
        "<main><article><h1>A dam</h1><div class='row'><div class='story-body x'>{}</div></div><div class='ad'></div>"
        "<div class='row'><div class='story-body x'>{}</div></div></article></main>",
        "<div id=top>Menu</div><h1>A dam</h1><div class='article__body'>{}</div><figure></figure>"
        "<div class='article__body'>{}</div><div>Imprint</div>",
        "<article><h1>A dam</h1><section class='copy'>{}</section><h2>The night</h2>"
        "<section class='copy'>{}</section></article>",
    ],
)
def test_an_article_in_several_parts_is_read_whole(body: str) -> None:
    text = one(html(body.format(marked(FIRST), marked(SECOND))), "a.html").text
    assert [block for block in text.split("\n\n") if block in FIRST + SECOND] == FIRST + SECOND
    assert "Menu" not in text
    assert "Imprint" not in text


@pytest.mark.parametrize("joint", ["\n", "\n\n", " ", "</p><p>"])
def test_linked_data_has_what_the_page_shows_in_part_or_elsewhere(joint: str) -> None:
    whole = joint.join(FIRST + SECOND)
    known: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": "A dam",
        "articleBody": f"<p>{whole}</p>" if "<" in joint else whole,
    }
    paid = one(html(story(marked(FIRST)), linked={"@graph": [known]}), "a.html").text
    assert " ".join(paid.split()).endswith(" ".join(FIRST[1:] + SECOND))
    parts = f"<b>part</b><div class=a1>{marked(FIRST)}</div><div class=b2><div class=c3>{marked(SECOND)}</div></div>"
    assert one(html(story(parts, "A dam"), linked=known), "a.html").text.split("\n\n")[-13:] == FIRST + SECOND


def test_linked_data_of_another_story_is_not_taken() -> None:
    other: dict[str, object] = {"@type": "NewsArticle", "articleBody": "\n".join(SECOND * 3)}
    text = one(html(story(BODY), linked=other), "a.html").text
    assert "pilot boat" in text
    assert "Galina" not in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "He said “[the others] knew_of it” and sold 3*4 lots #1.",
            "He said “[the others] knew_of it” and sold 3*4 lots #1.",
        ),
        ("It was <u>a scandal</u> on the 3<sup>rd</sup> of <mark>June</mark>.", "It was a scandal on the 3rd of June."),
        ("<b>Nine</b> of <i>them</i> <a href='/x'>fell</a> &lt;there&gt;.", "Nine of them fell <there>."),
        ("It covers 12 km<sup>2</sup> and holds CO<sub>2</sub>.", "It covers 12 km² and holds CO2."),
        ("Nine fell.<sup><a href='#n1'>1</a></sup> Two died.", "Nine fell. Two died."),
        ("It began at <time datetime='2024-01-12T19:10Z'>19:10</time> sharp.", "It began at 19:10 sharp."),
        ("It is <code>**not**</code> a `code` \\_here.", "It is **not** a `code` \\_here."),
    ],
)
def test_words_stand_as_the_page_shows_them(written: str, read: str) -> None:
    text = one(html(story(f"{BODY}<p>{written}</p>{BODY.replace('Skarn', 'Kell')}")), "a.html").text
    assert read in text.split("\n\n")


def test_a_heading_is_quoted_without_the_signs_that_mark_it() -> None:
    article = one(html(story(f"{BODY}<h2>What the museum says</h2>{BODY.replace('Skarn', 'Kell')}")), "a.html")
    quoted = [sentence.of(article.text) for sentence in sentences(article)]
    assert "What the museum says" in quoted


def test_rows_of_a_table_say_what_stands_in_them() -> None:
    table = (
        "<table><tr><th>District</th><th>Votes</th></tr><tr><td>North</td><td>10421</td></tr>"
        "<tr><td><p>South</p></td><td><p>15002</p></td></tr></table>"
    )
    again = table.replace("<tr><td>North", "<tr><th>District</th><th>Votes</th></tr><tr><td>North")
    for written in (table, again):
        text = one(html(story(BODY + written + BODY.replace("Skarn", "Kell"))), "a.html").text.split("\n\n")
        assert "District: South; Votes: 15002." in text
        assert "District: District; Votes: Votes." not in text
    assert "District | Votes" not in text


HEADLINE = "<h1>Board sells pilot boat</h1>"


@pytest.mark.parametrize(
    ("title", "body", "linked"),
    [
        ("Board sells pilot boat | Skarn Times", "<h2>Board sells pilot boat</h2>", {}),
        ("Board sells pilot boat - News - Skarn Times", HEADLINE, {}),
        ("Skarn Times: Board sells pilot boat", "", {}),
        ("Board sells pilot boat — The Skarn Times", "", {}),
        ("Board sells pilot boat · Coast Daily", "", {"@type": "NewsArticle", "publisher": {"name": "Coast Daily"}}),
        ("Board sells pilot boat « Blog", "", {"@type": "NewsArticle", "headline": "Board sells pilot boat"}),
        ("Board sells pilot boat › Skarn Times", "", {}),
        ("Board sells pilot boat | Skarn Times Sport", "", {}),
        ("Board sells pilot boat - what the harbour of Skarn gains", HEADLINE, {}),
    ],
)  # fmt: skip
def test_the_outlet_is_no_part_of_the_title(title: str, body: str, linked: dict[str, object]) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="Skarn Times">'
    assert (
        one(html(f"<div class=content>{body}{BODY}</div>", head, linked=linked), "a.html").title
        == "Board sells pilot boat"
    )


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Board sells pilot boat – Notes", "<h1><a href='https://notes.example/'>Notes</a></h1><h2>{}</h2>"),
        ("Board sells pilot boat – Notes", "<h1><a href='/'>Notes</a></h1><div>{}</div>"),
        ("Notes: Board sells pilot boat", "<h2>Main menu</h2><h3>{}</h3>"),
        ("Board sells", "<h1>{}</h1>"),
    ],
)
def test_a_heading_of_the_site_is_not_the_title_but_the_headline_is(title: str, body: str) -> None:
    linked: dict[str, object] = {"@type": "WebSite", "name": "Notes"}
    page = html(body.format("Board sells pilot boat") + BODY, f"<title>{title}</title>", linked)
    article = one(page, "a.html")
    assert article.title == "Board sells pilot boat"
    assert article.source != article.title


def test_a_section_of_the_page_is_not_its_title() -> None:
    body = f"<h1>Pilot boat sold in Skarn</h1><h2>News</h2>{BODY}"
    title = one(
        html(body, "<title>x</title><meta property='og:title' content='Board sells pilot boat | News'>"), "a.html"
    ).title
    assert title.startswith("Board sells pilot boat")


def test_words_of_a_script_do_not_make_a_wall() -> None:
    page = html(f"<script>var captcha = 'enable javascript';</script>{story(BODY)}")
    assert "pilot boat" in one(page, "a.html").text


def test_a_dash_that_belongs_to_the_title_stays() -> None:
    head = '<title>Pilot boat - what we know</title><meta property="og:site_name" content="Skarn Times">'
    assert one(html(story(BODY, "Pilot boat - what we know"), head), "a.html").title == "Pilot boat - what we know"


@pytest.mark.parametrize(
    ("meta", "author", "named"),
    [
        ("Condor Media", {"@type": "Person", "name": "Rita Vance"}, "Rita Vance"),
        ("Skarn Times", None, None),
        ("Skarn Times", {"@type": "Organization", "name": "Skarn Times"}, None),
        ("Rita Vance", {"@type": "NewsMediaOrganization", "name": "Coast Agency"}, "Rita Vance"),
        ("admin", None, None),
        ("By Rita Vance", None, "Rita Vance"),
        ("https://skarn.example/staff/rita", None, None),
        ("", [{"@type": "Person", "name": "Rita Vance"}, {"name": "Ola Brandt"}], "Rita Vance; Ola Brandt"),
        ("", {"name": "View all posts by Rita Vance"}, "Rita Vance"),
        ("", {"name": "Rita Vance @ritav"}, "Rita Vance"),
        ("", {"name": "Zo&euml; Brandt"}, "Zoë Brandt"),
        ("No author", None, None),
    ],
)  # fmt: skip
def test_authors_are_people(meta: str, author: object, named: str | None) -> None:
    head = f'<meta name="author" content="{meta}"><meta property="og:site_name" content="Skarn Times">'
    linked: dict[str, object] = {"@type": "NewsArticle", "headline": "A", **({"author": author} if author else {})}
    assert one(html(story(BODY), head, linked=linked), "a.html").author == named


@pytest.mark.parametrize("kinds", [["Person"], ["Person", "Organization"]])
def test_an_author_may_be_told_elsewhere_and_publish_by_themselves(kinds: list[str]) -> None:
    person: dict[str, object] = {"@id": "#rita", "@type": kinds, "name": "Rita Vance"}
    about = {"@type": "Article", "headline": "A", "author": {"@id": "#rita"}, "publisher": {"@id": "#rita"}}
    assert one(html(story(BODY), linked={"@graph": [about, person]}), "a.html").author == "Rita Vance"


@pytest.mark.parametrize(
    ("linked", "published"),
    [
        ({"@type": "WebPage", "datePublished": "2018-06-07T10:13:17+00:00"}, "2018-06-07"),
        ({"@type": "Article", "datePublished": "2024-03-06T04:30:00+00:00"}, "2024-03-05"),
        ({"@type": "Article", "datePublished": "2024-03-08"}, "2024-03-08"),
    ],
)
def test_a_date_of_linked_data_is_that_of_the_place(linked: dict[str, object], published: str) -> None:
    address = (
        "<link rel=canonical href='https://skarn.example/2024/03/05/boat'>" if linked["@type"] == "Article" else ""
    )
    assert one(html(story(BODY), address, linked), "a.html").published == published


@pytest.mark.parametrize(
    ("head", "around", "published"),
    [
        ("", "{}<footer>© 2019 Skarn Times. All rights reserved.</footer>", None),
        ("", "{}<div>Copyright 2019-2021 Skarn Times</div>", None),
        ("", "{}<p>Nora Quist joined the board on 3 May 2012.</p>", None),
        ("", "<time datetime='2019'>2019</time>{}", None),
        ("", "<span class=date>August 2022</span>{}", None),
        ("", "<span class=date>02/08/2022</span>{}", None),
        ("", "<span class=date>23/08/2022</span>{}", "2022-08-23"),
        ("", "<span class=date>02.08.2022</span>{}", "2022-08-02"),
        ("", "<span class=date>2. August 2022</span>{}", "2022-08-02"),
        ("", "<span class=date>2. März 2022</span>{}", "2022-03-02"),
        ("", "<meta itemprop=datePublished content=1988><meta itemprop=datePublished content=2013>{}", None),
        ("", "{}<div><time datetime='2020-08-06T09:09:24Z'>Thursday</time></div>", "2020-08-06"),
        ("", "<p>Published: 5 March 2024</p>{}", "2024-03-05"),
        ("", "<div class=byline>By Rita Vance, March 5, 2024</div>{}", "2024-03-05"),
        ("", "<time datetime='2024-01-01T08:00:00Z'>New Year</time>{}", "2024-01-01"),
        ("<meta name=date content='2019'>", "{}", "2019"),
        ("<meta name='dc.date' content='2019-05'>", "{}", "2019-05"),
        ("<meta property='article:published_time' content='2021-03-12T23:30:00-05:00'>", "{}", "2021-03-12"),
        ("<link rel=canonical href='https://skarn.example/2023/07/04/boat'>", "{}", "2023-07-04"),
        ("<link rel=canonical href='https://skarn.example/2023/07/boat'>", "{}", None),
    ],
)
def test_a_date_that_nobody_tells_is_none(head: str, around: str, published: str | None) -> None:
    assert one(html(around.format(story(BODY)), head), "a.html").published == published


UPDATES = (
    (
        "2024-01-12T19:10:00Z",
        "19:10",
        "Death toll rises to nine",
        "Nine people have now died in the storm, the guard said.",
    ),
    (
        "2024-01-12T14:05:00Z",
        "14:05",
        "Airport reopens",
        "Kestrel airport reopened one runway. About 60 flights were off.",
    ),
    ("2024-01-12T09:45:00Z", "09:45", "Four dead", "Four people have died in the storm, the guard said this morning."),
    ("2024-01-12T06:20:00Z", "06:20", "Red warning", "The weather office issued a red warning for wind on the coast."),
)
LED = [f"## {time} – {head}" for _, time, head, _ in UPDATES]


@pytest.mark.parametrize(
    "form",
    [
        "<section><time datetime='{0}'>{1}</time><h2>{2}</h2><p>{3}</p></section>",
        "<div class=post><h3>{2}</h3><div class=meta><time datetime='{0}'>{1}</time></div><p>{3}</p></div>",
        "<h2>{2}</h2><time datetime='{0}'>{1}</time><p>{3}</p>",
        "<time datetime='{0}'>{1}</time><h2>{2}</h2><p>{3}</p>",
        "<div><span class=timestamp>{1}</span><h3>{2}</h3><p>{3}</p></div>",
        "<div><p class=time><strong>{1}</strong></p><h3>{2}</h3><p>{3}</p></div>",
        "<article><header><a href='#u'><time datetime='{0}'>{1}</time></a><h4>{2}</h4></header><p>{3}</p></article>",
        "<section><h2><time datetime='{0}'>{1}</time> – {2}</h2><p>{3}</p></section>",
        "<section><time datetime='{0}'>2 hours ago</time><h2>{2}</h2><p>{3}</p></section>",
    ],
)
@pytest.mark.parametrize("linked", [{"@type": "LiveBlogPosting", "headline": "Storm live"}, {}])
def test_each_update_of_a_live_blog_keeps_its_time(form: str, linked: dict[str, object]) -> None:
    body = "".join(form.format(*update) for update in UPDATES)
    article = one(html(f"<main><h1>Storm live</h1>{body}</main>", "<title>Storm live</title>", linked=linked), "a.html")
    found = [block for block in article.text.split("\n\n") if block.startswith("## ") and "Storm" not in block]
    assert found == LED
    assert all(update[3] in article.text for update in UPDATES)


def test_updates_without_headings_of_several_days_begin_with_day_and_time() -> None:
    days = [("2024-01-13T08:00:00Z", "8am"), ("2024-01-12T19:10:00Z", "7.10pm"), ("2024-01-12T09:45:00Z", "9.45am")]
    body = "".join(
        f"<div class=update><time datetime='{moment}'>{time}</time><p>{update[3]}</p></div>"
        for (moment, time), update in zip(days, UPDATES, strict=False)
    )
    text = one(html(f"<main><h1>Storm live</h1>{body}</main>"), "a.html").text
    assert f"13 January 2024, 8am – {UPDATES[0][3]}" in text
    assert f"12 January 2024, 7.10pm – {UPDATES[1][3]}" in text


def test_updates_that_only_linked_data_has_are_read() -> None:
    updates = [{"@type": "BlogPosting", "datePublished": a, "headline": c, "articleBody": d} for a, _, c, d in UPDATES]
    linked: dict[str, object] = {"@type": "LiveBlogPosting", "headline": "Storm live", "liveBlogUpdate": updates}
    shown = "<h1>Storm live</h1><div id=app>Loading the latest on the storm, please wait a moment while it loads.</div>"
    text = one(html(shown, linked=linked), "a.html").text
    assert "12 January 2024, 19:10 – Death toll rises to nine" in text
    assert "12 January 2024, 06:20 – Red warning" in text


def test_an_article_that_is_no_live_blog_has_no_times_put_before_it() -> None:
    body = "<time datetime='2024-01-12T19:10Z'>12 January 2024, 19:10</time>" + BODY
    assert one(html(story(body)), "a.html").text.split("\n\n")[1].startswith("The harbour board")


def test_given_files_are_read_as_they_look() -> None:
    text = one(case("02-split-body/chunks_body.html"), "a.html").text
    assert "She saved about four thousand people." in text
    text = one(case("03-markdown-escapes/bracket.html"), "a.html").text
    assert '"[the opposition] knew the price of wheat_futures was rising"' in text
    assert "a scandal on the 3rd of June" in text
    assert one(case("09-invented-date/copyright_year.html"), "a.html").published is None
    assert one(case("11-metadata-junk/chunks_body.html"), "a.html").author == "Rita Vance"
    assert one(case("11-metadata-junk/suffix.html"), "a.html").title == "Old lighthouse sold"
    article = one(case("15-live-blog/live.html"), "a.html")
    kinds = {block.span.of(article.text): block.kind for block in blocks(article.text, article.title)}
    assert kinds["## 19:10 – Death toll rises to nine"] == "heading"


@pytest.mark.parametrize(
    "page",
    [
        f"<!DOCTYPE html><head><title>A boat</title></head>{story(BODY)}",
        f"<br><b>Deprecated</b>: a notice<br>\n{html('').decode()}<div class=a>{BODY}</div><div class=a>{BODY}</div>",
        f"<!DOCTYPE html><html><body><time>07:15</time><time>08:30</time><time>09:45</time>{story(BODY)}</body></html>",
    ],
)
def test_pages_that_are_not_quite_pages_are_read(page: str) -> None:
    assert "Nora Quist, said that the engine" in one(page.encode(), "a.html").text
