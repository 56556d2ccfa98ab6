"""Ask two forms of one library the same questions, and tell how often they answer alike:
`python -m rag.evaluation.performance.agreement --data BENCH --questions 150 FIRST SECOND`.

NewsQA's 319 articles are put into FIRST, a folder or `postgresql://...`, and migrated to SECOND; both begin empty. Two
results agree where both refuse, or both answer in the same words with the same sentences. Each question is asked in
both places in turn; what the networks score for one is not computed again for the other where the passages are the
same.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.embedding import MiniLMEncoder
from index.library import Library
from index.migrate import migrate
from rag.assistant import Assistant
from rag.evaluation.benchmarks.answers import newsqa
from rag.evaluation.datasets.sets import hold
from rag.reading.readers import CascadeReader
from rag.results import Result

Scores = Callable[[Sequence[Sequence[int]], Sequence[int]], Any]


def agree(one: Result, other: Result) -> bool:
    """Tell whether two results answer in the same words and quote the same sentences, or both refuse."""
    quoted = [[(cited.article_id, cited.start, cited.end) for cited in result.citations] for result in (one, other)]
    return quoted[0] == quoted[1] and (not one.answered or one.text == other.text)


def remembered(scores: Scores) -> Scores:
    """Return the same scores, computed once for the same windows."""
    known: dict[str, Any] = {}

    def told(windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> Any:
        if (asked := repr((windows, firsts))) not in known:
            known[asked] = scores(windows, firsts)
        return known[asked]

    return told


def main() -> None:
    """Print what does not agree, and the share that does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs=2, metavar="PLACE", help="a folder or postgresql://..., with nothing there")
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=150, help="how many, drawn with seed 0")
    options = parser.parse_args()
    task, encoder, reader = newsqa(options.data, options.questions, True), MiniLMEncoder(), CascadeReader()
    library = Library.open(options.places[0], encoder)
    hold(library, task.articles)
    library.close()
    migrate(*options.places)
    for part in (reader.quick, reader.careful):
        part._network.scores = remembered(part._network.scores)  # type: ignore[assignment, method-assign]
    first, second = (Assistant(Library.open(place, encoder), reader) for place in options.places)
    same = 0
    for done, one in enumerate(task.asked, start=1):
        pair = first.ask(one.case.question), second.ask(one.case.question)
        same += agree(*pair)
        if not agree(*pair):
            print(one.case.question, *(f"“{result.text}” ({result.confidence:.2f})" for result in pair), flush=True)
        print(f"{done} asked, {same} agree", end="\r", file=sys.stderr)
    count = len(task.asked)
    print(f"{same} of {count} agree, {same / count:.1%}; {len(task.articles)} articles, {platform.machine()}")


if __name__ == "__main__":
    main()
