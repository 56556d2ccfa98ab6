"""Plain text -> blocks, and the bundled article."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import blocks, bundled
from index.faults import IndexFault
from index.types import Article


def kinds(text: str, title: str = "Rain stops play") -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in blocks(text, title)]


def test_headline_navigation_caption_and_credit_are_told_apart() -> None:
    text = (
        "Rain stops play\n\nSport | Cricket\n\nMost read\n\nRAIN  STOPS PLAY\n\n"
        "Umpires look at the covers, Leeds, 4 May.\n\nPhoto by Ann Hall\n\n"
        "The match was called off at noon.\n\nWhat comes next\n\nIt is played again on Friday."
    )
    assert kinds(text) == [
        ("headline", "Rain stops play"),
        ("navigation", "Sport | Cricket"),
        ("navigation", "Most read"),
        ("headline", "RAIN  STOPS PLAY"),
        ("caption", "Umpires look at the covers, Leeds, 4 May."),
        ("credit", "Photo by Ann Hall"),
        ("paragraph", "The match was called off at noon."),
        ("heading", "What comes next"),
        ("paragraph", "It is played again on Friday."),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Credit: Twitter/MFA Indonesia", "credit"),
        ("(Image via Reuters)", "credit"),
        ("Photo credit: Ann Hall", "credit"),
        ("Credit Suisse shares fell again.", "paragraph"),
        ("Source said nothing.", "paragraph"),
        ("- milk", "item"),
        ("2. eggs", "item"),
        ("## Prices", "heading"),
        ("2.4 million people voted.", "paragraph"),
    ],
)
def test_one_line_after_the_beginning(line: str, kind: str) -> None:
    assert kinds(f"It rained.\n\n{line}")[1] == (kind, line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Harbour City 3, Wexton Rovers 2", "heading"),
        ("Final score: 3-2", "heading"),
        ("Turnout: 63%", "heading"),
        ("Line-up: Ana Silva, Rui Costa and Maria Lima", "heading"),
        ("By Ana Silva, Rui Costa and Maria Lima", "navigation"),
        ("The Coastal Observer, 4 June 2025", "navigation"),
        ("Updated 10:45 GMT, 4 June 2025", "navigation"),
        ("Premier League 2024/25", "navigation"),
        ("12 comments | 3 min read", "navigation"),
    ],
)
def test_figures_and_names_before_the_beginning_are_text(line: str, kind: str) -> None:
    assert kinds(f"{line}\n\nIt rained.") == [(kind, line), ("paragraph", "It rained.")]


def test_bylines_and_results_are_lines_of_their_own() -> None:
    text = "Harbour City 3, Wexton Rovers 2\nBy Ana Silva\nThe Coastal Observer, 4 June 2025\nIt rained in\nWexton."
    assert kinds(text) == [
        ("heading", "Harbour City 3, Wexton Rovers 2"),
        ("navigation", "By Ana Silva"),
        ("navigation", "The Coastal Observer, 4 June 2025"),
        ("paragraph", "It rained in\nWexton."),
    ]


def test_a_result_is_text_even_as_the_headline() -> None:
    text = "Harbour City 3, Wexton Rovers 2\n\nIt rained."
    assert kinds(text, "Harbour City 3, Wexton Rovers 2")[0] == ("heading", "Harbour City 3, Wexton Rovers 2")


def test_list_items_are_blocks_and_wrapped_lines_are_not() -> None:
    text = "It rained in\nLeeds all day.\nNobody came.\n- an umbrella\n- a very\n  large coat"
    assert [piece for _, piece in kinds(text)] == [
        "It rained in\nLeeds all day.",
        "Nobody came.",
        "- an umbrella",
        "- a very\n  large coat",
    ]


def test_a_text_without_a_story_is_quoted_as_it_is() -> None:
    assert kinds("Rain stops play") == [("paragraph", "Rain stops play")]


@given(st.text(max_size=300), st.text(max_size=20))
def test_blocks_hold_every_visible_character_once_and_in_order(text: str, title: str) -> None:
    at = 0
    for block in blocks(text, title):
        assert not text[at : block.span.start].strip()
        assert block.span.of(text) == block.span.of(text).strip() != ""
        at = block.span.end
    assert not text[at:].strip()


def test_the_bundled_article_ships_whole_with_its_metadata() -> None:
    (article,) = bundled()
    file = Path(__file__).parents[2] / "index/bundled/000_5b82a0023fe4d818.txt"
    assert article.text == file.read_bytes().decode()
    assert (article.source, article.published) == ("The Diplomat", "2022-08-02")
    found = kinds(article.text, article.title)
    assert [piece for kind, piece in found if kind == "headline"] == [article.title] * 3
    assert [piece for kind, piece in found if kind == "credit"] == ["Credit: Twitter/MFA Indonesia"]
    assert [piece.split("\xa0")[0] for kind, piece in found if kind == "navigation"] == [
        "Recent Features",
        "ASEAN Beat",
    ]
    assert [piece[-27:] for kind, piece in found if kind == "caption"] == ["Phnom Penh, August 2, 2022."]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_article_without_text_is_refused(text: str) -> None:
    with pytest.raises(IndexFault, match=r"“Rain” has no text. Give the words"):
        Article("Rain", text)


def test_an_article_that_utf8_cannot_write_is_refused() -> None:
    with pytest.raises(IndexFault, match=r"UTF-8 cannot write .* Decode the file"):
        Article("Rain", "It \ud800 rained.")
