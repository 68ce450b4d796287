"""How like a message is to messages whose kind people have told: naive Bayes over words, characters and their pairs.

Rules know what scammers of a type say, and nothing else. Examples know a little of everything that is said in messages
of every kind, the genuine ones too. Each finds much of what the other misses.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from scams.checking.fold import END, fold
from scams.checking.pieces import Span, pieces
from scams.checking.rules import GENUINE, Example
from scams.checking.spread import spread

_SMOOTHING: Final = 0.1
"""What is added to every count. Of 0.05, 0.1 and 0.2 the one that knew most messages of unseen writers."""
_PASSAGE: Final = 300
"""Characters of a passage: what is longer is read in passages, for a scam is a small part of a long chat."""
_WHOLE: Final = 600
"""Characters of a message that is one passage, whatever its length."""
_PASSAGES_MOST: Final = 16
_CHANCE: Final = 0.4
"""What is taken off for every e-fold more passages: the best of many is good by chance."""
_FEW: Final = 4
"""Known pieces that a passage is weighed as having at least: of two words little is known."""
_TELLING_MOST: Final = 6

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


Known = dict[str, tuple[Shares, Span]]
"""Pieces of a message with what they speak for, and where each stands first."""


class Alike(NamedTuple):
    """What a message is like."""

    points: Mapping[str, float] = {}
    """By fraud type, how much more it is like that than genuine: 0 is as like either, 1 and more plainly the type."""
    known: Mapping[str, tuple[Shares, Span]] = {}


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
        {piece: shares(of_piece) for piece, of_piece in counts.items()},
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


def alike(learned: Likeness, text: str) -> Alike:
    """Return what a folded message is like. Of a long one the passage that is most like a type counts for that type."""
    if not learned.kinds:
        return Alike()
    passages = [_known(learned, text, span) for span in _passages(text)]
    every = [_points(learned, known) for known in passages]
    chance = _CHANCE * math.log(len(passages))
    points = {kind: max(found) - chance for kind, *found in zip(learned.kinds, *every, strict=True)}
    return Alike(points, {piece: seen for known in passages for piece, seen in known.items()})


def _passages(text: str) -> list[Span]:
    """Return where the passages of a folded message are, of whole sentences; of very many, some from everywhere."""
    if len(text) <= _WHOLE:
        return [(0, len(text))]
    found, start = list[Span](), 0
    while start < len(text):
        end = min(start + _PASSAGE, len(text))
        after_sentence = text.rfind(END, start, end) + 1
        if after_sentence and end < len(text):
            end = after_sentence
        found.append((start, end))
        start = end
    return spread(found, _PASSAGES_MOST)


def _known(learned: Likeness, text: str, passage: Span) -> Known:
    """Return the pieces of a passage that examples have, too."""
    found = pieces(text[slice(*passage)]).items()
    begins = passage[0]
    return {
        piece: (shares, (begins + start, begins + end))
        for piece, (start, end) in found
        if (shares := learned.shares.get(piece))
    }


def _points(learned: Likeness, known: Known) -> list[float]:
    """Return by fraud type how like it a passage is: per piece, but more is made of many that say the same."""
    points = [*(first + len(known) * each for first, each in zip(learned.first, learned.each, strict=True)), 0.0]
    for shares, _span in known.values():
        for place, share in shares:
            points[place] += share
    genuine = points.pop()
    return [(one - genuine) / math.sqrt(max(_FEW, len(known))) for one in points]


def telling(learned: Likeness, found: Alike, fraud_type: str) -> list[Span]:
    """Return the words that make a message like a type's examples, the most telling first; where it has each first."""
    if fraud_type not in learned.kinds:
        return []
    place, genuine = learned.kinds.index(fraud_type), len(learned.kinds)
    speaks = []
    for shares, span in found.known.values():
        by_kind = dict(shares)
        if place in by_kind:
            speaks.append((by_kind[place] - by_kind.get(genuine, 0.0) + learned.each[place], span))
    return [span for points, span in heapq.nlargest(_TELLING_MOST, speaks) if points > 0]
