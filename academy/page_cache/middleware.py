"""Answer with a page that was made before, ahead of everything else that Django does."""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from academy.page_cache.entries import Entry, answer, entry_of, good_until
from academy.page_cache.pages import Pages, pages_of_this_process
from academy.page_cache.rules import NotingCookies, may_be_kept, place_of

RETRY_SECONDS: Final = 5.0
"""How long an old page goes on being served to others while it is made anew, or cannot be."""


class PageCacheMiddleware:
    """Keeps pages and answers with them. Ahead of all that adds headers or reads cookies; behind compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], pages: Pages | None = None) -> None:
        """Stand aside where pages are not to be kept, and where somebody is writing templates."""
        if not settings.PAGE_CACHE_SECONDS or settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pages = pages or pages_of_this_process()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return a kept page, or one that is made now and kept if it may be."""
        place = place_of(request)
        if place is None:
            return self.get_response(request)
        generation = self.pages.generation()
        if generation is None:
            self.pages.watch.start()
            return self.get_response(request)
        entry = self.pages.find(place, generation)
        if entry and not entry.is_for(request):
            return self.get_response(request)
        if entry and entry.until > time.time():
            return answer(entry, request, "hit")
        return self._renew(request, place, generation, entry)

    def _renew(self, request: HttpRequest, place: str, generation: str, old: Entry | None) -> HttpResponseBase:
        """Return the page made anew; where that fails, the old one if there is one."""
        if old:
            old.until = time.time() + RETRY_SECONDS
        now = timezone.now()
        request.COOKIES = cookies = NotingCookies(request.COOKIES)  # type: ignore[assignment]
        response = self.get_response(request)
        if old and response.status_code >= 500:
            return answer(old, request, "hit; detail=stale")
        if not isinstance(response, HttpResponse) or cookies.had_a_say() or not may_be_kept(request, response):
            return response
        until = good_until(now, seconds=settings.PAGE_CACHE_SECONDS)
        entry = entry_of(response, cookies=cookies.that_matter(), until=until)
        self.pages.keep(place, generation, entry)
        return answer(entry, request, "fwd=miss; stored")
