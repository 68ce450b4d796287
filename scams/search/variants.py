"""Find a text in a table's own columns, however it is written: for the admin's lists of records."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.db.models import Q
from opencc import OpenCC

CONVERSIONS: Final = ("t2s", "s2t", "s2tw", "s2hk")
_WORD: Final = re.compile(r"""["“「『]([^"”」』]+)["”」』]|([^\s"“”「」『』]+)""")
MOST: Final = 8
"""Words that are looked for."""


def containing(fields: Iterable[str], text: str) -> Q:
    """Return the condition that for each word of a text one of the fields contains it, in either Chinese script.

    What stands in quotation marks is one word, whatever is in it.
    """
    columns, condition = list(fields), Q()
    for word in _words(text)[:MOST]:
        condition &= Q(
            *[(f"{column}__icontains", one) for column in columns for one in variants(word)], _connector=Q.OR
        )
    return condition


def _words(text: str) -> list[str]:
    found = _WORD.findall(text.replace("\0", " "))
    return [one for pair in found if (one := " ".join(filter(None, pair)).strip())]


def variants(word: str) -> list[str]:
    """Return a word as it is and in the scripts it may be written in, each once."""
    return list(dict.fromkeys([word, *(_converter(name).convert(word) for name in CONVERSIONS)]))


@cache
def _converter(name: str) -> Any:
    return OpenCC(name)
