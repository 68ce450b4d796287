import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from scams.api.health import not_found
from scams.api.limits import BURST_SECONDS, Limits
from scams.api.warnings import WarningsEndpoint
from scams.deck.snapshot import Client, SqliteSource
from scams.deck.store import Store
from tests.scams.api.conftest import Door
from tests.scams.deck.database import add_client

ENGINE = Client("sc_1", "", "engine", frozenset(), rate=10)
OTHER = Client("sc_2", "", "other", frozenset(), rate=10)


class Clock:
    """A monotonic clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("scams.api.limits.monotonic", made)
    return made


def let_through(limits: Limits, client: Client = ENGINE, tries: int = 1000) -> int:
    return sum(limits.take(client) == 0 for _ in range(tries))


def test_a_full_bucket_holds_two_seconds_of_requests_and_fills_at_the_rate(clock: Clock) -> None:
    limits = Limits()
    full = let_through(limits)
    assert full == ENGINE.rate * BURST_SECONDS
    clock.now += 1
    assert let_through(limits) == ENGINE.rate
    clock.now += 3600
    assert let_through(limits) == full


def test_the_wait_is_until_the_next_token(clock: Clock) -> None:
    limits = Limits()
    let_through(limits)
    wait = limits.take(ENGINE)
    assert wait == pytest.approx(1 / ENGINE.rate)
    clock.now += wait + 0.001
    assert limits.take(ENGINE) == 0


def test_a_steady_caller_below_the_rate_is_never_refused(clock: Clock) -> None:
    limits = Limits()
    for _ in range(1000):
        assert limits.take(ENGINE) == 0
        clock.now += 1 / ENGINE.rate


def test_clients_do_not_share_a_bucket(clock: Clock) -> None:
    limits = Limits()
    let_through(limits)
    assert limits.take(OTHER) == 0


# --- At the door


@pytest.fixture
def limited(database_file: Path) -> Iterator[Door]:
    keys = {"engine": add_client(database_file, "engine", rate=5), "free": add_client(database_file, "free")}
    store = Store(SqliteSource(database_file))
    store.refresh()
    yield Door(WarningsEndpoint(store, then=not_found), keys)
    store.stop()


def test_over_its_rate_a_client_is_told_when_to_come_again_and_others_are_not(limited: Door, clock: Clock) -> None:
    statuses = [limited.ask({"fraud_types": []}).status for _ in range(15)]
    assert statuses == [200] * 10 + [429] * 5
    reply = limited.ask({"fraud_types": []})
    assert (reply.headers["Retry-After"], reply.fields()) == ("1", [])
    assert limited.ask({"fraud_types": []}, key="free").status == 200
    assert limited.endpoint.counts.refused == {429: 6}
    clock.now += 1
    assert limited.ask({"fraud_types": []}).status == 200


def test_a_clock_set_back_changes_no_rate(limited: Door) -> None:
    with time_machine.travel(0, tick=False):
        assert [limited.ask({"fraud_types": []}).status for _ in range(5)] == [200] * 5


# --- Shared


def test_a_server_that_is_down_refuses_nobody() -> None:
    limits, stop = Limits(), threading.Event()
    thread = threading.Thread(target=limits.share, args=("redis://127.0.0.1:1/0", stop))
    thread.start()
    try:
        assert let_through(limits, tries=5) == 5
    finally:
        stop.set()
        thread.join(timeout=10)
    assert not thread.is_alive()
