"""Articles made ready to be kept: in batches, cut, embedded."""

from collections.abc import Iterable, Iterator, Sequence

from index.chunking import chunks, embedded_text
from index.edits import FIELDS
from index.encoding import Encoder, Vectors
from index.types import Article, Chunk, Rejected

Entry = tuple[Article, list[Chunk], Vectors]

_BATCH = 64  # articles, or
_CHARACTERS = 200_000  # of them together: bounds the memory
_LONGEST = 2000  # characters of what is known of an article: every list shows it, and every question looks at it


def batches(articles: Iterable[Article | Rejected]) -> Iterator[list[Article | Rejected]]:
    """Yield articles in their order, as many together as are embedded quickly and held easily."""
    batch: list[Article | Rejected] = []
    length = 0
    for article in map(_of_a_size, articles):
        batch.append(article)
        length += len(article.text) if isinstance(article, Article) else 0
        if len(batch) == _BATCH or length >= _CHARACTERS:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _of_a_size(article: Article | Rejected) -> Article | Rejected:
    """Return an article, or why what is known of it is too long to be kept."""
    if isinstance(article, Rejected):
        return article
    known = [(field, getattr(article, field) or "") for field in FIELDS]
    long = next(((field, value) for field, value in known if len(value) > _LONGEST), None)
    if not long:
        return article
    where, told = (article.place or article.url or article.title)[:_LONGEST], f"{len(long[1]):,} characters"
    return Rejected(where, f"Its {long[0]} has {told}; at most {_LONGEST:,} are kept. Give another.")


def prepare(articles: Sequence[Article], encoder: Encoder) -> list[Entry]:
    """Cut and embed, which takes long, before the transaction, which must not."""
    cut = [(article, chunks(article)) for article in articles]
    vectors = encoder.encode([embedded_text(article, chunk) for article, pieces in cut for chunk in pieces])
    entries: list[Entry] = []
    for article, pieces in cut:
        entries.append((article, pieces, vectors[: len(pieces)]))
        vectors = vectors[len(pieces) :]
    return entries
