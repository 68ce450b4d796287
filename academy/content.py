"""The site's own pages: a home page for each language, under one site."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from academy.models import HomePage
from scams.words import LOCALES

TITLES = {"zh-Hans": "反诈学院", "zh-Hant": "反詐騙學院", "en": "Anti-fraud academy"}
INTRODUCTIONS = {
    "zh-Hans": "认识骗局的样子，才能在付款前停下来。从您听到的那句话开始，看看它会怎样发展，现在该怎么做。",
    "zh-Hant": "認得騙局的樣子，才能在付款前停下來。從您聽到的那句話開始，看看它會怎樣發展，現在該怎麼做。",
    "en": "Know what a scam sounds like, and you can stop before you pay. Start from what you were told.",
}


def ensure_homes(*, port: int | None = None) -> dict[str, HomePage]:
    """Return the home page of each locale, in API spelling, making those that are missing and the site's record.

    A site on localhost is moved to `port` if one is given, so that its links work.
    """
    for code in LOCALES:
        Locale.objects.get_or_create(language_code=code.lower())
    homes = {}
    for code in LOCALES:
        locale = Locale.objects.get(language_code=code.lower())
        homes[code] = HomePage.objects.filter(locale=locale).first() or _make_home(code, locale)
    _ensure_site(homes[LOCALES[0]])
    if port:
        _move_to(port)
    return homes


def _make_home(code: str, locale: Locale) -> HomePage:
    home = HomePage(title=TITLES[code], introduction=INTRODUCTIONS[code], slug=f"home-{code.lower()}", locale=locale)
    if sibling := HomePage.objects.first():
        home.translation_key = sibling.translation_key
    root: Page = Page.get_first_root_node()
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _ensure_site(home: HomePage) -> None:
    """Make the default site begin at `home`; Wagtail's welcome page goes."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id and isinstance(site.root_page.specific, HomePage):
        return
    welcome = site.root_page if site.root_page_id else None
    address = urlsplit(settings.PUBLIC_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name, site.root_page = TITLES[LOCALES[0]], home
    site.save()
    if welcome and welcome.depth > 1:
        welcome.delete()


def _move_to(port: int) -> None:
    site = Site.objects.get(is_default_site=True)
    if site.hostname == "localhost" and site.port != port:
        site.port = port
        site.save()
