"""Whole addresses, as feeds, site maps and pictures to share need them."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site


def absolute(request: HttpRequest | None, path: str) -> str:
    """Return the whole address of a path of this site, under the name the site's record has; a whole one as it is."""
    site = Site.find_for_request(request) if request else None
    return urljoin(site.root_url if site else settings.PUBLIC_URL, path)
