"""“Did you mean”: the nearest to what was typed among words that the content itself has. No Django."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, product
from typing import Final, NamedTuple

from scams.search.text import fold
from scams.search.text.pinyin import initials, sound
from scams.search.text.stem import stem
from scams.search.text.words import is_han, runs, words

LONGEST: Final = 60
"""Characters of a question that is looked at for misspellings."""
_PHRASE: Final = range(2, 9)
"""Characters of the Chinese phrases that are looked for."""
_ONE_SLIP, _TWO_SLIPS = 4, 8
"""Letters of a Latin word from which one slip, or two, are taken for a misspelling."""


class Spelling(NamedTuple):
    """Words that are written right."""

    phrases: Mapping[str, str]
    """Chinese phrases, folded, to how they are written."""
    sounds: Mapping[str, str]
    """Their pinyin to the phrase."""
    gaps: Mapping[str, str]
    """Phrases of three characters or more with one of them left open, to the phrase."""
    letters: Mapping[str, str]
    """Pinyin and initials, without tones, of phrases of two characters or more, to the phrase."""
    words: Mapping[str, tuple[str, ...]]
    """Latin words by their first letter."""
    stems: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[str], texts: Iterable[str]) -> "Spelling":
        """Return the spelling of some phrases, and of the Latin words of them and of texts."""
        written = list(dict.fromkeys(phrases))
        chinese = {one: phrase for phrase in written for one in _chinese(phrase)}
        latin = {run[0] for text in (*written, *texts) for run in runs(fold(text)) if _is_word(run[0])}
        by_letter: dict[str, list[str]] = {}
        for word in sorted(latin):
            by_letter.setdefault(word[0], []).append(word)
        letters = {form: one for one in chinese for form in (initials(one), sound(one)) if len(form) > _PHRASE[0]}
        return cls(
            chinese,
            {sound(one): one for one in chinese},
            {gap: one for one in chinese for gap in _gaps(one)},
            letters,
            {letter: tuple(words) for letter, words in by_letter.items()},
            frozenset(map(stem, latin)),
        )

    def better(self, question: str, written: Callable[[str], bool]) -> str | None:
        """Return the question with what seems misspelt put right, folded; None where nothing does.

        `written` tells of a word or a few characters whether they stand in the content: then they are no misspelling.
        """
        folded = " ".join(fold(question).split())
        if not folded or len(folded) > LONGEST:
            return None
        parts, end = list[str](), 0
        for run in runs(folded):
            parts += [folded[end : run.start()], self._run(run[0], written)]
            end = run.end()
        better = "".join([*parts, folded[end:]])
        return better if better != folded else None

    def _run(self, run: str, written: Callable[[str], bool]) -> str:
        if is_han(run[0]):
            return self._han(run, written)
        right = self.letters.get(run) or (self._word(run) if _is_word(run) and stem(run) not in self.stems else run)
        return run if right != run and written(run) else right

    def _han(self, run: str, written: Callable[[str], bool]) -> str:
        """Return a run of Chinese with the longest stretch of words that is nearly a known phrase made that phrase."""
        ends = [0, *accumulate(map(len, words(run)))]
        for length, start in product(reversed(_PHRASE), ends):
            piece = run[start : start + length]
            right = self.sounds.get(sound(piece)) or self._one_off(piece) if start + length in ends else None
            if right and piece not in self.phrases and not self._loses(piece, right) and not written(piece):
                return run[:start] + right + run[start + length :]
        return run

    def _loses(self, piece: str, right: str) -> bool:
        """Return whether putting it right would change a known phrase in it: then it is no misspelling of another."""
        places = ((at, at + size) for size in (2, 3, 4) for at in range(len(piece) - size + 1))
        return any(piece[at:end] in self.phrases and right[at:end] != piece[at:end] for at, end in places)

    def _one_off(self, piece: str) -> str | None:
        """Return a phrase of the same length, three characters or more, that has one character otherwise."""
        return next((self.gaps[gap] for gap in _gaps(piece) if gap in self.gaps), None)

    def _word(self, word: str) -> str:
        allowed = 2 if len(word) >= _TWO_SLIPS else 1
        near = [one for one in self.words.get(word[0], ()) if abs(len(one) - len(word)) <= allowed]
        best = min(((slips(word, one, allowed), one) for one in near), default=(allowed + 1, word))
        return best[1] if best[0] <= allowed else word


def slips(word: str, other: str, most: int) -> int:
    """Return how many letters two words differ by: left out, added, mistaken, swapped. More than `most`: one more."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        two_before, before, line = before, line, [i]
        for j, its in enumerate(other, 1):
            cost = min(line[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                cost = min(cost, two_before[j - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
    return line[-1]


def _gaps(phrase: str) -> Iterator[str]:
    """Yield a phrase with each of its characters left open; nothing for two characters: half of them says nothing."""
    if len(phrase) > _PHRASE[0]:
        yield from (f"{phrase[:at]}?{phrase[at + 1 :]}" for at in range(len(phrase)))


def _chinese(phrase: str) -> Iterator[str]:
    folded = fold(phrase)
    if len(folded) in _PHRASE and all(map(is_han, folded)):
        yield folded


def _is_word(run: str) -> bool:
    return len(run) >= _ONE_SLIP and run.isascii() and run.isalpha()
