"""Compare follow-ups as they are understood with what people meant:
`python -m rag.evaluation.benchmarks.rewrites --data BENCH`.

The turns are those of TREC CAsT 2019 and 2020 (Dalton et al. 2020) that have one before them. Each is compared with
its rewrite by a person: as it was asked, behind all questions before it, and as Byline understands it from the turns
alone, earlier turns being known as people wrote them out, without answers. Values are percent; questions are the same
when they are once normalised as SQuAD's answers are.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import MiniLMEncoder
from index.words import content_words
from rag.conversation.followups import standalone
from rag.evaluation.datasets.sets import lines
from rag.evaluation.metrics import f1, normalised
from rag.results import Turn

_FILE = "cast_rewrites_2019_2020.jsonl.gz"


class FollowUp(NamedTuple):
    """A question of a conversation, the turns before it, and how a person wrote it out."""

    question: str
    history: tuple[Turn, ...]
    rewrite: str


def alone(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it was asked."""
    return question


def behind_all(question: str, history: Sequence[Turn]) -> str:
    """Return all questions before it, as they were asked, and then the question."""
    return " ".join([*(turn.question for turn in history), question])


METHODS: dict[str, Callable[[str, Sequence[Turn]], str]] = {
    "Byline": standalone,
    "the question alone": alone,
    "behind all before it": behind_all,
}


def follow_ups(file: Path) -> Iterator[FollowUp]:
    """Yield the turns that have one before them."""
    for _, entries in groupby(lines(file), key=lambda entry: entry["turn"].split("_")[0]):
        turns = [Turn(entry["utterance"].strip(), entry["rewrite"].strip()) for entry in entries]
        for place, turn in enumerate(turns[1:], start=1):
            yield FollowUp(turn.question, tuple(turns[:place]), turn.standalone_question)


def scores(asked: Sequence[FollowUp], given: Sequence[str], cosines: Sequence[float]) -> dict[str, float]:
    """Return what the questions given are worth beside those that people wrote."""
    whole = [same(one.question, one.rewrite) for one in asked]
    kept = [same(one.question, text) for one, text in zip(asked, given, strict=True)]
    pairs = [(text, one.rewrite) for text, one in zip(given, asked, strict=True)]
    return {
        "cosine, mean": 100 * float(np.mean(cosines)),
        "F1 of content words": 100 * float(np.mean([_overlap(*pair) for pair in pairs])),
        "the same": 100 * float(np.mean([same(*pair) for pair in pairs])),
        f"left alone, of {sum(whole)} that need nothing": _share(kept, whole, True),
        f"changed, of {len(whole) - sum(whole)} that need something": 100 - _share(kept, whole, False),
    }


def same(one: str, other: str) -> bool:
    """Tell whether two questions have the same words."""
    return normalised(one) == normalised(other)


def _overlap(given: str, rewrite: str) -> float:
    return f1(" ".join(content_words(given)), [" ".join(content_words(rewrite))])


def _share(kept: Sequence[bool], whole: Sequence[bool], wanted: bool) -> float:
    return 100 * float(
        np.mean([one for one, needs_nothing in zip(kept, whole, strict=True) if needs_nothing == wanted])
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    options = parser.parse_args()
    if not (options.data / _FILE).is_file():
        parser.error(f"{options.data} lacks {_FILE}. Put it there, or give --data another folder.")
    asked, encoder = list(follow_ups(options.data / _FILE)), MiniLMEncoder()
    wanted = encoder.encode([one.rewrite for one in asked])
    table: dict[str, dict[str, float]] = {}
    for name, understand in METHODS.items():
        given = [understand(one.question, one.history) for one in asked]
        table[name] = scores(asked, given, list(np.sum(encoder.encode(given) * wanted, axis=1)))
    print(f"{len(asked)} follow-ups\n\n| | {' | '.join(METHODS)} |\n|---{'|---:' * len(METHODS)}|")
    for metric in table["Byline"]:
        print(f"| {metric} | {' | '.join(f'{table[name][metric]:.1f}' for name in METHODS)} |")


if __name__ == "__main__":
    main()
