"""Questions -> what the assistant made of each, kept as it goes, so that a run that was stopped goes on."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.faults import EvaluationFault, QuestionFault
from index.holdings import Progress
from rag.answering.attempt import PASSAGES
from rag.assistant import Assistant
from rag.evaluation.cases import Case
from rag.evaluation.metrics import normalised
from rag.readings import Passage
from rag.results import Citation


@dataclass(frozen=True)
class Record:
    """What came of a question.

    `given` is the answer, empty for none; `best` the answer that would be given if one had to be. `relevant` tells of
    each passage found, best first, whether it holds an answer; `evidence` is the share of the evidence sentences that
    stand in them. `cited` tells whether a cited sentence holds an answer, `best_cited` whether that of `best` does,
    `exact` whether all quotes are as the articles have them.
    `understood` is the question as it was understood after those before it.
    """

    case: Case
    given: str
    best: str
    confidence: float
    quotes: tuple[str, ...]
    relevant: tuple[bool, ...]
    evidence: float | None
    cited: bool
    best_cited: bool
    exact: bool
    timings_ms: dict[str, float]
    understood: str = ""

    @property
    def answered(self) -> bool:
        """Tell an answer from none."""
        return bool(self.given)


def run(
    ask: Callable[[Case], Record], cases: Sequence[Case], mark: str, kept: Path, on_progress: Progress | None = None
) -> list[Record]:
    """Ask all questions and return a record of each; `kept` has those of an earlier run that was stopped.

    `mark` tells what was asked of whom: what was kept under another, or is finished, is begun anew. Raises
    `EvaluationFault` where nothing can be written.
    """
    records = _earlier(kept, mark)
    if len(records) == len(cases):
        records = []  # that run was not stopped: it is done, and Byline may answer otherwise since
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a" if records else "w", encoding="utf-8") as file:
            if not records:
                file.write(json.dumps({"mark": mark}) + "\n")
            for case in cases[len(records) :]:
                records.append(ask(case))
                file.write(json.dumps(asdict(records[-1]), ensure_ascii=False) + "\n")
                file.flush()
                if on_progress:
                    on_progress(len(records), len(cases))
    except OSError as error:
        raise EvaluationFault(f"{kept} cannot be written: {error.strerror}. Name another folder with --out.") from error
    return records


def record(assistant: Assistant, case: Case) -> Record:
    """Ask one question after those before it, and compare what comes with what is right."""
    chat = assistant.chat()
    try:
        result = [chat.ask(question) for question in (*case.history, case.question)][-1]
        found = assistant.search(result.standalone_question, PASSAGES)
    except QuestionFault:
        return Record(case, "", "", 0.0, (), (), None, cited=False, best_cited=False, exact=True, timings_ms={})
    first = [*result.citations, *result.closest][:1]
    return Record(
        case=case,
        given=result.text if result.answered else "",
        best=first[0].answer if first else "",
        confidence=result.confidence,
        quotes=tuple(citation.quote for citation in result.citations),
        relevant=tuple(_relevant(passage, case) for passage in found),
        evidence=_evidence(found, case),
        cited=any(holds(citation.quote, case.answers) for citation in result.citations),
        best_cited=any(holds(citation.quote, case.answers) for citation in first),
        exact=all(_exact(citation, assistant) for citation in result.citations),
        timings_ms=result.timings_ms,
        understood=result.standalone_question if result.restated else "",
    )


def holds(text: str, answers: Iterable[str]) -> bool:
    """Tell whether one of the answers stands in a text, whole words compared as SQuAD normalises them."""
    padded = f" {normalised(text)} "
    return any(f" {words} " in padded for answer in answers if (words := normalised(answer)))


def _relevant(passage: Passage, case: Case) -> bool:
    if case.article_id and passage.article.id != case.article_id:
        return False
    return holds(passage.text, case.evidence) if case.evidence else holds(passage.text, case.answers)


def _evidence(found: Sequence[Passage], case: Case) -> float | None:
    if not case.evidence:
        return None
    return sum(any(holds(p.text, [sentence]) for p in found) for sentence in case.evidence) / len(case.evidence)


def _exact(citation: Citation, assistant: Assistant) -> bool:
    return assistant.library.article(citation.article_id).text[citation.start : citation.end] == citation.quote


def mark_of(assistant: Assistant, cases: Sequence[Case]) -> str:
    """Return what tells a run from another: its questions, the articles of the library, and the reader."""
    about = [[asdict(case) for case in cases], sorted(assistant.library.ids()), assistant.reader.name]
    return sha256(json.dumps(about).encode()).hexdigest()


def _earlier(kept: Path, mark: str) -> list[Record]:
    try:
        first, *lines = kept.read_text("utf-8").splitlines()
        if json.loads(first) != {"mark": mark}:
            return []
    except (OSError, ValueError):
        return []
    records = []
    for line in lines:
        try:
            records.append(_record(json.loads(line)))
        except (ValueError, TypeError):  # the run was stopped while it wrote, or kept other fields
            kept.write_text("\n".join([first, *lines[: len(records)], ""]), "utf-8")
            break
    return records


def _record(entry: dict[str, Any]) -> Record:
    case = Case(**_with_tuples(entry.pop("case")))
    return Record(case, **_with_tuples(entry))


def _with_tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
