"""The certificate of a quiz: a page to print, with a line to write one's own name on."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext, override
from PIL import Image, ImageDraw

from academy.pictures import palette
from academy.pictures.fonts import BOLD, Typeface
from academy.pictures.mark import draw_mark
from academy.pictures.paint import Box, fitted, height_of, png, write_block

DOTS: Final = 150
"""An inch."""
SIZE: Final = (1754, 1240)
"""A4, lying."""
_MIDDLE: Final = SIZE[0] / 2
_SIDE: Final = 200
_WIDTH: Final = SIZE[0] - 2 * _SIDE
_NAME_LINE: Final = 548
"""Where the name is written, from the top; enough room above it for a pen."""
_COLUMNS: Final = Box(_SIDE, 880, _WIDTH / 3, 132)


def certificate(
    *, locale: str, title: str, day: date, percent: int, noticed: tuple[int, int], suspected: tuple[int, int]
) -> bytes:
    """Return a certificate as a PNG, A4 lying at 150 dots an inch, with a blank line for the name.

    `noticed` is how many scams of how many were recognised, `suspected` how many genuine messages of how many were
    taken for scams; `percent` is the share of points.
    """
    picture = Image.new("RGB", SIZE, "white")
    _frame(picture)
    with override(locale.lower()):
        _head(picture, locale)
        _quiz(picture, locale, title, date_format(day, "DATE_FORMAT"))
        _figures(picture, locale, percent, noticed, suspected)
        foot = gettext("A record of practice, not a licence. Nobody may ask you for money for it.")
        _centred(picture, foot, Typeface(locale), (1092, 40), (28, 20), palette.SOFT)
    return png(picture, DOTS)


def _frame(picture: Image.Image) -> None:
    """Draw two thin frames."""
    draw = ImageDraw.Draw(picture)
    for inset, colour, width in ((60, palette.BRAND, 4), (76, palette.LINE, 2)):
        draw.rectangle((inset, inset, SIZE[0] - inset - 1, SIZE[1] - inset - 1), outline=colour, width=width)


def _head(picture: Image.Image, locale: str) -> None:
    """Draw the mark, the site's name, the heading and the line for a name."""
    draw_mark(picture, _MIDDLE - 48, 128, 96, palette.BRAND, palette.SHEET)
    _centred(picture, gettext("Anti-fraud academy"), Typeface(locale, weight=BOLD), (236, 44), (32, 24), palette.SOFT)
    heading = gettext("Certificate")
    _centred(picture, heading, Typeface(locale, serif=True, weight=BOLD), (302, 110), (88, 60), palette.INK)
    line = (_MIDDLE - 380, _NAME_LINE, _MIDDLE + 380, _NAME_LINE)
    ImageDraw.Draw(picture).line(line, fill=palette.SOFT, width=2)
    _centred(picture, gettext("Your name"), Typeface(locale), (_NAME_LINE + 14, 36), (26, 20), palette.SOFT)


def _quiz(picture: Image.Image, locale: str, title: str, day: str) -> None:
    """Write what was taken and when."""
    serif = Typeface(locale, serif=True, weight=BOLD)
    _centred(picture, title, serif, (622, 132), (60, 32), palette.BRAND)
    _centred(picture, gettext("Taken on %(day)s") % {"day": day}, Typeface(locale), (784, 44), (30, 24), palette.INK)


def _figures(
    picture: Image.Image, locale: str, percent: int, noticed: tuple[int, int], suspected: tuple[int, int]
) -> None:
    """Write the three figures side by side, each under its name, with thin lines between them."""
    figures = (
        (gettext("Scams recognised"), _share(noticed)),
        (gettext("Genuine messages suspected"), _share(suspected)),
        (gettext("Score"), f"{percent}%"),
    )
    for column, (name, figure) in enumerate(figures):
        box = _COLUMNS._replace(left=_COLUMNS.left + column * _COLUMNS.width)
        if column:
            ImageDraw.Draw(picture).line((box.left, box.top, box.left, box.bottom), fill=palette.LINE, width=2)
        _centred(picture, name, Typeface(locale), (box.top, 40), (28, 18), palette.SOFT, box)
        serif = Typeface(locale, serif=True, weight=BOLD)
        _centred(picture, figure, serif, (box.top + 48, 80), (54, 30), palette.INK, box)


def _share(count: tuple[int, int]) -> str:
    return gettext("%(part)d of %(whole)d") % {"part": count[0], "whole": count[1]}


def _centred(
    picture: Image.Image,
    text: str,
    typeface: Typeface,
    rows: tuple[float, float],
    sizes: tuple[int, int],
    colour: str,
    column: Box | None = None,
) -> None:
    """Write a text into the middle of the page or of a column: `rows` is the top and the height, in pixels."""
    box = Box(_SIDE, rows[0], _WIDTH, rows[1])
    if column:
        box = box._replace(left=column.left + 20, width=column.width - 40)
    block = fitted(text, typeface, box, *sizes)
    top = box.top + (box.height - height_of(block)) / 2
    write_block(picture, block, typeface, box._replace(top=top), colour, centred=True)
