"""How Chinese sounds: for what was typed by its initials, or with a character that sounds the same."""

from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

_KEPT: Final = 1 << 14


@lru_cache(maxsize=_KEPT)
def sound(text: str) -> str:
    """Return a folded text in pinyin without tones and spaces; letters stay as they are."""
    return "".join(lazy_pinyin(text))


@lru_cache(maxsize=_KEPT)
def initials(text: str) -> str:
    """Return the first letters of a folded text's syllables: 杀猪盘 gives szp."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
