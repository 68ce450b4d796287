"""The site's mark, a shield with an open book on it, as in static/academy/icon.svg."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

BOX: Final = 32
"""The side of the square the mark is drawn in."""
_FINER: Final = 8
"""How many times larger it is drawn before it is made smaller, for smooth edges."""
_STEPS: Final = 24
_STROKE: Final = 1.8

_RIGHT: Final[Curve] = ((28, 15), (28, 22.5), (23, 27), (16, 30))
_LEFT: Final[Curve] = ((16, 30), (9, 27), (4, 22.5), (4, 15))
_PAGES: Final[tuple[Curve, ...]] = (
    ((9, 13.5), (11, 12), (14, 12), (16, 13.5)),
    ((16, 13.5), (18, 12), (21, 12), (23, 13.5)),
    ((23, 21.5), (21, 20), (18, 20), (16, 21.5)),
    ((16, 21.5), (14, 20), (11, 20), (9, 21.5)),
)


def draw_mark(picture: Image.Image, left: float, top: float, side: float, shield: str, book: str = "") -> None:
    """Draw the mark onto a picture, its square `side` pixels wide; without a colour for the book the shield alone."""
    picture.paste(shield, (round(left), round(top)), _smooth(round(side), book=False))
    if book:
        picture.paste(book, (round(left), round(top)), _smooth(round(side), book=True))


@lru_cache(maxsize=8)
def _smooth(side: int, *, book: bool) -> Image.Image:
    """Return where the shield or the book is, as a mask with smooth edges."""
    scale = side * min(_FINER, max(1, 4096 // side)) / BOX
    mask = Image.new("L", (round(scale * BOX), round(scale * BOX)))
    draw = ImageDraw.Draw(mask)
    if book:
        _draw_book(draw, scale)
    else:
        draw.polygon(_scaled([(16, 2), (28, 6.5), *_points(_RIGHT), *_points(_LEFT), (4, 6.5)], scale), fill=255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


def _draw_book(draw: ImageDraw.ImageDraw, scale: float) -> None:
    """Draw the outlines of two pages and the back between them."""
    width = round(_STROKE * scale)
    outline = [point for curve in _PAGES for point in _points(curve)]
    lines: list[list[Point]] = [[*outline, outline[0]], [(16, 13.5), (16, 21.5)]]
    for line in lines:
        draw.line(_scaled(line, scale), fill=255, width=width, joint="curve")
    for x, y in _scaled([(9, 13.5), (23, 13.5), (9, 21.5), (23, 21.5)], scale):
        draw.circle((x, y), width / 2, fill=255)


def _points(curve: Curve) -> list[Point]:
    """Return points along a cubic curve, both ends among them."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        points.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return points


def _scaled(points: list[Point], scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in points]
