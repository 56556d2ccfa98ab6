"""The command `byline eval`."""

import sys
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ui.shell.common import bar, index_option, say, status

NEEDED = {"ir_measures": "ir-measures", "matplotlib": "matplotlib", "sklearn": "scikit-learn"}
"""Modules of the extra `eval`, and the packages that bring them."""


@click.command("eval")
@click.argument("questions", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--bundled", is_flag=True, help="Ask the questions about the bundled article that ship with Byline.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder of the report.")
@index_option
def evaluate(questions: Path | None, bundled: bool, out: Path | None, folder: str | None) -> None:
    """Ask the QUESTIONS of a file and tell how good the answers are.

    The file has a JSON object a line: `question`, `answers` (empty where the articles do not answer) and, if known,
    `article_id`, `evidence` (sentences), `history`. The feedback.jsonl of an index folder is such a file too. The
    scores are printed, and written with all answers to report.json, report.md and report.html. A run that was stopped
    goes on where it was.
    """
    if (questions is None) is not bundled:
        raise click.UsageError("Name a file of questions, or say --bundled.")
    _check_installed()
    from rag.evaluation.cases import bundled as bundled_cases
    from rag.evaluation.cases import read

    tell = partial(say, err=True)
    cases = read(questions, tell) if questions else bundled_cases()
    name = questions.stem if questions else "bundled"
    out = out or Path(f"byline-eval-{name}")
    with ExitStack() as stack:
        if bundled:
            folder = stack.enter_context(TemporaryDirectory())
        with status("Loading the models…"):
            from rag.assistant import Assistant
            from rag.evaluation.report import write
            from rag.evaluation.run import mark_of, record, run
            from rag.evaluation.scores import scores

            assistant = Assistant.open(folder)
            stack.callback(assistant.library.close)
        with bar("Asking") as progress:
            ask = partial(record, assistant)
            records = run(ask, cases, mark_of(assistant, cases), out / "answers.jsonl", progress)
        found = scores(records)
        written = write(out, name, found, records, assistant.reader.threshold)
    for group, rows in groupby(found, lambda score: score.group):
        say(group)
        for row in rows:
            say(f"  {row!s:>9}  {row.metric} ({row.questions:,})")
    say("", f"Written: {', '.join(map(str, written))}")


def _check_installed() -> None:
    if lacking := [package for module, package in NEEDED.items() if find_spec(module) is None]:
        install = f"{sys.executable} -m pip install {' '.join(lacking)}"
        raise click.ClickException(f"Measuring needs packages that are not installed. Install them: {install}")
