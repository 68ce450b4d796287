"""Rules arranged for reading messages: every phrase in one Aho-Corasick automaton, whatever language it is in.

All that a message must be looked at for is found in one pass over it. Everything after that is arithmetic over the few
phrases that were found.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec.structs import replace

from scams.checking.fold import in_word
from scams.checking.likeness import Likeness, learn
from scams.checking.phrases import MARKS, Part, Phrase, Reader, Words, mark_writing
from scams.checking.rules import (
    GENUINE,
    VOCABULARY,
    VOIDS_AFTER,
    VOIDS_BEFORE,
    Clue,
    Cue,
    Rules,
    TypeRules,
    WordList,
)

Group = frozenset[int]
"""The numbers of phrases any of which will do."""

_NO_MESSAGE_HAS_IT: Final = "\0"


class ReadyClue(NamedTuple):
    """A clue with its groups of phrases by number."""

    clue: Clue
    words: int
    also: tuple[int, ...]
    unless: int


class ReadyType(NamedTuple):
    """A fraud type with the cues of its techniques."""

    rules: TypeRules
    cues: tuple[int, ...]


class Writing(NamedTuple):
    """A pattern of the automaton: where a longer word is not the same word, and the parts that it is a writing of."""

    begins_word: bool
    ends_word: bool
    parts: tuple[int, ...]


class Ready(NamedTuple):
    """Rules to read messages by. Never changed once made."""

    rules: Rules
    automaton: AhoCorasick
    writings: tuple[Writing, ...]
    """Per pattern of the automaton."""
    marks: Mapping[str, tuple[int, ...]]
    """The parts that a mark of a kind stands for."""
    phrases: tuple[tuple[int, ...], ...]
    """Per phrase the parts that follow one another."""
    alone: Mapping[int, int]
    """Per part the phrase that it is all of."""
    beginning: Mapping[int, tuple[tuple[int, tuple[int, ...]], ...]]
    """Per part the phrases that begin with it, with the parts that follow."""
    groups: tuple[tuple[int, ...], ...]
    """Per phrase the groups it is in."""
    types: tuple[ReadyType, ...]
    clues: tuple[tuple[str, ReadyClue], ...]
    """All clues with their fraud types, in order."""
    needed_by: Mapping[int, tuple[int, ...]]
    """Per group of phrases the places of the clues whose words it is."""
    cues: tuple[tuple[Cue, int], ...]
    genuine: tuple[tuple[WordList, int], ...]
    voids_after: Group
    voids_before: Group
    holding: Group
    """Phrases that a warning may be a part of, and then is none."""
    learned: Likeness
    """What examples have taught."""

    def __repr__(self) -> str:
        """Return what they are, not the megabytes of them: where something fails, this is printed."""
        return f"<rules of {len(self.types)} fraud types>"


class _Numbers:
    """Gives parts and phrases their numbers."""

    def __init__(self, lists: Mapping[str, Words]) -> None:
        self.reader = Reader(lists)
        self.parts: dict[Part, int] = {}
        self.phrases: dict[tuple[int, ...], int] = {}
        self.groups: dict[Group, int] = {}
        self._read: dict[str, tuple[int, ...]] = {}

    def group(self, written: Iterable[str]) -> int:
        return self.groups.setdefault(self.numbers(written), len(self.groups))

    def numbers(self, written: Iterable[str]) -> Group:
        return frozenset(number for one in written for number in self._numbers(one))

    def _numbers(self, written: str) -> tuple[int, ...]:
        if written not in self._read:
            self._read[written] = tuple(self._phrase(phrase) for phrase in self.reader.phrases(written))
        return self._read[written]

    def _phrase(self, phrase: Phrase) -> int:
        parts = tuple(self.parts.setdefault(part, len(self.parts)) for part in phrase)
        return self.phrases.setdefault(parts, len(self.phrases))


def arrange(rules: Rules) -> Ready:
    """Return rules ready to read messages by; RulesError for a phrase that cannot be meant."""
    numbers = _Numbers({one.key: Words(one.zh, one.en) for one in rules.lists if one.role == VOCABULARY})
    cues = tuple((cue, numbers.group(cue.words)) for cue in rules.cues)
    by_slug = {cue.slug: place for place, (cue, _group) in enumerate(cues)}
    types = tuple(
        ReadyType(one, tuple(by_slug[slug] for slug in one.techniques if slug in by_slug)) for one in rules.types
    )
    clues = tuple((one.fraud_type, clue) for one in rules.types for clue in _ready_clues(one, numbers))
    genuine = tuple((one, numbers.group((*one.zh, *one.en))) for one in rules.lists if one.role == GENUINE)
    after, before = (
        numbers.numbers(word for one in rules.lists if one.role == role for word in (*one.zh, *one.en))
        for role in (VOIDS_AFTER, VOIDS_BEFORE)
    )
    patterns, writings = _patterns(numbers.parts)
    return Ready(
        rules,
        AhoCorasick(patterns or [_NO_MESSAGE_HAS_IT], matchkind=MatchKind.Standard),
        writings,
        _marks(numbers.parts),
        tuple(numbers.phrases),
        {parts[0]: number for parts, number in numbers.phrases.items() if len(parts) == 1},
        _beginning(numbers.phrases),
        _groups(numbers),
        types,
        clues,
        _needed_by(clues),
        cues,
        genuine,
        after,
        before,
        _holding(numbers, after | before),
        learn(rules.examples),
    )


def _ready_clues(rules: TypeRules, numbers: _Numbers) -> Iterable[ReadyClue]:
    """Return a type's clues; one found in one language is explained in any that tells about it."""
    whys: dict[str, dict[str, str]] = defaultdict(dict)
    for clue in rules.clues:
        whys[clue.key] |= clue.why
    clues = [
        ReadyClue(
            replace(clue, why=whys[clue.key]),
            numbers.group(clue.words),
            tuple(map(numbers.group, clue.also)),
            numbers.group(clue.unless),
        )
        for clue in rules.clues
    ]
    return {(one.clue.key, one.clue.weight, *one[1:]): one for one in clues}.values()  # both scripts fold to one


