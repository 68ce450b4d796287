"""That the benchmark of the checker runs and says what it should."""

from tests.benchmarks.check import measure


def test_it_measures_messages_and_the_longest_there_may_be() -> None:
    rows = measure(1)
    assert [row["name"] for row in rows] == ["labelled messages", "10,000 characters"]
    assert all(0 < row["wall_p50_ms"] <= row["wall_p95_ms"] for row in rows)
