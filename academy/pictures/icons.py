"""The site's icons for telephones and browsers, drawn once: `python -m academy.pictures.icons` writes them."""

from pathlib import Path
from typing import Final

from PIL import Image

from academy.pictures import palette
from academy.pictures.mark import draw_mark
from academy.pictures.paint import png

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "static" / "academy" / "icons"

_SAFE: Final = 0.6
"""How much of a maskable icon's width the mark takes: whatever is cut away, it stays whole."""
_TOUCH: Final = 0.76


def icons() -> dict[str, bytes]:
    """Return every icon's file name and content."""
    return {
        "icon-192.png": icon(192),
        "icon-512.png": icon(512),
        "maskable-512.png": on_ground(512, _SAFE, palette.BRAND, palette.SHEET),
        "apple-touch-icon-180.png": on_ground(180, _TOUCH, palette.PAPER, palette.BRAND),
    }


def icon(side: int) -> bytes:
    """Return the mark alone on nothing, `side` pixels wide."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw_mark(picture, 0, 0, side, palette.BRAND, palette.SHEET)
    return png(picture)


def on_ground(side: int, share: float, ground: str, shield: str) -> bytes:
    """Return the mark in the middle of a full square, with so much of its width."""
    picture = Image.new("RGB", (side, side), ground)
    mark = round(side * share)
    edge = (side - mark) // 2
    draw_mark(picture, edge, edge, mark, shield, ground)
    return png(picture)


def write(folder: Path = FOLDER) -> None:
    """Write the icons into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in icons().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write()
