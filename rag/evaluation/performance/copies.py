"""Make a large library of a small one without embedding:
`python -m rag.evaluation.performance.copies INDEX --times 12 --out BIG`.

Every article goes in so many times, each time as another outlet's, with the vectors that it has and noise. So words are
as common as in the small one, and no two vectors are equal. It is for measuring time, not how good answers are.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.chunking import chunks, embedded_text
from index.embedding import MiniLMEncoder
from index.encoding import Vectors
from index.library import Library
from index.storage.sqlite import SqliteTruth
from index.types import Article, Span

_NOISE = 0.5  # as long as half the vector, so that a copy has a cosine of 0.89 with its original


def with_noise(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Return unit vectors near the given ones."""
    noisy = vectors + rng.standard_normal(vectors.shape, np.float32) * np.float32(_NOISE / vectors.shape[1] ** 0.5)
    near: Vectors = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    return near


class Recalling:
    """Gives the vectors that a store has for the same texts, with noise, under the name of the model that made them."""

    name = MiniLMEncoder.name
    dimension = MiniLMEncoder.dimension

    def __init__(self, store: SqliteTruth) -> None:
        ids = sorted(store.chunk_ids())
        texts: dict[tuple[str, Span], str] = {}
        for article_id, article in store.each():
            texts |= {(article_id, chunk.span): embedded_text(article, chunk) for chunk in chunks(article)}
        found = store.chunks(ids)
        self._known = dict(
            zip(
                (texts[found[id].article_id, found[id].span] for id in ids),
                store.vectors(ids, self.dimension),
                strict=True,
            )
        )
        self._rng = np.random.default_rng(0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text; KeyError for one that the store has not."""
        rows = np.array([self._known[text] for text in texts], np.float32).reshape(len(texts), self.dimension)
        return with_noise(rows, self._rng)


def copies(store: SqliteTruth, times: int) -> Iterator[Article]:
    """Yield every article so many times, each time another article."""
    for number in range(times):
        for id, article in store.each():
            yield replace(article, source=f"Copy {number}", url=None, place=f"{number}/{id}")


def main() -> None:
    """Make the library; what is there already stays, so that it may be stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="the small library")
    parser.add_argument("--times", type=int, default=12, help="how many copies of each article")
    parser.add_argument("--out", type=Path, required=True, help="folder of the large library")
    options = parser.parse_args()
    small = SqliteTruth(options.index)
    library = Library.open(options.out, Recalling(small))
    library.add(copies(small, options.times), lambda done, _: print(f"{done:,} articles", end="\r", file=sys.stderr))
    print(f"{len(library.ids()):,} articles")


if __name__ == "__main__":
    main()
