"""Searching inside the articles: every mention, as it stands, and nothing that a query can break."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.faults import SearchFault
from index.library import Library
from index.query import Joined, Phrase, parsed
from index.types import Article, Found
from index.where import only
from tests.support.doubles import FERRY, ORCHARD

FARES = Article(
    "Ferry fares rise",
    "Fares rise by a tenth. “The ferries are late,” an islander said, “and the ferry is full.”\n\n"
    + "The harbour wall stands. " * 60,
    published="2023-01-09",
)


def words(found: Found, library: Library) -> list[str]:
    text = library.article(found.article.id).text
    return [mark.of(text) for mention in found.mentions for mark in mention.marks]


def titles(library: Library, query: str) -> list[str]:
    return sorted(found.article.title for found in library.find(query).found)


def test_every_mention_is_found_where_it_stands(word_library: Library) -> None:
    word_library.add([FARES])
    findings = word_library.find("ferry")
    assert findings.total == 2
    fares, storm = findings.found
    assert (fares.article.id, storm.article.id) == (FARES.id, FERRY.id)  # the latest first
    assert words(fares, word_library) == ["ferries", "ferry"]
    assert [mark.of(FARES.title) for mark in fares.in_title] == ["Ferry"]
    assert fares.count == 3
    assert words(storm, word_library) == ["ferry"]
    (mention,) = storm.mentions
    assert mention.sentence.of(FERRY.text).startswith("The ferry to Aran Island sailed again")
    assert titles(word_library, "islander “AND”") == [FARES.title]
    (walls,) = word_library.find('"harbour wall stands"').found
    assert walls.count == len(walls.mentions) == 60
    assert {mark.of(FARES.text) for mention in walls.mentions for mark in mention.marks} == {"harbour wall stands"}
    assert len({mention.sentence for mention in walls.mentions}) == 60


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("storm", [FERRY]),
        ("STORMS", [FERRY]),
        ("storm bees", []),
        ("storm AND bread", [FERRY]),  # in different passages or sentences of one article
        ("storm OR bees", [FERRY, ORCHARD]),
        ("harbour NOT storm", []),
        ("bees NOT storm", [ORCHARD]),
        ("NOT storm bees", [ORCHARD]),
        ("NOT NOT storm", [FERRY]),
        ("(storm OR bees) AND NOT (bread OR tins)", [ORCHARD]),
        ("bees OR NOT storm", [ORCHARD]),
        ('"mason bees"', [ORCHARD]),
        ("“mason bees”", [ORCHARD]),
        ('"bees mason"', []),
        ('"mason bees', [ORCHARD]),
        ("mason-bees", [ORCHARD]),
        ("“bees", [ORCHARD]),
        ("zielinski", [ORCHARD]),
        ("Zieliński", [ORCHARD]),
        ("and not", []),
    ],
)
def test_words_are_joined(word_library: Library, query: str, expected: Sequence[Article]) -> None:
    word_library.remove(word_library.ids()[0])
    assert titles(word_library, query) == sorted(article.title for article in expected)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "nothing to look for"),
        (" \x00 ", "nothing to look for"),
        ("()", "nothing to look for"),
        ('""', "no word"),
        ("*", "no word"),
        ("ferry AND", "AND needs"),
        ("OR ferry", "OR needs"),
        ("ferry AND OR bees", "OR needs"),
        ("NOT", "NOT needs"),
        ("NOT ferry", "NOT only leaves"),
        ("NOT (ferry OR bees)", "NOT only leaves"),
        ("(ferry", "not closed"),
        ("ferry)", "not opened"),
        ("(" * 30 + "ferry" + ")" * 30, "brackets stand inside"),
        ("(" * 400, "brackets stand inside"),
        ("a" * 501, "501 characters"),
    ],
)
def test_what_cannot_be_read_is_told(word_library: Library, query: str, told: str) -> None:
    with pytest.raises(SearchFault, match=told):
        word_library.find(query)


SIGNS = ['"', "(", ")", "AND", "OR", "NOT", "NEAR", "*", "^", ":", "-", "+", "title:", "a\0b", "'", "ferry"]


@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_query_reaches_sqlite_as_more_than_words(word_library: Library, parts: list[str]) -> None:
    with suppress(SearchFault):
        word_library.find(" ".join(parts))


def test_not_binds_first_and_or_last() -> None:
    a, b, c = map(Phrase, "abc")
    assert parsed("a OR b c") == Joined("any", (a, Joined("all", (b, c))))
    assert parsed("(a OR b) NOT c") == Joined("all", (Joined("any", (a, b)), Joined("none", (c,))))


def test_pages_hold_every_article_once(word_library: Library) -> None:
    word_library.add([Article(f"No {n}", f"Quartz number {n}.", published=f"20{n:02}") for n in range(25)])
    pages = [word_library.find("quartz", 10, after) for after in (0, 10, 20, 30)]
    assert [len(page.found) for page in pages] == [10, 10, 5, 0]
    assert {page.total for page in pages} == {25}
    shown = [found.article.title for page in pages for found in page.found]
    assert shown == [f"No {n}" for n in reversed(range(25))]
    (one,) = word_library.find("quartz", within=only([pages[1].found[3].article.id])).found
    assert one == pages[1].found[3]


def test_a_text_that_holds_marks_is_marked_rightly(word_library: Library) -> None:
    text = "The quartz \x02 and <mark>quartz</mark> stood. ﬁne “quartz”, quartz."
    word_library.add([Article("Stones", text)])
    (found,) = word_library.find("quartz").found
    assert words(found, word_library) == ["quartz"] * 4


def test_edits_and_removals_are_seen_at_once(word_library: Library) -> None:
    word_library.edit(FERRY.id, title="Zirconium ship", published="2030")
    assert [found.article.published for found in word_library.find("zirconium").found] == ["2030"]
    removed = word_library.remove(FERRY.id)
    assert word_library.find("zirconium OR storm").found == ()
    word_library.put_back(removed)
    assert word_library.find("zirconium storm").total == 1
