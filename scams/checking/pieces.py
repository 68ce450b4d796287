"""The pieces a folded message is made of: Latin words, Chinese characters, and pairs of neighbours of either."""

import re
from typing import Final

from scams.checking.fold import COMMA, END, HAN_FROM

Span = tuple[int, int]
"""From and to, in the folded message."""

_HAN: Final = rf"{HAN_FROM}-\U0010ffff"
_RUN: Final = re.compile(rf"[{_HAN}]+|[^ {COMMA}{END}{_HAN}]+|[{COMMA}{END}]")
_CLAUSE_ENDS: Final = frozenset((COMMA, END))
_NUMBER_MOST: Final = 8


def pieces(text: str, *, characters: bool = True) -> dict[str, Span]:
    """Return the pieces of a folded message, with where each stands first. A pair stands within one clause.

    Of a number only its length counts: which number it is, tells nothing of other messages. Without `characters` of
    Chinese only the pairs are returned.
    """
    found: dict[str, Span] = {}
    word, begun = "", 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start] >= HAN_FROM:
            for place in range(start, end):
                if characters:
                    found.setdefault(text[place], (place, place + 1))
                if place + 1 < end:
                    found.setdefault(text[place : place + 2], (place, place + 2))
            word = ""
        elif text[start] in _CLAUSE_ENDS:
            word = ""
        else:
            before, word = word, _word(run[0])
            found.setdefault(word, (start, end))
            if before:
                found.setdefault(f"{before} {word}", (begun, end))
            begun = start
    return found


def _word(run: str) -> str:
    return f"#{min(len(run), _NUMBER_MOST)}" if run.isdigit() else run
