"""What is kept of a message that somebody reports: its words, without the numbers in it that belong to somebody."""

import re
from typing import Final

from scams.checking.marks import marks_in

MASK: Final = "•"
_DIGITS: Final = re.compile(r"\d(?:[ \-\u2010-\u2015]?\d){2,}")
_NUMERALS: Final = re.compile("[零〇一二三四五六七八九两幺壹贰叁肆伍陆柒捌玖]{4,}")
_MAIL: Final = re.compile(r"[^\s@<>（）()，。：:]{1,64}@[^\s@<>（）()，。]{1,255}")
_HANDLE: Final = re.compile(
    r"((?:微信号?|薇信|wx|vx|qq|line(?: id)?|telegram|whatsapp|id)\s?[:：]?\s?@?)([a-z0-9_\-.]{4,})", re.IGNORECASE
)
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def masked(message: str) -> str:
    """Return a message as it is kept: numbers, addresses and names in chats masked, of links only the host left."""
    shown = _UNSEEN.sub("", message)
    for mark in reversed(marks_in(shown)):
        found = shown[mark.start : mark.end]
        instead = _host(found) if mark.kinds[-1].endswith("link") else MASK * len(found)
        shown = shown[: mark.start] + instead + shown[mark.end :]
    shown = _MAIL.sub(lambda found: MASK * len(found[0]), shown)
    shown = _HANDLE.sub(lambda found: found[1] + MASK * len(found[2]), shown)
    shown = _NUMERALS.sub(lambda found: MASK * len(found[0]), shown)
    return _DIGITS.sub(lambda found: re.sub(r"\d", MASK, found[0]), shown)


def _host(link: str) -> str:
    """Return a link without what follows its host: there a person's own number may be."""
    scheme, separator, rest = link.rpartition("//")
    host = re.split(r"[/?#:]", rest, maxsplit=1)[0]
    return f"{scheme}{separator}{host}" + ("/…" if len(host) < len(rest) else "")
