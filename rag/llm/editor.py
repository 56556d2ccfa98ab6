"""Which sentences of a model stand: those that cite, that their quotes support, and that speak of what was asked."""

import re
from collections.abc import Callable, Sequence

from rag.draft import Claim, Rejection
from rag.llm.checking.check import Quoted, check
from rag.llm.claims import Sentence
from rag.llm.prompt import SILENCE
from rag.llm.relevance import Relevance
from rag.readings import Judge, Reading
from rag.results import Citation

Quote = Callable[[Sequence[Reading]], tuple[Citation, ...]]
BESIDE = "It is true to what it cites, which is not about the question."
_NOT_A_WORD = re.compile(r"\W+")


class Editor:
    """Judges the sentences of one answer. `given` are the sentences that the model was given, number 1 first.

    `quote` numbers readings and checks them against the library, `relevance` tells what is about the question.
    """

    def __init__(self, given: Sequence[Reading], quote: Quote, judge: Judge, relevance: Relevance) -> None:
        self._given = given
        self._relevance = relevance
        self._quote = quote
        self._judge = judge
        self._seen: set[str] = set()
        self._cited: list[Reading] = []
        self.citations: tuple[Citation, ...] = ()
        self.claims: list[Claim] = []
        self.struck: list[Rejection] = []
        self.silent = False

    def judge(self, sentence: Sentence) -> Claim | Rejection | None:
        """Return a sentence as a claim or struck; none where it says that the articles do not say, or is repeated."""
        plain = _plain(sentence.text)
        if plain in self._seen:
            return None
        self._seen.add(plain)
        if plain.startswith(_plain(SILENCE)):
            self.silent = True
            return None
        if why := self._objection(sentence):
            readings = [self._given[number - 1] for number in sentence.cited if 1 <= number <= len(self._given)]
            self.struck.append(Rejection(sentence.text, why, tuple(_quoted(reading).text for reading in readings)))
            return self.struck[-1]
        self.claims.append(self._claim(sentence))
        return self.claims[-1]

    def _objection(self, sentence: Sentence) -> str:
        """Say why a sentence does not stand; nothing where it does."""
        if not sentence.cited:
            return "It cites no sentence."
        if wrong := [number for number in sentence.cited if not 1 <= number <= len(self._given)]:
            return f"It cites a sentence {wrong[0]}, which does not exist."
        readings = [self._given[number - 1] for number in sentence.cited]
        quotes = [_quoted(reading) for reading in readings]
        if not (verdict := check(sentence.text, quotes, self._judge)).supported:
            return verdict.why
        sure = max(reading.probability for reading in readings)
        return "" if self._relevance(sentence.text, sure) else BESIDE

    def _claim(self, sentence: Sentence) -> Claim:
        """Return a sentence with the numbers of its citations, which are checked here."""
        readings = [self._given[number - 1] for number in sentence.cited]
        self._cited += [reading for reading in readings if reading not in self._cited]
        self.citations = self._quote(self._cited)
        return Claim(sentence.text, tuple(self._cited.index(reading) + 1 for reading in readings))


def _quoted(reading: Reading) -> Quoted:
    article = reading.article
    return Quoted(reading.sentence.of(article.text), article.text, article.published)


def _plain(text: str) -> str:
    return _NOT_A_WORD.sub(" ", text.casefold()).strip()
