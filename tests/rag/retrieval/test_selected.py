"""What a reader chose to ask within, and which articles that leaves."""

import pytest

from index.faults import CollectionFault, SelectionFault
from index.library import Library
from index.selection import Selection
from index.types import Article
from rag.retrieval.selected import Selected, selected
from tests.support.doubles import FERRY, ORCHARD

UNDATED = Article(
    "A note", "The note has no date at all.", source="Valley Weekly", url="https://www.valley.example/note"
)


@pytest.fixture
def library(word_library: Library) -> Library:
    word_library.add([UNDATED])
    word_library.collect("Islands", FERRY.id)
    word_library.collect("Spring", ORCHARD.id, UNDATED.id)
    return word_library


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(collections=["islands"]), [FERRY.id]),
        (Selection(collections=["Islands", "Spring"]), [FERRY.id, ORCHARD.id, UNDATED.id]),
        (Selection(outlets=["valley weekly"]), [ORCHARD.id, UNDATED.id]),
        (Selection(outlets=["harbour post"]), [FERRY.id]),
        (Selection(outlets=["Valley"]), [UNDATED.id]),  # a site of its articles
        (Selection(collections=["Spring"], since="2022"), [ORCHARD.id]),
        (Selection(since="2021-03", until="2021-03"), [FERRY.id]),
        (Selection(until="2021"), [FERRY.id]),
        (Selection(articles=[FERRY.id, "0123"], outlets=["Valley Weekly"]), []),
    ],
    ids=str,
)
def test_what_is_chosen_is_left(library: Library, selection: Selection, left: list[str]) -> None:
    found = selected(selection, library.catalogue)
    assert found.within
    assert library.catalogue.ids(found.articles) == left
    assert found.within.count == len(left)


def test_nothing_chosen_is_all(library: Library) -> None:
    assert selected(None, library.catalogue) == selected(Selection(), library.catalogue) == Selected()


def test_names_are_told_as_the_library_has_them(library: Library) -> None:
    found = selected(Selection("SPRING", "valley weekly", since="2022"), library.catalogue).within
    assert found
    told = "Asked within the article in Spring from Valley Weekly published since 2022; 1 without a date is left out."
    assert (str(found), found.undated) == (told, 1)
    assert found.refusal == "The article in Spring from Valley Weekly published since 2022 does not say."
    empty = selected(Selection("Islands", until="2000"), library.catalogue).within
    assert empty
    assert empty.refusal == "There is no article in Islands published until 2000."


def test_what_cannot_be_chosen_is_told(library: Library) -> None:
    with pytest.raises(CollectionFault, match="There are “Islands”, “Spring”"):
        selected(Selection("Isles"), library.catalogue)
    with pytest.raises(SelectionFault, match=r"The outlets are .*The Harbour Post"):
        selected(Selection(outlets="CNN"), library.catalogue)
    with pytest.raises(SelectionFault, match="no date"):
        Selection(since="soon")
    with pytest.raises(SelectionFault, match="ends before it begins"):
        Selection(since="2022", until="2021-12")
