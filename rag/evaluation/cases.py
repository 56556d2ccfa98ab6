"""Questions with known answers, read from JSON lines."""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.types import Fault

BUNDLED = "bundled.jsonl"
_LISTS = ("answers", "evidence", "history")


class EvaluationFault(Fault):
    """Raised when questions or earlier results cannot be used."""


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


def read(path: Path) -> list[Case]:
    """Return the questions of a file, a JSON object a line; raises `EvaluationFault` naming the first bad line."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise EvaluationFault(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationFault(f"{path} is not written in UTF-8. Save it anew.") from error
    return _cases(text, str(path))


def bundled() -> list[Case]:
    """Return the questions about the bundled article that ship with Byline."""
    return _cases((files("rag.evaluation") / BUNDLED).read_text("utf-8"), BUNDLED)


def _cases(text: str, name: str) -> list[Case]:
    lines = enumerate(text.splitlines(), start=1)
    found = [_case(line, f"{name}, line {number}") for number, line in lines if line.strip()]
    if not found:
        raise EvaluationFault(f"{name} has no question. Write one a line: {{“question”: …, “answers”: […]}}.")
    return found


def _case(line: str, where: str) -> Case:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise EvaluationFault(f"{where}: it is no JSON ({error}). Write an object a line.") from error
    problem = _problem(entry)
    if problem:
        raise EvaluationFault(f"{where}: {problem}")
    lists = {key: tuple(entry.get(key) or ()) for key in _LISTS}
    return Case(entry["question"], article_id=entry.get("article_id"), **lists)


def _problem(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "it is no object. Write {“question”: …, “answers”: […]}."
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
