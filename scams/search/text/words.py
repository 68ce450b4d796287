"""Cut a text into words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import rjieba

from scams.search.text.fold import fold
from scams.search.text.house import house_words

_HAN: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN: Final = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN: Final = re.compile(f"[{_HAN}]").match
_BETWEEN: Final = r"[\W_]*"
_NO_LETTER_BEFORE: Final = r"(?<![a-z0-9])"
_PLURAL_END: Final = r"(?:e?s)?(?![a-z0-9])"

Known = re.Pattern[str]
"""Words that are not cut, as a pattern that finds the longest first."""


def is_han(char: str) -> bool:
    """Return whether a folded character is Chinese."""
    return _IS_HAN(char) is not None


def runs(folded_text: str) -> Iterator[re.Match[str]]:
    """Yield the stretches of a folded text that are all Chinese, or all letters and digits."""
    return _RUN.finditer(folded_text)


def known(phrases: Iterable[str] = ()) -> Known:
    """Return the house words and `phrases` as words that `words` leaves whole."""
    every = house_words().union(one for one in map(fold, phrases) if any(runs(one)))
    return re.compile("|".join(_whole(one) for one in sorted(every, key=lambda one: (-len(one), one))))


def words(text: str, whole: Known | None = None) -> list[str]:
    """Return the words of a text in order, folded; those of `whole`, by default the house words, are not cut."""
    folded_text, found, end = fold(text), list[str](), 0
    for match in (whole or _house()).finditer(folded_text):
        found += _cut(folded_text[end : match.start()])
        found.append(" ".join(run[0] for run in runs(match[0])))
        end = match.end()
    return found + _cut(folded_text[end:])


def _cut(folded_text: str) -> list[str]:
    found = list[str]()
    for run in runs(folded_text):
        found += _jieba().cut(run[0]) if is_han(run[0][0]) else [run[0]]
    return found


def _whole(phrase: str) -> str:
    """Return the pattern of a phrase; one of Latin letters only where it is not a part of a longer word."""
    pieces = [re.escape(run[0]) for run in runs(phrase)]
    pattern = _BETWEEN.join(pieces)
    before = _NO_LETTER_BEFORE if pieces[0][0].isascii() else ""
    return f"{before}{pattern}{_PLURAL_END}" if pieces[-1][-1].isascii() else f"{before}{pattern}"


@cache
def _house() -> Known:
    return known()


@cache
def _jieba() -> rjieba.Jieba:
    """Return the cutter, made when it is first needed: it reads its dictionary for half a second."""
    return rjieba.Jieba()
