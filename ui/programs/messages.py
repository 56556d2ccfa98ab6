"""Messages of a chat, as OpenAI's protocol has them: those before -> turns of a conversation, an answer -> text."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from index.faults import QuestionFault
from rag.results import Answer, Citation, NoAnswer, Result
from ui.page.render import in_order
from ui.programs.shapes import Text
from ui.server.kept import LAST_TURNS

_SOURCES, _UNDERSTOOD = "\n\nSources:\n", "\n\n(understood as: "
_NUMBERS = re.compile(r"(?: ?\[\d+\])+")
_NAMED = re.compile(r", article ([0-9a-f]{16})\)$", re.MULTILINE)
_READ = re.compile(rf"^{re.escape(_UNDERSTOOD.lstrip())}(.+)\)$", re.MULTILINE)


class Words(BaseModel):
    """A part of a message; only words can be read."""

    type: Literal["text"]
    text: Text


class Message(BaseModel):
    """A message of a chat."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[Words] | None = None

    @property
    def text(self) -> str:
        """Return its words."""
        content = self.content or ""
        return content if isinstance(content, str) else "\n".join(part.text for part in content)


def asked(messages: Sequence[Message]) -> tuple[str, list[dict[str, Any]]]:
    """Return the question and the turns before it; raises `QuestionFault` where the last message asks nothing."""
    said = [message for message in messages if message.role in ("user", "assistant")]
    if not said or said[-1].role != "user":
        raise QuestionFault("The last message is no question. End the messages with one whose role is “user”.")
    turns: list[dict[str, Any]] = []
    for message in said[:-1]:
        if message.role == "user":
            turns.append({"question": message.text})
        elif turns:
            turns[-1] |= _remembered(message.text)
    return said[-1].text, turns[-LAST_TURNS:]


def content(result: Result) -> str:
    """Return an answer with numbers behind its words; how the question was read, what is left of it, the sources."""
    if not isinstance(result, Answer):
        return _said(result)
    return body(result) + foot(result)


def body(answer: Answer) -> str:
    """Return an answer's words, with the numbers of the sources that prove them."""
    if answer.draft and answer.fluent:
        return " ".join(map(str, answer.draft.claims))
    if in_order(answer):
        return " ".join(_numbered(citation.quote, [citation]) for citation in answer.citations)
    first, others = answer.citations[0], answer.further
    date = f" ({first.date})" if first.date else ""
    words = [_numbered(answer.text + date, [one for one in answer.citations if one not in others])]
    also = [_numbered(one.answer, [one]) for one in others if one.article_id == first.article_id]
    elsewhere = [_numbered(one.answer, [one]) for one in others if one.article_id != first.article_id]
    words += [f"Also: {', '.join(also)}"] if also else []
    words += [f"Another article has another answer: {', '.join(elsewhere)}"] if elsewhere else []
    return "\n\n".join(words)


def foot(answer: Answer) -> str:
    """Return what stands under an answer."""
    lines = (
        f"[{citation.number}] “{' '.join(citation.quote.split())}” ({citation.origins}, article {citation.article_id})"
        for citation in answer.citations
    )
    left = f"\n\n{answer.next}" if answer.left else ""
    return _understood(answer) + left + _SOURCES + "\n".join(lines)


def _said(result: Result) -> str:
    if not isinstance(result, NoAnswer):
        return str(result)
    said, _, nearest = str(result).partition("\n\n")
    return said + _understood(result) + (f"\n\n{nearest}" if nearest else "")


def _understood(result: Result) -> str:
    return f"{_UNDERSTOOD}{result.standalone_question})" if result.restated else ""


def _numbered(words: str, citations: Sequence[Citation]) -> str:
    return words + "".join(f" [{citation.number}]" for citation in citations)


def _remembered(text: str) -> dict[str, Any]:
    """Return what an earlier answer tells a later question; what is no answer of Byline's tells nothing."""
    said, quoted, sources = text.partition(_SOURCES)
    known: dict[str, Any] = {}
    if read := _READ.search(said):
        known["standalone_question"] = read[1]
    if quoted:
        words = _NUMBERS.sub("", said.partition("\n\n")[0])
        known |= {"answer": words, "articles": list(dict.fromkeys(_NAMED.findall(sources)))}
    return known
