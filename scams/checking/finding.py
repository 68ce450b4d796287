"""The phrases of the rules that a message holds, and those of them that count."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeVar

from scams.checking.automaton import Group, Ready
from scams.checking.fold import END, HAN_FROM, Folded, fold, in_word
from scams.checking.likeness import Alike, alike
from scams.checking.marks import Mark, marks_in
from scams.checking.passages import passages
from scams.checking.pieces import Span

GAP: Final = 14
"""Chinese characters that may stand between two parts of a phrase."""
LATIN_GAP: Final = 45
REACH: Final = 26
"""How far before a phrase a warning of it may stand, in Chinese characters."""
LATIN_REACH: Final = 80
FINDS_MOST: Final = 12
"""Finds of one phrase that are looked at, from all over a message that says it more often."""

GROUP_MOST: Final = 60
"""Finds of a group of phrases that are looked at."""
BEFORE: Final = 100
"""Characters before a passage in which a clue of it may begin."""
MARKS_MOST: Final = 60
"""Links and numbers of a message that are looked at."""

Thing = TypeVar("Thing")


class Find(NamedTuple):
    """A phrase found: from where to where, and how many of these characters are its own, not in a gap."""

    start: int
    end: int
    size: int


class Passage(NamedTuple):
    """Part of a message: what counts of the phrases found in it, by group and in order, and what it is like."""

    groups: Mapping[int, list[Find]]
    alike: Alike


class Reading(NamedTuple):
    """A message, folded, with what was recognised in it, and its passages."""

    folded: Folded
    marks: list[Mark]
    passages: list[Passage]


def read(ready: Ready, message: str) -> Reading:
    """Return what a message holds. What it says one should beware of is not held against it."""
    folded, marks = fold(message), list(islice(marks_in(message), MARKS_MOST))
    parts = _parts(ready, folded, marks)
    finds = _meant(ready, _finds(ready, parts, folded.text), parts, folded.text)
    return Reading(folded, marks, list(_passages(ready, folded.text, finds)))


def _parts(ready: Ready, folded: Folded, marks: list[Mark]) -> dict[int, list[Span]]:
    """Return where every part of a phrase stands, in order."""
    found: dict[int, list[Span]] = defaultdict(list)
    text, writings = folded.text + END, ready.writings
    for pattern, start, end in ready.automaton.find_matches_as_indexes(folded.text, overlapping=True):
        begins_word, ends_word, numbers = writings[pattern]
        if (begins_word and start and in_word(text[start - 1])) or (ends_word and in_word(text[end])):
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


def _finds(ready: Ready, parts: Mapping[int, list[Span]], text: str) -> dict[int, list[Find]]:
    """Return the finds of every phrase, by its number."""
    found = {}
    for part, spans in parts.items():
        if (number := ready.alone.get(part)) is not None:
            found[number] = [Find(start, end, end - start) for start, end in _spread(spans, FINDS_MOST)]
        for number, rest in ready.beginning.get(part, ()):
            several = [parts[other] for other in rest if other in parts]
            if len(several) == len(rest) and (some := _of_several(spans, several, text)):
                found[number] = some
    return found


def _of_several(firsts: list[Span], rest: list[list[Span]], text: str) -> list[Find]:
    """Return the finds of a phrase of several parts: in order, near each other, within a sentence."""
    found = []
    for start, end in _spread(firsts, FINDS_MOST):
        last, size = end, end - start
        for others in rest:
            following = _next(others, last, text)
            if following is None:
                break
            last = following[1]
            size += last - following[0]
        else:
            found.append(Find(start, last, size))
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


def _meant(
    ready: Ready, finds: dict[int, list[Find]], parts: Mapping[int, list[Span]], text: str
) -> dict[int, list[Find]]:
    """Return the finds without those that the message warns of: “never tell anybody the code”."""
    after, before = (_voids(ready, finds, parts, group) for group in (ready.voids_after, ready.voids_before))
    if not after and not before:
        return finds
    warned, disowned = _reached(after, text), _disowned(before, text)
    places = [start for start, _end in after]

    def is_meant(find: Find) -> bool:
        if warned[find.start] or disowned[find.end]:
            return False
        if find.size == find.end - find.start:
            return True
        place = bisect_left(places, find.start)  # a warning in a gap of it
        return place == len(after) or after[place][1] >= find.end

    return {number: kept for number, some in finds.items() if (kept := [one for one in some if is_meant(one)])}


def _voids(ready: Ready, finds: Mapping[int, list[Find]], parts: Mapping[int, list[Span]], group: Group) -> list[Span]:
    """Return the warnings in a message, in order; one that is part of a phrase of the rules is none: “tell nobody”."""
    some = sorted({(one.start, one.end) for number in group & finds.keys() for one in finds[number]})
    if not some:
        return []
    holding = {part for number in ready.holding & finds.keys() for part in ready.phrases[number]}
    literals = sorted({span for part in holding for span in parts[part]})
    return [span for span in some if not _within(span, literals)]


def _within(span: Span, literals: list[Span]) -> bool:
    """Return whether a span is a part of a longer one; none is longer than LATIN_REACH."""
    nearest = bisect_left(literals, (span[0] - LATIN_REACH, 0))
    until = bisect_left(literals, (span[0] + 1, 0))
    length = span[1] - span[0]
    return any(span[1] <= end and end - start > length for start, end in literals[nearest:until])


def _reached(warnings: list[Span], text: str) -> bytearray:
    """Return for every place whether a warning reaches to it: not far, and not beyond its sentence."""
    reached = bytearray(len(text) + 1)
    for _start, end in warnings:
        until = min(end + (LATIN_REACH if text[end - 1] < HAN_FROM else REACH), len(text))
        stop = text.find(END, end, until)
        until = until if stop < 0 else stop
        reached[end : until + 1] = b"\1" * (until + 1 - end)
    return reached


def _disowned(warnings: list[Span], text: str) -> bytearray:
    """Return for every place whether a warning follows it in its sentence."""
    disowned, done = bytearray(len(text) + 1), 0
    for start, _end in warnings:
        begins = max(done, text.rfind(END, done, start) + 1)
        disowned[begins : start + 1] = b"\1" * (start + 1 - begins)
        done = start
    return disowned


def _passages(ready: Ready, text: str, finds: Mapping[int, list[Find]]) -> Iterator[Passage]:
    """Yield the passages of a message, each with the finds that begin in it or shortly before."""
    every = sorted([(one, number) for number, some in finds.items() for one in some], key=lambda found: found[0].start)
    starts = [one.start for one, _number in every]
    for start, end in passages(text):
        some = every[bisect_left(starts, start - BEFORE) : bisect_left(starts, end)]
        yield Passage(_grouped(ready, some), alike(ready.learned, text, (start, end)))


def _grouped(ready: Ready, finds: list[tuple[Find, int]]) -> dict[int, list[Find]]:
    """Return the finds of every group of phrases, in order; where there are very many, some from everywhere."""
    groups: dict[int, list[Find]] = defaultdict(list)
    for find, number in finds:
        for group in ready.groups[number]:
            groups[group].append(find)
    return {group: _spread(some, GROUP_MOST) for group, some in groups.items()}


def _spread(some: list[Thing], most: int) -> list[Thing]:
    """Return at most so many of some things: the first, the last, and as many from everywhere between."""
    if len(some) <= most:
        return some
    return [some[place * (len(some) - 1) // (most - 1)] for place in range(most)]
