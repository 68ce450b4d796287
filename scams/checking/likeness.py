"""How like a message is to messages whose kind people have told: naive Bayes over words, characters and their pairs.

Rules know what scammers of a type say, and nothing else. Examples know a little of everything that is said in messages
of every kind, the genuine ones too. Each finds much of what the other misses.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from scams.checking.fold import COMMA, END, fold
from scams.checking.pieces import Span, pieces
from scams.checking.rules import GENUINE, Example

_SMOOTHING: Final = 0.1
"""What is added to every count. Of 0.05, 0.1 and 0.2 the one that knew most messages of unseen writers."""
_EVERYWHERE: Final = 22
"""A piece that is in examples of more kinds than that tells nothing."""
_DOUBT: Final = 0.35
"""How much more like a fraud type than like a genuine message a message must be to be as like either."""
_FEW: Final = 16
"""Known pieces that a passage is weighed as having at least: of some words little is known."""
_SHORT: Final = 150
"""Characters of a passage in which single ones are looked at: in longer ones any may be, and pairs tell enough."""
_TELLING_MOST: Final = 3
"""Clauses that are shown as what makes a message like a type's examples."""
_TELLS: Final = 1.0
"""How much a piece must speak for a type to be shown; where none speaks so loud, half of what the loudest does."""

Shares = tuple[tuple[int, float], ...]
"""Per kind of message, how much a piece speaks for it."""


class Likeness(NamedTuple):
    """What was learned from examples. Never changed once made; of no examples it knows nothing."""

    kinds: tuple[str, ...] = ()
    """The fraud types."""
    shares: Mapping[str, Shares] = {}
    """Per piece; the place after the last fraud type is what speaks for a genuine message."""
    first: tuple[float, ...] = ()
    """Per fraud type what is known before a word is read."""
    each: tuple[float, ...] = ()
    """Per fraud type what every known piece adds, whichever it is."""


Known = Mapping[str, tuple[Shares, Span]]
"""Pieces of a passage with what they speak for, and where in it each stands first."""


class Alike(NamedTuple):
    """What a message is like."""

    points: Mapping[str, float] = {}
    """By fraud type, how much more it is like that than genuine: 0 is as like either, 1 and more plainly the type."""
    known: Known = {}
    begins: int = 0
    """Where the passage does."""


@lru_cache(maxsize=1)
def learn(examples: tuple[Example, ...]) -> Likeness:
    """Return what there is to learn from examples; nothing without a genuine one and one that is not.

    What was learned last is kept: examples change less often than rules.
    """
    counts, documents = _counted(examples)
    kinds = tuple(sorted(documents.keys() - {GENUINE}))
    if GENUINE not in documents or not kinds:
        return Likeness()
    totals: Counter[str] = Counter()
    for of_piece in counts.values():
        totals.update(of_piece)
    places = {kind: place for place, kind in enumerate((*kinds, GENUINE))}
    unseen = {kind: math.log(totals[kind] + _SMOOTHING * len(counts)) for kind in places}
    same: dict[Shares, Shares] = {}  # most pieces were seen once: they share a few values

    def shares(of_piece: Counter[str]) -> Shares:
        found = tuple((places[kind], math.log(seen / _SMOOTHING + 1)) for kind, seen in sorted(of_piece.items()))
        return same.setdefault(found, found)

    return Likeness(
        kinds,
        {piece: shares(of_piece) for piece, of_piece in counts.items() if len(of_piece) <= _EVERYWHERE},
        tuple(math.log(documents[kind] / documents[GENUINE]) for kind in kinds),
        tuple(unseen[GENUINE] - unseen[kind] for kind in kinds),
    )


def _counted(examples: tuple[Example, ...]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Return how many examples of each kind have a piece, by piece, and how many there are."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for piece in pieces(fold(example.text).text):
            counts[piece][example.label] += 1
    return counts, Counter(example.label for example in examples)


def alike(learned: Likeness, text: str, passage: Span) -> Alike:
    """Return what a passage of a folded message is like."""
    if not learned.kinds:
        return Alike()
    start, end = passage
    found = pieces(text[start:end], characters=end - start <= _SHORT).items()
    known = {piece: (shares, where) for piece, where in found if (shares := learned.shares.get(piece))}
    return Alike(dict(zip(learned.kinds, _points(learned, known), strict=True)), known, start)


def _points(learned: Likeness, known: Known) -> list[float]:
    """Return by fraud type how like it a passage is: per piece, but more is made of many that say the same."""
    points = [*(first + len(known) * each for first, each in zip(learned.first, learned.each, strict=True)), 0.0]
    for shares, _span in known.values():
        for place, share in shares:
            points[place] += share
    genuine = points.pop()
    return [(one - genuine) / math.sqrt(max(_FEW, len(known))) - _DOUBT for one in points]


def telling(learned: Likeness, found: Alike, text: str, fraud_type: str) -> list[Span]:
    """Return the words of a folded message that make a passage like a type's examples, the most telling first.

    Of each clause that has such words, what is from the first to the last of them.
    """
    speaks = list(_speaking(learned, found, fraud_type))
    enough = min(_TELLS, max((says for says, _span in speaks), default=0.0) / 2)
    clauses: dict[int, list[tuple[float, Span]]] = defaultdict(list)
    for says, span in speaks:
        if says >= enough:
            clauses[_clause_of(text, span[0])].append((says, span))
    most = heapq.nlargest(_TELLING_MOST, clauses.values(), key=lambda some: sum(says for says, _span in some))
    return [(min(span[0] for _says, span in some), max(span[1] for _says, span in some)) for some in most]


def _speaking(learned: Likeness, found: Alike, fraud_type: str) -> Iterator[tuple[float, Span]]:
    """Yield the pieces of a passage that speak for a type rather than for a genuine message: how much, and where."""
    if fraud_type not in learned.kinds:
        return
    place, genuine = learned.kinds.index(fraud_type), len(learned.kinds)
    for shares, (start, end) in found.known.values():
        by_kind = dict(shares)
        says = by_kind.get(place, 0.0) - by_kind.get(genuine, 0.0) + learned.each[place]
        if place in by_kind and says > 0:
            yield says, (found.begins + start, found.begins + end)


def _clause_of(text: str, place: int) -> int:
    """Return where the clause begins that a place is in."""
    return max(text.rfind(COMMA, 0, place), text.rfind(END, 0, place)) + 1
