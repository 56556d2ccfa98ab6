"""Measure a page that many use at once:
`python -m rag.evaluation.performance.load URL --questions FILE --users 1,4,16`.

Each user asks one question after another as the page's script does. A question's time is from asking to its answer,
waiting included; questions a second are all of them over the time of all. Only a page on this machine is asked: it
would be an attack elsewhere. FILE has a question a line (JSON lines, packed). Where users sign in, each asks with the
token in `--token-file`.
"""

import argparse
import ipaddress
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlsplit

import httpx
import numpy as np

from index.faults import LoadFault
from rag.evaluation.datasets.sets import lines, sample

MOST_USERS, MOST_QUESTIONS = 64, 1000

Ask = Callable[[str], object]


@dataclass(frozen=True)
class Load:
    """How a page did with so many users at once; times are seconds, `errors` are questions that got no answer."""

    users: int
    questions: int
    errors: int
    a_second: float
    median_s: float
    p95_s: float


def checked(url: str) -> str:
    """Return an address if it is of this machine itself; raise `LoadFault` if not."""
    host = urlsplit(url).hostname or ""
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if urlsplit(url).scheme != "http" or not is_here:
        raise LoadFault(f"{url} is not measured: it is not on this machine. Give the page's http://127.0.0.1:PORT.")
    return url


def asker(page: httpx.Client) -> Ask:
    """Return what asks a page as its script does; waits until the models are loaded."""
    while page.get("readyz").status_code == httpx.codes.SERVICE_UNAVAILABLE:
        sleep(0.5)
    components = page.get("config").raise_for_status().json()["components"]
    called = {"component_id": next(one["id"] for one in components if one["type"] == "html"), "fn_name": "ask"}

    def ask(question: str) -> None:
        sent = {**called, "data": {"question": question}, "session_hash": "load"}
        told = page.post("gradio_api/component_server", json=sent).raise_for_status().json()
        if "error" in told:
            raise LoadFault(told["error"])

    return ask


def measured(asks: Sequence[Ask], questions: Sequence[str]) -> Load:
    """Let as many users as there are `asks` share the questions, all at once."""
    shares = [questions[number :: len(asks)] for number in range(len(asks))]
    started = perf_counter()
    with ThreadPoolExecutor(len(asks)) as threads:
        taken = list(chain.from_iterable(threads.map(_user, asks, shares)))
    took = perf_counter() - started
    times = [seconds for seconds in taken if seconds is not None]
    middle, late = np.percentile(times, [50, 95]) if times else (np.nan, np.nan)
    return Load(len(asks), len(taken), len(taken) - len(times), len(times) / took, float(middle), float(late))


def _user(ask: Ask, questions: Sequence[str]) -> list[float | None]:
    """Ask one question after another; return the seconds of each, None for one that got no answer."""
    taken: list[float | None] = []
    for question in questions:
        started = perf_counter()
        try:
            ask(question)
            taken.append(perf_counter() - started)
        except Exception:  # whatever went wrong, there was no answer
            taken.append(None)
    return taken


def table(loads: Sequence[Load]) -> str:
    """Return the measurements as a Markdown table."""
    heads = "| users | questions | without answer | questions a second | median s | 95th percentile s |"
    rows = [
        f"| {one.users} | {one.questions} | {one.errors} | {one.a_second:.2f} | {one.median_s:.2f} | {one.p95_s:.2f} |"
        for one in loads
    ]
    return "\n".join([heads, "|" + "---:|" * 6, *rows])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="the page's address, which `byline serve` prints")
    parser.add_argument("--questions", type=Path, required=True, help="a file of questions")
    parser.add_argument("--asked", type=int, default=48, help="how many for each number of users, drawn with seed 0")
    parser.add_argument("--users", default="1,4,16", help="how many users, with commas between")
    parser.add_argument("--token-file", type=Path, help="a token that `byline token add` printed")
    options = parser.parse_args()
    try:
        checked(options.url)
    except LoadFault as fault:
        parser.error(str(fault))
    users = [int(count) for count in options.users.split(",")]
    if not (1 <= min(users) <= max(users) <= MOST_USERS and 1 <= options.asked <= MOST_QUESTIONS):
        parser.error(f"at most {MOST_USERS} users and {MOST_QUESTIONS} questions")
    questions = [entry["question"] for entry in sample(lines(options.questions), options.asked)]
    token = options.token_file.read_text("utf-8").strip() if options.token_file else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    page = httpx.Client(base_url=options.url, headers=headers, trust_env=False, timeout=600, limits=httpx.Limits())
    ask = asker(page)
    ask(questions[0])
    asks = [ask] * max(users)
    print(f"{platform.machine()}\n\n{table([measured(asks[:count], questions) for count in users])}")


if __name__ == "__main__":
    main()
