"""`/metrics`: what was counted, in the text format of Prometheus."""

import hmac
import time
from collections.abc import Iterable, Iterator
from typing import Any

from scams.api.ledger import Ledger, Page
from scams.api.problems import Problem
from scams.api.wsgi import Application, Environ, StartResponse, give, refuse

PATH = "/metrics"
_HERE = ("127.0.0.1", "::1", "::ffff:127.0.0.1")


class MetricsEndpoint:
    """A WSGI callable for `/metrics`; `then` gets every other path."""

    def __init__(self, ledger: Ledger, then: Application, *, token: str = "") -> None:
        """Tell what is in `ledger` to those who send `token`; without one, to callers on this machine only."""
        self.ledger = ledger
        self.then = then
        self.token = token

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] != PATH:
            return self.then(environ, start_response)
        if not self._may_read(environ):
            problem = Problem(401, "Send METRICS_TOKEN as `Authorization: Bearer <token>`.", WWW_Authenticate="Bearer")
            return refuse(start_response, problem)
        content_type, body = exposition(self.ledger.pages())
        return give(start_response, body, content_type)

    def _may_read(self, environ: Environ) -> bool:
        """Return whether the caller may know; what came through a proxy came from elsewhere."""
        if self.token:
            sent = environ.get("HTTP_AUTHORIZATION", "").encode("utf-8", "surrogatepass")
            return hmac.compare_digest(sent, f"Bearer {self.token}".encode())
        forwarded = any(name in environ for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
        return environ.get("REMOTE_ADDR") in _HERE and not forwarded


def exposition(pages: list[Page]) -> tuple[str, bytes]:
    """Return the content type and the text of all pages. A process is a label, so that counts never go down."""
    from prometheus_client import CollectorRegistry, generate_latest  # takes a while, and not everybody scrapes
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

    class Collector:
        def collect(self) -> Iterator[Any]:
            return _families(pages)

    registry = CollectorRegistry()
    registry.register(Collector())
    return CONTENT_TYPE_PLAIN_0_0_4, generate_latest(registry)


def _families(pages: list[Page]) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    answered = CounterMetricFamily(
        "warnings_answered", "Cards given out.", labels=["process", "client", "fraud_type", "by", "level"]
    )
    refused = CounterMetricFamily("warnings_refused", "Requests refused, by status.", labels=["process", "status"])
    unknown = CounterMetricFamily("warnings_unknown_codes", "Codes no fraud type has.", labels=["process", "code"])
    seconds = HistogramMetricFamily(
        "warnings_seconds", "From the request's arrival in the program to its answer.", labels=["process"]
    )
    version = GaugeMetricFamily("warnings_deck_info", "The deck served.", labels=["process", "version"])
    age = GaugeMetricFamily("warnings_deck_age_seconds", "Since the deck was built.", labels=["process"])
    cards = GaugeMetricFamily("warnings_deck_cards", "Cards in the deck.", labels=["process"])
    for page in pages:
        for labels, number in page.counts.answered.copy().items():
            answered.add_metric([page.process, *labels], number)
        for status, number in page.counts.refused.copy().items():
            refused.add_metric([page.process, str(status)], number)
        for code, number in page.counts.unknown.copy().items():
            unknown.add_metric([page.process, code], number)
        seconds.add_metric([page.process], _buckets(page.counts.durations), sum_value=page.counts.nanoseconds / 1e9)
        if page.deck:
            version.add_metric([page.process, page.deck], 1)
            cards.add_metric([page.process], page.cards)
            age.add_metric([page.process], max(time.time() - page.built, 0))
    yield from (answered, refused, unknown, seconds, version, age, cards, *_event_families(pages), _searches(pages))


def _event_families(pages: list[Page]) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily

    taken = CounterMetricFamily(
        "events_taken", "Outcome events, by what became of them.", labels=["process", "client", "result"]
    )
    refused = CounterMetricFamily(
        "events_refused", "Calls with events refused, by status.", labels=["process", "status"]
    )
    for page in pages:
        for labels, number in page.counts.events.copy().items():
            taken.add_metric([page.process, *labels], number)
        for status, number in page.counts.events_refused.copy().items():
            refused.add_metric([page.process, str(status)], number)
    yield from (taken, refused)


def _searches(pages: list[Page]) -> Any:
    from prometheus_client.core import CounterMetricFamily

    instead = CounterMetricFamily(
        "searches_instead",
        "Searches that the database answered in place of Elasticsearch, by the reason.",
        labels=["process", "reason"],
    )
    for page in pages:
        for reason, number in page.counts.searches_instead.copy().items():
            instead.add_metric([page.process, reason], number)
    return instead


def _buckets(durations: list[int]) -> list[tuple[str, float]]:
    """Return the histogram's cumulative buckets by their upper ends in seconds, up to a second."""
    total, buckets = 0, []
    for bits, number in enumerate(durations):
        total += number
        if bits <= 20:
            buckets.append((repr(2**bits * 1024 / 1e9), float(total)))
    return [*buckets, ("+Inf", float(total))]
