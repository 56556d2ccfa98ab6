"""What news tells of most: matches, votes, prizes, posts, sales, lawsuits, disasters and shows.

In a sentence of `scenes.json`, `{winner}` is somebody or something of the scene; `{winner!}` says that the sentence
tells who that is, so that it answers the questions `asked` of it; `{winner!champion}` answers those asked of the
champion as well.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

SLOT = re.compile(r"\{(\w+)(!?)(\w*)\}")


@dataclass(frozen=True)
class Scene:
    """How a kind of event is reported: `first` sentences, of which one begins, and `further` ones that may follow.

    `made` says what each part is: a team, a person, a price. What is `asked` of nothing that is made no sentence tells.
    Each of what is asked `whether` it is so, a sentence that tells the part answers as a whole, by yes or by no.
    """

    made: Mapping[str, str]
    titles: tuple[str, ...]
    first: tuple[str, ...]
    further: tuple[str, ...]
    asked: Mapping[str, tuple[str, ...]]
    whether: Mapping[str, tuple[str, ...]]

    @property
    def implied(self) -> frozenset[str]:
        """Return what sentences tell besides what is made: that who won the final is the champion."""
        return frozenset(slot[3] for form in (*self.first, *self.further) for slot in SLOT.finditer(form) if slot[3])


def scenes() -> dict[str, Scene]:
    """Return every kind of event by its name."""
    kept = json.loads(files(__package__).joinpath("scenes.json").read_text("utf-8"))
    return {name: Scene(**parts) for name, parts in kept.items()}


SHOW = {"show": "title", "by": "person", "place": "ground", "days": "days", "price": "price", "hour": "hour"}
"""What the parts of an entry are, in a list of shows."""


ENTRIES: tuple[str, ...] = (
    "“{show!}”: {place!}, {days!}. Tickets: {price!}.",
    "{show!}, by {by!}. {days!}, {place!}. {price!}.",
    "{days!}: {by!} presents “{show!}” at {place!}, {hour!}. Tickets are {price!}.",
    "{place!} - “{show!}”, {days!} at {hour!}; {price!}.",
    "{show!}. {by!} tells of a family at sea. {days!}. {price!}; {place!}.",
    "“{show!}” by {by!} runs {days!} at {place!}, with tickets at {price!}.",
)
"""How an entry may be written; all entries of a list are written in one way."""

SHOWN: Mapping[str, tuple[str, ...]] = {
    "price": ("How much are tickets for {show}?", "How much does “{show}” cost?", "What do tickets for {show} cost?"),
    "place": ("Where is “{show}” playing?", "Where can I see {show}?", "Where is {show} on?"),
    "days": ("When is “{show}” on?", "When does {show} run?", "On which days is {show}?"),
    "by": ("Who wrote “{show}”?", "Who is behind {show}?"),
    "hour": ("What time does “{show}” start?", "At what time does {show} begin?"),
    "show": ("What is on at {place}?", "What is playing at {place}?"),
}
"""What is asked of an entry."""
