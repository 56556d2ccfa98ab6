"""Kill a writer at random instants and look at what is left:
`python -m tests.stress.crash FOLDER [--kills 200] [--seed 0]`.

A child adds, updates, edits, removes, puts back and rebuilds without end, telling each thing done; it is killed
(SIGKILL) in the midst. After each kill the index must open, `verify` must find nothing, and what was told done must be
done.
"""

import argparse
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from index.library import Library
from index.types import Article
from tests.support.doubles import WordEncoder

_CHILD = "from tests.stress.crash import write; import sys; write(sys.argv[1], int(sys.argv[2]))"


def write(folder: str, seed: int) -> None:
    """Change the library without end; print a line before each change is begun and after it is done."""
    chance, library = random.Random(seed), Library.open(folder, WordEncoder())
    print("ready", flush=True)
    while True:
        number, turn = chance.randrange(40), chance.randrange(1_000_000)
        doing = chance.choices(["put", "remove", "edit", "rebuild"], [10, 4, 4, 1])[0]
        article = Article(f"No {number}", f"Turn {turn} of number {number}. " * 30, place=f"/{number}.txt")
        held = {a.place: a.id for a in library.articles()}
        print(f"begin {doing} {number} {article.id}", flush=True)
        if doing == "put":
            library.add([article])
        elif doing == "remove" and article.place in held:
            removed = library.remove(id := held[article.place])
            if turn % 2:
                print(f"done remove {number} {id}\nbegin put {number} {id}", flush=True)
                library.put_back(removed)
                print(f"done put {number} {id}", flush=True)
                continue
        elif doing == "edit" and article.place in held:
            library.edit(held[article.place], title=f"Edit {turn}")
        elif doing == "rebuild":
            library.rebuild()
        print(f"done {doing} {number} {article.id}", flush=True)


def killed(folder: Path, seed: int, after: float) -> list[str]:
    """Start a writer, kill it `after` seconds of writing, and return the lines that it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(seed)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        return child.stdout.read().splitlines()


def check(folder: Path, lines: list[str], expected: dict[str, str | None]) -> None:
    """Follow the printed lines in `expected`, place to id or None, and compare the library with it."""
    doing: tuple[str, str] | None = None
    for line in lines:
        stage, what, number, id = line.split()
        after = {"put": id, "remove": None}.get(what, expected.get(f"/{number}.txt"))
        doing = (f"/{number}.txt", after or "") if stage == "begin" else None
        if stage == "done":
            expected[f"/{number}.txt"] = after
    library = Library.open(folder, WordEncoder())
    assert library.verify() == []
    found = {article.place: article.id for article in library.articles() if article.place}
    library.close()
    for place in expected.keys() | found.keys():
        may = {expected.get(place)} | ({doing[1] or None} if doing and doing[0] == place else set())
        assert found.get(place) in may, f"{place}: {found.get(place)}, not one of {may}"
    expected.clear()
    expected.update(found)


def main() -> None:
    """Kill, look, and go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance, expected, changes = random.Random(options.seed), dict[str, str | None](), 0
    for kill in range(options.kills):
        lines = killed(options.folder, options.seed + kill, chance.uniform(0.0, 0.8))
        check(options.folder, lines, expected)
        changes += sum(line.startswith("done") for line in lines)
        print(f"{kill + 1} kills, {changes} changes done", end="\r", flush=True)
    print()


if __name__ == "__main__":
    main()
