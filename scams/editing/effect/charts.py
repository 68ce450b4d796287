"""Where the marks of a chart stand. Pure: numbers in, numbers out; the templates draw them as SVG."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from scams.outcomes.intervals import Rate

WIDTH: Final = 360
"""As wide as a telephone, so that text keeps its size there; wider screens enlarge the whole picture."""
_LEFT: Final = 8
_SPAN: Final = WIDTH - 2 * _LEFT
_ROW: Final = 40
_HEIGHT: Final = 150
_TOP: Final = 16
_TICKS: Final = (0, 25, 50, 75, 100)


class Mark(NamedTuple):
    """One rate: a dot, and a line from bound to bound. Places are None for a share of nothing."""

    label: str
    text: str
    y: float
    dot: float | None
    low: float | None
    high: float | None


class Tick(NamedTuple):
    """A line of the scale."""

    place: float
    label: str


class DotChart(NamedTuple):
    """Rates below each other on one scale from 0 to 100%."""

    marks: list[Mark]
    ticks: list[Tick]
    height: int
    width: int = WIDTH


def dot_chart(rows: Sequence[tuple[str, str, Rate]]) -> DotChart:
    """Return the chart of rows of a label, the rate in words, and the rate."""
    marks = [_mark(number, *row) for number, row in enumerate(rows)]
    ticks = [Tick(_across(tick / 100), f"{tick}%") for tick in _TICKS]
    return DotChart(marks, ticks, len(rows) * _ROW + 24)


def _mark(number: int, label: str, text: str, rate: Rate) -> Mark:
    y, interval = number * _ROW + 28, rate.interval
    if rate.share is None or interval is None:
        return Mark(label, text, y, None, None, None)
    return Mark(label, text, y, _across(rate.share), _across(interval.low), _across(interval.high))


def _across(share: float) -> float:
    return round(_LEFT + share * _SPAN, 1)


class SeriesLine(NamedTuple):
    """One line of a time series."""

    name: str
    points: str
    """As SVG's polyline takes them."""
    last: tuple[float, float]


class SeriesChart(NamedTuple):
    """Numbers by day."""

    lines: list[SeriesLine]
    ticks: list[Tick]
    first: dt.date
    last: dt.date
    height: int = _HEIGHT + 30
    width: int = WIDTH
    bottom: int = _HEIGHT


def series_chart(days: Sequence[dt.date], lines: Sequence[tuple[str, Sequence[int]]]) -> SeriesChart | None:
    """Return the chart of numbers by day, each line with a name; None for fewer than two days."""
    if len(days) < 2:
        return None
    top = _round_up(max(max(numbers) for _name, numbers in lines))
    span = (days[-1] - days[0]).days
    across = [_LEFT + _SPAN * (day - days[0]).days / span for day in days]
    drawn = [_line(name, across, [_down(number / top) for number in numbers]) for name, numbers in lines]
    return SeriesChart(drawn, [Tick(_down(part), f"{top * part:,.0f}") for part in (0, 0.5, 1)], days[0], days[-1])


def _line(name: str, across: Sequence[float], down: Sequence[float]) -> SeriesLine:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    return SeriesLine(name, points, (round(across[-1], 1), round(down[-1], 1)))


def _down(part: float) -> float:
    return round(_HEIGHT - part * (_HEIGHT - _TOP), 1)


def _round_up(most: int) -> int:
    """Return the first number of at least `most` that reads well, halved too: 2, 4 or 10, with noughts."""
    size = 10 ** len(str(max(1, most - 1)))
    steps: list[int] = [step for step in (size // 5, size * 2 // 5, size) if step >= most and step % 2 == 0]
    return steps[0]
