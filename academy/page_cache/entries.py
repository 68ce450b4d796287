"""A page as it was made once, in every form that browsers ask for."""

import datetime as dt
import gzip
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import brotli
import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

_BROTLI: Final = {"mode": brotli.MODE_TEXT, "quality": 9, "lgwin": 16}
"""Somebody waits for it: the highest quality, 11, takes thirty times as long for a fifteenth less."""
_NOT_KEPT: Final = frozenset({"content-length", "content-encoding", "date"})


class Entry(msgspec.Struct, array_like=True):
    """A kept page."""

    headers: list[tuple[str, str]]
    etag: str
    forms: dict[str, bytes]
    """The body by content coding; under "" as it is."""
    cookies: list[str]
    """The cookies it asked for, and did not get: whoever brings one of them needs a page of their own."""
    until: float
    """Seconds since 1970 after which it is to be made anew."""

    def is_for(self, request: HttpRequest) -> bool:
        """Return whether the page would be made the same for this request."""
        return not any(name in request.COOKIES for name in self.cookies)

    @property
    def size(self) -> int:
        """The bytes that it takes, more or less."""
        return 1000 + sum(map(len, self.forms.values()))


def entry_of(response: HttpResponse, *, cookies: Iterable[str], until: float) -> Entry:
    """Return a response as it is kept. Browsers are told to keep it too, but to ask each time whether it holds."""
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    response.setdefault("Cache-Control", "no-cache")
    body = response.content
    return Entry(
        headers=[(name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT],
        etag=f'W/"{blake2b(body, digest_size=12).hexdigest()}"',  # weak: the forms differ, what they say does not
        forms={
            "": body,
            "gzip": gzip.compress(body, compresslevel=6, mtime=0),
            "br": brotli.compress(body, **_BROTLI),
        },
        cookies=sorted(cookies),
        until=until,
    )


def answer(entry: Entry, request: HttpRequest, status: str) -> HttpResponseBase:
    """Return the response to send: the page in the best form, or 304 for whoever has it. `status` is for operators."""
    allowed = codings(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    coding = next((one for one in ("br", "gzip") if one in allowed), "")
    body = entry.forms[coding]
    response = HttpResponse(b"" if request.method == "HEAD" else body, headers=dict(entry.headers))
    response["ETag"] = entry.etag
    response["Content-Length"] = str(len(body))
    if coding:
        response["Content-Encoding"] = coding
    answered = get_conditional_response(request, etag=entry.etag, response=response) or response
    answered["Cache-Status"] = f"academy; {status}"
    return answered


@lru_cache(maxsize=200)
def codings(accepted: str) -> frozenset[str]:
    """Return the content codings that a request's Accept-Encoding allows."""
    allowed = set()
    for one in accepted.lower().split(","):
        name, _semicolon, weight = one.partition(";")
        if weight.replace(" ", "").rstrip("0.") != "q=":
            allowed.add(name.strip())
    return frozenset(allowed)


def good_until(now: dt.datetime, *, seconds: float) -> float:
    """Return until when a page made now holds: so many seconds, but not into the next day. In seconds since 1970."""
    midnight = (timezone.localtime(now) + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(now.timestamp() + seconds, midnight.timestamp())
