"""The light colours of static/academy/site.css under their names there, and two shades between them."""

from typing import Final

PAPER: Final = "#f7f3eb"
SHEET: Final = "#fffefb"
INK: Final = "#17242c"
SOFT: Final = "#455560"
LINE: Final = "#dfd7c8"
BRAND: Final = "#0a4f5d"
DEEP: Final = "#07373f"
ON_DEEP: Final = "#f5f1e6"
ON_DEEP_SOFT: Final = "#c5dad9"
TINT: Final = "#e3eeed"

PAPER_SHADE: Final = "#efe9dd"
TINT_SHADE: Final = "#d4e4e3"
