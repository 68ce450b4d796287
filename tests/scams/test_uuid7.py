import uuid
from datetime import UTC, datetime, timedelta

import time_machine

from scams.uuid7 import uuid7


def test_it_is_a_version_7_uuid_in_its_usual_spelling() -> None:
    made = uuid7()
    parsed = uuid.UUID(made)
    assert str(parsed) == made
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)


def test_it_begins_with_the_milliseconds_of_its_making() -> None:
    moment = datetime(2030, 1, 1, 12, 0, 0, 123000, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert uuid.UUID(uuid7()).int >> 80 == round(moment.timestamp() * 1000)


def test_it_sorts_by_time_as_text() -> None:
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    made = []
    for step in range(50):
        with time_machine.travel(moment + timedelta(milliseconds=step), tick=False):
            made.append(uuid7())
    assert made == sorted(made)


def test_ten_thousand_of_one_moment_are_all_different() -> None:
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False):
        assert len({uuid7() for _ in range(10_000)}) == 10_000


def test_every_random_bit_is_used() -> None:
    fixed = 0xFFFF_FFFF_FFFF_F000_C000_0000_0000_0000
    seen = [uuid.UUID(uuid7()).int & ~fixed for _ in range(300)]
    both = ~fixed & (1 << 74 + 6) - 1
    assert all((any(one >> bit & 1 for one in seen) == bool(both >> bit & 1)) for bit in range(80))
    assert all(not all(one >> bit & 1 for one in seen) for bit in range(80))
