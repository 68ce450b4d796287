"""Which requests may be answered with a kept page, and which pages may be kept."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from academy.modes.mode import COOKIE as MODE_COOKIE
from academy.modes.mode import mode_of

EVERYTHING: Final = "*"
"""What stands for all cookies, where something went through all of them."""
_OF_ITS_OWN: Final = ("QUERY_STRING", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST")
"""What makes a request one of its own; the last one asks for a part of a page."""
_FOR_ONE: Final = frozenset({"private", "no-store"})
_VARIES_BY: Final = frozenset({"cookie", "accept-encoding"})


class NotingCookies(Mapping[str, str]):
    """The cookies of a request, which note by name what they are asked for, found or not."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        """Begin with nothing asked."""
        self.asked: set[str] = set()
        self._cookies = cookies

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self._cookies[name]

    def __iter__(self) -> Iterator[str]:
        self.asked.add(EVERYTHING)
        return iter(self._cookies)

    def __len__(self) -> int:
        self.asked.add(EVERYTHING)
        return len(self._cookies)

    def had_a_say(self) -> bool:
        """Return whether one of the cookies that matter was there when asked for, or all were looked through."""
        return EVERYTHING in self.asked or any(name in self._cookies for name in self.that_matter())

    def that_matter(self) -> set[str]:
        """Return the cookies that were asked for and that nothing else takes account of.

        The mode is part of the place; and a page with a token against forgery in it sets the token's cookie.
        """
        return self.asked - {MODE_COOKIE, settings.CSRF_COOKIE_NAME}


def place_of(request: HttpRequest) -> str | None:
    """Return under what a request's page is kept; None where it is nothing to keep.

    Pages have their language in the address. A question mark after it would let anybody fill the memory with one page.
    """
    if request.method not in {"GET", "HEAD"} or any(request.META.get(one) for one in _OF_ITS_OWN):
        return None
    if not request.path_info.startswith(tuple(f"/{code}/" for code, _name in settings.LANGUAGES)):
        return None
    try:
        return f"{request.scheme}://{request.get_host()}{request.path} {mode_of(request)}"
    except SuspiciousOperation:  # a host that is not ours; it is refused further in
        return None


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a response is a page that everybody may see, and the same for everybody."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response
        and not response.cookies
        and not _FOR_ONE & _words(response, "Cache-Control")
        and _words(response, "Vary") <= _VARIES_BY
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _words(response: HttpResponseBase, header: str) -> set[str]:
    return {word.strip().lower() for word in response.get(header, "").split(",") if word.strip()}
