import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.editing.effect.charts import WIDTH, dot_chart, series_chart
from scams.outcomes.intervals import Rate

DAY = dt.date(2026, 3, 1)


def days(*numbers):
    return [DAY + dt.timedelta(days=number) for number in numbers]


def test_a_dot_stands_between_its_bounds_on_a_scale_from_0_to_100():
    (mark,) = dot_chart([("刷单", "1 of 2", Rate(1, 2))]).marks
    assert mark.dot == WIDTH / 2
    assert mark.dot - mark.low == pytest.approx(mark.high - mark.dot, abs=0.2)


def test_a_share_of_nothing_has_a_label_and_no_dot():
    (mark,) = dot_chart([("刷单", "–", Rate(0, 0))]).marks
    assert (mark.label, mark.dot, mark.low, mark.high) == ("刷单", None, None, None)


def test_marks_stand_below_each_other_within_the_picture():
    chart = dot_chart([(str(number), "", Rate(number, 9)) for number in range(10)])
    places = [mark.y for mark in chart.marks]
    assert places == sorted(set(places))
    assert places[-1] < chart.height


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=40))
def test_every_point_of_a_series_is_in_the_picture_and_days_run_to_the_right(numbers):
    chart = series_chart(days(*range(len(numbers))), [("Shown", numbers), ("Stopped", [0] * len(numbers))])
    for line in chart.lines:
        points = [tuple(map(float, point.split(","))) for point in line.points.split()]
        assert [x for x, _y in points] == sorted(x for x, _y in points)
        assert all(0 <= x <= chart.width and 0 <= y <= chart.bottom for x, y in points)
    assert chart.ticks[0].label == "0"
    assert int(chart.ticks[-1].label.replace(",", "")) >= max(numbers)


@pytest.mark.parametrize(
    ("most", "top"), [(0, "2"), (2, "2"), (3, "4"), (5, "10"), (10, "10"), (41, "100"), (399, "400")]
)
def test_the_top_of_a_scale_reads_well(most, top):
    chart = series_chart(days(0, 1), [("Shown", [0, most])])
    assert chart.ticks[-1].label == top


def test_a_day_without_warnings_leaves_a_gap_of_its_own_width():
    chart = series_chart(days(0, 1, 4), [("Shown", [1, 1, 1])])
    first, second, third = (float(point.split(",")[0]) for point in chart.lines[0].points.split())
    assert third - second == pytest.approx(3 * (second - first), abs=0.2)


def test_one_day_is_no_series():
    assert (series_chart(days(0), [("Shown", [1])]), series_chart([], [("Shown", [])])) == (None, None)
