"""Rules arranged for reading messages: every phrase in one Aho-Corasick automaton, whatever language it is in.

All that a message must be looked at for is found in one pass over it. Everything after that is arithmetic over the few
phrases that were found.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec.structs import replace

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
    """A clue with its phrases by number."""

    clue: Clue
    words: Group
    also: tuple[Group, ...]
    unless: Group


class ReadyType(NamedTuple):
    """A fraud type with its clues, and the cues of its techniques."""

    rules: TypeRules
    clues: tuple[ReadyClue, ...]
    cues: tuple[int, ...]


class Ready(NamedTuple):
    """Rules to read messages by. Never changed once made."""

    rules: Rules
    automaton: AhoCorasick
    writings: tuple[tuple[bool, tuple[int, ...]], ...]
    """Per pattern of the automaton: whether it may go on in a longer word, and the parts that it is a writing of."""
    marks: Mapping[str, tuple[int, ...]]
    """The parts that a mark of a kind stands for."""
    phrases: tuple[tuple[int, ...], ...]
    """Per phrase the parts that follow one another."""
    beginning: Mapping[int, tuple[int, ...]]
    """Per part the phrases that begin with it."""
    types: tuple[ReadyType, ...]
    cues: tuple[tuple[Cue, Group], ...]
    genuine: tuple[tuple[WordList, Group], ...]
    voids_after: Group
    voids_before: Group


class _Numbers:
    """Gives parts and phrases their numbers."""

    def __init__(self, lists: Mapping[str, Words]) -> None:
        self.reader = Reader(lists)
        self.parts: dict[Part, int] = {}
        self.phrases: dict[tuple[int, ...], int] = {}
        self._read: dict[str, tuple[int, ...]] = {}

    def group(self, written: Iterable[str]) -> Group:
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
    types = tuple(_ready(one, numbers, by_slug) for one in rules.types)
    genuine = tuple((one, numbers.group((*one.zh, *one.en))) for one in rules.lists if one.role == GENUINE)
    after, before = (
        numbers.group(word for one in rules.lists if one.role == role for word in (*one.zh, *one.en))
        for role in (VOIDS_AFTER, VOIDS_BEFORE)
    )
    patterns, writings = _patterns(numbers.parts)
    return Ready(
        rules,
        AhoCorasick(patterns or [_NO_MESSAGE_HAS_IT], matchkind=MatchKind.Standard),
        writings,
        _marks(numbers.parts),
        tuple(numbers.phrases),
        _beginning(numbers.phrases),
        types,
        cues,
        genuine,
        after,
        before,
    )


def _ready(rules: TypeRules, numbers: _Numbers, cues: Mapping[str, int]) -> ReadyType:
    """Return a type's rules; a clue found in one language is explained in any that tells about it."""
    whys: dict[str, dict[str, str]] = defaultdict(dict)
    for clue in rules.clues:
        whys[clue.key] |= clue.why
    clues = tuple(
        ReadyClue(
            replace(clue, why=whys[clue.key]),
            numbers.group(clue.words),
            tuple(map(numbers.group, clue.also)),
            numbers.group(clue.unless),
        )
        for clue in rules.clues
    )
    return ReadyType(rules, clues, tuple(cues[slug] for slug in rules.techniques if slug in cues))


def _patterns(parts: Mapping[Part, int]) -> tuple[list[str], tuple[tuple[bool, tuple[int, ...]], ...]]:
    """Return the automaton's patterns, and for each whether it is a beginning only, and whose writing it is."""
    found: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for part, number in parts.items():
        for writing in part:
            if not writing.startswith(_NO_MESSAGE_HAS_IT):
                found[writing.rstrip("*"), writing.endswith("*")].append(number)
    ordered = sorted(found)
    return [text for text, _star in ordered], tuple((star, tuple(found[text, star])) for text, star in ordered)


def _marks(parts: Mapping[Part, int]) -> dict[str, tuple[int, ...]]:
    return {kind: tuple(number for part, number in parts.items() if mark_writing(kind) in part) for kind in MARKS}


def _beginning(phrases: Iterable[tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, parts in enumerate(phrases):
        found[parts[0]].append(number)
    return {part: tuple(some) for part, some in found.items()}
