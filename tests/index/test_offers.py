"""What an article's text tells of its outlet, author and date, offered where its file does not tell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bylines import byline
from index.offers import offers
from index.types import Article

STORY = (
    "The ferry sank on Monday, 2 June 2025, off the harbour wall. Nobody was hurt.\n\nIt was built by Ana Lima in 1999."
)


def offered(text: str, author: str | None = None, published: str | None = None) -> dict[str, str]:
    return offers(Article("Ferry sinks", text, author=author, published=published))


@pytest.mark.parametrize(
    ("line", "author", "source", "published"),
    [
        ("By Ana Silva", "Ana Silva", None, None),
        ("**By Ana Silva**", "Ana Silva", None, None),
        ("Written by Ana de la Cruz and Rui O’Neill", "Ana de la Cruz and Rui O’Neill", None, None),
        ("By Ana Silva, Political Editor", "Ana Silva", None, None),
        ("By Ana Silva in Lisbon", "Ana Silva", None, None),
        ("Author: Ana Silva", "Ana Silva", None, None),
        ("The Coastal Observer, 4 June 2025", None, "The Coastal Observer", "2025-06-04"),
        ("Coastal Observer | Wed 4 Jun 2025 07.00 BST", None, "Coastal Observer", "2025-06-04"),
        ("By Ana Silva for The Coastal Observer", "Ana Silva", "The Coastal Observer", None),
        ("By Ana Silva | The Harbour Post | June 4, 2025", "Ana Silva", "The Harbour Post", "2025-06-04"),
        ("Published: 4 June 2025", None, None, "2025-06-04"),
        ("Published: June 2025", None, None, "2025-06"),
        ("First published on 2025-06-04 at 10:30 GMT", None, None, "2025-06-04"),
        ("Posted by Ana Silva on June 4th, 2025", "Ana Silva", None, "2025-06-04"),
        ("Published in the Harbour Post on 4 June 2025", None, "Harbour Post", "2025-06-04"),
        ("Lisbon, 4 June 2025", None, None, "2025-06-04"),
        ("Source: The Coastal Observer", None, "The Coastal Observer", None),
    ],
)
def test_bylines_and_datelines_are_read(
    line: str, author: str | None, source: str | None, published: str | None
) -> None:
    expected = {"author": author, "source": source, "published": published}
    expected = {field: value for field, value in expected.items() if value}
    assert offered(f"Ferry sinks\n\n{line}\n\n{STORY}") == expected
    assert offered(f"Ferry sinks\n{line}\n{STORY}") == expected


@pytest.mark.parametrize(
    "line",
    ["By Tuesday", "By the sea", "By our correspondent", "By Staff Writer", "By train and boat", "Updated: 5 June 2025",
     "Harbour City 3, Wexton Rovers 2", "Politics | Southeast Asia", "The Coastal Observer", "02/03/2025", "June 2025",
     "The ferry sank on 4 June 2025", "Byron Bay"],
)  # fmt: skip
def test_other_lines_offer_nothing(line: str) -> None:
    assert offered(f"Ferry sinks\n\n{line}\n\n{STORY}") == {}


def test_an_earlier_publication_and_an_agency_are_told_in_prose() -> None:
    reprint = "This article was originally published in The Harbour Post on 4 June 2025."
    assert offered(f"{STORY}\n\n{reprint}") == {"source": "The Harbour Post", "published": "2025-06-04"}
    assert offered(f"LISBON, June 4 (Reuters) - {STORY}") == {"source": "Reuters"}


def test_only_what_is_not_known_is_offered() -> None:
    text = f"By Ana Silva\n\nThe Coastal Observer, 4 June 2025\n\n{STORY}"
    assert offered(text, author="Bo Li", published="2025-06-05") == {"source": "The Coastal Observer"}
    assert offers(Article("Ferry sinks", text).edited({"author": None})) == {
        "source": "The Coastal Observer",
        "published": "2025-06-04",
    }


def test_the_first_lines_win_and_those_in_the_middle_do_not_count() -> None:
    middle = "\n\n".join([STORY] * 10)
    assert offered(f"{middle}\n\nBy Bo Li\n\n{middle}") == {}
    assert offered(f"By Ana Silva\n\n{middle}\n\nBy Bo Li") == {"author": "Ana Silva"}


@given(st.text(alphabet="By AnaThe Times,4JuneMay2025|–-:;()\n", max_size=200))
def test_every_line_is_read(line: str) -> None:
    assert set(byline(line)) <= {"author", "source", "published"}
    assert all(value.strip() for value in byline(line).values())
