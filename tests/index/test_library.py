"""The library: what goes in is found, what is gone is gone, and SQLite is the truth."""

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import log
from pathlib import Path

import numpy as np
import pytest
from nltk.stem import PorterStemmer

from index.articles import bundled
from index.chunking import chunks, embedded_text
from index.embedding import MiniLMEncoder
from index.encoding import Vectors
from index.library import Library
from index.storage.database import VECTORS_FILE
from index.types import Article, Hit
from tests.support.doubles import FERRY, ORCHARD, WordEncoder


class CountingEncoder(WordEncoder):
    """Counts the texts that it embeds."""

    texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text."""
        self.texts += len(texts)
        return super().encode(texts)


def found(library: Library, question: str) -> list[tuple[str, int, float]]:
    return [(hit.chunk.article_id, hit.chunk.span.start, hit.score) for hit in library.search(question)]


def stems(text: str) -> Counter[str]:
    stem = PorterStemmer(PorterStemmer.ORIGINAL_ALGORITHM).stem
    return Counter(stem(word) for word in re.findall(r"\w+", text.lower()))


def test_a_new_library_holds_the_bundled_article(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "made" / "on the way", WordEncoder())
    assert library.articles() == list(bundled())


def test_an_article_that_was_removed_does_not_come_back(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    library.remove(bundled()[0].id)
    library.close()
    again = Library.open(tmp_path, WordEncoder())
    assert again.articles() == []
    assert again.search("Retno") == []


def test_the_same_article_again_is_seen(word_library: Library) -> None:
    before = word_library.articles()
    assert [outcome.status for outcome in word_library.add([FERRY, FERRY])] == ["already there"] * 2
    assert word_library.articles() == before


def test_add_tells_what_is_new_and_how_far_it_is(tmp_path: Path) -> None:
    library, told = Library.open(tmp_path, WordEncoder()), []
    articles = [Article(f"No {n}", f"The number is {n}.") for n in range(70)]
    outcomes = library.add([*articles, articles[0]], lambda done, total: told.append((done, total)))
    assert [outcome.article_id for outcome in outcomes] == [article.id for article in [*articles, articles[0]]]
    assert [outcome.status for outcome in outcomes] == ["added"] * 70 + ["already there"]
    assert told == [(64, 71), (71, 71)]


def test_a_removed_article_is_not_found_and_leaves_nothing(word_library: Library) -> None:
    vectors = word_library.folder / VECTORS_FILE
    before = vectors.stat().st_size
    word_library.remove(FERRY.id)
    assert not vectors.exists()
    Library.open(word_library.folder, WordEncoder()).close()
    assert vectors.stat().st_size < before
    assert all(article_id != FERRY.id for article_id, _, _ in found(word_library, "ferry storm harbour"))
    assert word_library.lexicon.unknown_words("ferry tinned") == ["ferry", "tinned"]
    with pytest.raises(KeyError, match=FERRY.id):
        word_library.article(FERRY.id)
    word_library.close()
    left = b"".join(path.read_bytes() for path in word_library.folder.iterdir())
    assert b"ran out of bread" not in left


def test_what_a_stop_left_of_a_removed_article_goes_at_the_next_start(word_library: Library) -> None:
    with word_library._writing():
        word_library._truth.delete(FERRY.id)
    word_library.close()  # as a kill would, before the words were taken out of their index
    Library.open(word_library.folder, WordEncoder()).close()
    left = b"".join(path.read_bytes() for path in word_library.folder.iterdir())
    assert b"tinned" not in left
    assert b"flaherti" not in left.lower()


def test_ranking_equals_brute_force(word_library: Library) -> None:
    """Cosine by NumPy; BM25 as SQLite documents it: k1 = 1.2, b = 0.75, over title and body together."""
    question, encoder = "storm harbour spring bees Retno repairs", WordEncoder()
    cut = [(article, chunk) for article in word_library.articles() for chunk in chunks(article)]
    cosines = encoder.encode([embedded_text(*pair) for pair in cut]) @ encoder.encode([question])[0]
    texts = [
        stems(" ".join([article.title, *(sentence.of(article.text) for sentence in chunk.sentences)]))
        for article, chunk in cut
    ]
    mean = np.mean([text.total() for text in texts])
    bm25 = np.zeros(len(cut))
    for word in stems(question):
        holding = sum(word in text for text in texts)
        idf = max(log((len(cut) - holding + 0.5) / (holding + 0.5)), 1e-6)
        bm25 += [idf * t[word] * 2.2 / (t[word] + 1.2 * (0.25 + 0.75 * t.total() / mean)) for t in texts]
    hits = word_library.search(question, len(cut))
    by_place = {(hit.chunk.article_id, hit.chunk.span): hit for hit in hits}
    ours = [by_place[chunk.article_id, chunk.span] for _, chunk in cut]
    assert [hit.cosine for hit in ours] == pytest.approx(cosines.tolist(), abs=1e-5)
    assert [hit.bm25 for hit in ours] == pytest.approx(bm25.tolist(), rel=1e-4, abs=1e-5)
    highest = max(hit.bm25 for hit in hits)
    assert [hit.score for hit in hits] == pytest.approx([max(h.cosine, 0) / 2 + h.bm25 / highest / 2 for h in hits])
    assert hits == sorted(hits, key=lambda hit: -hit.score)


def test_the_same_index_opened_twice_ranks_the_same(word_library: Library) -> None:
    again = Library.open(word_library.folder, WordEncoder())
    assert found(again, "storm bees Retno") == found(word_library, "storm bees Retno")


def test_vectors_are_derived_again_without_embedding(word_library: Library) -> None:
    before, path = found(word_library, "storm bees"), word_library.folder / VECTORS_FILE
    for content in (None, b"no index"):
        path.unlink()
        if content:
            path.write_bytes(content)
        encoder = CountingEncoder()
        library = Library.open(word_library.folder, encoder)
        assert encoder.texts == 0
        assert found(library, "storm bees") == before
        assert path.stat().st_size > 1000


def test_another_process_is_seen(word_library: Library) -> None:
    other = Library.open(word_library.folder, WordEncoder())
    other.search("anything")
    word_library.add([Article("Quartz", "Quartz was found in the quarry.")])
    assert other.search("quartz quarry")[0].bm25 > 0
    word_library.remove(ORCHARD.id)
    assert all(hit.chunk.article_id != ORCHARD.id for hit in other.search("mason bees"))


def test_threads_may_search_while_articles_come_and_go(word_library: Library) -> None:
    faults: list[Exception] = []

    def search() -> None:
        try:
            for _ in range(30):
                word_library.search("storm harbour")
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        (added,) = word_library.add([Article(f"No {number}", f"The storm number {number}.")])
        word_library.remove(str(added.article_id))
    for thread in threads:
        thread.join()
    assert faults == []


def test_many_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as threads:
        opened = list(threads.map(lambda _: Library.open(tmp_path / "new", WordEncoder()).articles(), range(12)))
    assert opened == [list(bundled())] * 12


def test_a_batch_goes_in_whole_or_not_at_all(word_library: Library) -> None:
    with sqlite3.connect(word_library.folder / "library.sqlite") as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON chunks BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = word_library.articles()
    with pytest.raises(Exception, match="no room"):
        word_library.add([Article("Quartz", "Quartz was found.")])
    assert word_library.articles() == before


def test_the_real_model_finds_by_meaning(tmp_path: Path, encoder: MiniLMEncoder) -> None:
    library = Library.open(tmp_path, encoder)
    library.add([FERRY, ORCHARD])

    def best(question: str) -> Hit:
        return library.search(question)[0]

    assert best("Which insects fertilise fruit blossom?").chunk.article_id == ORCHARD.id
    assert best("How long were boats unable to leave?").chunk.article_id == FERRY.id
    assert best("Which official did the minister talk with?").chunk.article_id == bundled()[0].id
