"""What the site's templates need to know: the way back, and what a group holds."""

from typing import NamedTuple

from django import template
from django.db.models import Q, QuerySet
from wagtail.models import Page

from academy.templatetags.language_tags import FIRST_LANGUAGE
from scams.models import FraudType, PatternIndex, ScamPattern

register = template.Library()


class TypeEntry(NamedTuple):
    """One fraud type of a group with the article to read about it, if there is one."""

    fraud_type: FraudType
    article: ScamPattern | None
    foreign: bool
    """Whether the article is in another language than the page that lists it."""


@register.simple_tag
def breadcrumbs(page: Page) -> QuerySet[Page]:
    """Return the live pages above `page`, the home page first; none above the home page itself."""
    above: QuerySet[Page] = page.get_ancestors().live().filter(depth__gt=1)
    return above


@register.simple_tag
def groups(home: Page) -> QuerySet[PatternIndex]:
    """Return the live group pages below `home` in order, each with its fraud types at hand. Two queries."""
    below: QuerySet[PatternIndex] = PatternIndex.objects.child_of(home).live()
    return below.select_related("group").prefetch_related("group__children")


@register.simple_tag
def group_types(page: PatternIndex) -> list[TypeEntry]:
    """Return the types of the page's group, and the sub-types that have an article. Two queries.

    The article is the one in the page's language, or else the Simplified Chinese one.
    """
    types = FraudType.objects.filter(Q(parent=page.group_id) | Q(parent__parent=page.group_id))
    language = page.locale.language_code
    articles = _articles(types, {language, FIRST_LANGUAGE})
    entries = [_entry(one, articles, language) for one in types]
    return [one for one in entries if one.article or one.fraud_type.parent_id == page.group_id]


def _articles(types: QuerySet[FraudType], languages: set[str]) -> dict[tuple[int, str], ScamPattern]:
    live = ScamPattern.objects.live().filter(fraud_type__in=types, locale__language_code__in=languages)
    plain = live.select_related("locale").defer_streamfields()
    return {(one.fraud_type_id, one.locale.language_code): one for one in plain}


def _entry(fraud_type: FraudType, articles: dict[tuple[int, str], ScamPattern], language: str) -> TypeEntry:
    own = articles.get((fraud_type.pk, language))
    article = own or articles.get((fraud_type.pk, FIRST_LANGUAGE))
    return TypeEntry(fraud_type, article, foreign=article is not None and own is None)
