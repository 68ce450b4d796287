"""The checker's rules at the editor's desk: what could not be compiled is said before it is published."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from scams.checking.phrases import Reader, Words
from scams.checking.rules import VOCABULARY, Clue, RulesError
from scams.editing.rule_blocks import phrases_of

if TYPE_CHECKING:
    from scams.models import WordList


def clues_of(stream: Any, locale: str = "") -> tuple[Clue, ...]:
    """Return the clues in a page's stream, told in `locale`."""
    return tuple(
        Clue(
            key=block.value["key"],
            weight=block.value["weight"],
            words=phrases_of(block.value["words"]),
            also=tuple(phrases_of(group) for group in block.value["also"]),
            unless=phrases_of(block.value["unless"]),
            why={locale: block.value["why"]} if locale else {},
        )
        for block in stream
    )


def vocabulary() -> dict[str, Words]:
    """Return the word lists that rules may name. One query."""
    from scams.models import WordList

    rows = WordList.objects.filter(role=VOCABULARY)
    return {one.key: Words(phrases_of(one.words_zh), phrases_of(one.words_en)) for one in rows}


def rule_problems(stream: Any) -> list[str]:
    """Return what keeps a page's rules from being compiled, in the editor's language. One query, none without rules."""
    clues = clues_of(stream)
    if not clues:
        return []
    reader, found = Reader(vocabulary()), []
    keys = [clue.key for clue in clues]
    found += [_("There are two clues “%s”.") % key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    for clue in clues:
        found += [f"{clue.key}: {problem}" for problem in unreadable(reader, phrases_in(clue))]
    return found


def list_problems(words: "WordList") -> list[str]:
    """Return what keeps a word list from being read."""
    reader = Reader({key: some for key, some in vocabulary().items() if key != words.key})
    return list(unreadable(reader, (*phrases_of(words.words_zh), *phrases_of(words.words_en))))


def phrases_in(clue: Clue) -> tuple[str, ...]:
    """Return all phrases of a clue."""
    return (*clue.words, *(phrase for group in clue.also for phrase in group), *clue.unless)


def unreadable(reader: Reader, phrases: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with each of some phrases that cannot be read."""
    for phrase in phrases:
        try:
            reader.phrases(phrase)
        except RulesError as error:
            yield _("This phrase cannot be read: %s.") % error
