"""Results, as a page keeps them and brings them back: what comes from a browser is read with care."""

from dataclasses import asdict
from typing import Any

from index.faults import KeptFault
from index.selection import Selection
from index.types import Listed
from rag.draft import Claim, Draft, Rejection
from rag.question.checks import LONGEST
from rag.results import Answer, Citation, NoAnswer, Reply, Result, Turn
from rag.within import Within

LAST_TURNS = 8
"""How many turns of a conversation count, the last; the page sends as many."""
_CITED, _SHOWN = 100, 200  # articles that a turn may cite; characters that are shown of what cannot be read
_NO_TURN = "“{}” is no turn of a conversation. Give a list of objects with a “question”, the oldest first."
_NUMBERS = ("number", "start", "end", "answer_start", "answer_end")
_WORDS = ("article_id", "title", "quote")
_KNOWN = ("source", "url", "published", "date")


def plain(result: Result) -> dict[str, Any]:
    """Return a result as an object of JSON, which `brought` reads again."""
    return {"type": type(result).__name__, **asdict(result)}


def brought(kept: Any) -> Result:
    """Return the result that a browser kept; raises `KeptFault` for anything else."""
    try:
        return _result(kept)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise KeptFault("The answer that this browser kept cannot be read. Press Retry to ask again.") from error


def chosen(kept: Any) -> Selection | None:
    """Return the articles to ask within that a program or a page sent; raises `KeptFault` for anything else."""
    if not kept:
        return None
    try:
        several = {name: tuple(map(_words, kept.get(name) or ())) for name in ("collections", "outlets", "articles")}
        return Selection(since=_known(kept, "since"), until=_known(kept, "until"), **several) or None
    except (AttributeError, TypeError) as error:
        told = "Give an object with “collections”, “outlets”, “since”, “until” or “articles”."
        raise KeptFault(f"“{_words(kept)[:_SHOWN]}” chooses no articles. {told}") from error


def turns(history: Any) -> list[Turn]:
    """Return the turns that count of those that a program or a page kept; raises `KeptFault` for anything else."""
    if not isinstance(history, list | tuple):
        raise KeptFault(_NO_TURN.format(_words(history)[:_SHOWN]))
    return [_turn(entry) for entry in history[-LAST_TURNS:]]


def _turn(entry: Any) -> Turn:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise KeptFault(_NO_TURN.format(_words(entry)[:_SHOWN]))
    texts = (entry.get(key) for key in ("question", "standalone_question", "answer"))
    question, standalone, answer = (_words(text[:LONGEST]) if isinstance(text, str) else "" for text in texts)
    listed = entry.get("articles")
    cited = [_words(id) for id in listed[:_CITED] if isinstance(id, str)] if isinstance(listed, list | tuple) else ()
    return Turn(question, standalone or question, answer, tuple(cited))


def _result(kept: dict[str, Any]) -> Result:
    common: dict[str, Any] = {key: str(kept[key]) for key in ("question", "standalone_question", "kind", "reader")}
    common |= {key: tuple(map(_citation, kept[key])) for key in ("citations", "closest")}
    common |= {"confidence": float(kept["confidence"]), "timings_ms": {}, "draft": _draft(kept.get("draft"))}
    common |= {"within": _within(kept.get("within")), "note": str(kept.get("note") or "")}
    common["left"] = tuple(map(str, kept.get("left") or ()))
    if kept["type"] == "Answer":
        return Answer(text=str(kept["text"]), **common)
    if kept["type"] == "NoAnswer":
        return NoAnswer(reason=str(kept["reason"]), **common)
    return Reply(text=str(kept["text"]), articles=tuple(map(_listed, kept["articles"])), **common)


def _within(kept: dict[str, Any] | None) -> Within | None:
    selection = chosen(kept["selection"]) if kept else None
    return Within(selection, int(kept["count"]), int(kept["undated"])) if kept and selection else None


def _known(kept: dict[str, Any], name: str) -> str | None:
    return _words(kept[name]) if kept.get(name) else None


def _words(kept: Any) -> str:
    """Return a text in characters that can be written; JSON may have halves of one."""
    return str(kept).encode("utf-8", "replace").decode()


def _draft(kept: dict[str, Any] | None) -> Draft | None:
    if kept is None:
        return None
    first = kept["first_seconds"]
    return Draft(
        model=str(kept["model"]),
        claims=tuple(Claim(str(one["text"]), tuple(map(int, one["citations"]))) for one in kept["claims"]),
        struck=tuple(
            Rejection(str(one["text"]), str(one["why"]), tuple(map(str, one["quotes"]))) for one in kept["struck"]
        ),
        prompt_tokens=_count(kept["prompt_tokens"]),
        completion_tokens=_count(kept["completion_tokens"]),
        seconds=float(kept["seconds"]),
        first_seconds=None if first is None else float(first),
        fault=str(kept["fault"]),
        stopped=bool(kept["stopped"]),
    )


def _count(kept: Any) -> int | None:
    return None if kept is None else int(kept)


def _citation(kept: dict[str, Any]) -> Citation:
    read: dict[str, Any] = {key: int(kept[key]) for key in _NUMBERS}
    read |= {key: str(kept[key]) for key in _WORDS}
    read |= {key: None if kept.get(key) is None else str(kept[key]) for key in _KNOWN}
    return Citation(also=tuple(map(_citation, kept["also"])), scanned=kept.get("scanned") is True, **read)


def _listed(kept: list[Any]) -> Listed:
    id, title, source, published, added, url, sentences = kept
    known = [None if word is None else str(word) for word in (source, published, url)]
    return Listed(str(id), str(title), known[0], known[1], str(added), known[2], int(sentences))
