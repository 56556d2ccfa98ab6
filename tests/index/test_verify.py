"""What `verify` finds where a part of an index was changed behind Byline, and that rebuilding mends it."""

import numpy as np
import pytest

from index.library import Library
from index.verify import share_at_most
from tests.support.doubles import FERRY, ORCHARD
from tests.support.tampering import run


def test_verify_tells_what_does_not_agree_and_how_to_mend_it(word_library: Library) -> None:
    assert word_library.verify() == []
    run(word_library, "DELETE FROM words WHERE rowid = 1")
    run(word_library, "UPDATE articles SET text = text || '!' WHERE id = ?", FERRY.id)
    run(word_library, "UPDATE chunks SET vector = zeroblob(256) WHERE article_id = ?", ORCHARD.id)
    found = "\n".join(word_library.verify())
    for told in (
        "word index",
        "changed behind Byline",
        "do not cover",
        "not the length 1",
        "of the search differ",
    ):
        assert told in found


def harmed(library: Library, harm: str, *values: object) -> str:
    """Return what is found after a statement was run behind Byline."""
    run(library, harm, *values)
    return "\n".join(library.verify())


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE words SET body = 'It sank.' WHERE rowid = 2", "has other words than"),
        ("UPDATE words SET title = 'Gone' WHERE rowid = 2", "has other words than"),
        ("UPDATE words_content SET c1 = 'It sank.' WHERE id = 2", "does not lead to the words"),
        ("UPDATE words_data SET block = zeroblob(40) WHERE id > 10", "does not lead to the words"),
        ("UPDATE chunks SET sentences = '[[1, 900]]' WHERE id = 2", "do not lie in its chunks"),
        ("UPDATE chunks SET sentences = '[[9, 12], [5, 8]]' WHERE id = 2", "do not lie in its chunks"),
        ("UPDATE chunks SET sentences = 'none' WHERE id = 2", "no list of sentences"),
        ("UPDATE chunks SET vector = zeroblob(8) WHERE id = 2", "no vector of 64 numbers"),
        ("UPDATE chunks SET vector = zeroblob(256) WHERE id = 2", "not the length 1"),
        ("UPDATE chunks SET vector = (SELECT vector FROM chunks WHERE id = 1) WHERE id = 2", "differ from those"),
    ],
)
def test_every_part_is_compared_by_its_content(word_library: Library, harm: str, told: str) -> None:
    assert told in harmed(word_library, harm)
    word_library.rebuild()
    assert word_library.verify() == []


def test_a_vector_that_is_no_number_is_found(word_library: Library) -> None:
    nan = np.full(word_library.encoder.dimension, np.nan, "<f4").tobytes()
    assert "1 vectors have not the length 1" in harmed(word_library, "UPDATE chunks SET vector = ? WHERE id = 2", nan)


def test_a_sample_of_all_articles_finds_what_is_wrong_with_one(word_library: Library) -> None:
    count = len(word_library.ids())
    assert word_library.verify(1) == word_library.verify(count + 1) == []
    for harm, told in (
        ("DELETE FROM words WHERE rowid = 2", "has other words than"),
        ("UPDATE chunks SET vector = (SELECT vector FROM chunks WHERE id = 1) WHERE id = 2", "differ from those"),
        ("UPDATE chunks SET vector = zeroblob(8) WHERE id = 2", "no vector of 64 numbers"),
    ):
        run(word_library, harm)
        assert told in "\n".join(word_library.verify(count))


def test_what_a_clean_sample_says_of_all() -> None:
    assert share_at_most(1) == pytest.approx(0.95)
    assert share_at_most(300) == pytest.approx(0.01, rel=0.01)
