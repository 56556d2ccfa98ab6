"""Prepare windows about made-up events: `python -m rag.training.reader.staged --data SHARED --out FOLDER`.

Question sets come of encyclopaedias and reviews; nobody asks there who won, which readers of news ask first. So events
of `scenes` are told with invented names, beside sentences of real paragraphs and of another event of the kind; and
lists of shows, of which each entry has a price and a place of its own. Writes `train.jsonl.gz` and `dev.jsonl.gz` as
`prepare` does.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.sentences import sentence_spans
from index.types import Span
from rag.evaluation.datasets.squad import SOURCES, asked_of
from rag.training.reader.deeds import deed
from rag.training.reader.made import command, keep
from rag.training.reader.names import Names
from rag.training.reader.prepare import Window
from rag.training.reader.scenes import ENTRIES, SHOW, SHOWN, SLOT, Scene, scenes

_FURTHER = 5  # sentences at most that follow the first
_RIVAL = 0.35  # of the events have another of the kind after them
_ANSWERED, _UNTOLD = 4, 2  # questions at most of an event that it answers, and that it does not
_WHETHER = 2  # to be answered by yes or no
_AROUND = 5  # real sentences at most
_LISTED = 0.1  # of the windows' texts are lists
_DEEDS = 0.3  # of the others tell what one does to another
_TITLED = 0.5


@dataclass(frozen=True)
class Line:
    """A sentence, and the spans of it that tell the parts of an event."""

    text: str
    told: Mapping[str, Span] = field(default_factory=dict)


def line(form: str, values: Mapping[str, str]) -> Line:
    """Fill in a sentence of a scene."""
    text, last = "", 0
    told: dict[str, Span] = {}
    for slot in SLOT.finditer(form):
        text += form[last : slot.start()]
        value = values[slot[1]]
        start = len(text) + len(value) - len(value.removeprefix("the "))
        if slot[2]:
            told |= {part: Span(start, len(text) + len(value)) for part in (slot[1], slot[3]) if part}
        text, last = text + value, slot.end()
    text += form[last:]
    return Line(text[0].upper() + text[1:], told)


def staged(scene: Scene, around: Sequence[str], chance: random.Random) -> Iterator[Window]:
    """Yield windows about an event that is told before or after sentences of another text."""
    names = Names(chance)
    values = names.all(scene.made)
    further = chance.sample(scene.further, chance.randint(0, min(_FURTHER, len(scene.further))))
    lines = [line(form, values) for form in (chance.choice(scene.first), *further)]
    if rival := chance.random() < _RIVAL:
        another = line(chance.choice(scene.first), names.all(scene.made))
        lines.append(Line(another.text))
    real = [Line(sentence) for sentence in around]
    lines = [*lines, *real] if chance.random() < 0.6 else [*real, *lines]
    title = line(chance.choice(scene.titles), values).text if chance.random() < _TITLED else ""
    told = {part for one in lines for part in one.told}
    for part in _some(scene.whether, _WHETHER, chance):
        if part in told or (part in scene.made and not rival):
            question = line(chance.choice(scene.whether[part]), values).text
            yield _window(question, title, [_whole(one) for one in lines], part, "event, yes or no")
    # What only some sentences of a scene imply, a champion, say, is never asked of the others.
    untold = [] if rival else [part for part in scene.asked if part not in told and part not in scene.implied]
    for part in (*_some(scene.asked.keys() & told, _ANSWERED, chance), *_some(untold, _UNTOLD, chance)):
        question = line(chance.choice(scene.asked[part]), values).text
        yield _window(question, title, lines, part, "event")


def listed(chance: random.Random) -> Iterator[Window]:
    """Yield windows about a list of shows; what an entry lacks is asked of it, too."""
    names, form = Names(chance), chance.choice(ENTRIES)
    shows = [names.all(SHOW) for _ in range(chance.randint(3, 6))]
    for _ in range(_ANSWERED):
        at, part = chance.randrange(len(shows)), chance.choice(list(SHOWN))
        lines = [line(form, show) if i == at else Line(line(form, show).text) for i, show in enumerate(shows)]
        yield _window(line(chance.choice(SHOWN[part]), shows[at]).text, "", lines, part, "list")


def _whole(one: Line) -> Line:
    """Return a sentence that tells all its parts by itself, for no words of it say "no"."""
    return Line(one.text, dict.fromkeys(one.told, Span(0, len(one.text.rstrip(" .”")))))


def _some(parts: Iterable[str], most: int, chance: random.Random) -> list[str]:
    ordered = sorted(parts)
    return chance.sample(ordered, min(most, len(ordered)))


def _window(question: str, title: str, lines: Sequence[Line], part: str, kind: str) -> Window:
    answers, start = [], 0
    for one in lines:
        if span := one.told.get(part):
            answers.append(Span(start + span.start, start + span.end))
        start += len(one.text) + 1
    return Window(question, title, " ".join(one.text for one in lines), tuple(answers), f"staged: {kind}")


def prepare(data: Path, out: Path, count: int, seed: int) -> Counter[str]:
    """Write the windows; return how many there are of each kind. `count` is how many events are told."""
    chance = random.Random(seed)
    kinds = scenes()
    often = [*kinds.values(), kinds["match"]]
    asked = [question for source in SOURCES for question in asked_of(source, data / "train")]
    parts: dict[bool, list[Window]] = {False: [], True: []}
    for _ in range(count):
        of = chance.choice(asked)
        sentences = [span.of(of.article.text) for span in sentence_spans(of.article.text, *of.paragraph)]
        around = sentences[: chance.randint(0, _AROUND)]
        if chance.random() < _LISTED:
            parts[of.is_dev] += listed(chance)
        else:
            scene = deed(chance) if chance.random() < _DEEDS else chance.choice(often)
            parts[of.is_dev] += staged(scene, around, chance)
    return keep(parts, out, chance)


def main() -> None:
    """Write the windows."""
    command(__doc__, prepare)


if __name__ == "__main__":
    main()
