"""What readers think of answers: a line each in a file of the index folder, which `byline eval` reads."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from index.faults import FeedbackFault
from index.place import private
from rag.results import Result

FILE = "feedback.jsonl"
Verdict = Literal["up", "down", "none"]
_LONGEST = 2000  # characters of a comment
_KNOWN = ("article_id", "start", "end", "quote")
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Feedback:
    """A verdict on an answer; "none" takes an earlier one back.

    `turn` names the time that the question was asked, so that a later verdict on it stands in for the earlier.
    `history` has the questions before it. Raises `FeedbackFault` for an unknown verdict and for long comments.
    """

    turn: str
    result: Result
    verdict: Verdict
    comment: str = ""
    right_answer: str = ""
    history: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.verdict not in get_args(Verdict):
            raise FeedbackFault(f"“{self.verdict}” is no verdict. Say one of: {', '.join(get_args(Verdict))}.")
        longest = max(map(len, (self.turn, self.comment, self.right_answer)))
        if longest > _LONGEST:
            raise FeedbackFault(f"The comment has {longest:,} characters; at most {_LONGEST:,} are kept. Shorten it.")

    def as_dict(self) -> dict[str, Any]:
        """Return the object that is written, with the time of now."""
        cited, draft = self.result.citations, self.result.draft
        return {
            "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "turn": self.turn,
            "question": self.result.question,
            "standalone_question": self.result.standalone_question,
            "history": list(self.history),
            "answer": self.result.text if cited else None,
            "citations": [{key: getattr(citation, key) for key in _KNOWN} for citation in cited],
            "confidence": self.result.confidence,
            "model": draft.model if draft and not draft.fault else None,
            "verdict": self.verdict,
            "comment": self.comment,
            "right_answer": self.right_answer,
        }


def write(folder: Path, feedback: Feedback) -> None:
    """Append a line to the file in an index folder; several may write at once. Raises `FeedbackFault`."""
    path = folder / FILE
    line = json.dumps(feedback.as_dict(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _one_at_a_time, FileIO(path, "a+", opener=private) as file, _alone(file):
            size = file.seek(0, os.SEEK_END)
            whole = not size or _last_byte(file) == b"\n"  # else a writer was killed in the middle of its line
            line = line if whole else b"\n" + line
            if file.write(line) != len(line):
                file.truncate(size)
                raise FeedbackFault(f"{path} cannot be written: the disk is full. Free some room and try again.")
    except OSError as error:
        raise FeedbackFault(
            f"Your word is not kept: {path} cannot be written ({error.strerror}). "
            "Allow it where Byline runs, or serve another folder with --index."
        ) from error


def as_case(line: dict[str, Any]) -> dict[str, Any] | None:
    """Return a line as a question with known answers; None where no right answer is known.

    What is right is the right answer that the reader told, else an answer that was found helpful, which may be none;
    but not in the words of a language model, which no other answer has.
    """
    case = {"question": line.get("question"), "history": line.get("history")}
    if line.get("right_answer"):
        return case | {"answers": [line["right_answer"]]}
    if line["verdict"] != "up" or line.get("model"):
        return None
    cited = line.get("citations") or []
    if not line.get("answer"):
        return case | {"answers": []}
    known = {"article_id": cited[0]["article_id"], "evidence": [one["quote"] for one in cited]} if cited else {}
    return case | {"answers": [line["answer"]]} | known


def _last_byte(file: FileIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


@contextmanager
def _alone(file: FileIO) -> Iterator[None]:
    """Keep other processes from writing meanwhile, where the system can; a line is one write in any case."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
