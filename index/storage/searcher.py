"""What every searcher can do: find chunks by their vectors and their words. A protocol; what it holds is derived."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.encoding import Vectors
from index.storage.kept import Changes
from index.where import EVERY, Where
from index.words import content_words


class Lexicon(Protocol):
    """What is known of the words of the articles; a word stands for all its forms."""

    def having(self, phrases: Sequence[str], within: Where = EVERY) -> set[str]:
        """Return the ids of the articles, or of these, that have one of these phrases in a passage or the title."""

    def marked(self, phrases: Sequence[str], ids: Sequence[int], marks: tuple[str, str]) -> dict[int, tuple[str, str]]:
        """Return the title and the words of those of these chunks that have a phrase, with marks around it."""

    def titled(self, word: str) -> set[str]:
        """Return the ids of the articles whose title has a word."""

    def knows(self, word: str, within: Where = EVERY) -> bool:
        """Tell whether any article, or any of these, has a word."""

    def unknown_words(self, question: str, within: Where = EVERY) -> list[str]:
        """Return the words of a question that carry meaning and that no article, or none of these, has in any form."""
        return [word for word in content_words(question) if not self.knows(word, within)]

    def stem(self, word: str) -> str:
        """Return a word as the index keeps it: folded, and without its ending."""

    def terms(self, initials: str) -> dict[str, int]:
        """Return the stems in the articles that begin with one of these letters, with how many passages have each."""

    def with_term(self, term: str, count: int) -> list[str]:
        """Return the texts of `count` passages that have a word of this stem, each with its title."""

    def together(self, word: str, others: Sequence[str]) -> int:
        """Return how many of the others a passage has beside a word, at most."""


class Searcher(Lexicon, Protocol):
    """Finds chunks of a truth, from which it can be made anew at any time.

    It is asked for vectors only when it has applied what the truth changed. Its user keeps threads apart.
    """

    cure: str
    """What makes it anew, in a sentence."""

    def load(self) -> None:
        """Take what was kept of it on the disk, as far as that is whole and not out of date."""

    def mark(self) -> int | None:
        """Return the mark up to which it has applied changes; None before the first."""

    def follow(self) -> None:
        """Apply what the truth has changed since; nothing where that was made by another model."""

    def apply(self, changes: Changes) -> None:
        """Follow changes that are committed, in the snapshot that told them; the same ones twice change nothing.

        What is added is read from the truth. So a stop between a commit and this loses nothing: it is done later.
        """

    def nearest(self, vector: Vectors, count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles nearest to a unit vector with their exact cosines, best first."""

    def cosines(self, ids: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Return the cosine of `vector` with each of these chunks."""

    def bm25(self, words: Sequence[str], count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles that best match any of these words with their BM25, best first.

        How rare a word is, all chunks tell.
        """

    def save(self) -> None:
        """Keep on the disk what makes the next `load` quick, where it is worth the time."""

    def drop(self) -> None:
        """Delete what is kept on the disk and can be made anew, which also gives room."""

    def purge(self) -> None:
        """Leave no trace on the disk of chunks that are gone; inside a transaction of the truth."""

    def maintain(self, anew: bool = False) -> None:
        """Write anew what is held on the disk, so that nothing is left of chunks that are gone.

        With `anew` all is read from the truth again, whatever is held.
        """

    def faults(self) -> list[str]:
        """Return what is wrong with what is held, as far as it tells by itself, each with its cure."""

    def vector_ids(self) -> set[int]:
        """Return the ids of the chunks whose vectors are held."""

    def held(self, ids: Sequence[int]) -> set[int]:
        """Return those of these chunks whose vectors are held."""

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors that are held of these chunks, a row each."""

    def word_ids(self) -> set[int]:
        """Return the ids of the chunks whose words are held."""

    def unlike(self, texts: Mapping[int, tuple[str, str]]) -> set[int]:
        """Return those of these chunks, given with title and body, whose words are held otherwise, or nowhere."""
