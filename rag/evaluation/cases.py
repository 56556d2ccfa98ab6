"""Questions with known answers, read from JSON lines."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from index.faults import EvaluationFault
from rag.feedback import as_case

BUNDLED = "bundled.jsonl"
_LISTS = ("answers", "evidence", "history")


@dataclass(frozen=True)
class Case:
    """A question and what is right: `answers` in any of their wordings, none where the articles do not say.

    `article_id` names the article that answers, `evidence` sentences that do. `history` has the questions before it.
    """

    question: str
    answers: tuple[str, ...] = ()
    article_id: str | None = None
    evidence: tuple[str, ...] = ()
    history: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Tell whether the articles answer."""
        return bool(self.answers)


def read(path: Path, tell: Callable[[str], object] = lambda _: None) -> list[Case]:
    """Return the questions of a file, a JSON object a line; raises `EvaluationFault` naming the first bad line.

    Lines of feedback are questions too where the right answer is known; `tell` is told how many are left out.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise EvaluationFault(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationFault(f"{path} is not written in UTF-8. Save it again as UTF-8.") from error
    return _cases(text, str(path), tell)


def bundled() -> list[Case]:
    """Return the questions about the bundled article that ship with Byline."""
    return _cases((files("rag.evaluation") / BUNDLED).read_text("utf-8"), BUNDLED, lambda _: None)


def _cases(text: str, name: str, tell: Callable[[str], object]) -> list[Case]:
    lines = enumerate(text.split("\n"), start=1)
    entries = [_entry(line, f"{name}, line {number}") for number, line in lines if line.strip()]
    if not entries:
        raise EvaluationFault(f"{name} has no question. Write one a line: {{“question”: …, “answers”: […]}}.")
    entries = _last_word(entries)
    known = [_known(entry) for entry in entries]
    unknown = sum(case is None and entry.value["verdict"] != "none" for entry, case in zip(entries, known, strict=True))
    if unknown:
        tell(f"{unknown:,} not helpful or in a language model’s words, without a “right_answer”: left out.")
    found = [case for case in known if case]
    if not found:
        raise EvaluationFault(f"{name} has no right answer to any question. Fill in “right_answer” where you know it.")
    return found


class _Entry(NamedTuple):
    """An object of a line, and where it stands."""

    value: dict[str, Any]
    where: str


def _entry(line: str, where: str) -> _Entry:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise EvaluationFault(f"{where}: it is no JSON ({error}). Write an object a line.") from error
    if not isinstance(value, dict):
        raise EvaluationFault(f"{where}: it is no object. Write {{“question”: …, “answers”: […]}}.")
    return _Entry(value, where)


def _last_word(entries: Sequence[_Entry]) -> list[_Entry]:
    """Return the entries, of the feedback on one answer the last alone."""
    last = {entry.value.get("turn", entry.where): entry for entry in entries}
    return list(last.values())


def _known(entry: _Entry) -> Case | None:
    """Return an entry as a case; None for feedback that tells no right answer."""
    value = entry.value
    if "verdict" in value:
        try:
            case = as_case(value)
        except (AttributeError, KeyError, TypeError) as error:
            raise EvaluationFault(f"{entry.where}: its “citations” are not as Byline writes them.") from error
        if case is None:
            return None
        value = case
    problem = _problem(value)
    if problem:
        raise EvaluationFault(f"{entry.where}: {problem}")
    lists = {key: tuple(value.get(key) or ()) for key in _LISTS}
    return Case(value["question"], article_id=value.get("article_id"), **lists)


def _problem(entry: dict[str, Any]) -> str | None:
    if not isinstance(entry.get("question"), str) or not entry["question"].strip():
        return "it has no “question”."
    if "answers" not in entry:
        return "it has no “answers”. Give a list of them; an empty one says that the articles do not answer."
    for key in _LISTS:
        value = entry.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            return f"“{key}” is no list of words."
    if not isinstance(entry.get("article_id"), str | None):
        return "“article_id” is no text. `byline list` names the articles."
    return None
