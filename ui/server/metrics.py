"""Figures for Prometheus: answers by outcome, the time of each stage, requests. No words are kept."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from rag.results import Result
from ui.server.answers import Answers
from ui.server.traffic import Traffic

_SECONDS = (0.01, 0.03, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 25, 60)


class Metrics:
    """The figures of one server."""

    media_type = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self, answers: Answers, traffic: Traffic) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "byline_answers", "Questions answered, by outcome.", ["outcome"], registry=self._registry
        )
        self._stages = Histogram(
            "byline_stage_seconds", "How long a stage took.", ["stage"], buckets=_SECONDS, registry=self._registry
        )
        self._requests = Counter(
            "byline_requests", "Requests served, by door and status.", ["door", "status"], registry=self._registry
        )
        self._gauge("byline_requests_running", "Requests on their way.", lambda: traffic.running)
        self._gauge("byline_articles", "Articles in the library.", lambda: _articles(answers))
        answers.heard.append(self.answered)

    def answered(self, result: Result) -> None:
        """Count an answer and the time of its stages."""
        self._answers.labels(type(result).__name__).inc()
        for stage, milliseconds in result.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def served(self, door: str, status: int) -> None:
        """Count a request."""
        self._requests.labels(door, str(status)).inc()

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, told: str, value: Callable[[], float]) -> None:
        Gauge(name, told, registry=self._registry).set_function(value)


def _articles(answers: Answers) -> float:
    return answers.assistant.library.catalogue.count() if answers.ready and answers.fault is None else 0.0
