"""Measure what is found where names are misspelt:
`python -m rag.evaluation.benchmarks.names --data BENCH --index FOLDER`.

NewsQA's questions are asked as they are, with a name misspelt by one or two edits, with an acronym for a name or the
name for it, in lower case, and as keywords, all in a library of all its articles, each before and after words are
corrected and other names are searched for too. Prints success@10, the share of questions of which one of the ten best
passages holds an answer, and how many questions had a word corrected, and how many of them the misspelt one, to the
word that was meant. Questions about other news (RealTimeQA) tell how many words are read otherwise that are only not in
these articles. FOLDER holds the library; it is made there if there is none.
"""

import argparse
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Encoder, Vectors
from index.library import Library
from rag.evaluation.datasets.sets import TUNED, hold, lines, sample
from rag.evaluation.datasets.squad import Question, questions
from rag.evaluation.datasets.wordings import WORDINGS, Wording
from rag.retrieval.aliases import aliases
from rag.retrieval.spelling import Correction, corrected

_FOUND_IN = 10
_OTHERS = 600  # questions about other news


@dataclass(frozen=True)
class Asked:
    """A question, its wording, and the words that are searched for: corrected, with other names beside them."""

    question: Question
    wording: Wording
    read: str
    corrections: tuple[Correction, ...]


@dataclass
class Tally:
    """What came of the questions in one wording."""

    asked: int
    found: int = 0
    found_corrected: int = 0
    corrected: int = 0
    right: int = 0


class AtOnce:
    """Embeds as another encoder does, but many questions at once, ahead, which is quicker."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name, self.dimension = encoder.name, encoder.dimension

    def learn(self, texts: Iterable[str]) -> None:
        """Embed these texts, each of which is then at hand."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._encoder.encode(new), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        self.learn(texts)
        return np.array([self._known[text] for text in texts], np.float32).reshape(len(texts), self.dimension)


def reworded(asked: Iterable[Question], library: Library, wording: str) -> list[Asked]:
    """Return the questions in one wording, and as they are read then; those that cannot be so worded are left out."""
    chance = random.Random(0)
    made = [(question, WORDINGS[wording](question.text, library, chance)) for question in asked]
    return [_read(question, one, library) for question, one in made if one]


def _read(question: Question, wording: Wording, library: Library) -> Asked:
    read, corrections = corrected(wording.text, library.lexicon)
    return Asked(question, wording, " ".join([read, *aliases(read, library.lexicon).values()]), corrections)


def measure(asked: Sequence[Asked], library: Library, show: bool = False) -> Tally:
    """Search for the questions, as they are and as they are read."""
    tally = Tally(len(asked))
    for one in asked:
        before = _holds(library, one.wording.text, one.question)
        after = before if one.read == one.wording.text else _holds(library, one.read, one.question)
        tally.found += before
        tally.found_corrected += after
        tally.corrected += bool(one.corrections)
        tally.right += any(_same(word.read, one.wording.meant, library) for word in one.corrections)
        if show and one.corrections:
            told = ", ".join(f"{word.written} -> {word.read}" for word in one.corrections)
            print(f"{told} ({one.wording.meant}) {before:d}{after:d} {one.wording.text}", file=sys.stderr)
    return tally


def _same(word: str, meant: str, library: Library) -> bool:
    return bool(meant) and library.lexicon.stem(word) == library.lexicon.stem(meant)


def _holds(library: Library, text: str, question: Question) -> bool:
    """Tell whether one of the ten best passages holds the start of an answer."""
    hits = library.search(text, _FOUND_IN)
    own = [hit.chunk.span for hit in hits if hit.chunk.article_id == question.article.id]
    return any(span.start <= answer.start < span.end for span in own for answer in question.answers)


def table(tallies: dict[str, Tally]) -> str:
    """Write the tallies as a Markdown table."""
    rows = ["| questions | asked | before | after | corrected | to the name meant |", "|---|---:|---:|---:|---:|---:|"]
    for name, one in tallies.items():
        if one.asked:
            shares = f"{one.found / one.asked:.3f} | {one.found_corrected / one.asked:.3f}"
            right = one.right if "misspelt" in name else ""
            rows.append(f"| {name} | {one.asked} | {shares} | {one.corrected} | {right} |")
    return "\n".join(rows)


def elsewhere(file: Path, library: Library) -> str:
    """Tell how many words of questions about other news are read otherwise."""
    others = [entry["question"] for entry in sample(lines(file), _OTHERS)]
    unknown = sum(len(library.lexicon.unknown_words(other)) for other in others)
    read = sum(len(corrected(other, library.lexicon)[1]) for other in others)
    return f"{len(others)} questions about other news: {unknown} words are in no article, {read} of them read otherwise"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--index", type=Path, required=True, help="folder of the library of all articles")
    parser.add_argument("--tuned", action="store_true", help="the first 120 articles, on which all was chosen")
    parser.add_argument("--questions", type=int, default=0, help="how many, drawn with seed 0; 0, the default, for all")
    parser.add_argument("--show", action="store_true", help="print every correction")
    options = parser.parse_args()
    every = list(questions(options.data / "newsqa_dev_half_a.json.gz", apart=True))
    articles = {question.article.id: question.article for question in every}
    encoder = AtOnce(MiniLMEncoder())
    library = Library.open(options.index, encoder)
    hold(library, list(articles.values()))
    tuned = set(list(articles)[:TUNED])
    among = [question for question in every if (question.article.id in tuned) == options.tuned and question.answers]
    asked = sample(among, options.questions)
    print(f"{len(asked)} questions about {len({q.article.id for q in asked})} of {len(articles)} articles")
    every_wording = {name: reworded(asked, library, name) for name in WORDINGS}
    encoder.learn(text for some in every_wording.values() for one in some for text in (one.wording.text, one.read))
    print(table({name: measure(some, library, options.show) for name, some in every_wording.items()}))
    print("\n" + elsewhere(options.data / "realtimeqa_questions_2022_2023.jsonl.gz", library))


if __name__ == "__main__":
    main()
