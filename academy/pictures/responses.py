"""A kept picture as an answer."""

from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from academy.pictures.store import digest_of, kept

P = ParamSpec("P")


def picture_response(
    request: HttpRequest, cache_control: str, draw: Callable[P, bytes], *args: P.args, **inputs: P.kwargs
) -> HttpResponse:
    """Return the picture that `draw` makes of the inputs, or that it is unchanged: then it is not even read."""
    etag = quote_etag(digest_of(draw, *args, **inputs))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(kept(draw, *args, **inputs).content, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response
