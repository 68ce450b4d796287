"""The tokens a text is found by."""

from functools import lru_cache
from itertools import pairwise
from typing import Final

from scams.search.text.fold import fold
from scams.search.text.stem import stem
from scams.search.text.words import is_han, runs

_LONGEST: Final = 64
"""Characters of a token; what is longer is no word, and no index wants it."""


def tokens(text: str) -> list[str]:
    """Return what a text is indexed by, in its order.

    Of a run of Chinese: each character and each pair of neighbours; of everything else: the stems of words.
    """
    found = list[str]()
    for run in runs(fold(text)):
        piece = run[0]
        if is_han(piece[0]):
            found += piece
            found += map("".join, pairwise(piece))
        else:
            found.append(stem(piece)[:_LONGEST])
    return found


@lru_cache(maxsize=1 << 12)
def lookup(word: str) -> tuple[str, ...]:
    """Return the tokens that a text with the word, or all words of the phrase, has: each once, in order.

    Of two Chinese characters or more the pairs suffice; one alone is looked for itself.
    """
    found = list[str]()
    for run in runs(fold(word)):
        piece = run[0]
        if is_han(piece[0]) and len(piece) > 1:
            found += map("".join, pairwise(piece))
        else:
            found.append(piece if is_han(piece[0]) else stem(piece)[:_LONGEST])
    return tuple(dict.fromkeys(found))
