"""What is read from web pages, scored: worked out by hand, and the three sets as their projects lay them out."""

import gzip
import json
from pathlib import Path

import pytest

from rag.evaluation.benchmarks.extraction import Counts, Page, Read, counted, main, scored
from tests.support.samples import PAGE, PARAGRAPHS

TRUE = Read("one two three four five", "Ferry sails", "Ann Lee; Bo Chi", "2021-03-12")


def test_each_field_is_counted_in_its_own_way() -> None:
    got = Read("two three four five six", "Ferry sails!", "bo chi and Cy Day", "2021-03-13")
    assert counted(Page("a", b"", TRUE), got) == {
        "text": Counts(1, 1, 1),  # of the runs of four words, "two three four five"
        "title": Counts(1, 0, 0),
        "author": Counts(1, 1, 1),
        "date": Counts(0, 1, 1),
    }
    assert counted(Page("a", b"", Read(), has=("Two, three", "ten"), lacks=("six",)), got) == {"text": Counts(1, 1, 1)}


def test_texts_count_by_page_and_the_rest_together() -> None:
    counts = [Counts(1, 0, 1), Counts(0, 0, 4), Counts(3, 3, 0)]
    assert scored(counts, by_page=True) == ((1 + 0.5) / 2, (0.5 + 0 + 1) / 3)
    assert scored(counts, by_page=False) == (4 / 7, 4 / 9)


def test_the_sets_are_read_as_they_are_laid_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.format(PARAGRAPHS).encode()
    for folder in ("html", "eval", "cache", "txt", "metadata"):
        (tmp_path / folder).mkdir()
    (tmp_path / "html/one.html.gz").write_bytes(gzip.compress(page))
    (tmp_path / "ground-truth.json").write_text(json.dumps({"one": {"articleBody": "The ferry", "url": "x"}}))
    (tmp_path / "eval/two.html").write_bytes(page)
    told = {"file": "two.html", "with": ["passenger number 3"], "without": ["All rights"], "author": "Orla Byrne"}
    (tmp_path / "evaldata.json").write_text(json.dumps({"x": told}))
    (tmp_path / "html/three.html").write_bytes(page)
    known = {"title": "Ferry sails again", "authors": [], "publish_date": "2021-03-12T08:00:00"}
    (tmp_path / "metadata/three.json").write_text(json.dumps(known))
    main([part for name in ("articles", "trafilatura", "newspaper") for part in (f"--{name}", str(tmp_path))])
    rows = {line for line in capsys.readouterr().out.splitlines() if line.count(" 1.000 |") == 6}
    assert {row.split(" | ")[0] for row in rows} == {"| text", "| author", "| title", "| date"}
