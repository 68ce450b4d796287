"""The site's own pages: a home page for each language, under one site."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from academy.loading.pages import fill_homes, load_pages, pages_file
from academy.loading.questions import load_questions
from academy.loading.quizzes import load_quizzes
from academy.models import HomePage, QuizIndex
from scams.loading.articles import load_articles
from scams.words import LOCALES


def load_content(*, port: int | None = None, say: Callable[[str], None] = print) -> None:
    """Publish every page, article, question and quiz of the content files that does not exist yet.

    ContentError names the file and the field that is wrong. For `port` see `ensure_homes`.
    """
    homes = ensure_homes(port=port)
    load_pages(homes, say=say)
    load_articles(homes, say=say)
    fill_homes(homes)
    load_questions(say=say)
    load_quizzes({code: QuizIndex.objects.child_of(home).get(slug="quizzes") for code, home in homes.items()}, say=say)


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
    words = pages_file(code).home
    home = HomePage(title=words.title, introduction=words.introduction, slug=f"home-{code.lower()}", locale=locale)
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
    site.site_name, site.root_page = home.title, home
    site.save()
    if welcome and welcome.depth > 1:
        welcome.delete()


def _move_to(port: int) -> None:
    site = Site.objects.get(is_default_site=True)
    if site.hostname == "localhost" and site.port != port:
        site.port = port
        site.save()
