"""One system in a process of its own, run by this file's path: `python once.py NAME FOLDER`, articles and questions in.

Standard input is JSON, `[[article, question], ...]`. Writes a line when the first is answered, and at the end the
peak of its memory in MB. Nothing of Byline is imported for another system: that would be counted as its own.
"""

import json
import os
import resource
import sys
from pathlib import Path


def main() -> None:
    """Load the system and put each question to its article."""
    here = Path(__file__).resolve().parent
    sys.path[0] = str(here.parents[2])
    sys.path.insert(0, str(here))
    from systems import SYSTEMS  # type: ignore[import-not-found, unused-ignore]

    sys.path.remove(str(here))
    name, models = sys.argv[1:]
    out = os.dup(1)
    os.dup2(2, 1)  # what libraries print is not for the reader of this
    peer = SYSTEMS[name].load(Path(models))
    held = None
    for article, question in json.load(sys.stdin):
        if article != held:
            peer.hold(article)
        peer.answer(question)
        if held is None:
            os.write(out, b"answered\n")
        held = article
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    os.write(out, f"{peak}\n".encode())


if __name__ == "__main__":
    main()
