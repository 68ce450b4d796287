"""Phrases as editors write them: `…` for a few words between, `{name}` for any word of a list, `*` for any ending."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from opencc import OpenCC

from scams.checking.fold import HAN_FROM, fold
from scams.checking.rules import RulesError

MARKS: Final = ("link", "short-link", "odd-link", "official-link", "phone", "foreign-phone", "card")
"""What is recognised by its shape; named in phrases as lists are."""

PARTS_MOST: Final = 4
WRITINGS_MOST: Final = 4000
"""How many ways to write one part of a phrase its lists may lead to."""
_LIST: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_GAP: Final = re.compile(r"…+|\.{3,}")


Part = frozenset[str]
"""One part of a phrase: all its writings, folded; the ones ending in `*` match longer words too."""

Phrase = tuple[Part, ...]


class Words(NamedTuple):
    """The words of a list, in Chinese and in English."""

    zh: Sequence[str]
    en: Sequence[str]


class Reader:
    """Reads phrases, with the word lists there are."""

    def __init__(self, lists: Mapping[str, Words]) -> None:
        """Know the words of each list."""
        self._lists = lists
        self._parts: dict[str, Part] = {}
        self._read: dict[str, tuple[Phrase, ...]] = {}

    def phrases(self, written: str) -> tuple[Phrase, ...]:
        """Return what `written` means: one phrase, or one a word for the name of a list alone.

        RulesError for a list there is not, and for what would match everywhere or too many things.
        """
        if written not in self._read:
            self._read[written] = tuple(self._phrases(written))
        return self._read[written]

    def _phrases(self, written: str) -> Iterator[Phrase]:
        whole = _LIST.fullmatch(written.strip())
        if whole and whole[1] not in MARKS:
            for word in self._words(whole[1], ""):
                yield self._phrase(word)
        else:
            yield self._phrase(written)

    def _phrase(self, written: str) -> Phrase:
        pieces = [piece.strip() for piece in _GAP.split(written) if piece.strip()]
        if not 1 <= len(pieces) <= PARTS_MOST:
            raise RulesError(f"“{written}”: a phrase has one to {PARTS_MOST} parts")
        return tuple(self._part(piece) for piece in pieces)

    def _part(self, piece: str) -> Part:
        if piece not in self._parts:
            self._parts[piece] = frozenset(self._writings(piece))
        return self._parts[piece]

    def _writings(self, piece: str) -> set[str]:
        if (mark := _LIST.fullmatch(piece)) and mark[1] in MARKS:
            return {mark_writing(mark[1])}
        pieces = _LIST.split(piece)  # text, name, text, name, … text
        choices = [self._words(one, _LIST.sub("", piece)) if number % 2 else [one] for number, one in enumerate(pieces)]
        if _product(choices) > WRITINGS_MOST:
            raise RulesError(f"“{piece}” may be written in more than {WRITINGS_MOST} ways")
        found = {way for one in itertools.product(*choices) for way in _ways("".join(one))}
        if not found or any(len(way.rstrip("*")) < 2 and way < HAN_FROM for way in found):
            raise RulesError(f"“{piece}”: a phrase needs a Chinese character, or two letters or digits")
        return found

    def _words(self, name: str, around: str) -> Sequence[str]:
        """Return the words of a list that go with the words around: in their language, or in both with none around."""
        if name not in self._lists:
            raise RulesError(f"there is no word list “{name}”")
        words = self._lists[name]
        if any(char >= HAN_FROM for char in around):
            return words.zh
        return words.en if any(char.isalpha() for char in around) else [*words.zh, *words.en]


def _product(choices: Sequence[Sequence[str]]) -> int:
    number = 1
    for one in choices:
        number *= len(one)
    return number


def mark_writing(name: str) -> str:
    """Return what stands for a mark among the writings; no message has it."""
    return f"\0{name}"


def _ways(text: str) -> Iterator[str]:
    """Yield a piece of a phrase folded, as it stands and in the words of Taiwan and Hong Kong."""
    star = "*" if text.rstrip().endswith("*") else ""
    for way in {text, _taiwan().convert(text)} if any(char >= HAN_FROM for char in text) else {text}:
        yield fold(way).text + star


@cache
def _taiwan() -> Any:
    return OpenCC("s2twp")
