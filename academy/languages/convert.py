"""Text in Simplified characters turned into Traditional ones: a draft, for a person to read. No Django."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from opencc import OpenCC

from academy.languages.house_words import HOUSE_WORDS, QUOTES

_WORDS = re.compile("|".join(map(re.escape, sorted(HOUSE_WORDS, key=len, reverse=True))))
_CLOSING = re.compile(r"(?<![A-Za-z])’|’(?![A-Za-z])")
"""A single closing quotation mark, which between Latin letters is an apostrophe."""


def to_traditional(text: str, apart: Iterable[str] = ()) -> str:
    """Return a text in Traditional characters, with the house's words and quotation marks.

    Phrases given in `apart` are converted as if they stood alone, so that each is found in the answer again as
    `to_traditional` writes it. Letters, digits and addresses stay as they are.
    """
    phrases = [one for one in apart if one]
    if not phrases:
        return _convert(text)
    any_phrase = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    return "".join(_convert(part) for part in re.split(f"({any_phrase})", text))


def _convert(text: str) -> str:
    converted: str = _opencc().convert(text)
    quoted = _CLOSING.sub("』", converted.translate(QUOTES))
    return _WORDS.sub(lambda found: HOUSE_WORDS[found[0]], quoted)


@cache
def _opencc() -> Any:
    """Return the converter, made when it is first needed: it reads its dictionaries from disk."""
    return OpenCC("s2twp")
