"""Whom a server speaks to when it starts, gives its page and answers: nobody but this machine."""

import ipaddress
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.browser import Open, ask, free_port

# Python loads it before anything else, and is told of each connection and each name that is looked up.
_WATCH = """
import json, os, sys

def told(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        where = given[0] if event.startswith("socket.get") else given[1]
        with open(os.environ["WATCHED"], "a") as file:
            file.write(json.dumps([event, where], default=repr) + "\\n")

sys.addaudithook(told)
"""


def is_here(where: object) -> bool:
    """Tell whether an address is of this machine: a socket in a file, a loopback address, or no address."""
    host = where[0] if isinstance(where, list) else where
    if host is None or (isinstance(host, str) and host.startswith("/")):
        return True
    try:
        return host == "localhost" or ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.mark.browser
def test_a_server_speaks_to_nobody_else(open_page: Open, bundled_index: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_WATCH)
    watched, port = tmp_path / "watched", free_port()
    offline = {"HF_HUB_OFFLINE", "GRADIO_ANALYTICS_ENABLED"}  # which the tests set, and no user does
    own = {key: value for key, value in os.environ.items() if key not in offline}
    served = subprocess.Popen(
        [sys.executable, "-m", "ui.shell.cli", "serve", "--no-browser", "--port", str(port)],
        env={**own, "BYLINE_INDEX": str(bundled_index), "PYTHONPATH": str(tmp_path), "WATCHED": str(watched)},
        stdout=subprocess.PIPE,
    )
    assert served.stdout
    assert served.stdout.readline().startswith(b"Byline is at")
    page = open_page(f"http://127.0.0.1:{port}/")
    ask(page, "Who did Retno meet?")
    served.terminate()
    assert served.wait(60) == 0
    events = [json.loads(line) for line in watched.read_text().splitlines()]
    assert events, "the server looks its own address up, so that something is seen"
    assert [event for event in events if not is_here(event[1])] == []
