"""Scores and records -> a table to read, a JSON file, and a page with pictures."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from rag.evaluation.metrics import f1
from rag.evaluation.plots import pictures
from rag.evaluation.run import Record
from rag.evaluation.scores import RIGHT, Score

_SHOWN = 200  # questions listed on the page
_HEADS = ("confidence against rightness", "wrong answers as more is answered", "time of each stage")
_DEFINED = (
    "Exact match and F1 are SQuAD's (Rajpurkar et al. 2016): lower case, no punctuation, no “a”, “an”, “the”. "
    f"An answer is right here from F1 {RIGHT} on. A passage is relevant that holds an answer or an evidence sentence."
)


def write(folder: Path, name: str, scores: Sequence[Score], records: Sequence[Record], threshold: float) -> list[Path]:
    """Write `report.json`, `report.md` and `report.html` into a folder; return their paths."""
    made = {
        "report.json": json.dumps(
            {
                "questions": name,
                "threshold": threshold,
                "scores": [score._asdict() for score in scores],
                "records": [{**asdict(one), "outcome": outcome(one)} for one in records],
            },
            ensure_ascii=False,
            indent=1,
        ),
        "report.md": f"# {name}\n\n{table(scores)}\n\n{_DEFINED}\n",
        "report.html": page(name, scores, records, threshold),
    }
    for file, content in made.items():
        (folder / file).write_text(content, "utf-8")
    return [folder / file for file in made]


def table(scores: Sequence[Score]) -> str:
    """Return the scores as a Markdown table; shares are percent."""
    rows = [f"| {score.group} | {score.metric} | {score.questions:,} | {score} |" for score in scores]
    return "\n".join(["| | metric | questions | value |", "|---|---|---:|---:|", *rows])


def outcome(record: Record) -> str:
    """Say what became of a question: right, part right, wrong, refused though answerable, rightly refused."""
    if not record.case.answerable:
        return "answered without an answer" if record.answered else "rightly refused"
    if not record.answered:
        return "refused"
    worth = f1(record.given, record.case.answers)
    return "right" if worth >= RIGHT else "part right" if worth else "wrong"


def page(name: str, scores: Sequence[Score], records: Sequence[Record], threshold: float) -> str:
    """Return a page that stands alone: the scores, three pictures, and what became of each question."""
    drawn = "".join(
        f"<figure>{picture}<figcaption>{head}</figcaption></figure>"
        for head, picture in zip(_HEADS, pictures(records, threshold), strict=True)
    )
    tables = "".join(
        f"<table><caption>{escape(group)}</caption>"
        + "".join(f"<tr><th>{escape(s.metric)}</th><td>{s.questions:,}</td><td>{s}</td></tr>" for s in found)
        + "</table>"
        for group, found in groupby(scores, lambda score: score.group)
    )
    ordered = sorted(records, key=lambda one: (outcome(one) in ("right", "rightly refused"), -one.confidence))
    rows = "".join(_row(one) for one in ordered[:_SHOWN])
    more = f"<p>{_SHOWN} of {len(records):,} questions are shown.</p>" if len(records) > _SHOWN else ""
    style = (files("rag.evaluation") / "report.css").read_text("utf-8")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(name)}</title><style>{style}</style><h1>{escape(name)}</h1>"
        f'<div class="tables">{tables}</div><p>{_DEFINED}</p><div class="pictures">{drawn}</div>'
        f'<h2>Questions</h2>{more}<div class="wide"><table class="questions"><tr><th>outcome</th><th>question</th>'
        f"<th>right answers</th><th>given</th><th>confidence</th><th>quote</th></tr>{rows}</table></div></html>"
    )


def _row(record: Record) -> str:
    said = outcome(record)
    cells = (
        said,
        " → ".join(filter(None, (record.case.question, record.understood))),
        " / ".join(dict.fromkeys(record.case.answers)) or "—",
        record.given or f"({record.best})",
        f"{record.confidence:.2f}",
        record.quotes[0] if record.quotes else "",
    )
    good = "good" if said in ("right", "rightly refused") else "bad"
    return f'<tr class="{good}">' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
