"""Compress what is text and was not compressed before: pages made for one reader, and files nobody collected."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from academy.page_cache.entries import codings

LEAST: Final = 500
"""Bytes that fit a packet anyhow."""
MOST: Final = 2 * 1024 * 1024
"""Bytes of a file that are taken into memory."""
_TEXT: Final = re.compile(r"text/|image/svg|application/(javascript|json|xml|[\w.-]+\+(json|xml))")
_RANDOM_BYTES: Final = 100
"""As Django's own compression does: the size of an answer is not to tell what secrets are in it."""


class CompressionMiddleware:
    """Compresses with gzip, which is quick. The outermost, so that nothing else sees compressed bytes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand in front of everything."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response, compressed where that is worth it and wanted."""
        response = self.get_response(request)
        if request.method != "HEAD" and _is_worth_it(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            if "gzip" in codings(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                _compress(response)
        return response


def _is_worth_it(response: HttpResponseBase) -> bool:
    """Return whether this is a whole text of a known length; what streams on and on is left to stream."""
    if response.status_code in {204, 206, 304} or "Content-Encoding" in response:
        return False
    if not _TEXT.match(response.get("Content-Type", "")):
        return False
    if isinstance(response, FileResponse):
        return LEAST <= int(response.get("Content-Length", "0")) <= MOST
    return isinstance(response, HttpResponse) and len(response.content) >= LEAST


def _compress(response: Any) -> None:
    """Compress the body; its tag becomes a weak one, but for a file's, which only its own server looks at."""
    is_file = isinstance(response, FileResponse)
    body = compress_string(b"".join(response) if is_file else response.content, max_random_bytes=_RANDOM_BYTES)
    if is_file:
        response.streaming_content = [body]
    else:
        response.content = body
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
