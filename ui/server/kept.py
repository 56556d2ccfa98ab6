"""Results, as a page keeps them and brings them back: what comes from a browser is read with care."""

from dataclasses import asdict
from typing import Any

from index.faults import KeptFault
from index.selection import Selection
from index.types import Listed
from rag.draft import Claim, Draft, Rejection
from rag.results import Answer, Citation, NoAnswer, Reply, Result, Turn
from rag.within import Within

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
        several = {name: tuple(map(str, kept.get(name) or ())) for name in ("collections", "outlets", "articles")}
        return Selection(since=_known(kept, "since"), until=_known(kept, "until"), **several) or None
    except (AttributeError, TypeError) as error:
        told = "Give an object with “collections”, “outlets”, “since”, “until” or “articles”."
        raise KeptFault(f"“{kept}” chooses no articles. {told}") from error


def turn(entry: Any) -> Turn:
    """Return a turn that a program or a page kept; raises `KeptFault` for anything else."""
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise KeptFault(f"“{entry}” is no turn of a conversation. Give objects with a “question”, the oldest first.")
    texts = (entry.get(key) for key in ("standalone_question", "answer"))
    standalone, answer = (text if isinstance(text, str) else "" for text in texts)
    listed = entry.get("articles")
    cited = tuple(id for id in listed if isinstance(id, str)) if isinstance(listed, list | tuple) else ()
    return Turn(entry["question"], standalone or entry["question"], answer, cited)


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
    return str(kept[name]) if kept.get(name) else None


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
