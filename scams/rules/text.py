"""Clean, count and inspect the short texts a warning card is made of."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_MARKUP: Final = re.compile(
    r"[<\uff1c\u2039\ufe64]\s*[/\uff0f]?\s*[A-Za-z!?][^<>\uff1c\uff1e\u2039\u203a\ufe64\ufe65]*[>\uff1e\u203a\ufe65]"
)
"""HTML tags, also when written with full-width or small look-alikes of the angle brackets."""

_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r"\s*\n\s*")
_BLANKS: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Letters, marks and symbols without a shape: fillers and variation selectors."""

_LINK: Final = re.compile(
    r"(?:https?|ftp)\s*:\s*/\s*/|www\s*\."
    r"|[a-z0-9-]\.[a-z]{2,}"
    r"|[a-z0-9-]\s*[.点點]\s*(?:com|cn|cc|xyz|io)(?![a-z])"
    r"|[a-z0-9-]\s+\.\s*(?:net|org|top|vip|hk|tw|sg|app)(?![a-z])",
    re.IGNORECASE,
)
"""Addresses, also with spaces around the dot; after "top. " and the like a new sentence may begin."""

_NOT_DIALLED: Final = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-\u2010-\u2015~]\s?(?:19|20)\d\d"
    r"|(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|(?<=[\u00a5$\u20ac\u00a3])\d{1,8}(?:\.\d{1,2})?"
    r"|\d{1,8}(?:\.\d{1,2})?\s?[%\u5143\u5757\u584a\u4e07\u842c\u4ebf\u5104])(?!\d)"
)
"""Years from and to, dates, prices and percentages."""

_PHONE: Final = re.compile(r"\+?\d(?:[\s\-\u2010-\u2015().]{0,2}\d){4,}")
"""Five digits or more in a run, as hotlines and account numbers have; a year or a price has fewer."""

_HOTLINES: Final = ("110", "119", "120", "112", "165", "911", "995", "999", "1799")
_SHORT_HOTLINES: Final = re.compile(rf"(?<!\d)(?:{'|'.join(r'[ -]?'.join(number) for number in _HOTLINES)})(?!\d)")
"""Hotlines too short for the pattern above; any more belong into a contact record."""

_NUMERALS: Final = re.compile("[〇零一二三四五六七八九]{5,}|一一[零〇]")
_AS_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")

_PASSES_MOST: Final = 8
_BRACKETS: Final = re.compile("[<>\uff1c\uff1e\u2039\u203a\ufe64\ufe65]")


_remembered: Final = lru_cache(maxsize=1 << 14)
"""Every compile of the deck reads the same few thousand lines again."""


@_remembered
def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` in NFC without markup, control, format or private-use characters, spaces collapsed.

    Line ends become spaces unless `lines`. Removes what an eye cannot see (zero-width and
    right-to-left marks, tag characters) and what a browser could take for markup.
    """
    before, cleaned = text, _clean_once(text.replace("\r\n", "\n").replace("\r", "\n"), lines=lines)
    for _pass in range(_PASSES_MOST):  # what was taken away may have stood between the two halves of something else
        if cleaned == before:
            return cleaned
        before, cleaned = cleaned, _clean_once(cleaned, lines=lines)
    return _clean_once(_BRACKETS.sub("", cleaned), lines=lines)  # nobody nests that deep by accident


def _clean_once(text: str, *, lines: bool) -> str:
    visible = "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")
    visible = _SPACES.sub(" ", _MARKUP.sub("", _BLANKS.sub("", visible)))
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n" if lines else " ", visible).strip())


@_remembered
def count(text: str) -> int:
    """Return the number of characters a reader sees: code points less combining marks."""
    return sum(1 for char in unicodedata.normalize("NFC", text) if not unicodedata.combining(char))


@_remembered
def has_link(text: str) -> bool:
    """Return whether `text` holds something that reads as a web address."""
    return bool(_LINK.search(_folded(text).replace("。", ".")))


@_remembered
def has_phone_number(text: str) -> bool:
    """Return whether `text` holds digits that read as a telephone or account number."""
    spelled = _NUMERALS.sub(lambda found: found[0].translate(_AS_DIGITS), _folded(text))
    digits = _NOT_DIALLED.sub("…", spelled)
    return bool(_PHONE.search(digits) or _SHORT_HOTLINES.search(digits))


def _folded(text: str) -> str:
    """Return `text` with full-width and other dressed-up characters as the plain ones they look like."""
    return unicodedata.normalize("NFKC", text)
