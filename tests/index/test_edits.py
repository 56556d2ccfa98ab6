"""What a reader edits of an article: it is seen everywhere at once, and wins over the file until it is cleared."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.chunking import sentences
from index.faults import EditFault
from index.library import Library
from index.sources import Sources
from index.types import Article
from index.where import Where, of_any
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.tampering import WITHOUT_LOG, WITHOUT_SITE, run

STORY = "The ferry sailed again\n\nThe ferry to Aran sailed again on Monday."


def read(*files: Path) -> Sources:
    return Sources(files)


def test_an_edit_is_seen_everywhere_and_the_id_stays(word_library: Library) -> None:
    before = sentences(FERRY)
    edited = word_library.edit(FERRY.id, title="Zirconium  ship", source="The Echo", published="2 August 2023")
    assert word_library.article(FERRY.id) == edited
    assert (edited.id, edited.title, edited.published) == (FERRY.id, "Zirconium ship", "2023-08-02")
    assert word_library.search("zirconium")[0].chunk.article_id == FERRY.id
    assert word_library.lexicon.titled("zirconium") == {FERRY.id}
    assert word_library.lexicon.titled("aran") == set()
    assert word_library.catalogue.ids(of_any(["The Echo"])) == [FERRY.id]
    assert word_library.catalogue.newest() == "2023-08-02"
    assert [row.title for row in word_library.listed("zirconium echo 2023")[0]] == ["Zirconium ship"]
    assert sentences(edited) == before
    assert word_library.ids()[1] == FERRY.id
    assert word_library.verify() == []


def test_the_headline_in_the_text_is_still_none_of_the_story(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    (added,) = library.add([Article("The ferry sailed again", STORY)])
    edited = library.edit(str(added.article_id), title="Monday’s ferry")
    assert [sentence.of(edited.text) for sentence in sentences(edited)] == ["The ferry to Aran sailed again on Monday."]


def test_what_was_typed_survives_the_file_in_another_version(tmp_path: Path) -> None:
    library, file = Library.open(tmp_path / "index", WordEncoder()), tmp_path / "ferry.txt"
    file.write_text(f"---\ntitle: Ferry\nauthor: Orla Byrn\n---\n{STORY}")
    (added,) = library.add(read(file))
    library.edit(str(added.article_id), title="The ferry", author="", published="2021-03")
    assert library.add(read(file))[0].status == "already there"
    assert library.article(str(added.article_id)).title == "The ferry"
    file.write_text(f"---\ntitle: Ferry\nauthor: O Byrne\nsource: The Echo\n---\n{STORY} It was late.")
    (updated,) = library.add(read(file))
    assert (updated.status, updated.title) == ("updated", "The ferry")
    new = library.article(str(updated.article_id))
    assert (new.title, new.author, new.published, new.source) == ("The ferry", None, "2021-03", "The Echo")
    assert dict(new.original) == {"title": "Ferry", "author": "O Byrne", "published": None}
    assert new.text.endswith("It was late.")
    assert library.verify() == []
    cleared = library.edit(new.id, title=None, author=None)
    assert (cleared.title, cleared.author, cleared.edits) == ("Ferry", "O Byrne", {"published": "2021-03"})
    file.write_text(f"---\ntitle: Ferries\n---\n{STORY} It was early.")
    (again,) = library.add(read(file))
    assert (again.title, library.article(str(again.article_id)).author) == ("Ferries", None)


def test_an_edit_that_the_file_comes_to_agree_with_stays_an_edit(word_library: Library) -> None:
    placed = [Article(title, "The ferry sailed.", place="/a") for title in ("Fery", "Ferry", "Ferries")]
    (added,) = word_library.add([placed[0]])
    word_library.edit(str(added.article_id), title="Ferry")
    for later in placed[1:]:
        (outcome,) = word_library.add([later])
        assert outcome.title == "Ferry"
    assert word_library.edit(placed[2].id, title=placed[2].title).edits == {}


def test_an_edited_address_is_shown_and_the_file_s_own_still_tells_which_it_is(word_library: Library) -> None:
    first = replace(ORCHARD, url="https://valley.example/bees")
    word_library.remove(ORCHARD.id)
    word_library.add([first])
    assert word_library.edit(first.id, url="https://other.example/b").url == "https://other.example/b"
    assert word_library.catalogue.ids(of_any(["other.example"])) == [first.id]
    (outcome,) = word_library.add([replace(first, text=f"{first.text} It is spring.")])
    assert outcome.status == "updated"
    assert word_library.article(str(outcome.article_id)).url == "https://other.example/b"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "  ", "The title is empty"),
        ("title", "x" * 1001, "1,001 characters"),
        ("title", "\ud800", "UTF-8"),
        ("published", "soon", "“soon” is no date"),
        ("published", "2022-13-01", "is no date"),
        ("url", "javascript:alert(1)", "is no address"),
        ("url", "file:///etc/passwd", "is no address"),
        ("url", "https://", "is no address"),
        ("url", "http://[", "is no address"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_field(word_library: Library, field: str, typed: str, told: str) -> None:
    with pytest.raises(EditFault, match=told) as caught:
        word_library.edit(FERRY.id, **{"source": "The Echo", field: typed})
    assert caught.value.field == field
    assert word_library.article(FERRY.id) == FERRY


def test_only_an_article_that_is_there_and_its_fields_can_be_edited(word_library: Library) -> None:
    with pytest.raises(KeyError):
        word_library.edit("0123", title="None")
    with pytest.raises(TypeError, match="not text"):
        word_library.edit(FERRY.id, text="It sank.")


def test_what_was_typed_before_leaves_no_trace(word_library: Library) -> None:
    word_library.edit(FERRY.id, title="Zirconium ship")
    word_library.edit(FERRY.id, title="Palladium ship")
    word_library.close()
    Library.open(word_library.folder, WordEncoder()).close()
    left = b"".join(path.read_bytes() for path in word_library.folder.iterdir()).lower()
    assert b"zirconium" not in left
    assert b"palladium" in left


def test_an_export_brings_edits_back(tmp_path: Path, word_library: Library) -> None:
    edited = word_library.edit(FERRY.id, title="Zirconium ship", source="")
    line = {"title": edited.title, "text": edited.text, "published": edited.published}
    (tmp_path / "all.jsonl").write_text(json.dumps({**line, "original": dict(edited.original)}))
    other = Library.open(tmp_path / "other", WordEncoder())
    (added,) = other.add(read(tmp_path / "all.jsonl"))
    assert added.article_id == FERRY.id
    assert other.article(FERRY.id).edits == {"title": "Zirconium ship", "source": None}
    assert other.edit(FERRY.id, title=None, source=None) == FERRY
    assert other.add([FERRY])[0].status == "already there"


@pytest.mark.parametrize("original", ["x", {"text": "It sank."}, {"title": 3}, ["title"], None])
def test_what_another_program_calls_original_is_no_edit(tmp_path: Path, original: object) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": "Ferry", "text": "It sailed.", "original": original}))
    (article,) = read(tmp_path / "a.jsonl")
    assert isinstance(article, Article)
    assert article.original == ()


def test_an_index_of_the_fifth_format_is_brought_up_to_date(word_library: Library) -> None:
    (added,) = word_library.add([Article("Rain", "It rains.", "CNN", "2022-05-01", url="https://www.cnn.com/rain")])
    within, before = of_any(["cnn.com"]) & Where(since="2022-05"), word_library.articles()
    for statement in (*WITHOUT_SITE, "UPDATE meta SET value = '5' WHERE key = 'format'"):
        run(word_library, statement)
    word_library.close()
    again = Library.open(word_library.folder, WordEncoder())
    assert again.articles() == before
    assert [hit.chunk.article_id for hit in again.search("rain", 9, within)] == [added.article_id]
    assert again.verify() == []


def test_an_index_of_the_second_format_is_brought_up_to_date(word_library: Library) -> None:
    before = word_library.articles()
    earlier = ("ALTER TABLE articles DROP COLUMN original", "UPDATE meta SET value = '2' WHERE key = 'format'")
    for statement in (*WITHOUT_LOG, *earlier):
        run(word_library, statement)
    word_library.close()
    again = Library.open(word_library.folder, WordEncoder())
    assert again.articles() == before
    assert again.edit(FERRY.id, title="Ship").title == "Ship"
    assert again.verify() == []
