"""Other words for the same, as groups of phrases that mean one thing."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from scams.search.text.fold import fold
from scams.search.text.stem import stem
from scams.search.text.words import Known, known, runs

_MOST: Final = 12
"""Phrases of a group that a question is widened by."""


def same(phrase: str) -> str:
    """Return what a phrase has in common with its other spellings: singular and plural, with a hyphen or without."""
    return " ".join(stem(run[0]) for run in runs(fold(phrase)))


class Synonyms(NamedTuple):
    """Groups of phrases, ready to be looked up."""

    others: Mapping[str, tuple[str, ...]]
    """A phrase, as `same` has it, to the other phrases that mean the same, folded."""
    whole: Known
    """All phrases and the house words, as words that are not cut."""

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> "Synonyms":
        """Return synonyms of groups of phrases; a phrase may be in several."""
        others, every = dict[str, dict[str, None]](), set[str]()
        for group in groups:
            phrases = {same(phrase): " ".join(fold(phrase).split()) for phrase in group if same(phrase)}
            for one in phrases:
                others.setdefault(one, {}).update((other, None) for key, other in phrases.items() if key != one)
            every.update(phrases.values())
        return cls({one: tuple(rest)[:_MOST] for one, rest in others.items()}, known(every))

    def of_word(self, word: str) -> tuple[str, ...]:
        """Return the other phrases for a word or phrase, folded."""
        return self.others.get(same(word), ())


@cache
def no_synonyms() -> Synonyms:
    """Return no groups, with the house words as words that are not cut."""
    return Synonyms.of(())
