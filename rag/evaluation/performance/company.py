"""Measure what company costs an answer: `python -m rag.evaluation.performance.company`.

Two processes are started for each way in which threads wait for one another. Round after round, each way in turn, one
of them asks alone, then both at once, then one beside a program that keeps every processor busy. Reported are medians,
and the median of each round's ratio to the first way. On a machine that does other things, `--nice -15` (as root) puts
those aside; the busy program is then as nice.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter

WAYS: dict[str, dict[str, str]] = {
    "a short spin (Byline)": {},
    "no spin": {"OMP_WAIT_POLICY": "PASSIVE"},
    "a longer spin": {"GOMP_SPINCOUNT": "10000"},
    "as OpenMP has it": {"GOMP_SPINCOUNT": "300000"},
    "one thread": {"OMP_NUM_THREADS": "1"},
}
SITUATIONS = ("alone", "two asking", "beside a busy program")
_QUESTIONS = (
    "Who did Retno meet?",
    "How many Indonesian victims were rescued?",
    "When did the meeting take place?",
    "What did the Foreign Ministry call for?",
    "Who investigated the scam operations?",
)
_BUSY = [sys.executable, "-c", "while True: pass"]
Times = dict[tuple[str, str], list[float]]


class Asking:
    """A process that has its models loaded, and asks the questions whenever it is told to."""

    def __init__(self, folder: str, nice: int, way: str) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rag.evaluation.performance.company", "--asking", folder],
            env=inherited | WAYS[way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=partial(os.nice, nice),
        )
        self.took()

    def begin(self) -> None:
        """Let it ask."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def took(self) -> float:
        """Wait for it, and return the seconds of an answer."""
        assert self._process.stdout
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """Let it end."""
        self._process.communicate()


def ask_when_told(folder: str) -> None:
    """Ask the questions for every line that comes in, and tell the seconds of an answer."""
    from rag.assistant import Assistant

    assistant = Assistant.open(folder)
    assistant.ask(_QUESTIONS[0])
    print(0, flush=True)
    for _ in sys.stdin:
        started = perf_counter()
        for question in _QUESTIONS:
            assistant.ask(question)
        print((perf_counter() - started) / len(_QUESTIONS), flush=True)


def asked(processes: Sequence[Asking]) -> float:
    """Return the seconds of an answer while these ask at once."""
    for process in processes:
        process.begin()
    return mean(process.took() for process in processes)


@contextmanager
def busy(nice: int) -> Iterator[None]:
    """Keep every processor busy."""
    programs = [subprocess.Popen(_BUSY, preexec_fn=partial(os.nice, nice)) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def measured(ways: Sequence[str], start: Callable[[str], Asking], rounds: int, nice: int) -> Times:
    """Return the seconds of an answer in each round, by way and situation."""
    pairs = {way: (start(way), start(way)) for way in ways}
    times: Times = {(way, situation): [] for way in ways for situation in SITUATIONS}
    for number in range(rounds):
        order = [*ways[number % len(ways) :], *ways[: number % len(ways)]]
        for way in order:
            times[way, "alone"].append(asked(pairs[way][:1]))
        for way in order:
            times[way, "two asking"].append(asked(pairs[way]))
        with busy(nice):
            for way in order:
                times[way, "beside a busy program"].append(asked(pairs[way][:1]))
    for process in (one for pair in pairs.values() for one in pair):
        process.end()
    return times


def table(ways: Sequence[str], times: Times) -> str:
    """Return median seconds, and in brackets the median ratio to the first way, as a Markdown table."""
    rows = [["s an answer (ratio)", *SITUATIONS], ["---", *["---:"] * len(SITUATIONS)]]
    for way in ways:
        pairs = [(times[way, one], times[ways[0], one]) for one in SITUATIONS]
        ratios = [median(a / b for a, b in zip(ours, first, strict=True)) for ours, first in pairs]
        rows.append(
            [way, *(f"{median(ours):.2f} ({ratio:.2f})" for (ours, _), ratio in zip(pairs, ratios, strict=True))]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="how many (default: %(default)s)")
    parser.add_argument("--nice", type=int, default=0, help="of what is measured and of the busy program")
    parser.add_argument(
        "--ways", nargs="+", choices=WAYS, default=list(WAYS), metavar="WAY", help="of " + ", ".join(WAYS)
    )
    parser.add_argument("--asking", metavar="INDEX", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.asking:
        ask_when_told(options.asking)
        return
    with TemporaryDirectory() as folder:
        start = partial(Asking, folder, options.nice)
        print(table(options.ways, measured(options.ways, start, options.rounds, options.nice)))


if __name__ == "__main__":
    main()
