"""What "he", "its" or "there" stands for in a conversation."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.english.asking import PREPOSITION, topic_apart
from rag.english.nouns import is_plural, kind_of_noun
from rag.english.phrases import names, phrases
from rag.question.kinds import kind_of
from rag.results import Kind, Turn

Agrees = Callable[[str, str], bool | None]
PronounKind = Literal["person", "thing", "several", "place", "time"]

_GOVERNS = "(?:mayor|governor|president|chancellor|premier|minister|king|queen|city|town|state|people|police)"
_REACH = 4  # turns back
_LONGEST = 8  # words of an answer that a pronoun may stand for
_ALONE = r"(?=\W*$| (?:is|are|was|were|has|have|had|did|do|does|happen\w*|mean\w*|change\w*)\b)"  # no noun follows
_FORMS: dict[PronounKind, str] = {
    "person": r"he|him|his|himself|she|her|hers|herself",
    "several": rf"they|them|their|theirs|themselves|(?:these|those){_ALONE}",
    "thing": rf"it|its|itself|(?:this|that){_ALONE}",
    "place": r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )there(?! (?:is|are|was|were|be|been|has|have)\b)",
    "time": r"(?<=\w )then(?=\W*$)",
}
_ANSWERED: dict[PronounKind, tuple[Kind, ...]] = {
    "person": ("person",),
    "several": ("person", "thing"),
    "thing": ("thing",),
    "place": ("place",),
    "time": ("time",),
}
_SEVERAL = re.compile(r"\b[a-z][\w-]*s\b|\band\b|,|^\S+s$")  # "the sailors", "Ana and Tomas"; not "Tomas Reis"
_SEVERAL_NAMES = re.compile(r" and |, [A-Z]")
_WHO_IS = re.compile(r"[Ww]ho(?: is| was|['’]s) [A-Z]")  # who that is answers by what they are
_WHO_IS_THE = re.compile(r"[Ww]ho(?: is| was|['’]s) the ")  # who answers is the one who is described
_BY_DEED = re.compile(r"(?:[^aeiou]er|or|ist|ian|ant|ee|man|kid|baby)$")  # who somebody is by what they do
_HIS = frozenset("he him his himself".split())
_OWNING = frozenset("his her hers its their theirs".split())
_OBJECTS = re.compile(
    r"her(?=\W*$| (?:to|in|on|at|for|from|by|with|about|as|after|before|when|and|or|into)\b)", re.IGNORECASE
)
_OF_PLACE = re.compile(rf"\b(?:{PREPOSITION})(?: the)?$", re.IGNORECASE)  # "a woman from Perth" is not Perth
_EXPLETIVE = re.compile(r"(?:is|was) it \w+ (?:to|that)\b", re.IGNORECASE)  # "Is it unusual to see them?"
_PRONOUNS = re.compile("|".join(rf"(?P<{kind}>\b(?:{form})\b)" for kind, form in _FORMS.items()), re.IGNORECASE)


@dataclass(frozen=True)
class Pronoun:
    """A pronoun at a place of a question, and what kind of thing it may stand for."""

    kind: PronounKind
    start: int
    word: str
    owns: bool

    @property
    def stem(self) -> str:
        """Return what the forms of one pronoun share: "he" and "his" are one person, "she" and "him" two."""
        if self.kind != "person":
            return self.kind
        return "he" if self.word.lower() in _HIS else "she"

    def replaced(self, question: str, meant: str) -> str:
        """Return the question with `meant` in the pronoun's place: "the man", where "a man" or "man" was said."""
        meant = re.sub(r"^an? ", "the ", meant, flags=re.IGNORECASE)
        if self.kind == "person" and meant[0].islower() and " " not in meant:
            meant = f"the {meant}"
        if self.owns:
            meant += "’" if meant.endswith("s") else "’s"
        elif self.kind == "place" and not re.match(r"(?:in|at|on) ", meant):
            meant = f"in {meant}"
        return question[: self.start] + meant + question[self.start + len(self.word) :]


def pronouns(question: str) -> list[Pronoun]:
    """Return the pronouns that stand for something said before, in order; none that a name before it explains."""
    found: list[Pronoun] = []
    for match in _PRONOUNS.finditer(question):
        kind: PronounKind = match.lastgroup  # type: ignore[assignment]
        before = question[: match.start()]
        if kind in ("person", "thing") and names(before) and not found:
            continue  # "What did Ana say about her house?"
        if _EXPLETIVE.match(question, max(0, match.start() - 4)):
            continue
        owns = match[0].lower() in _OWNING and not _OBJECTS.match(question, match.start())
        found.append(Pronoun(kind, match.start(), match[0], owns))
    return found


