"""English words without their endings, so that "refunded" finds "refund"."""

from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 4
"""Letters of a word that may have an ending."""


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return an English word without the endings of number and tense; every other word, and numbers, as they are."""
    if not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST - 1 and _VOWELS & set(rest):
            return _closed(rest)
    return _closed(word)


def _singular(word: str) -> str:
    if len(word) < _SHORTEST or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")


def _closed(word: str) -> str:
    """Return a stem without what spelling puts before an ending: scamm(ed), pric(e), pric(ing)."""
    if len(word) > _SHORTEST - 1 and word[-1] == word[-2] and word[-1] not in "aeilosuz":
        return word[:-1]
    return word[:-1] if len(word) > _SHORTEST - 1 and word.endswith("e") else word
