"""How much of a message speaks for each fraud type. Pure and deterministic."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from scams.checking.automaton import Ready, ReadyClue, ReadyType
from scams.checking.finding import Find, Passage, Reading
from scams.checking.rules import ENOUGH

NEAR: Final = 220
"""Within so many characters the parts of a clue belong together."""
TELLING_MARKS: Final = frozenset({"short-link", "odd-link", "foreign-phone"})
_CUE: Final = 0.5
_CUES_MOST: Final = 1.0
_MARK: Final = 0.5
_LIKENESS: Final = 2.0
"""What it weighs, beside clues, that a message is like a type's examples."""
_CHANCE: Final = 0.55
"""What is taken off for every e-fold more passages: the best of many is good by chance."""
_UNLIKE_MOST: Final = -3.5
"""Several clues stand against whatever else a message says, and so does one that is enough on its own."""


class Counted(NamedTuple):
    """A clue that counts, with the finds that make it: weight, why, where."""

    name: str
    weight: float
    why: dict[str, str]
    finds: list[Find]


class Spoken(NamedTuple):
    """A fraud type with the clues that count for it, and how much speaks for it."""

    ready: ReadyType
    clues: list[ReadyClue]
    weight: float
    """With what its examples add or take."""


class Scored(NamedTuple):
    """A fraud type with what speaks for it."""

    ready: ReadyType
    score: float
    counted: list[Counted]
    passage: Passage


def scores(ready: Ready, reading: Reading, most: int = 0) -> list[Scored]:
    """Return the fraud types that something speaks for, best first, each by the passage that speaks for it most.

    With `most`, types that cannot be among so many may be lacking.
    """
    telling = _MARK if TELLING_MARKS & set(kinds_in(reading)) else 0.0
    plus = telling - _CHANCE * math.log(len(reading.passages))
    best: dict[str, Scored] = {}
    for passage in reading.passages:
        for one in _scored(ready, passage, plus, most):
            kind = one.ready.rules.fraud_type
            best[kind] = max(best.get(kind, one), one, key=lambda scored: scored.score)
    return sorted(best.values(), key=lambda one: (-one.score, -_words_of(one), one.ready.rules.fraud_type))


def _scored(ready: Ready, passage: Passage, plus: float, most: int) -> Iterator[Scored]:
    """Yield the fraud types that something in a passage speaks for; what looks genuine counts against all of them."""
    against = sum(one.weight for one, group in ready.genuine if group in passage.groups)
    clues = _clues(ready, passage)
    for one in _hopeful([_spoken(kind, clues[kind.rules.fraud_type], passage) for kind in ready.types], most):
        counted = _once(counted_of(clue, passage) for clue in one.clues)
        cues = list(_cues(ready, one.ready, passage, counted)) if counted else []
        score = one.weight + min(_CUES_MOST, _CUE * len(cues)) + plus - against
        if score > 0:
            yield Scored(one.ready, score, [*counted, *cues], passage)


def _clues(ready: Ready, passage: Passage) -> dict[str, list[ReadyClue]]:
    """Return the clues that count in a passage, by fraud type."""
    found: dict[str, list[ReadyClue]] = defaultdict(list)
    for place in sorted(place for group in passage.groups for place in ready.needed_by.get(group, ())):
        fraud_type, clue = ready.clues[place]
        if counts(clue, passage):
            found[fraud_type].append(clue)
    return found


def _spoken(kind: ReadyType, clues: list[ReadyClue], passage: Passage) -> Spoken:
    """Return how much speaks for a type; of clues with one name the heaviest is weighed."""
    weights = {clue.clue.key: clue.clue.weight for clue in sorted(clues, key=lambda one: one.clue.weight)}
    least = 0.0 if any(weight >= ENOUGH for weight in weights.values()) else _UNLIKE_MOST
    like = max(least, _LIKENESS * passage.alike.points.get(kind.rules.fraud_type, 0.0))
    return Spoken(kind, clues, sum(weights.values()) + like)


def _hopeful(spoken: list[Spoken], most: int) -> list[Spoken]:
    """Return the types that may be among the first so many, once the cues of techniques are counted."""
    if not 0 < most < len(spoken):
        return spoken
    least = sorted((one.weight for one in spoken), reverse=True)[most - 1] - _CUES_MOST
    return [one for one in spoken if one.weight >= least]


def _words_of(one: Scored) -> int:
    """Return how many characters speak for a type: of two that fit as well, the one that explains more comes first."""
    return sum(find.size for counted in one.counted for find in counted.finds)


def _once(counted: Iterable[Counted]) -> list[Counted]:
    """Return the clues that count, of those with one name the heaviest, with the finds of all."""
    kept: dict[str, Counted] = {}
    for one in counted:
        other = kept.get(one.name)
        heavier = one if other is None or one.weight > other.weight else other
        kept[one.name] = heavier._replace(finds=[*(other.finds if other else ()), *one.finds])
    return list(kept.values())


def counts(clue: ReadyClue, passage: Passage) -> bool:
    """Return whether a clue is in a passage: nothing is lacking, and nothing speaks against it."""
    groups = passage.groups
    if clue.unless in groups or any(group not in groups for group in (clue.words, *clue.also)):
        return False
    if len(clue.also) == 1:
        others = groups[clue.also[0]]
        return any(_distance(one, _nearest(one, others)) <= NEAR for one in groups[clue.words])
    return bool(_together(clue, passage))


def counted_of(clue: ReadyClue, passage: Passage) -> Counted:
    """Return a clue that counts with the finds that make it."""
    return Counted(clue.clue.key, clue.clue.weight, clue.clue.why, _together(clue, passage))


def _together(clue: ReadyClue, passage: Passage) -> list[Find]:
    """Return the finds that are near one of every other group, and of each of these the one that is nearest."""
    finds = passage.groups[clue.words]
    for group in clue.also:
        others = passage.groups[group]
        pairs = [(_distance(one, other := _nearest(one, others)), one, other) for one in finds]
        near = [pair for pair in pairs if pair[0] <= NEAR]
        if not near:
            return []
        finds = list(dict.fromkeys([*(one for _far, one, _other in near), min(near)[2]]))
    return finds


def _nearest(find: Find, others: list[Find]) -> Find:
    """Return the one of some finds, in order, that begins next to where a find does."""
    place = bisect_left(others, find)
    if place == len(others):
        return others[-1]
    if place and _distance(find, others[place - 1]) <= _distance(find, others[place]):
        return others[place - 1]
    return others[place]


def _distance(one: Find, other: Find) -> int:
    """Return how many characters are between two finds; less than none where they overlap."""
    return other.start - one.end if one.start <= other.start else one.start - other.end


def _cues(ready: Ready, one: ReadyType, passage: Passage, counted: list[Counted]) -> Iterator[Counted]:
    """Yield the cues of a type's techniques, where they say more than its clues have said already."""
    said: set[int] = set()
    for clue in counted:
        for find in clue.finds:
            said.update(range(find.start, find.end))
    for place in one.cues:
        cue, group = ready.cues[place]
        if finds := [find for find in passage.groups.get(group, ()) if said.isdisjoint(range(find.start, find.end))]:
            yield Counted(cue.slug, _CUE, cue.why, finds)


def kinds_in(reading: Reading) -> list[str]:
    """Return the kinds of what is recognised in a message by its shape, in order."""
    return [kind for mark in reading.marks for kind in mark.kinds]