def unsure(word: str, name: str) -> bool | None:
    """Tell whether "he" or "she" may stand for a name, as far as nothing is known: None."""
    return None


def antecedents(pronoun: Pronoun, history: Sequence[Turn], agrees: Agrees = unsure) -> Iterator[str]:
    """Yield what a pronoun may stand for, the likeliest first: later turns before earlier ones, answers first.

    Of persons those come last that the articles do not call so, and before them what may be no person. In one turn
    those come first that the articles call by the same pronoun.
    """
    turns = history[: -_REACH - 1 : -1]
    found: dict[str, int] = {}
    for back, turn in enumerate(turns):
        for one in _named(pronoun.kind, turn):
            found.setdefault(one, back)
    if pronoun.kind != "person" or len(found) == 1:
        yield from found
        return
    persons = {_name_of(turn.answer) for turn in turns if _answers("person", turn)}
    persons |= {name for turn in turns if _WHO_IS.match(turn.standalone_question) for name in _named("person", turn)}

    def last(one: str) -> tuple[bool, bool, int, bool]:
        fits = agrees(pronoun.word.lower(), one)
        person = fits or one in persons or one.startswith("the ")
        return fits is False, not person, found[one], not fits

    yield from sorted(found, key=last)


def _named(kind: PronounKind, turn: Turn) -> Iterator[str]:
    """Yield what a turn names that is of a kind: its answer, if that was asked for, then what its question names."""
    asked, topic = topic_apart(turn.standalone_question)
    if _answers(kind, turn):
        yield _name_of(turn.answer) if kind == "person" else turn.answer
    about, named = phrases(asked), names(asked)[::-1]
    if kind == "person":
        described = _answers(kind, turn) and _WHO_IS_THE.match(asked)
        yield from (phrase for phrase in about if not described and phrase.startswith("the ") and _is_person(phrase))
        yield from (name for name in named if not _is_place(name, asked) and not _is_office(name, asked))
    elif kind == "place":
        yield from (name for name in named if _is_place(name, asked))
    elif kind == "several":
        yield from (phrase for phrase in about if _is_plural(phrase))
        if kind_of(asked) == "person" and turn.answer and not _SEVERAL.search(turn.answer):
            # "Who did Ana meet?" - "When did they meet?"
            yield from (f"{one} and {_name_of(turn.answer)}" for one in named[::-1] if not _is_place(one, asked))
        yield from about
    elif kind == "thing":
        yield from (phrase for phrase in about if not _is_plural(phrase))
        yield from (name for phrase in about if _is_plural(phrase) for name in names(f"the {phrase}"))
        yield from about
    if topic:
        yield from _named(kind, Turn(topic, topic))


def _answers(kind: PronounKind, turn: Turn) -> bool:
    """Tell whether a pronoun of a kind may stand for a turn's answer."""
    if not 0 < len(turn.answer.split()) <= _LONGEST:
        return False
    if kind == "several" and not _SEVERAL.search(turn.answer):
        return False
    if kind == "person" and (_SEVERAL_NAMES.search(turn.answer) or _is_plural(turn.answer)):
        return False
    return kind_of(turn.standalone_question) in _ANSWERED[kind] and not _WHO_IS.match(turn.standalone_question)


def _is_plural(phrase: str) -> bool:
    head = _head(phrase)
    return head.islower() and is_plural(head)


def _is_person(phrase: str) -> bool:
    """Tell whether a phrase names one person: "the mayor", "the rower"; "the turnout" is nobody."""
    head = _head(phrase)
    return not _is_plural(phrase) and (kind_of_noun(head) == "person" or bool(_BY_DEED.search(head)))


def _head(phrase: str) -> str:
    return phrase.partition(" of ")[0].split()[-1]


def _name_of(answer: str) -> str:
    """Return the name of somebody who is named with an office: "police chief Ana Silva" is Ana Silva."""
    last = next(iter(names(answer)[-1:]), "")
    office = answer.removesuffix(last).rstrip() if last and answer.endswith(last) else ""
    return last if office and not _OF_PLACE.search(office) else answer


def _is_place(name: str, asked: str) -> bool:
    """Tell a name that stands where something is, or that somebody governs: "the mayor of Aran"."""
    return bool(re.search(rf"\b(?:in|at|near|from|{_GOVERNS} of) (?:the )?{re.escape(name)}", asked))


def _is_office(name: str, asked: str) -> bool:
    """Tell a name that is part of somebody's office: "Aran Police chief Ana Silva"."""
    after = re.search(rf"{re.escape(name)} ([a-z]+)", asked)
    return after is not None and kind_of_noun(after[1]) == "person"
