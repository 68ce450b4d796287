"""The mode a person has chosen, kept in a cookie that says nothing else."""

from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse

COOKIE: Final = "mode"
COOKIE_SECONDS: Final = 365 * 24 * 3600
AUDIENCES: Final = ("adult", "elder", "teen")
SIZES: Final = (20, 24, 30)
"""Sizes of the text in elder mode, in CSS pixels: 18 at least, 30 at most (EVIDENCE, national design rules)."""


class Mode(NamedTuple):
    """For whom the pages are, and how large their text is."""

    audience: str = "adult"
    size: int = 0
    """In CSS pixels; 0: as the browser has it."""

    def __str__(self) -> str:
        return f"{self.audience}.{self.size}" if self.size else self.audience


def parse(text: str) -> Mode:
    """Return the mode that `text` says, as `str` of a Mode does; the default for anything else."""
    audience, _dot, size = text.partition(".")
    if audience not in AUDIENCES:
        return Mode()
    if audience != "elder":
        return Mode(audience)
    return Mode(audience, int(size) if size in map(str, SIZES) else SIZES[0])


def mode_of(request: HttpRequest) -> Mode:
    """Return the mode of a request's cookie."""
    return parse(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, mode: Mode) -> None:
    """Keep a mode for a year; the default needs no cookie."""
    if mode == Mode():
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(COOKIE, str(mode), max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
