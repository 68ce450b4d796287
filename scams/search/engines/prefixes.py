"""What somebody has begun to type: whole words, and one that may go on."""

from typing import NamedTuple

from scams.search.text import fold, lookup
from scams.search.text.stem import stem
from scams.search.text.words import is_han, runs

LONGEST = 60
"""Characters that are looked at; what is longer is no beginning."""


class Beginning(NamedTuple):
    """Tokens that must be there, and beginnings of which one must begin one."""

    tokens: tuple[str, ...]
    starts: tuple[str, ...]


def beginning(text: str) -> Beginning | None:
    """Return what titles must have for a text somebody is typing; None where it has no letter.

    Chinese characters are looked for as they stand; Latin letters at the end may be a part of a word.
    """
    pieces = [run[0] for run in runs(fold(text[:LONGEST]))]
    if not pieces:
        return None
    last = pieces[-1]
    if is_han(last[0]):
        return Beginning(tuple(dict.fromkeys(token for piece in pieces for token in lookup(piece))), ())
    before = tuple(dict.fromkeys(token for piece in pieces[:-1] for token in lookup(piece)))
    return Beginning(before, tuple(dict.fromkeys((last, stem(last)))))
