"""Collections: which articles are in them, whatever becomes of the articles and of the index."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.faults import CollectionFault
from index.library import Library
from index.storage.collections import LONGEST, named
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.tampering import WITHOUT_LOG, run


def test_an_article_is_in_none_one_or_more(word_library: Library) -> None:
    word_library.collect("Islands", FERRY.id)
    word_library.collect("Spring", FERRY.id, ORCHARD.id)
    word_library.collect("Empty")
    catalogue = word_library.catalogue
    assert catalogue.collections() == {"Empty": 0, "Islands": 1, "Spring": 2}
    assert catalogue.collections_of(FERRY.id) == ("Islands", "Spring")
    assert catalogue.collected("  spring ") == {FERRY.id, ORCHARD.id}
    word_library.collect("SPRING", FERRY.id)  # again
    word_library.uncollect("spring", ORCHARD.id)
    assert catalogue.collections() == {"Empty": 0, "Islands": 1, "Spring": 1}
    assert len(word_library.ids()) == 3
    assert word_library.verify() == []


def test_a_collection_is_renamed_and_deleted_and_its_articles_stay(word_library: Library) -> None:
    word_library.collect("Islands", FERRY.id)
    word_library.rename_collection("islands", "ISLANDS")
    word_library.rename_collection("Islands", "Harbours")
    assert word_library.catalogue.collections() == {"Harbours": 1}
    word_library.collect("Bees")
    with pytest.raises(CollectionFault, match="already"):
        word_library.rename_collection("Harbours", "bees")
    word_library.delete_collection("harbours")
    assert word_library.catalogue.collections() == {"Bees": 0}
    assert FERRY.id in word_library.ids()


def test_what_is_not_there_is_named(word_library: Library) -> None:
    word_library.collect("Islands")
    with pytest.raises(CollectionFault, match=r"no collection “Isles”\. There is “Islands”\."):
        word_library.catalogue.collected("Isles")
    with pytest.raises(KeyError):
        word_library.collect("Spring", ORCHARD.id, "0123")
    assert word_library.catalogue.collections() == {"Islands": 0}


def test_articles_come_into_collections_as_they_are_added(tmp_path: Path) -> None:
    with_bundled = Library.open(tmp_path / "index", WordEncoder())
    with_bundled.add([FERRY])
    with_bundled.add([FERRY, ORCHARD], collections=["Spring", "Bees"])
    assert with_bundled.catalogue.collections() == {"Bees": 2, "Spring": 2}
    with pytest.raises(CollectionFault, match="empty"):
        with_bundled.add([FERRY], collections=[" "])


def test_a_newer_version_is_where_the_older_one_was(word_library: Library) -> None:
    told = replace(FERRY, url="https://example.org/ferry")
    word_library.add([told], collections=["Islands"])
    (outcome,) = word_library.add([replace(told, text=f"{told.text} It was calm.")])
    assert outcome.status == "updated"
    assert word_library.catalogue.collected("Islands") == {outcome.article_id}


def test_what_is_put_back_is_where_it_was(word_library: Library) -> None:
    for name in ("Islands", "Spring", "Gone"):
        word_library.collect(name, FERRY.id)
    removed = word_library.remove(FERRY.id)
    assert word_library.catalogue.collections() == {"Gone": 0, "Islands": 0, "Spring": 0}
    word_library.rename_collection("Islands", "Harbours")
    word_library.delete_collection("Gone")
    word_library.put_back(removed)
    assert word_library.catalogue.collections_of(FERRY.id) == ("Harbours", "Spring")


def test_collections_survive_edits_rebuilding_and_copying_the_folder(word_library: Library, tmp_path: Path) -> None:
    word_library.collect("Islands", FERRY.id)
    word_library.edit(FERRY.id, title="Ship")
    word_library.rebuild()
    word_library.close()
    shutil.copytree(word_library.folder, tmp_path / "copy")
    assert Library.open(tmp_path / "copy", WordEncoder()).catalogue.collected("Islands") == {FERRY.id}


def test_an_index_of_the_third_format_is_brought_up_to_date(word_library: Library) -> None:
    before = word_library.articles()
    for statement in (*WITHOUT_LOG, "UPDATE meta SET value = '3' WHERE key = 'format'"):
        run(word_library, statement)
    word_library.close()
    again = Library.open(word_library.folder, WordEncoder())
    assert (again.articles(), again.catalogue.collections()) == (before, {})
    again.collect("Islands", FERRY.id)
    assert again.verify() == []


@given(st.text(st.characters(codec="utf-8"), max_size=2 * LONGEST))
def test_a_name_is_one_line_and_stays_as_it_is(typed: str) -> None:
    try:
        name = named(typed)
    except CollectionFault:
        assert not typed.split() or len(" ".join(typed.split())) > LONGEST
    else:
        assert named(name) == name
        assert "\n" not in name