def _needed_by(clues: Iterable[tuple[str, ReadyClue]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, (_fraud_type, clue) in enumerate(clues):
        found[clue.words].append(place)
    return {group: tuple(places) for group, places in found.items()}


def _patterns(parts: Mapping[Part, int]) -> tuple[list[str], tuple[Writing, ...]]:
    """Return the automaton's patterns, and what each stands for."""
    found: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for part, number in parts.items():
        for writing in part:
            if not writing.startswith(_NO_MESSAGE_HAS_IT):
                found[writing.rstrip("*"), writing.endswith("*")].append(number)
    ordered = sorted(found)
    writings = (
        Writing(in_word(text[0]), not star and in_word(text[-1]), tuple(found[text, star])) for text, star in ordered
    )
    return [text for text, _star in ordered], tuple(writings)


def _marks(parts: Mapping[Part, int]) -> dict[str, tuple[int, ...]]:
    return {kind: tuple(number for part, number in parts.items() if mark_writing(kind) in part) for kind in MARKS}


def _beginning(phrases: Mapping[tuple[int, ...], int]) -> dict[int, tuple[tuple[int, tuple[int, ...]], ...]]:
    found: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for (first, *rest), number in phrases.items():
        if rest:
            found[first].append((number, tuple(rest)))
    return {part: tuple(some) for part, some in found.items()}


def _groups(numbers: _Numbers) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _phrase in numbers.phrases]
    for group, number in numbers.groups.items():
        for phrase in group:
            found[phrase].append(number)
    return tuple(map(tuple, found))


def _holding(numbers: _Numbers, voids: Group) -> Group:
    """Return the phrases of which a part is a mark, or is written with a warning in it."""
    warnings = [writing.rstrip("*") for part in _parts_of(numbers, voids) for writing in part]
    automaton = AhoCorasick(warnings or [_NO_MESSAGE_HAS_IT])
    holding = {
        number
        for part, number in numbers.parts.items()
        if any(one.startswith(_NO_MESSAGE_HAS_IT) or automaton.find_matches_as_indexes(one) for one in part)
    }
    return frozenset(number for parts, number in numbers.phrases.items() if not holding.isdisjoint(parts)) - voids


def _parts_of(numbers: _Numbers, phrases: Group) -> Iterable[Part]:
    """Yield the parts of some phrases."""
    wanted = {part for parts, number in numbers.phrases.items() if number in phrases for part in parts}
    return (part for part, number in numbers.parts.items() if number in wanted)
