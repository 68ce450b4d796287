"""The phrases of the rules that a message holds, and those of them that count."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from scams.checking.automaton import Group, Ready
from scams.checking.fold import END, HAN_FROM, Folded, fold
from scams.checking.marks import Mark, marks_in

GAP: Final = 14
"""Chinese characters that may stand between two parts of a phrase."""
LATIN_GAP: Final = 45
REACH: Final = 26
"""How far before a phrase a warning of it may stand, in Chinese characters."""
LATIN_REACH: Final = 80
FINDS_MOST: Final = 5
"""Finds of one phrase that are looked at: a message that says it more often says nothing new."""

Span = tuple[int, int]
"""From and to, in the folded message."""


class Find(NamedTuple):
    """A phrase found: from where to where, and where each of its parts stands."""

    start: int
    end: int
    parts: tuple[Span, ...]


class Reading(NamedTuple):
    """A message, folded, with what was recognised in it and the phrases that count, by their number."""

    folded: Folded
    marks: list[Mark]
    finds: dict[int, list[Find]]
    numbers: frozenset[int]
    """Of the phrases found."""

    def place(self, start: int, end: int) -> Span:
        """Return where in the message itself something stands."""
        return self.folded.starts[start], self.folded.ends[end - 1]


def read(ready: Ready, message: str) -> Reading:
    """Return what a message holds. What it says one should beware of is not held against it."""
    folded, marks = fold(message), marks_in(message)
    parts = _parts(ready, folded, marks)
    finds = {number: found for number in _begun(ready, parts) if (found := _finds(ready, number, parts, folded.text))}
    meant = _meant(ready, finds, folded.text)
    return Reading(folded, marks, meant, frozenset(meant))


def _parts(ready: Ready, folded: Folded, marks: list[Mark]) -> dict[int, list[Span]]:
    """Return where every part of a phrase stands, in order."""
    found: dict[int, list[Span]] = defaultdict(list)
    text, length = folded.text, len(folded.text)
    for pattern, start, end in ready.automaton.find_matches_as_indexes(text, overlapping=True):
        goes_on, numbers = ready.writings[pattern]
        if start and _one_word(text[start - 1], text[start]):
            continue
        if end < length and not goes_on and _one_word(text[end - 1], text[end]):
            continue
        for number in numbers:
            found[number].append((start, end))
    for mark in marks:
        start, end = bisect_left(folded.starts, mark.start), bisect_left(folded.starts, mark.end)
        if start == end:
            continue
        for kind in mark.kinds:
            for number in ready.marks[kind]:
                found[number].append((start, end))
    for spans in found.values():
        spans.sort()
    return found


def _one_word(before: str, after: str) -> bool:
    """Return whether two characters belong to one Latin word or number."""
    return before < HAN_FROM and after < HAN_FROM and before.isalnum() and after.isalnum()


def _begun(ready: Ready, parts: Mapping[int, list[Span]]) -> Iterator[int]:
    for part in parts:
        yield from ready.beginning.get(part, ())


def _finds(ready: Ready, number: int, parts: Mapping[int, list[Span]], text: str) -> list[Find]:
    """Return the finds of one phrase: its parts in order, near each other, within a sentence."""
    first, *rest = ready.phrases[number]
    found = []
    for span in parts[first][:FINDS_MOST]:
        spans = [span]
        for part in rest:
            following = _next(parts.get(part, ()), spans[-1][1], text)
            if following is None:
                break
            spans.append(following)
        else:
            found.append(Find(span[0], spans[-1][1], tuple(spans)))
    return found


def _next(spans: Sequence[Span], after: int, text: str) -> Span | None:
    """Return the first of some spans, in order, that begins soon enough after a place."""
    place = bisect_left(spans, (after, 0))
    if place == len(spans):
        return None
    span = spans[place]
    if span[0] > after + (LATIN_GAP if text[after - 1] < HAN_FROM else GAP) or END in text[after : span[0]]:
        return None
    return span


def _meant(ready: Ready, finds: dict[int, list[Find]], text: str) -> dict[int, list[Find]]:
    """Return the finds without those that the message warns of: “never tell anybody the code”."""
    roles = ready.voids_after | ready.voids_before
    if roles.isdisjoint(finds):
        return finds
    literals = sorted(
        {part for number, some in finds.items() if number not in roles for one in some for part in one.parts}
    )
    after, before = (_voids(finds, group, literals) for group in (ready.voids_after, ready.voids_before))
    meant = {}
    for number, some in finds.items():
        kept = [one for one in some if not (_warned_of(one, after, text) or _disowned(one, before, text))]
        if kept:
            meant[number] = kept
    return meant


def _voids(finds: Mapping[int, list[Find]], group: Group, literals: list[Span]) -> list[Span]:
    """Return the warnings in a message, in order; one that is part of a phrase of the rules is none: “tell nobody”."""
    some = sorted({(one.start, one.end) for number in group & finds.keys() for one in finds[number]})
    return [span for span in some if not _within(span, literals)]


def _within(span: Span, literals: list[Span]) -> bool:
    """Return whether a span is a part of a longer one; none is longer than LATIN_REACH."""
    nearest = bisect_left(literals, (span[0] - LATIN_REACH, 0))
    until = bisect_left(literals, (span[0] + 1, 0))
    length = span[1] - span[0]
    return any(span[1] <= end and end - start > length for start, end in literals[nearest:until])


def _warned_of(find: Find, warnings: list[Span], text: str) -> bool:
    first = bisect_left(warnings, (find.start - LATIN_REACH - LATIN_GAP, 0))
    for start, end in warnings[first : bisect_left(warnings, (find.end, 0))]:
        if find.start <= start and end < find.end:  # in a gap of it
            return True
        reach = LATIN_REACH if text[end - 1] < HAN_FROM else REACH
        if 0 <= find.start - end <= reach and END not in text[end : find.start]:
            return True
    return False


def _disowned(find: Find, warnings: list[Span], text: str) -> bool:
    place = bisect_left(warnings, (find.end, 0))
    return place < len(warnings) and END not in text[find.end : warnings[place][0]]
