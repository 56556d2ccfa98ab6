"""Feed broken files to the readers: `python -m tests.stress.fuzz [--minutes 60] [--seed 0] [--keep FOLDER]`.

Takes whole files of every format and damages them: bytes changed, cut, repeated, crossed with another file, and
inside a packed file its members too. Whatever comes, `read` must give articles or say why not, within a minute and a
bounded memory; what it gives must go into an index and come out again. A file that breaks this is kept.
"""

import argparse
import io
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from index.chunking import chunks
from index.formats import read
from index.types import Article, Rejected
from tests.support.samples import SAMPLES

_SECONDS = 60
_MEMORY = 4 << 30
_LONGEST = 5_000_000  # bytes that a repetition adds
Damage = Callable[[bytes, random.Random], bytes]


class TooLong(BaseException):
    """Raised in whatever is done when a file's time is over; no reader catches it."""


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Take a part out."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def repeated(data: bytes, chance: random.Random) -> bytes:
    """Repeat a part."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    times = chance.choice([1, 10, 300])
    return data[:end] + data[start:end][: _LONGEST // times] * times + data[end:]


def crossed(data: bytes, chance: random.Random) -> bytes:
    """Put a part of another file in."""
    _, other = chance.choice(SAMPLES)
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def numbered(data: bytes, chance: random.Random) -> bytes:
    """Change a number that is written in digits."""
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice([b"-1", b"0", b"99999999999", b"1e999", b"4294967296"]) + data[at + 1 :]


def repacked(data: bytes, chance: random.Random) -> bytes:
    """Damage a member of a ZIP file, which would otherwise fail its checksum."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        broken = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, chance.choice(_DAMAGES)(content, chance) if name == broken and content else content)
    return made.getvalue()


_DAMAGES: list[Damage] = [changed, cut, repeated, crossed, numbered]


def damaged(chance: random.Random) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that was damaged once to three times."""
    name, data = chance.choice(SAMPLES)
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.7:
        data = repacked(data, chance)
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        data = chance.choice(_DAMAGES)(data, chance) or b" "
    return name, data


def check(name: str, data: bytes) -> str:
    """Read a file and cut what it gives; return what came of it, or raise."""
    found = list(read(io.BytesIO(data), name))
    for one in found:
        if isinstance(one, Article):
            assert all(0 <= c.span.start < c.span.end <= len(one.text) for c in chunks(one))
        elif isinstance(one, Rejected):
            assert one.reason
            if "cannot be read: " in one.reason:
                return one.reason.split(":")[1].strip()
    return "read" if any(isinstance(one, Article) for one in found) else "rejected"


def main() -> None:
    """Damage and read until the time is over; tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"))
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    chance, counts, until = random.Random(options.seed), Counter[str](), time.time() + 60 * options.minutes
    while time.time() < until:
        name, data = damaged(chance)
        signal.alarm(_SECONDS)
        try:
            result = check(name, data)
        except (Exception, TooLong) as error:
            result = f"BROKE {type(error).__name__}"
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{sum(counts.values())}-{name}").write_bytes(data)
        finally:
            signal.alarm(0)
        counts[f"{Path(name).suffix} {result}"] += 1
        print(f"{sum(counts.values()):,} files", end="\r", file=sys.stderr)
    for kind, count in sorted(counts.items()):
        print(f"{count:9,} {kind}")


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TooLong


if __name__ == "__main__":
    main()
