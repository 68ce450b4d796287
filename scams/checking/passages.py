"""A long message in passages: a scam is a small part of a long chat, and what else is said there does not excuse it."""

from typing import Final

from scams.checking.fold import END
from scams.checking.pieces import Span

_WHOLE: Final = 600
"""Characters of a message that is read as one, whatever its length."""
_PASSAGE: Final = 300
_MOST: Final = 16
"""Passages of a message; of one that would have more, each is longer."""


def passages(text: str) -> list[Span]:
    """Return where the passages of a folded message are: one after the other, of whole sentences where they are."""
    if len(text) <= _WHOLE:
        return [(0, len(text))]
    size = max(_PASSAGE, -(-len(text) // _MOST))
    found, start = list[Span](), 0
    while start < len(text):
        end = min(start + size, len(text))
        after_sentence = text.rfind(END, start, end) + 1
        if after_sentence and end < len(text):
            end = after_sentence
        found.append((start, end))
        start = end
    return found
