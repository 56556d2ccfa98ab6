"""Questions -> what each system answers, in turn, kept as it goes, so that a run that was stopped goes on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from index.holdings import Progress
from rag.evaluation.peers.systems import SYSTEMS, Peer


@dataclass(frozen=True)
class Asked:
    """A question, its article, and the answers that are right."""

    article: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What a system answered, how long that took, and how long it took to take in the article; None if it had it."""

    text: str
    ms: float
    held_ms: float | None


Turn = dict[str, Given]


def run(names: Sequence[str], models: Path, asked: Sequence[Asked], kept: Path, on_progress: Progress) -> list[Turn]:
    """Put each question to each system in turn: a slow minute of the machine is slow for all of them.

    `kept` has what an earlier run of the same questions and systems was given.
    """
    turns = earlier(kept, asked, names)
    if len(turns) == len(asked):
        return turns
    peers = {name: SYSTEMS[name].load(models) for name in names}
    for peer in peers.values():  # the first answer takes longer
        peer.hold(asked[-1].article)
        peer.answer(asked[-1].question)
    held = None
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("w", encoding="utf-8") as file:
        file.writelines(_line(one, turn) for one, turn in zip(asked, turns, strict=False))
        for one in asked[len(turns) :]:
            turns.append({name: given(peer, one, one.article != held) for name, peer in peers.items()})
            held = one.article
            file.write(_line(one, turns[-1]))
            file.flush()
            on_progress(len(turns), len(asked))
    return turns


def earlier(kept: Path, asked: Sequence[Asked], names: Sequence[str]) -> list[Turn]:
    """Return what was kept of these questions and systems, up to where the run was stopped."""
    turns: list[Turn] = []
    lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    for one, line in zip(asked, lines, strict=False):
        try:
            entry: dict[str, Any] = json.loads(line)
        except ValueError:  # the run was stopped while it wrote
            break
        if entry["question"] != one.question or list(entry["given"]) != list(names):
            return []
        turns.append({name: Given(**given) for name, given in entry["given"].items()})
    return turns


def given(peer: Peer, one: Asked, new: bool) -> Given:
    """Put a question to a system, which has the article unless it is new."""
    held_ms = _timed(lambda: peer.hold(one.article))[1] if new else None
    text, ms = _timed(lambda: peer.answer(one.question))
    return Given(text or "", ms, held_ms)


def _timed(call: Callable[[], str | None]) -> tuple[str | None, float]:
    began = perf_counter()
    result = call()
    return result, 1000 * (perf_counter() - began)


def _line(one: Asked, turn: Turn) -> str:
    return (
        json.dumps(
            {"question": one.question, "given": {name: asdict(given) for name, given in turn.items()}},
            ensure_ascii=False,
        )
        + "\n"
    )
