"""Measure summaries beside known ways to choose sentences:
`python -m rag.evaluation.benchmarks.summaries --data BENCH`.

No set here has summaries of its articles. What stands in for them: NewsQA's crowd wrote its questions from an article's
headline and the editors' highlights, so its questions ask for what editors held to matter. A summary is worth the share
of its article's questions that one of its sentences answers. Each way chooses from the same sentences. The weights
were chosen on the first 120 articles; the table is of the others, `--tuned` of the first.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Encoder, Vectors
from index.types import Article, Span
from rag.answering.summary import SENTENCES, Sentence, leans, of_articles, quotable
from rag.evaluation.datasets.sets import TUNED
from rag.evaluation.datasets.squad import questions


@dataclass(frozen=True)
class Story:
    """An article, its sentences with their vectors, and of each question the spans that answer it."""

    article: Article
    sentences: tuple[Sentence, ...]
    vectors: Vectors
    answers: tuple[tuple[Span, ...], ...]


class Remembered:
    """An encoder that embeds no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        rows: Vectors = np.array([self._known[text] for text in texts], np.float32)
        return rows.reshape(len(texts), self.dimension)


Way = Callable[[Story], Sequence[int]]


def lead(story: Story, count: int) -> Sequence[int]:
    """Choose the first sentences."""
    return range(min(count, len(story.sentences)))


def at_random(story: Story) -> Sequence[int]:
    """Choose any sentences, the same for an article each time."""
    return random.Random(story.article.id).sample(range(len(story.sentences)), min(SENTENCES, len(story.sentences)))


def centroid(story: Story) -> Sequence[int]:
    """Choose those nearest to the mean of all (Radev et al. 2004, here over embeddings)."""
    return _highest(story.vectors @ story.vectors.mean(axis=0))


def lexrank(story: Story) -> Sequence[int]:
    """Choose those that a random walk over likeness visits most (Erkan and Radev 2004, here over embeddings)."""
    likeness = np.clip(story.vectors @ story.vectors.T, 0, None)
    step = likeness / likeness.sum(axis=1, keepdims=True)
    rank = np.full(len(step), 1 / len(step))
    for _ in range(50):
        rank = 0.15 / len(step) + 0.85 * step.T @ rank
    return _highest(rank)


def byline(story: Story, encoder: Encoder) -> Sequence[int]:
    """Choose as Byline does."""
    places = {sentence.span: at for at, sentence in enumerate(story.sentences)}
    return [places[reading.sentence] for reading in of_articles([story.article], encoder).readings]


def _highest(worth: np.ndarray[tuple[int], np.dtype[np.floating]]) -> Sequence[int]:
    return [int(at) for at in np.argsort(-worth, kind="stable")[:SENTENCES]]


def stories(data: Path, encoder: Encoder, tuned: bool) -> list[Story]:
    """Return the articles of NewsQA that nothing was chosen on, or those that the weights were chosen on."""
    asked: dict[Article, list[tuple[Span, ...]]] = {}
    for question in questions(data / "newsqa_dev_half_a.json.gz", apart=True):
        asked.setdefault(question.article, []).append(question.answers)
    some = list(asked)[:TUNED] if tuned else list(asked)[TUNED:]
    return [_story(article, asked[article], encoder) for article in some]


def _story(article: Article, answers: list[tuple[Span, ...]], encoder: Encoder) -> Story:
    found = quotable(article)
    vectors = encoder.encode([sentence.text for sentence in found])
    return Story(article, tuple(found), vectors, tuple(filter(None, answers)))


def answered(story: Story, picked: Sequence[int]) -> float:
    """Return the share of the article's questions whose answer stands in a chosen sentence."""
    spans = [story.sentences[at].span for at in picked]
    held = [any(s.start <= a.start and a.end <= s.end for s in spans for a in marks) for marks in story.answers]
    return sum(held) / len(held)


def row(name: str, way: Way, every: list[Story], base: Way) -> str:
    """Return a line of the table; the interval is of 1,000 samples of the articles."""
    chosen = [(story, list(way(story))) for story in every]
    share = np.array([answered(story, picked) for story, picked in chosen])
    apart = share - [answered(story, base(story)) for story in every]
    samples = np.random.default_rng(0).integers(0, len(every), (1000, len(every)))
    low, high = 100 * np.quantile(apart[samples].mean(axis=1), (0.025, 0.975))
    texts = [(at, story.sentences[at].text, picked) for story, picked in chosen for at in picked]
    words = sum(len(text.split()) for _, text, _ in texts) / len(every)
    leaning = np.mean([leans(text) and at - 1 not in picked for at, text, picked in texts])
    covered = np.mean([(s.vectors @ s.vectors[picked].T).max(axis=1).mean() for s, picked in chosen])
    mean = 100 * share.mean()
    return (
        f"| {name} | {mean:.1f} | {low:+.1f} to {high:+.1f} | {words:.0f} | {100 * mean / words:.1f} | "
        f"{100 * covered:.1f} | {100 * leaning:.1f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--tuned", action="store_true", help="the articles that the weights were chosen on")
    options = parser.parse_args()
    encoder = Remembered(MiniLMEncoder())
    every = stories(options.data, encoder, options.tuned)
    first = partial(lead, count=SENTENCES)
    ways: dict[str, Way] = {
        "Byline": partial(byline, encoder=encoder),
        f"the first {SENTENCES}": first,
        "the first 3": partial(lead, count=3),
        "centroid": centroid,
        "LexRank": lexrank,
        "random": at_random,
    }
    print(f"{len(every)} articles, {sum(len(story.answers) for story in every)} questions\n")
    print("| | answers held, % | beside the first 4 | words | % per 100 words | likeness to the whole | leaning, % |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, way in ways.items():
        print(row(name, way, every, first))


if __name__ == "__main__":
    main()
