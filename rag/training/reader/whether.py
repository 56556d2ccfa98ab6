"""Prepare questions to be answered by yes or no: `python -m rag.training.reader.whether --data SHARED --out FOLDER`.

Question sets have hardly any, and readers of news ask many. They are made from claims that people judged by a sentence,
and from what the questions of other sets tell, as it is and distorted. A sentence answers where it supports or
contradicts the claim; whole, for no part of it says "no". Writes `train.jsonl.gz` and `dev.jsonl.gz` as `prepare` does.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.types import Span
from rag.english.stems import stems
from rag.english.verbs import asked_whether
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.sets import lines
from rag.evaluation.datasets.squad import SENTENCES, SOURCES, asked_of
from rag.evaluation.datasets.told import Told, told
from rag.training.claims.prepare import is_held_out
from rag.training.reader.made import command, keep
from rag.training.reader.negatives import opposite
from rag.training.reader.prepare import Window

# What a sentence contradicts by a word of its own, so that whoever asks it is answered.
_TURNED = ("another number", "another date", "a “not” left out")
_BESIDE = 5  # sentences at most that stand on each side of the one that answers
_STRANGE = 0.5  # of the questions are asked of a passage that does not answer as well
_OPPOSITE = 0.5  # of those with a word that has an opposite are asked the other way round
_LONGEST = 1000  # characters of a passage


def judged(file: Path, chance: random.Random) -> Iterator[tuple[Window, bool]]:
    """Yield questions made from claims that people judged, and whether each is held out.

    Their sentence stands among those of other claims.
    """
    found = list(lines(file))
    about: dict[str, list[str]] = {}
    for one in found:
        about.setdefault(_about(one["hypothesis"]), []).append(one["premise"])
    for one in found:
        if not (question := asked_whether(one["hypothesis"])):
            continue
        held_out = is_held_out(one["premise"])
        drawn = [chance.choice(found)["premise"] for _ in range(chance.randint(0, _BESIDE))]
        others = [other for other in drawn if other != one["premise"]]
        answers = one["label"] != "neutral"
        question = _turned(question, chance) if answers else question
        at = chance.randint(0, len(others))
        sentences = [*others[:at], one["premise"], *others[at:]]
        yield _window(question, sentences, at if answers else None, file.name.partition(".")[0]), held_out
        if answers and chance.random() < _STRANGE and (silent := _silent(one["hypothesis"], about, chance)):
            yield _window(question, [*others[:at], silent, *others[at:]], None, "sentence missing"), held_out


def _turned(question: str, chance: random.Random) -> str:
    """Ask of a part whether the opposite is so, which the same sentence answers: "Did it rise?": "It fell."."""
    return (opposite(question, chance) or question) if chance.random() < _OPPOSITE else question


def _about(claim: str) -> str:
    return " ".join(claim.split()[:2])


def _silent(claim: str, about: Mapping[str, Sequence[str]], chance: random.Random) -> str | None:
    """Return a sentence about the same that has nothing else of a claim."""
    wanted = set(stems(claim)) - set(stems(_about(claim)))
    fitting = [one for one in about[_about(claim)] if not wanted & set(stems(one))]
    return chance.choice(fitting) if fitting else None


def retold(found: Sequence[Told], chance: random.Random) -> Iterator[Window]:
    """Yield questions made from what others tell, as it is and with a word turned, of the sentences around it."""
    for one in found:
        turned = (DISTORTIONS[kind](one, found, chance) for kind in chance.sample(_TURNED, len(_TURNED)))
        first = next(filter(None, turned), None)
        for claim in (one.claim, first[0]) if first else (one.claim,):
            if not (question := asked_whether(claim)):
                continue
            near, at = _around(one, chance)
            kind = "told" if claim == one.claim else "told otherwise"
            yield _window(_turned(question, chance) if kind == "told" else question, near, at, kind)
            rest = [sentence for sentence in near[:at] + near[at + 1 :] if sentence in one.others]
            if rest and chance.random() < _STRANGE:
                yield _window(question, rest, None, "sentence missing")


def _around(one: Told, chance: random.Random) -> tuple[list[str], int]:
    first = max(0, one.at - chance.randint(0, _BESIDE))
    return list(one.sentences[first : one.at + chance.randint(0, _BESIDE) + 1]), one.at - first


def _window(question: str, sentences: Sequence[str], at: int | None, kind: str) -> Window:
    """Return a window of sentences, of which the one `at` a place answers, if any; those farthest from it may go."""
    while len(sentences) > 1 and sum(map(len, sentences)) > _LONGEST:
        first = at is not None and at > len(sentences) - 1 - at
        sentences = sentences[1:] if first else sentences[:-1]
        at = at - 1 if at is not None and first else at
    answers: tuple[Span, ...] = ()
    if at is not None:
        start = sum(len(sentence) + 1 for sentence in sentences[:at])
        answers = (Span(start, start + len(sentences[at].rstrip(' .”"'))),)
    return Window(question, "", " ".join(sentences), answers, f"whether: {kind}")


def prepare(data: Path, out: Path, count: int, seed: int) -> Counter[str]:
    """Write the windows; return how many there are of each kind. `count` is how many questions of a set are used."""
    chance = random.Random(seed)
    parts: dict[bool, list[Window]] = {False: [], True: []}
    for file in sorted((data / "support").glob("*.jsonl.gz")):
        for window, held_out in judged(file, chance):
            parts[held_out].append(window)
    for source in (*SOURCES, *SENTENCES):
        asked = [question for question in asked_of(source, data / "train") if question.answers]
        chosen = chance.sample(asked, min(count, len(asked)))
        for held_out, some in parts.items():
            some += retold(list(told(one for one in chosen if one.is_dev == held_out)), chance)
    return keep(parts, out, chance)


def main() -> None:
    """Write the windows."""
    command(__doc__, prepare)


if __name__ == "__main__":
    main()
