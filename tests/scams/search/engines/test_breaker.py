"""Who fails again and again is left alone for a while."""

from scams.search.engines.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_three_failures_in_a_row_begin_a_pause() -> None:
    breaker = Breaker(clock=Clock())
    breaker.failed()
    breaker.failed()
    assert not breaker.worked()
    breaker.failed()
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()


def test_after_the_pause_one_is_let_through_at_a_time() -> None:
    clock = Clock()
    breaker = Breaker(most=1, pause=5.0, clock=clock)
    breaker.failed()
    clock.now = 5.0
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.failed()
    clock.now = 9.9
    assert not breaker.lets_through()
    clock.now = 10.0
    assert breaker.lets_through()
    assert breaker.worked()
    assert [breaker.lets_through() for _ in range(3)] == [True, True, True]
    assert not breaker.worked()
