"""The words of chunks in PostgreSQL, as stems that FTS5 makes, in the chunks' own rows: found, counted, told apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from index.storage.analyzer import Stems
from index.storage.searcher import Lexicon
from index.where import EVERY, Where

if TYPE_CHECKING:
    from index.storage.postgres_truth import PostgresTruth

_LAST = 16_383  # the highest place that PostgreSQL keeps of a word
_MATCHED = "SELECT id FROM chunks WHERE words @@ ?::tsquery"
_AT_ONCE = 500  # chunks read again at once


class Rarity(NamedTuple):
    """How many passages have each of some phrases, and how many passages with how many words there are in all."""

    holding: tuple[int, ...]
    passages: int
    length: int


class PostgresWords(Lexicon):
    """The words of the chunks in a truth; they are written with the chunks, so nothing ever has to catch up."""

    def __init__(self, truth: "PostgresTruth") -> None:
        self._truth = truth
        self._analyzer = truth.analyzer
        self._rows = truth._rows

    def having(self, phrases: Sequence[str], within: Where = EVERY) -> set[str]:
        """Return the ids of the articles, or of these, that have one of these phrases in a passage or the title."""
        return self._articles(self._any(phrases), within)

    def titled(self, word: str) -> set[str]:
        """Return the ids of the articles whose title has a word, in any form."""
        return self._articles(_phrase(self._analyzer.stems_of(word), in_title=True))

    def marked(self, phrases: Sequence[str], ids: Sequence[int], marks: tuple[str, str]) -> dict[int, tuple[str, str]]:
        """Return the title and the words of those of these chunks that have a phrase, with marks around it."""
        if not (query := self._any(phrases)):
            return {}
        found = [row[0] for row in self._rows(f"{_MATCHED} AND id = ANY(?)", query, list(ids))]
        return self._analyzer.marked(self._truth.texts(found), phrases, marks)

    def knows(self, word: str, within: Where = EVERY) -> bool:
        """Tell whether any article, or any of these, has a word, in any form."""
        stems = self._analyzer.stems_of(word)
        if len(stems) == 1 and not within:
            return bool(self._rows("SELECT 1 FROM terms WHERE term = ?", stems[0]))
        where, values = self._truth._among(within)
        return bool(stems and self._rows(f"{_MATCHED} AND {where} LIMIT 1", _phrase(stems), *values))

    def stem(self, word: str) -> str:
        """Return a word as the index keeps it: folded, and without its ending."""
        return min(self._analyzer.stems_of(word))

    def terms(self, initials: str) -> dict[str, int]:
        """Return the stems in the articles that begin with one of these letters, with how many passages have each."""
        query = "SELECT term, passages FROM terms WHERE term >= ? AND term < ?"
        return {term: count for letter in initials for term, count in self._rows(query, letter, chr(ord(letter) + 1))}

    def with_term(self, term: str, count: int) -> list[str]:
        """Return the texts of `count` passages that have a word of this stem, each with its title."""
        ids = [row[0] for row in self._rows(f"{_MATCHED} LIMIT ?", _phrase((term,)), count)]
        texts = self._truth.texts(ids)
        return ["\n".join(texts[id]) for id in sorted(texts)]

    def together(self, word: str, others: Sequence[str]) -> int:
        """Return how many of the others a passage has beside a word, at most; all in any form."""
        beside = [_phrase(self._analyzer.stems_of(one)) for one in (word, *others)]
        pairs = [f"({beside[0]}) & ({other})" for other in beside[1:] if beside[0] and other]
        counts = Counter(row for pair in pairs for row in self._rows(_MATCHED, pair))
        return max(counts.values(), default=0)

    def rarity(self, phrases: Sequence[tuple[str, ...]]) -> Rarity:
        """Return how rare phrases are, given as stems."""
        single = dict(self._rows("SELECT term, passages FROM terms WHERE term = ANY(?)", [one[0] for one in phrases]))
        counted = "SELECT count(*) FROM chunks WHERE words @@ ?::tsquery"
        holding = (
            single.get(one[0], 0) if len(one) == 1 else self._rows(counted, _phrase(one))[0][0] for one in phrases
        )
        return Rarity(tuple(holding), *self._rows("SELECT passages, length FROM totals")[0])

    def faults(self) -> list[str]:
        """Return what is wrong if words are not counted as they are."""
        counted = "SELECT lexeme, count(*) AS passages FROM chunks, unnest(words) GROUP BY lexeme"
        differ = f"SELECT 1 FROM terms FULL JOIN ({counted}) AS c ON term = lexeme"
        differ = f"{differ} WHERE terms.passages IS DISTINCT FROM c.passages LIMIT 1"
        whole = "SELECT count(*), coalesce(sum(length), 0)::bigint FROM chunks"
        if self._rows(differ) or self._rows(whole) != self._rows("SELECT passages, length FROM totals"):
            return ["The words are not counted as they are. Run: byline rebuild"]
        return []

    def _unlike(self, stems: dict[int, Stems]) -> set[int]:
        """Return the chunks whose words are kept as others than these stems."""
        pairs = [(id, lexemes(stems[id]), sum(map(len, stems[id]))) for id in stems]
        query = (
            "SELECT id FROM chunks JOIN unnest(?::bigint[], ?::tsvector[], ?::integer[]) AS told (id, words, length)"
        )
        query = f"{query} USING (id) WHERE chunks.words != told.words OR chunks.length != told.length"
        found: set[int] = set()
        for start in range(0, len(pairs), _AT_ONCE):
            columns = map(list, zip(*pairs[start : start + _AT_ONCE], strict=True))
            found |= {row[0] for row in self._rows(query, *columns)}
        return found

    def _any(self, phrases: Sequence[str]) -> str:
        """Return the query for any of these phrases; none where they hold no word."""
        return " | ".join(f"({query})" for phrase in phrases if (query := _phrase(self._analyzer.stems_of(phrase))))

    def _articles(self, query: str, within: Where = EVERY) -> set[str]:
        if not query:
            return set()
        where, values = self._truth._among(within)
        found = f"SELECT DISTINCT article_id FROM chunks WHERE words @@ ?::tsquery AND {where}"
        return {row[0] for row in self._rows(found, query, *values)}


def lexemes(stems: Stems) -> str:
    """Return stems as PostgreSQL reads them, each with its places; those of the title are marked, and stand apart."""
    title, body = stems
    apart = len(body) + 2
    places: dict[str, list[str]] = {}
    for at, stem in enumerate(body, 1):
        places.setdefault(stem, []).append(f"{min(at, _LAST)}")
    for at, stem in enumerate(title, apart):
        places.setdefault(stem, []).append(f"{min(at, _LAST)}A")
    return " ".join(f"{_quoted(stem)}:{','.join(found)}" for stem, found in places.items())


def _phrase(stems: Iterable[str], in_title: bool = False) -> str:
    return " <-> ".join(_quoted(stem) + ":A" * in_title for stem in stems)


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
