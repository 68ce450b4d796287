"""What the site's templates need to know: the way back, the pages of the frame, and what a page lists."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.utils.translation import get_language
from wagtail.models import Page, Site

from academy import lists
from academy.lists import Group, HelpRegion, RegionContacts, SitePages, TypeEntry
from academy.models import HelpPage, Quiz
from academy.modes import Mode
from academy.templatetags.language_tags import FIRST_LANGUAGE
from scams.models import Contact, PatternIndex, ScamPattern
from scams.models.translated import InThreeLanguages

register = template.Library()

HOME_DEPTH = 2
"""The home pages stand directly below the tree's root."""


@register.simple_tag
def breadcrumbs(page: Page) -> QuerySet[Page]:
    """Return the live pages above `page`, the home page first; none above the home page itself. One query."""
    above: QuerySet[Page] = page.get_ancestors().live().filter(depth__gt=1)
    return above


@register.simple_tag(takes_context=True)
def site_pages(context: Context) -> SitePages | None:
    """Return the pages that the header and the footer link to; None where the language has no home. Three queries."""
    home = _home(context)
    return lists.site_pages(home) if home else None


@register.simple_tag(takes_context=True)
def situations(context: Context, page: Page) -> list[TypeEntry]:
    """Return the fraud types that the reader's audience meets most. Two queries."""
    return lists.situations(page.locale_id, _mode(context).audience)


@register.simple_tag
def groups(page: Page) -> list[Group]:
    """Return all groups of fraud types with their types. Four queries."""
    return lists.groups(page.locale_id)


@register.simple_tag
def group_types(page: PatternIndex) -> list[TypeEntry]:
    """Return the types of the page's group. Three queries."""
    return lists.group_entries(page.group_id, page.locale_id)


@register.simple_tag(takes_context=True)
def quizzes(context: Context, page: Page) -> list[Quiz]:
    """Return the quizzes in the page's language, the one for the reader's audience first. Two queries."""
    return lists.quizzes(page.locale_id, _mode(context).audience)


@register.simple_tag(takes_context=True)
def quiz_about(context: Context, article: ScamPattern) -> Quiz | None:
    """Return the quiz about an article's fraud type in its language, if there is one. Two queries."""
    return lists.quiz_about(article.fraud_type_id, article.locale_id, _mode(context).audience)


@register.simple_tag(takes_context=True)
def version(context: Context, article: ScamPattern) -> Any:
    """Return the article's version for the reader's audience; None for adults, and where there is none."""
    audience = _mode(context).audience
    return article.version_for(audience) if audience != Mode().audience else None


@register.simple_tag
def regions() -> list[RegionContacts]:
    """Return every region with its hotlines, the reader's likely region first. One query."""
    return lists.regions(get_language() or FIRST_LANGUAGE)


@register.simple_tag
def help_regions(page: HelpPage, contacts: list[RegionContacts]) -> list[HelpRegion]:
    """Return what to do in each region and whom to call there."""
    return lists.help_regions(page, contacts)


@register.filter
def spelled(record: InThreeLanguages, field: str) -> str:
    """Return a field that a record keeps in three languages, in the active one."""
    return record.text(field)


@register.filter
def region_name(code: str) -> str:
    """Return what a region is called in the active language; the code itself for one that is not ours."""
    return str(dict(Contact.Region.choices).get(code, code))


@register.filter
def dialled(number: str) -> str:
    """Return a number as a `tel:` link wants it: digits, with a + in front if international."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _home(context: Context) -> Page | None:
    """Return the home page above the context's page, or else the one of the active language."""
    page = context.get("page")
    if isinstance(page, Page) and (page.depth or 0) >= HOME_DEPTH:
        return page if page.depth == HOME_DEPTH else page.get_ancestors().filter(depth=HOME_DEPTH).first()
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    translations = site.root_page.get_translations(inclusive=True) if site else Page.objects.none()
    return translations.filter(locale__language_code=get_language(), live=True).first()


def _mode(context: Context) -> Mode:
    """Return the reader's mode; adults' where there is none, as in a preview without a request."""
    mode = context.get("mode")
    return mode if isinstance(mode, Mode) else Mode()
