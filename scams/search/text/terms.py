"""What a person asks for: the words of a question, each with the other words for the same."""

import re
from typing import Final, NamedTuple

from scams.search.text.house import stop_words
from scams.search.text.synonyms import Synonyms, no_synonyms
from scams.search.text.tokens import lookup
from scams.search.text.words import is_han, words

MOST: Final = 12
"""Words of a question that are looked for, the first ones; more would ask much of an engine and say little."""

_NUMBER: Final = re.compile(r"\d{1,2}|[零一二三四五六七八九十百千万亿两几]+[元块毛条个次天年月日]?").fullmatch
"""三万, 五块, 20: nobody's scam is found by how much or how many. Longer numbers may be those of hotlines."""


class Term(NamedTuple):
    """One thing asked for: a text has it if it has all words of one of the ways to say it."""

    word: str
    """As it was asked for, folded."""
    ways: tuple[tuple[str, ...], ...]
    """The word itself first, then its synonyms; each as words that a text must all have."""

    def tokens(self) -> list[tuple[str, ...]]:
        """Return for every way the tokens that a text has which says it so."""
        return [tuple(dict.fromkeys(token for word in way for token in lookup(word))) for way in self.ways]


def terms(question: str, synonyms: Synonyms | None = None) -> tuple[Term, ...]:
    """Return what a question asks for, each once; nothing for one without a letter or digit."""
    synonyms = synonyms or no_synonyms()
    asked = list(dict.fromkeys(words(question, synonyms.whole)))
    return tuple(_term(one, synonyms) for one in (telling(asked) or asked)[:MOST])


def telling(found: list[str]) -> list[str]:
    """Return the words that say what is looked for: no stop words, no numbers of things, no Chinese character alone."""
    return [
        one for one in found if one not in stop_words() and not _NUMBER(one) and not (len(one) == 1 and is_han(one))
    ]


def _term(word: str, synonyms: Synonyms) -> Term:
    """Return a word with its synonyms as they stand; of a phrase, its words may also stand apart."""
    others = synonyms.of_word(word)
    apart = telling(words(word)) if others else []
    ways = [(word,), *([tuple(apart)] if len(apart) > 1 else []), *((one,) for one in others)]
    return Term(word, tuple(dict.fromkeys(ways)))
