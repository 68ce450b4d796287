"""The words that were asked for, marked in titles and cut from texts. No Django: what comes out is safe HTML."""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from scams.search.text import Term, folded
from scams.search.text.stem import stem
from scams.search.text.words import is_han, runs

LENGTH: Final = 110
"""Characters of a snippet of Chinese; of Latin letters twice as many."""
_LOOKED_AT: Final = 6_000
"""Characters of a text in which marks are looked for."""
_LEAD: Final = 0.3
"""The share of a snippet that stands before the first mark."""
_ENDS: Final = (*"。！？；\n", ". ", "! ", "? ")
_WORD: Final = 24
"""Letters of a Latin word that is not cut through."""
_JOINT: Final = re.compile(r"(?<![。！？；：，…!?;:,.])\n\s*")
"""Where a text that no sign ends meets the next, such as a heading and what stands below it."""

Span = tuple[int, int]


class _Said(NamedTuple):
    """What is marked."""

    phrases: frozenset[tuple[str, ...]]
    """Of Latin words, as their stems."""
    stretches: tuple[str, ...]
    """Of Chinese."""


def marked(text: str, terms: Sequence[Term]) -> str:
    """Return a whole text as HTML, escaped, with the words of the terms in `<mark>`."""
    return _html(text, _spans(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> str:
    """Return the stretch of a text that says most about the terms, as HTML; its beginning where it has none of them."""
    text = text[:_LOOKED_AT]
    spans = _spans(text, terms)
    length = LENGTH * (1 if any(map(is_han, text[:LENGTH])) else 2)
    start, end = _window(text, spans, length)
    inner = _JOINT.sub(" · ", _html(text, spans, start, end).strip()).replace("\n", " ")
    return f"{'…' if start else ''}{inner.rstrip('.') + '…' if end < len(text) else inner}"


def _spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """Return where words of the terms stand in a text, in order and apart."""
    whole, said = folded(text), _said(tuple(terms))
    found = [*_phrases(whole.text, said.phrases), *_stretches(whole.text, said.stretches)]
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [whole.span(start, end) for start, end in merged]


@lru_cache(maxsize=64)
def _said(terms: tuple[Term, ...]) -> _Said:
    """Return what is looked for in every text that was found."""
    words = dict.fromkeys(word for term in terms for way in term.ways for word in way)
    phrases = {tuple(stem(run[0]) for run in runs(one)) for one in words if not any(map(is_han, one))} - {()}
    stretches = dict.fromkeys(run[0] for one in words for run in runs(one) if is_han(run[0][0]))
    return _Said(frozenset(phrases), tuple(stretches))


def _phrases(text: str, wanted: Collection[tuple[str, ...]]) -> Iterator[Span]:
    """Yield where Latin words and phrases stand, in any number and tense."""
    if not wanted:
        return
    found = list(runs(text))
    stems, lengths, firsts = [stem(run[0]) for run in found], set(map(len, wanted)), {one[0] for one in wanted}
    begun = (at for at, one in enumerate(stems) if one in firsts)
    for at, length in product(begun, lengths):
        if (some := tuple(stems[at : at + length])) in wanted:
            yield found[at].start(), found[at + len(some) - 1].end()


def _stretches(text: str, wanted: Iterable[str]) -> Iterator[Span]:
    """Yield where the Chinese stands that was asked for."""
    for piece in wanted:
        yield from _places(text, piece)


def _places(text: str, piece: str) -> Iterator[Span]:
    start = text.find(piece)
    while start >= 0:
        yield start, start + len(piece)
        start = text.find(piece, start + len(piece))


def _window(text: str, spans: list[Span], length: int) -> Span:
    """Return the stretch that holds most marks, from a little ahead of them or the start of a near sentence."""
    if len(text) <= length or not spans:
        return 0, _apart(text, min(len(text), length), -1)
    first = max(spans, key=lambda one: (sum(one[0] <= start < one[0] + length for start, _end in spans), -one[0]))[0]
    start = max(0, first - int(length * _LEAD))
    near = max(text.rfind(sign, start, first) for sign in _ENDS)
    start = near + 1 if near >= 0 else _apart(text, start, 1)
    return start, _apart(text, min(len(text), start + length), -1)


def _apart(text: str, place: int, step: int) -> int:
    """Return the nearest place where no Latin word is cut, forwards or backwards; in a very long word just `place`."""
    near = range(place, place + step * _WORD, step)
    return next((at for at in near if not (0 < at < len(text) and all(map(_is_letter, text[at - 1 : at + 1])))), place)


def _is_letter(char: str) -> bool:
    return char.isalnum() and not is_han(char)


def _html(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    parts, at = list[str](), start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left < right:
            parts += [html.escape(text[at:left]), "<mark>", html.escape(text[left:right]), "</mark>"]
            at = right
    return "".join([*parts, html.escape(text[at:end])])
