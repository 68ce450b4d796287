import threading
from collections.abc import Sequence

import pytest

from scams.outcomes.reading import Row
from scams.outcomes.turns import InTurn, JournalDown
from tests.scams.outcomes.sending import event, rows

SENT = rows(event())


class Slow:
    """A journal that writes when it is let, and is down when it is told to be."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let = threading.Event()
        self.let.set()
        self.down = False
        self.calls = 0

    def append(self, client: str, events: Sequence[Row]) -> int:
        self.calls += 1
        self.begun.release()
        assert self.let.wait(30)
        if self.down:
            raise JournalDown("away")
        return len(events)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("scams.outcomes.turns.time.monotonic", lambda: now[0])
    return now


def test_a_second_batch_waits_for_the_first_but_not_long(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scams.outcomes.turns._TURN_SECONDS", 0.01)
    turns = InTurn(slow)
    slow.let.clear()
    first = threading.Thread(target=turns.append, args=("engine", SENT))
    first.start()
    assert slow.begun.acquire(timeout=30)
    with pytest.raises(JournalDown):
        turns.append("engine", SENT)
    slow.let.set()
    first.join(timeout=30)
    assert (turns.append("engine", SENT), slow.calls) == (1, 2)


def test_nobody_waits_for_a_batch_that_is_slow_already(slow: Slow, clock: list[float]) -> None:
    turns = InTurn(slow)
    slow.let.clear()
    first = threading.Thread(target=turns.append, args=("engine", SENT))
    first.start()
    assert slow.begun.acquire(timeout=30)
    clock[0] += 3600
    for _ in range(3):
        with pytest.raises(JournalDown):
            turns.append("engine", SENT)
    slow.let.set()
    first.join(timeout=30)
    assert (turns.append("engine", SENT), slow.calls) == (1, 2)


def test_a_database_that_is_down_is_left_alone_for_a_while(slow: Slow, clock: list[float]) -> None:
    turns = InTurn(slow)
    slow.down = True
    for _ in range(5):
        with pytest.raises(JournalDown):
            turns.append("engine", SENT)
    assert slow.calls == 1
    clock[0] += 2
    slow.down = False
    assert [turns.append("engine", SENT) for _ in range(2)] == [1, 1]


def test_one_tries_a_database_that_was_down_and_nobody_waits_for_it(slow: Slow, clock: list[float]) -> None:
    turns = InTurn(slow)
    slow.down = True
    with pytest.raises(JournalDown):
        turns.append("engine", SENT)
    clock[0] += 2
    slow.let.clear()
    slow.down = False
    probe = threading.Thread(target=turns.append, args=("engine", SENT))
    probe.start()
    for _ in range(2):
        assert slow.begun.acquire(timeout=30)
    with pytest.raises(JournalDown):
        turns.append("engine", SENT)
    slow.let.set()
    probe.join(timeout=30)
    assert slow.calls == 2


def test_an_outage_is_logged_once(slow: Slow, clock: list[float], caplog: pytest.LogCaptureFixture) -> None:
    turns = InTurn(slow)
    for slow.down in (True, True, False, True):
        clock[0] += 2
        if slow.down:
            with pytest.raises(JournalDown):
                turns.append("engine", SENT)
        else:
            turns.append("engine", SENT)
    assert [record.getMessage().endswith(": away") for record in caplog.records] == [True, True]


def test_nothing_is_written_of_an_empty_batch(slow: Slow) -> None:
    assert (InTurn(slow).append("engine", []), slow.calls) == (0, 0)
