"""Prepare what the checker learns from: `python -m rag.training.claims.prepare --data SHARED --out FOLDER`.

Writes `train.jsonl.gz` and `dev.jsonl.gz`, a pair a line: a claim, the sentences that it cites, the labels of which one
is right, and how it was made. `SHARED` has the folders `train` and `support`.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.rewordings import REWORDINGS
from rag.evaluation.datasets.sets import lines
from rag.evaluation.datasets.squad import SENTENCES, SOURCES, asked_of
from rag.evaluation.datasets.told import Told, told
from rag.reading.careful import Label
from rag.training.claims.pairs import Pair
from rag.training.claims.staged import about_events
from rag.training.claims.written import about_stories
from rag.training.reader.made import command
from rag.training.reader.prepare import write
from rag.training.stories import stories

# Kinds of distortion that are not trained on: what is seen of them measures what the network makes of others.
HELD_OUT = ("another word", "a half added, invented", "vague words instead")
_NOT_SAID = (
    "another sentence cited, the nearest",
    "a sentence of another article cited",
    "a half added, of the article",
)
_NAMES: dict[str, Label] = {"entailment": "supported", "contradiction": "contradicted", "neutral": "not said"}
_SPOILT = 2  # of each statement
_STRANGE = 0.3  # of the pairs of others' claims are made with the quotes of another pair
_DEV = 20  # one in so many


def annotated(folder: Path, chance: random.Random) -> Iterator[Pair]:
    """Yield pairs that people labelled, and some with quotes of another pair, which say nothing of the claim."""
    for file in sorted(folder.glob("*.jsonl.gz")):
        found = list(lines(file))
        for one in found:
            yield Pair(one["hypothesis"], (one["premise"],), (_NAMES[one["label"]],), file.name.partition(".")[0])
            if chance.random() < _STRANGE:
                other = chance.choice(found)["premise"]
                if other != one["premise"]:
                    yield Pair(one["hypothesis"], (other,), ("not said",), "quotes of another")


def made(found: Sequence[Told], chance: random.Random) -> Iterator[Pair]:
    """Yield of each statement a rewording and a few distortions, of the kinds that few statements allow the first."""
    trained = {kind: make for kind, make in DISTORTIONS.items() if kind not in HELD_OUT}
    counts = Counter[str]()
    for one in found:
        for makers, most in ((REWORDINGS, 1), (trained, _SPOILT)):
            fits = ((kind, makers[kind](one, found, chance)) for kind in sorted(makers, key=lambda kind: counts[kind]))
            for kind, pair in islice(((kind, pair) for kind, pair in fits if pair), most):
                counts[kind] += 1
                yield Pair(pair[0], tuple(quoted.text for quoted in pair[1]), _labels(kind), kind)


def _labels(kind: str) -> tuple[Label, ...]:
    if kind in REWORDINGS:
        return ("supported",)
    return ("not said",) if kind in _NOT_SAID else ("contradicted", "not said")


def prepare(data: Path, out: Path, count: int, seed: int) -> Counter[str]:
    """Write the pairs; return how many there are of each kind. `count` is how many questions of a set are looked at."""
    chance = random.Random(seed)
    parts: dict[str, list[Pair]] = {"train": [], "dev": []}
    for pair in annotated(data / "support", chance):
        parts["dev" if is_held_out(pair.cited[0]) else "train"].append(pair)
    for source in (*SOURCES, *SENTENCES):
        asked = [question for question in asked_of(source, data / "train") if question.answers]
        chosen = chance.sample(asked, min(count, len(asked)))
        parts["train"] += made(list(told(one for one in chosen if not one.is_dev)), chance)
        parts["dev"] += made(list(told(one for one in chosen if one.is_dev)), chance)
    for name, share in (("train", 1.0), ("dev", 1 / _DEV)):
        parts[name] += about_events(int(share * count), chance)
    for story in stories():
        parts["dev" if story.is_dev else "train"] += about_stories(story, chance)
    for name, some in parts.items():
        write(out / f"{name}.jsonl.gz", some)
    return Counter(f"{name}: {one.kind}" for name, some in parts.items() for one in some)


def is_held_out(quote: str) -> bool:
    """Tell whether what people said of a sentence is held out, whatever is made of it."""
    return int(sha256(quote.encode()).hexdigest(), 16) % _DEV == 0


def main() -> None:
    """Write the pairs."""
    command(__doc__, prepare)


if __name__ == "__main__":
    main()
