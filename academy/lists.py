"""What the public pages list: in the page's own language, what fits the reader's mode first.

Each function needs the same number of queries whatever there is to list; its docstring says how many.
"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from academy.models import HelpPage, Quiz, QuizEdition
from scams.models import Contact, FraudType, PatternIndex, ScamPattern
from scams.words import DEFAULT_AUDIENCE, FALLBACK_TYPE, api_locale

SITUATIONS: Final = {
    "adult": (
        "task-rebate",
        "investment",
        "customer-service-impersonation",
        "authority-impersonation",
        "purchase",
        "romance",
    ),
    "elder": (
        "elder-health",
        "family-friend-impersonation",
        "authority-impersonation",
        "customer-service-impersonation",
        "investment",
        "prize-subsidy",
    ),
    "teen": ("game-trade", "task-rebate", "extortion", "phishing-takeover", "purchase", "romance"),
}
"""The fraud types each audience meets most, first things first."""

MIXED_QUIZ: Final = {"adult": "everyday", "elder": "elder", "teen": "teen"}
"""The slug of the quiz about many types that is made for an audience."""

REGIONS: Final = {
    "zh-Hans": ("CN", "HK", "TW", "SG", "001"),
    "zh-Hant": ("HK", "TW", "CN", "SG", "001"),
    "en": ("SG", "HK", "CN", "TW", "001"),
}
"""The regions in the order in which they are likely to be the reader's, by the language they read."""

Shown = TypeVar("Shown", bound=Page)


class TypeEntry(NamedTuple):
    """A fraud type, and the article about it if there is one in the page's language."""

    fraud_type: FraudType
    article: ScamPattern | None


class Group(NamedTuple):
    """A group of fraud types, its page if it is live, and its types in order."""

    fraud_type: FraudType
    page: PatternIndex | None
    entries: list[TypeEntry]


class RegionContacts(NamedTuple):
    """The hotlines of a region."""

    code: str
    name: str
    contacts: list[Contact]


class HelpRegion(NamedTuple):
    """What to do in a region, and whom to call."""

    code: str
    name: str
    steps: list[str]
    contacts: list[Contact]


class SitePages(NamedTuple):
    """The pages that every page links to; None for one that is not live."""

    menu: list[Page]
    help: Page | None
    quizzes: Page | None
    types: Page | None
    contacts: Page | None
    about: Page | None
    parents: Page | None
    privacy: Page | None

    @property
    def foot(self) -> list[Page]:
        """Those at the foot of every page."""
        return [page for page in (self.about, self.parents, self.privacy, self.contacts) if page]


def site_pages(home: Page) -> SitePages:
    """Return the pages directly below a home page that the frame of the site shows. Two queries."""
    below = public(home.get_children()).annotate(kind=F("content_type__model"), purpose=F("textpage__purpose"))
    pages = list(below.filter(Q(show_in_menus=True) | Q(purpose__isnull=False)))
    kinds = {one.kind: one for one in reversed(pages)}
    purposes = {one.purpose: one for one in reversed(pages) if one.purpose}
    return SitePages(
        menu=[one for one in pages if one.show_in_menus],
        help=kinds.get("helppage"),
        quizzes=kinds.get("quizindex"),
        types=kinds.get("typespage"),
        contacts=kinds.get("contactspage"),
        about=purposes.get("about"),
        parents=purposes.get("parents"),
        privacy=purposes.get("privacy"),
    )


def public(pages: QuerySet[Shown]) -> QuerySet[Shown]:
    """Return the pages that everybody may see. One query of its own, for the restrictions."""
    everybody: QuerySet[Shown] = pages.live().public()  # type: ignore[attr-defined]  # Wagtail's page queries
    return everybody


def situations(locale_id: int, audience: str) -> list[TypeEntry]:
    """Return the types an audience meets most, with their articles; none without an article. Two queries."""
    slugs = SITUATIONS.get(audience, SITUATIONS[DEFAULT_AUDIENCE])
    articles = _articles(ScamPattern.objects.filter(locale=locale_id, fraud_type__slug__in=slugs))
    found = {one.fraud_type.slug: TypeEntry(one.fraud_type, one) for one in articles.values() if one.fraud_type.heard}
    return [found[slug] for slug in slugs if slug in found]


