"""Sources: files, folders, patterns, addresses and feeds become articles, and each is known again."""

import gzip
import json
from pathlib import Path

import pytest

from index.library import Library
from index.sources import Sources, Upload
from index.types import Article, Outcome, Rejected
from index.web import Limits
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.misbehaving import STORY, pages, served, story
from tests.support.permissions import needs_permissions, without_privileges
from tests.support.tampering import WITHOUT_LOG, run


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_folder_goes_in_and_bad_files_are_named(tmp_path: Path, word_library: Library) -> None:
    folder = tmp_path / "news"
    (folder / "deep/.hidden").mkdir(parents=True)
    for number in range(60):
        (folder / f"deep/{number}.txt").write_text(f"Story {number}\n\nThe number of this story is {number}.")
    for number in range(5):
        (folder / f"bad{number}.txt").write_bytes(b"\0\1\2")
    (folder / "deep/.hidden/x.txt").write_text("Not read.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    outcomes = word_library.add(Sources([folder]))
    assert sorted(statuses(outcomes)) == ["added"] * 60 + ["rejected"] * 5
    assert {Path(outcome.where).name for outcome in outcomes if outcome.reason} == {f"bad{n}.txt" for n in range(5)}
    assert statuses(word_library.add(Sources([str(folder / "deep/*.txt")]))) == ["already there"] * 60


def test_ten_thousand_files_of_which_fifty_are_bad(tmp_path: Path) -> None:
    for number in range(10_000):
        bad = number % 200 == 0
        (tmp_path / f"{number}.txt").write_bytes(b"\0\1\2" if bad else f"The number is {number}.".encode())
    found = list(Sources([tmp_path]))
    rejected = [Path(one.where).stem for one in found if isinstance(one, Rejected)]
    assert sorted(map(int, rejected)) == list(range(0, 10_000, 200))
    assert len({one.id for one in found if isinstance(one, Article)}) == 9_950


def test_a_line_of_five_million_characters_goes_in(tmp_path: Path, word_library: Library) -> None:
    (tmp_path / "line.txt").write_text("stone " * 833_333 + "zirconium")
    assert statuses(word_library.add(Sources([tmp_path / "line.txt"]))) == ["added"]
    assert word_library.search("zirconium")[0].bm25 > 0


def test_two_hundred_megabytes_of_text_are_too_long(tmp_path: Path, word_library: Library) -> None:
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(200_000_000)
    (outcome,) = word_library.add(Sources([tmp_path / "long.txt"]))
    assert "more than 80 MB. Split the file" in str(outcome.reason)


def test_a_changed_file_replaces_its_article_without_a_trace(tmp_path: Path, word_library: Library) -> None:
    file = tmp_path / "story.txt"
    file.write_text("Quarry\n\nThe zirconium quarry opened.")
    word_library.add(Sources([file]))
    file.write_text("Quarry\n\nThe quarry closed.")
    (outcome,) = word_library.add(Sources([str(file)]))
    assert (outcome.status, outcome.title) == ("updated", "Quarry")
    assert word_library.lexicon.unknown_words("zirconium quarry") == ["zirconium"]
    assert word_library.verify() == []
    for left in word_library.folder.iterdir():
        assert b"zirconium" not in left.read_bytes().lower(), left.name
    file.write_text("Quarry\n\nThe zirconium quarry opened.")
    assert statuses(word_library.add(Sources([file]))) == ["updated"]


def test_one_address_is_one_article(word_library: Library) -> None:
    first = Article("A", "It opened.", url="https://a.example/x?utm_source=y")
    second = Article("A", "It closed.", url="https://A.example/x/")
    assert statuses(word_library.add([first, second, second])) == ["added", "updated", "already there"]
    assert [a.text for a in word_library.articles() if a.title == "A"] == ["It closed."]


def test_uploads_of_one_name_are_one_article_only_under_one_title(tmp_path: Path, word_library: Library) -> None:
    stored = tmp_path / "blob"
    told = []
    for text in ("Quarry\n\nIt opened.", "Quarry\n\nIt closed.", "Ferry\n\nIt sailed."):
        stored.write_text(text)
        told += word_library.add(Sources([Upload(stored, "story.txt")]))
    assert statuses(told) == ["added", "updated", "added"]


def test_pages_and_feeds_of_the_web_go_in(word_library: Library) -> None:
    with served() as site:
        page, again = (
            word_library.add(Sources([f"{site}/{path}"], allow_private=True)) for path in ("story", "story#x")
        )
        assert (statuses(page), statuses(again)) == (["added"], ["already there"])
        feed = word_library.add(Sources([f"{site}/feed"], allow_private=True))
        assert statuses(feed) == ["already there", "rejected"]
        assert "any more" in str(feed[1].reason)
        assert "this machine" in str(word_library.add(Sources([f"{site}/story"]))[0].reason)
    assert word_library.article(str(page[0].article_id)).url == f"{site}/story"


def test_what_goes_wrong_with_one_source_is_its_own(
    tmp_path: Path, word_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("The ferry sailed.")
    monkeypatch.setattr("sys.stdin", None)
    bad = ["x" * 5000, "~nobody-of-this-name/x", "http://[", "http://bücher.invalid/ä", "http://\0/", "-", "a\0b"]
    bad += ["http://" + "a" * 70 + ".example/", "[!", str(tmp_path / "a.txt" / "b")]
    good = str(tmp_path / "a.txt")
    for order in ([*bad, good], [good, *bad]):
        outcomes = word_library.add(Sources(order))
        assert sorted({*statuses(outcomes)} - {"already there"}) in (["added", "rejected"], ["rejected"])
        assert [one.where for one in outcomes if one.reason] == bad
    assert all(str(one.reason).endswith(".") for one in outcomes if one.reason)


def test_a_title_that_cannot_be_stored_rejects_its_own_article_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sailed.")
    (found,) = Sources([tmp_path / "a.txt"], source="\udcff")
    assert isinstance(found, Rejected)
    assert "UTF-8 cannot write" in found.reason


@needs_permissions
def test_a_folder_in_which_one_may_not_be_read_goes_in(tmp_path: Path) -> None:
    for name in ("open/a.txt", "closed/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("The ferry sailed.")
    (tmp_path / "closed").chmod(0o444)
    code = "import sys; from index.sources import Sources; print([type(one).__name__ for one in Sources(sys.argv[1:])])"
    told = without_privileges(code, str(tmp_path)).stdout
    (tmp_path / "closed").chmod(0o755)
    assert told == "['Rejected', 'Article']\n"


FEED = '<?xml version="1.0"?><rss version="2.0"><channel>{}</channel></rss>'


def feed_of(*links: str) -> bytes:
    return FEED.format("".join(f"<item><link>{link}</link></item>" for link in links)).encode()


def test_a_bad_link_of_a_feed_is_rejected_and_the_others_go_in() -> None:
    with pages({"/feed": feed_of("http://[", "/a", "http://ä.invalid/é", "/b"), "/a": STORY, "/b": STORY}) as site:
        found = list(Sources([f"{site}/feed"], allow_private=True))
    assert [type(one) for one in found] == [Rejected, Article, Rejected, Article]


def test_a_feed_is_read_up_to_a_number_and_a_time() -> None:
    with pages({"/feed": feed_of("/1", "/2", "/3"), "/1": STORY, "/2": STORY, "/3": STORY}) as site:
        for limits, kept in ((Limits(pages=2), 2), (Limits(feed_seconds=0.0), 0), (Limits(pages=3), 3)):
            found = list(Sources([f"{site}/feed"], allow_private=True, limits=limits))
            assert len([one for one in found if isinstance(one, Article)]) == kept
            told = [one.reason for one in found if isinstance(one, Rejected)]
            assert [f"names, {3 - kept} of 3 are left out" in str(reason) for reason in told] == [True] * (kept < 3)


def test_a_page_has_no_address_but_of_the_site_that_served_it(word_library: Library) -> None:
    real = Article("Flood", "The river rose.", "BBC News", url="https://bbc.example/flood")
    word_library.add([real])
    claims = {"/evil": story("Flood", "https://bbc.example/flood", "BBC News")}
    with pages(claims) as site:
        claims["/own"] = story("Quarry", f"{site}/quarry")
        evil, own = word_library.add(Sources([f"{site}/evil", f"{site}/own"], allow_private=True))
        assert (evil.status, own.status) == ("added", "added")
        assert word_library.article(str(evil.article_id)).url == f"{site}/evil"
        assert word_library.article(str(own.article_id)).url == f"{site}/quarry"
    assert word_library.article(real.id) == real


def test_a_list_of_articles_from_the_web_keeps_them_apart_and_replaces_none_of_elsewhere(word_library: Library) -> None:
    real = Article("Flood", "The river rose.", url="https://bbc.example/flood")
    word_library.add([real])
    entries = [{"title": f"No {n}", "text": f"It is {n}.", "url": f"{real.url}{n or ''}"} for n in range(3)]
    with pages(contents := {"/a.json": json.dumps(entries).encode()}) as site:
        assert statuses(word_library.add(Sources([f"{site}/a.json"], allow_private=True))) == ["added"] * 3
        entries[0]["text"] = "It was 0."
        contents["/a.json"] = json.dumps(entries).encode()
        again = word_library.add(Sources([f"{site}/a.json"], allow_private=True))
        assert statuses(again) == ["updated", "already there", "already there"]
    assert word_library.article(real.id) == real


def test_a_file_that_claims_an_address_replaces_no_article_that_came_from_there(
    tmp_path: Path, word_library: Library
) -> None:
    real = Article("Flood", "The river rose.", "BBC News", url="https://bbc.example/flood")
    word_library.add([real])
    file, other = tmp_path / "saved.html", tmp_path / "other.html"
    file.write_bytes(story("Flood", "https://bbc.example/flood"))
    assert statuses(word_library.add(Sources([file]))) == ["added"]
    file.write_bytes(story("Floods", "https://bbc.example/flood"))
    assert statuses(word_library.add(Sources([file]))) == ["updated"]
    assert word_library.article(real.id) == real
    file.write_bytes(story("Quarry", "https://bbc.example/quarry"))
    other.write_bytes(story("Quarries", "https://bbc.example/quarry"))
    assert statuses(word_library.add(Sources([file, other]))) == ["updated", "added"]
    (said,) = word_library.add(Sources([other], url=real.url))  # the user's own word counts
    assert said.status == "updated"
    assert real.id not in word_library.ids()
    assert word_library.verify() == []


def test_what_is_known_is_put_in_and_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sailed.")
    (found,) = Sources([tmp_path / "a.txt"], source="The Post", title=None)
    assert isinstance(found, Article)
    assert (found.source, found.title) == ("The Post", "a")
    missing = list(Sources([tmp_path / "no.txt", str(tmp_path / "*.md"), FERRY]))
    assert [type(one) for one in missing] == [Rejected, Rejected, Article]


def test_a_title_is_for_one_article_alone(tmp_path: Path) -> None:
    lines = [json.dumps({"title": str(n), "text": f"The number is {n}."}) for n in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, *others = Sources([tmp_path / "a.jsonl"], title="Mine")
    assert isinstance(first, Article)
    assert first.title == "Mine"
    assert [(type(one), "for one article" in getattr(one, "reason", "")) for one in others] == [(Rejected, True)] * 2


def test_the_total_is_estimated_from_what_was_read(tmp_path: Path) -> None:
    lines = [json.dumps({"title": str(n), "text": f"Number {n} " + "of many words " * 5000}) for n in range(100)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    sources = Sources([tmp_path / "a.jsonl"])
    told = [sources.total(done) for done, _ in enumerate(sources, start=1)]
    assert all(80 <= total <= 110 for total in told[50:])
    assert sources.total(100) == 100


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.jsonl.gz"])
def test_the_total_is_right_once_all_is_read(tmp_path: Path, word_library: Library, name: str) -> None:
    entries = [json.dumps({"title": f"No {n}", "text": f"The number is {n}."}) for n in range(200)]
    content = f"[{','.join(entries)}]" if name == "a.json" else "\n".join(entries)
    (tmp_path / name).write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    read = Sources([tmp_path / name])
    told: list[tuple[int, int]] = []
    word_library.add(read, lambda done, _: told.append((done, read.total(done))))
    assert told == [(64, 200), (128, 200), (192, 200), (200, 200)]


def test_the_total_of_files_and_articles_is_right_from_the_beginning(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.txt").write_text(f"The number is {number}.")
    sources = Sources([tmp_path, FERRY, ORCHARD])
    assert [sources.total(done) for done, _ in enumerate(sources, start=1)] == [102] * 102


def test_the_total_of_a_feed_is_right_from_the_beginning() -> None:
    with pages({"/feed": feed_of("/1", "/2", "/3"), "/1": STORY, "/2": STORY}) as site:
        sources = Sources([f"{site}/feed"], allow_private=True)
        assert [sources.total(done) for done, _ in enumerate(sources, start=1)] == [3] * 3
        sources = Sources([f"{site}/feed"], allow_private=True, limits=Limits(pages=1))
        assert [sources.total(done) for done, _ in enumerate(sources, start=1)] == [2] * 2


def test_an_index_of_the_first_format_is_brought_up_to_date(tmp_path: Path, word_library: Library) -> None:
    before = word_library.articles()
    for statement in (
        *WITHOUT_LOG,
        "DROP INDEX article_of_key",
        "ALTER TABLE articles DROP COLUMN key",
        "ALTER TABLE articles DROP COLUMN place",
        "ALTER TABLE articles DROP COLUMN original",
        "UPDATE meta SET value = '1' WHERE key = 'format'",
    ):
        run(word_library, statement)
    word_library.close()
    again = Library.open(word_library.folder, WordEncoder())
    assert again.articles() == before
    assert again.verify() == []


def test_articles_are_listed_filtered_and_sorted(word_library: Library) -> None:
    rows, count = word_library.listed()
    assert (count, rows[0].title, rows[0].sentences) == (3, ORCHARD.title, 3)
    rows, count = word_library.listed("HARBOUR 2021")
    assert [row.id for row in rows] == [FERRY.id]
    assert [row.published for row in word_library.listed(order="published", descending=False)[0]] == [
        "2021-03-12",
        "2022-04-30",
        "2022-08-02",
    ]
    assert word_library.listed(count=1)[1] == 3


def test_the_total_of_a_file_of_a_megabyte_is_about_right_early(tmp_path: Path) -> None:
    lines = [json.dumps({"title": str(n), "text": f"Number {n} " + "of many words " * 150}) for n in range(600)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    sources = Sources([tmp_path / "a.jsonl"])
    told = [sources.total(done) for done, _ in enumerate(sources, start=1)]
    assert 300 <= told[128] <= 700
