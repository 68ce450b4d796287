"""A picture of a run: line charts under each other over the same time, as SVG made by hand."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

WIDTH: Final = 820
LEFT, RIGHT, TOP, PLOT, GAP = 74, 20, 74, 120, 54
"""Room beside the charts and above them, the height of one, and the room between two."""
STYLE: Final = """
  svg { background: #fffdf8; font-family: system-ui, sans-serif; }
  text { fill: #26221c; font-size: 12px; }
  .title { font-size: 17px; font-weight: 600; }
  .number { fill: #6a6255; text-anchor: end; }
  .time { fill: #6a6255; text-anchor: middle; }
  .rule { stroke: #d9d2c4; stroke-width: 1; }
  polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .line0 { stroke: #0f6c74; } .name0 { fill: #0f6c74; }
  .line1 { stroke: #b5471b; stroke-dasharray: 6 3; } .name1 { fill: #b5471b; }
  @media (prefers-color-scheme: dark) {
    svg { background: #1b1a17; }
    text { fill: #f1ece2; }
    .number, .time { fill: #b3aa9a; }
    .rule { stroke: #45413a; }
    .line0 { stroke: #5cc4cd; } .name0 { fill: #5cc4cd; }
    .line1 { stroke: #f0936b; } .name1 { fill: #f0936b; }
  }
"""


class Chart(NamedTuple):
    """What one chart shows: a heading with the unit, and one or two named lines of equal length."""

    heading: str
    lines: Mapping[str, Sequence[float]]


def draw(title: str, summary: str, seconds: Sequence[float], charts: Sequence[Chart]) -> str:
    """Return the SVG of `charts`, whose lines have a value for each of `seconds` since the start.

    `title` stands above them; `summary` under it, and is what a screen reader says of the picture.
    """
    height = TOP + len(charts) * (PLOT + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(summary)}</desc>',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="28">{escape(title)}</text>',
        f'<text x="{LEFT}" y="48">{escape(summary)}</text>',
    ]
    for number, chart in enumerate(charts):
        parts += _chart(chart, seconds, top=TOP + 20 + number * (PLOT + GAP))
    parts += _times(seconds, y=height - 14)
    return "\n".join([*parts, "</svg>", ""])


def _chart(chart: Chart, seconds: Sequence[float], *, top: float) -> list[str]:
    """Return a chart's heading, its three rules with their values, and its lines."""
    most = round_up(max(max(values) for values in chart.lines.values()))
    parts = [f'<text x="{LEFT}" y="{top - 8}">{escape(chart.heading)}</text>']
    for share in (0.0, 0.5, 1.0):
        y = top + PLOT * (1 - share)
        parts.append(f'<line class="rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:g}" y2="{y:g}"/>')
        parts.append(f'<text class="number" x="{LEFT - 8}" y="{y + 4:g}">{most * share:,g}</text>')
    for number, (name, values) in enumerate(chart.lines.items()):
        points = " ".join(
            f"{_x(when, seconds):.1f},{top + PLOT * (1 - value / most):.1f}"
            for when, value in zip(seconds, values, strict=True)
        )
        parts.append(f'<polyline class="line{number}" points="{points}"/>')
        if len(chart.lines) > 1:
            x = WIDTH - RIGHT - 90 * (len(chart.lines) - number - 1)
            label = f'<text class="name{number}" text-anchor="end" x="{x}" y="{top - 8}">{escape(name)}</text>'
            parts.append(label)
    return parts


def _times(seconds: Sequence[float], *, y: float) -> list[str]:
    """Return the seconds under the charts."""
    last = max(seconds)
    return [
        f'<text class="time" x="{_x(last * share, seconds):g}" y="{y:g}">{last * share:.3g} s</text>'
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]


def _x(when: float, seconds: Sequence[float]) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * when / (max(seconds) or 1)


def round_up(value: float) -> float:
    """Return the next number that reads well at the top of a chart: 1, 2, 4 or 5 and noughts."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value > 0:
        size /= 10
    return next(size * digit for digit in (1, 2, 4, 5, 10) if size * digit >= value) or 1.0