def groups(locale_id: int) -> list[Group]:
    """Return all groups of fraud types in order; the one for the type unknown comes last. Four queries."""
    types = list(FraudType.objects.all())
    articles = _articles(ScamPattern.objects.filter(locale=locale_id))
    pages = {one.group_id: one for one in public(PatternIndex.objects.filter(locale=locale_id))}
    tops = sorted((one for one in types if not one.parent_id), key=lambda one: _is_fallback(one, types))
    return [Group(one, pages.get(one.pk), _entries(one.pk, types, articles)) for one in tops]


def group_entries(group_id: int, locale_id: int) -> list[TypeEntry]:
    """Return the types of a group, and their sub-types that have an article. Three queries."""
    articles = _articles(ScamPattern.objects.filter(locale=locale_id))
    return _entries(group_id, list(FraudType.objects.all()), articles)


def quizzes(locale_id: int, audience: str) -> list[Quiz]:
    """Return the quizzes that can be taken, the one made for the audience first. Two queries."""
    familiar = SITUATIONS.get(audience, ())
    found = [*_quizzes(locale_id)]
    return sorted(found, key=lambda one: (one.slug != MIXED_QUIZ.get(audience), *_place(one, audience, familiar)))


def quiz_about(fraud_type_id: int, locale_id: int, audience: str) -> Quiz | None:
    """Return the quiz about a type, of several the one for the audience or else for adults. Two queries."""
    found = _quizzes(locale_id).filter(fraud_type=fraud_type_id)
    order = {audience: 0, DEFAULT_AUDIENCE: 1}
    return min(found, key=lambda one: (order.get(one.audience, 2), one.pk), default=None)


def regions(language: str) -> list[RegionContacts]:
    """Return every region with its verified hotlines, the reader's likely region first. One query.

    A number that nobody has compared with its source is left out; a contact without a number needs no comparing.
    """
    names = dict(Contact.Region.choices)
    usable = [one for one in Contact.objects.all() if one.verified_on or not one.number]
    listed = ((code, [one for one in usable if one.region == code]) for code in region_order(language))
    return [RegionContacts(code, str(names[code]), contacts) for code, contacts in listed]


def help_regions(page: HelpPage, contacts: Iterable[RegionContacts]) -> list[HelpRegion]:
    """Return what a page says for each region, in the order of `contacts` and with them. No query."""
    said = {block.value["region"]: list(block.value["steps"]) for block in page.regions}
    return [HelpRegion(one.code, one.name, said[one.code], one.contacts) for one in contacts if one.code in said]


def region_order(language: str) -> tuple[str, ...]:
    """Return the codes of all regions, the likely one of somebody who reads `language` first."""
    return REGIONS[api_locale(language)]


def _articles(articles: QuerySet[ScamPattern]) -> dict[int, ScamPattern]:
    """Return the articles by fraud type, of several the first in the tree. Two queries."""
    light = public(articles).select_related("fraud_type").defer_streamfields()  # type: ignore[attr-defined]
    return {one.fraud_type_id: one for one in light.order_by("-path")}


def _entries(group_id: int, types: Iterable[FraudType], articles: dict[int, ScamPattern]) -> list[TypeEntry]:
    own = [one for one in types if one.parent_id == group_id]
    below = {one.pk for one in own}
    sub_types = [one for one in types if one.parent_id in below and one.pk in articles]
    return [TypeEntry(one, articles.get(one.pk)) for one in [*own, *sub_types]]


def _is_fallback(group: FraudType, types: Iterable[FraudType]) -> bool:
    return any(one.slug == FALLBACK_TYPE and one.parent_id == group.pk for one in types)


def _quizzes(locale_id: int) -> QuerySet[Quiz]:
    return takeable().filter(locale=locale_id)


def takeable() -> QuerySet[Quiz]:
    """Return the quizzes that everybody can take, with their fraud types. One query of its own, as `public` has."""
    taken = public(Quiz.objects.filter(Exists(QuizEdition.objects.filter(quiz=OuterRef("pk")))))
    light: QuerySet[Quiz] = taken.select_related("fraud_type").defer_streamfields()  # type: ignore[attr-defined]
    return light


def _place(quiz: Quiz, audience: str, familiar: Collection[str]) -> tuple[bool, int, str]:
    """Return where a quiz stands after the first: the audience's own, its familiar types, then as in the tree."""
    known = [*familiar]
    slug = quiz.fraud_type.slug
    return quiz.audience != audience, known.index(slug) if slug in known else len(known), quiz.path
