"""What the site does with every request besides Django's own."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

WITHOUT_LANGUAGE: Final = (
    "/api/",
    "/admin/",
    "/django-admin/",
    "/documents/",
    "/media/",
    "/static/",
    "/mode/",
    "/demo/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/",
    "/sw.js",
    "/pictures/",
)


class PagesLocaleMiddleware(LocaleMiddleware):
    """Sends people to their language's address for pages only: what is missing elsewhere is simply missing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response, or for a page without language in its address the way to one with it."""
        if request.path.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
