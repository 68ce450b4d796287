"""Words of the trade, and words that say nothing: two short files an editor can read."""

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "search"


@cache
def house_words() -> frozenset[str]:
    """Return what a general dictionary does not have as words, folded. They are words wherever they stand."""
    return _read("house_words.txt")


@cache
def stop_words() -> frozenset[str]:
    """Return what is dropped from a question that has other words, folded."""
    return _read("stop_words.txt")


def _read(name: str) -> frozenset[str]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
