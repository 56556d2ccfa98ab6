"""Articles written for the tests, and an encoder whose vectors a reader can work out."""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.encoding import Vectors
from index.types import Article

FERRY = Article(
    title="Ferry service to Aran Island resumes after storm",
    text=(
        "The ferry to Aran Island sailed again on Monday after a storm kept it in port for nine days. "
        "Captain Maeve Doyle said the harbour wall had lost forty metres of stone. "
        "Repairs will cost 2.4 million euros, the county council estimates.\n\n"
        "Islanders had lived on tinned food since 3 March. “We ran out of bread on the second day,” said "
        "the shopkeeper Colm Flaherty. The school stayed closed because its boiler had no fuel."
    ),
    source="The Harbour Post",
    published="2021-03-12",
)
ORCHARD = Article(
    title="Orchard growers turn to mason bees",
    text=(
        "Apple growers in the Lune Valley have released 80,000 mason bees this spring. "
        "The beekeeper Tomasz Zielinski breeds them in reed tubes behind his barn. "
        "A mason bee pollinates as many flowers as a hundred honeybees, according to Lancaster University."
    ),
    source="Valley Weekly",
    published="2022-04-30",
)


class WordEncoder:
    """Embeds a text as the sum of a fixed random direction for each of its words: same words, same vector."""

    name = "words/1"
    dimension = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text."""
        rows = [sum((self._direction(word) for word in text.lower().split()), np.full(64, 1e-6)) for text in texts]
        vectors: Vectors = np.array(rows, np.float32).reshape(len(texts), self.dimension)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _direction(self, word: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dimension)
