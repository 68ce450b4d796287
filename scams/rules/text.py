"""Clean, count and inspect the short texts a warning card is made of."""

import re
import unicodedata
from typing import Final

_MARKUP: Final = re.compile(r"[<\uff1c\u2039\ufe64]\s*/?\s*[A-Za-z!?][^<>\uff1c\uff1e]{0,200}[>\uff1e\u203a\ufe65]")
"""HTML tags, also when written with full-width or small look-alikes of the angle brackets."""

_SPACES: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r"\s*\n\s*")

_LINK: Final = re.compile(
    r"(?:https?|ftp)\s*[:\uff1a]\s*/\s*/|www\s*\.|[a-z0-9-]+\s*\.\s*(?:com|cn|net|org|top|xyz|cc|vip|hk|tw|sg|io|app)\b",
    re.IGNORECASE,
)

_DIGITS: Final = "0-9\uff10-\uff19"
_PHONE: Final = re.compile(rf"\+?[{_DIGITS}](?:[\s\-\u2010-\u2015().\uff0d]{{0,2}}[{_DIGITS}]){{4,}}")
"""Five digits or more in a run, as hotlines and account numbers have; a year or a price has fewer."""

_SHORT_HOTLINES: Final = re.compile(r"(?<![0-9])(?:110|119|120|112|165|911|995|999|1799)(?![0-9])")
"""Hotlines too short for the pattern above; any more belong into a contact record."""


def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` in NFC without markup, control, format or private-use characters, spaces collapsed.

    Line ends become spaces unless `lines`. Removes what an eye cannot see (zero-width and
    right-to-left marks, tag characters) and what a browser could take for markup.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    visible = "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")
    visible = _SPACES.sub(" ", _MARKUP.sub("", visible))
    return _LINE_ENDS.sub("\n" if lines else " ", visible).strip()


def count(text: str) -> int:
    """Return the number of characters a reader sees: code points less combining marks."""
    return sum(1 for char in unicodedata.normalize("NFC", text) if not unicodedata.combining(char))


def has_link(text: str) -> bool:
    """Return whether `text` holds something that reads as a web address."""
    return bool(_LINK.search(text))


def has_phone_number(text: str) -> bool:
    """Return whether `text` holds digits that read as a telephone or account number."""
    return bool(_PHONE.search(text) or _SHORT_HOTLINES.search(text))
