"""The words that were asked for, marked in titles and cut from texts. No Django: what comes out is safe HTML."""

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from scams.search.text import Term, folded
from scams.search.text.stem import stem
from scams.search.text.words import is_han, runs

LENGTH: Final = 110
"""Characters of a snippet of Chinese; of Latin letters twice as many."""
_LOOKED_AT: Final = 6_000
"""Characters of a text in which marks are looked for."""
_LEAD: Final = 0.3
"""The share of a snippet that stands before the first mark."""
_ENDS: Final = "。！？；\n"

Span = tuple[int, int]


def marked(text: str, terms: Sequence[Term]) -> str:
    """Return a whole text as HTML, escaped, with the words of the terms in `<mark>`."""
    return _html(text, _spans(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> str:
    """Return the stretch of a text that says most about the terms, as HTML; its beginning where it has none of them."""
    text = text[:_LOOKED_AT]
    spans = _spans(text, terms)
    length = LENGTH * (1 if any(map(is_han, text[:LENGTH])) else 2)
    start, end = _window(text, spans, length)
    inner = _html(text, spans, start, end).replace("\n", " ").strip()
    return f"{'…' if start else ''}{inner}{'…' if end < len(text) else ''}"


def _spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """Return where words of the terms stand in a text, in order and apart."""
    whole, pieces = folded(text), _pieces(terms)
    latin = {piece for piece in pieces if not is_han(piece[0])}
    found = [run.span() for run in runs(whole.text) if stem(run[0]) in latin] if latin else []
    found += (span for piece in pieces if piece not in latin for span in _places(whole.text, piece))
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [whole.span(start, end) for start, end in merged]


def _pieces(terms: Iterable[Term]) -> dict[str, None]:
    """Return the pieces to mark: runs of Chinese as they are, Latin words by their stems."""
    pieces = (run[0] for term in terms for way in term.ways for word in way for run in runs(word))
    return dict.fromkeys(piece if is_han(piece[0]) else stem(piece) for piece in pieces)


def _places(text: str, piece: str) -> Iterator[Span]:
    start = text.find(piece)
    while start >= 0:
        yield start, start + len(piece)
        start = text.find(piece, start + len(piece))


def _window(text: str, spans: list[Span], length: int) -> Span:
    """Return the stretch that holds most marks, from a little ahead of them or the start of a near sentence."""
    if len(text) <= length or not spans:
        return 0, min(len(text), length)
    first = max(spans, key=lambda one: (sum(one[0] <= start < one[0] + length for start, _end in spans), -one[0]))[0]
    start = max(0, first - int(length * _LEAD))
    near = max(text.rfind(sign, start, first) for sign in _ENDS)
    start = near + 1 if near >= 0 else start
    return start, min(len(text), start + length)


def _html(text: str, spans: Iterable[Span], start: int, end: int) -> str:
    parts, at = list[str](), start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left < right:
            parts += [html.escape(text[at:left]), "<mark>", html.escape(text[left:right]), "</mark>"]
            at = right
    return "".join([*parts, html.escape(text[at:end])])
