"""A question put to the page that already serves an index, which has its models loaded."""

import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

_PATIENCE = 60.0  # seconds, after which the models are loaded here

if TYPE_CHECKING:
    from index.selection import Selection
    from rag.results import Result


def ask_running(question: str, folder: str | None, within: "Selection | None" = None) -> "Result | None":
    """Return what a running page answers; None where none serves this index. Raises `Fault` as the page does."""
    from dataclasses import asdict, replace

    from index.faults import Fault, KeptFault
    from index.place import folder_of
    from ui.server.door import address
    from ui.server.kept import brought

    path = address(folder_of(folder))
    if path is None or not path.exists():
        return None
    with socket.socket(socket.AF_UNIX) as door, suppress(OSError, ValueError, KeyError):
        door.settimeout(_PATIENCE)
        door.connect(str(path))
        door.sendall(json.dumps({"question": question, "within": within and asdict(within)}).encode() + b"\n")
        with door.makefile("r", encoding="utf-8") as reply:
            told = json.loads(reply.readline())
        if "fault" in told:
            raise Fault(told["fault"])
        with suppress(KeptFault):  # a page of another version
            result = brought(told["result"])
            if within and not result.within:
                return None  # an earlier Byline asked all articles
            return replace(result, timings_ms=told["result"]["timings_ms"])
    return None
